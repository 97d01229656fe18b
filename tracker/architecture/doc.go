// Package architecture holds the project's shape as a test: which package may
// import which, and what may be written where. Start with rules_test.go, which
// states the never-rules; docs/design.md gives their reasons.
package architecture
