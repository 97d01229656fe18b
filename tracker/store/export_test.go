package store

// SQLiteDriver is the driver's name, for tests that look into a file.
const SQLiteDriver = sqliteDriver
