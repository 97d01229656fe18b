package tracker

import (
	"fmt"
	"strings"
	"testing"
)

func TestAPermalinkTellsWhatItNames(t *testing.T) {
	const sha, at = "0123456789abcdef0123456789abcdef01234567", "https://github.com/acme/kernels/"
	for text, want := range map[string]string{
		at + "pull/12":                                       "pull_request 12 0 pull/12",
		at + "pull/12/files?w=1":                             "pull_request 12 0 pull/12",
		at + "pull/12/files#r78":                             "review_comment 12 78 pull/12#discussion_r78",
		at + "pull/12#pullrequestreview-77":                  "review 12 77 pull/12#pullrequestreview-77",
		at + "pull/12#issuecomment-9":                        "issue_comment 12 9 pull/12#issuecomment-9",
		at + "issues/3#issuecomment-9":                       "issue_comment 3 9 issues/3#issuecomment-9",
		at + "issues/3#a-place-on-the-page":                  "issue 3 0 issues/3",
		at + "issues/3#issuecomment--9":                      "issue 3 0 issues/3",
		at + "discussions/4":                                 "discussion 4 0 discussions/4",
		at + "commit/" + sha:                                 "commit 0 0 commit/" + sha,
		at + "commit/" + sha + "#comment":                    "commit 0 0 commit/" + sha,
		at + "commit/" + sha + "#r5":                         "commit 0 0 commit/" + sha,
		at + "releases/tag/v1%2F2":                           "release 0 0 releases/tag/v1%2F2",
		" " + strings.ToUpper("https") + at[5:] + "pull/12 ": "pull_request 12 0 pull/12",
		at + "commit/" + sha + "#commitcomment-6":            "commit_comment 0 6 commit/" + sha + "#commitcomment-6",
	} {
		p, err := ParsePermalink(text)
		if got := fmt.Sprint(p.Kind, " ", p.Number, " ", p.DatabaseID, " ", strings.TrimPrefix(p.URL(), at)); err != nil || got != want {
			t.Errorf("%s: got %q (%v), want %q", text, got, err, want)
		}
	}
	if p, err := ParsePermalink(at + "blob/" + sha + "/CITATION.cff?plain=1#L7"); err != nil || p.Kind != ResearchCredit || p.SHA != sha || p.URL() != "" {
		t.Errorf("the line of a citation file: got %+v (%v)", p, err)
	}
	for _, text := range []string{"", "kernels#12", "ftp://github.com/a/b/pull/1", "javascript:alert(1)", "https://a:secret@github.com/acme/kernels/pull/1", at, at + "pull/0x1",
		at + "commit/012", at + "commit/" + sha + "/x", at + "blob/" + sha, "https:///acme/kernels/pull/1", at + "pull/1/../../x", at + "pull/1" + strings.Repeat("0", 2000)} {
		if _, err := ParsePermalink(text); KindOf(err) != Invalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

// What a permalink is written as reads as the same permalink.
func FuzzParsePermalink(f *testing.F) {
	for _, rest := range []string{"pull/12#discussion_r7", "commit/0123456789abcdef0123456789abcdef01234567#commitcomment-1", "releases/tag/a%2Fb", "issues/3", "discussions/1#discussioncomment-2"} {
		f.Add("https://github.com/acme/kernels/" + rest)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePermalink(text)
		if err != nil || p.URL() == "" {
			return
		}
		again, err := ParsePermalink(p.URL())
		if err != nil || again != p {
			t.Errorf("%q was read as %+v, and its address %q as %+v (%v)", text, p, p.URL(), again, err)
		}
	})
}
