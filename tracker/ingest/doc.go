// Package ingest runs a source into the store. It is the only place where the
// two meet: a source emits batches, ingest has each stored together with its
// cursor in one transaction, and keeps the run's row up to date so that any
// reader sees how far the run has come. Start with [Run].
package ingest
