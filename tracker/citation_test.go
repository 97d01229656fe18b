package tracker

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinksToCommentsAreFoundInAText(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no link":                      {"as we said in #12", ""},
		"a comment on an issue":        {"See https://github.com/acme/engine/issues/7#issuecomment-31.", "issue acme/engine#7 issue_comment 31"},
		"a comment on a pull request":  {"[there](https://github.com/acme/engine/pull/8#issuecomment-32)", "pull_request acme/engine#8 issue_comment 32"},
		"a line comment":               {"https://github.com/acme/engine/pull/8#discussion_r33", "pull_request acme/engine#8 review_comment 33"},
		"a line comment among files":   {"https://github.com/acme/engine/pull/8/files#r34", "pull_request acme/engine#8 review_comment 34"},
		"a line comment of a commit":   {"https://github.com/acme/engine/pull/8/files/0a1b2c#r35,", "pull_request acme/engine#8 review_comment 35"},
		"a review":                     {"<https://github.com/acme/engine/pull/8#pullrequestreview-36>", "pull_request acme/engine#8 review 36"},
		"a comment in a discussion":    {"https://github.com/acme/.github/discussions/9#discussioncomment-37", "discussion acme/.github#9 discussion_comment 37"},
		"a link with parameters":       {"https://github.com/acme/engine/issues/7?notification=1#issuecomment-31", "issue acme/engine#7 issue_comment 31"},
		"the same link twice":          {strings.Repeat("https://github.com/acme/engine/issues/7#issuecomment-31 ", 2), "issue acme/engine#7 issue_comment 31"},
		"two links":                    {"https://github.com/a/b/issues/1#issuecomment-2 https://github.com/a/b/issues/1#issuecomment-3", "issue a/b#1 issue_comment 2; issue a/b#1 issue_comment 3"},
		"a quoted link":                {"> https://github.com/acme/engine/issues/7#issuecomment-31", ""},
		"a link to the thread":         {"https://github.com/acme/engine/issues/7", ""},
		"a link to another host":       {"https://git.example/acme/engine/issues/7#issuecomment-31", ""},
		"a host that begins like ours": {"https://github.com.example/acme/engine/issues/7#issuecomment-31", ""},
		"an anchor of another kind":    {"https://github.com/acme/engine/issues/7#discussion_r31", ""},
		"a number of too many digits":  {"https://github.com/a/b/issues/1#issuecomment-1234567890123456789", ""},
		"a number that goes on":        {"https://github.com/a/b/issues/1#issuecomment-12x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var words []string
			for _, ref := range CommentLinks("github.com", test.text) {
				words = append(words, fmt.Sprintf("%s %s#%d %s %d", ref.Thread.Kind, ref.Thread.Repository.FullName(), ref.Thread.Number, ref.Kind, ref.DatabaseID))
			}
			if diff := cmp.Diff(test.want, strings.Join(words, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzCommentLinks: whatever the text, each link that is found is one that GitHub
// could have given, and finding it in its own address finds it again.
func FuzzCommentLinks(f *testing.F) {
	f.Add("https://github.com/acme/engine/pull/8/files/0a1b2c?w=1#r35 and http://github.com/a/b/issues/1#issuecomment-2")
	f.Add("> https://github.com/a/b/discussions/1#discussioncomment-2\r\nhttps://github.com/a/b/pull/1#pullrequestreview-0")
	f.Fuzz(func(t *testing.T, text string) {
		refs := CommentLinks("github.com", text)
		if refs == nil || len(refs) > mostLinks {
			t.Fatalf("%d links, nil %t", len(refs), refs == nil)
		}
		for _, ref := range refs {
			if ref.DatabaseID <= 0 || ref.Thread.Number <= 0 || ref.Thread.Kind == "" || ref.Kind == "" {
				t.Fatalf("a link without its parts: %+v", ref)
			}
			again := CommentLinks("github.com", ItemURL(ref.Thread, ref.Kind, ref.DatabaseID))
			if diff := cmp.Diff([]CommentRef{ref}, again); diff != "" {
				t.Fatalf("its own address (-want +got):\n%s", diff)
			}
		}
		WordingOf(text)
	})
}
