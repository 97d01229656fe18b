package githubsim

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// optional is a text, or null where there is none.
func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// moment is a time, or null where there is none.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// firstSet is the first of the times that is set.
func firstSet(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// parseInstant reads a time from a parameter; zero where there is none.
func parseInstant(value any) (time.Time, error) {
	text, _ := value.(string)
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, text)
}

// blobHash is git's name for a text.
func blobHash(text string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(text), text))
	return hex.EncodeToString(sum[:])
}

// treeHash stands for git's name of a tree: it changes when a file in it does.
func treeHash(entries []object) string {
	sum := sha1.Sum(fmt.Appendf(nil, "tree %v", entries))
	return hex.EncodeToString(sum[:])
}

// headline and rest split a commit message as GitHub does.
func headline(message string) string {
	first, _, _ := strings.Cut(message, "\n")
	return first
}

func rest(message string) string {
	_, rest, _ := strings.Cut(message, "\n")
	return strings.TrimLeft(rest, "\n")
}

// thousands writes a number as GitHub's messages do: 500,000.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
