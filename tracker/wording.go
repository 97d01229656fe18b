package tracker

import (
	"regexp"
	"strings"
	"unicode"
)

// Wording says whether anything is written in a review or a comment. The text is
// no fact of its own: it stays with the payload.
type Wording int8

// What is known of a text.
const (
	NotSaid  Wording = iota // the source gave no text
	Wordless                // nothing, or nothing but quotes, hidden remarks and emoji
	Worded                  // at least one word
)

var (
	hiddenRemark = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	emojiCode    = regexp.MustCompile(`:[a-z0-9_+-]+:`)
)

// WordingOf judges a text in GitHub's Markdown. What the author quotes, hides in
// a remark or writes as an emoji is no word of theirs.
func WordingOf(markdown string) Wording {
	for line := range strings.Lines(hiddenRemark.ReplaceAllString(markdown, "")) {
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		if strings.ContainsFunc(emojiCode.ReplaceAllString(line, ""), unicode.IsLetter) {
			return Worded
		}
	}
	return Wordless
}
