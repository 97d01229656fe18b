package web

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"rungless/tracker"
	"rungless/tracker/store"
)

// kindName is a kind of contribution in GitHub's words.
var kindName = map[tracker.Kind]string{
	tracker.PullRequestKind:   "pull request",
	tracker.ReviewKind:        "review",
	tracker.ReviewComment:     "review comment",
	tracker.IssueKind:         "issue",
	tracker.IssueComment:      "issue comment",
	tracker.DiscussionKind:    "discussion",
	tracker.DiscussionComment: "discussion comment",
	tracker.CommitComment:     "commit comment",
	tracker.CommitKind:        "commit",
	tracker.ResearchCredit:    "research credit",
}

// stateName is the state of a thread, a review or a sync run.
var stateName = map[tracker.State]string{
	tracker.Open:             "Open",
	tracker.Closed:           "Closed",
	tracker.Merged:           "Merged",
	tracker.Approved:         "Approved",
	tracker.ChangesRequested: "Changes requested",
	tracker.Commented:        "Commented",
	tracker.Dismissed:        "Dismissed",
}

// threadStates are the states that a list can be limited to, in the order in
// which the form shows them.
var threadStates = []tracker.State{tracker.Open, tracker.Merged, tracker.Closed,
	tracker.Approved, tracker.ChangesRequested, tracker.Commented, tracker.Dismissed}

var runStateName = map[store.RunState]string{
	store.Running: "Running",
	store.Done:    "Completed",
	store.Partly:  "Completed, with gaps",
	store.Failed:  "Failed",
	store.Stopped: "Stopped",
}

var sourceName = map[tracker.SourceName]string{
	tracker.GitHubSource:   "GitHub",
	tracker.ArchiveSource:  "GH Archive",
	tracker.CloneSource:    "Local clones",
	tracker.ResearchSource: "Citation files",
}

// accountNote says what an account is when no person stands behind it.
var accountNote = map[tracker.AccountKind]string{
	tracker.BotAccount:          "This account is a bot: an app or an automated account. No person's contributions are shown here.",
	tracker.AgentAccount:        "This account is an AI agent. No person's contributions are shown here.",
	tracker.GhostAccount:        "This account was deleted on GitHub. What it did stays, without a name.",
	tracker.MannequinAccount:    "This account is a placeholder that an import into GitHub left behind.",
	tracker.OrganizationAccount: "This account is an organisation.",
}

// capitalized begins a sentence with a word, in whatever script it is.
func capitalized(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}

// listed joins words as a sentence does: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// streamName turns a stream of a source into words: "issue_comments".
func streamName(stream string) string { return capitalized(strings.ReplaceAll(stream, "_", " ")) }

// number writes a number with commas between thousands.
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
