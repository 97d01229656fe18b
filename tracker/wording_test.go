package tracker

import "testing"

func TestATextHasWordsWhenItsAuthorWroteOne(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want Wording
	}{
		"nothing":                           {"", Wordless},
		"space":                             {" \r\n\t", Wordless},
		"a word":                            {"LGTM", Worded},
		"a word in another script":          {"よさそう", Worded},
		"a word below a quote":              {"> why?\n\nBecause it leaks.", Worded},
		"a quote alone":                     {"> why?\n  > indeed", Wordless},
		"a hidden remark alone":             {"<!-- template:\nreview --> ", Wordless},
		"a hidden remark without its end":   {"<!-- template", Wordless},
		"a word beside a hidden remark":     {"<!-- x -->Fine", Worded},
		"an emoji":                          {"👍", Wordless},
		"an emoji by its code":              {":+1: :rocket:", Wordless},
		"a code between words":              {"nice :rocket:", Worded},
		"signs and numbers":                 {"+1 100%", Wordless},
		"bytes that are no text whatsoever": {"\xff\xfe\x00", Wordless},
	} {
		t.Run(name, func(t *testing.T) {
			if got := WordingOf(test.text); got != test.want {
				t.Errorf("WordingOf(%q) = %d, want %d", test.text, got, test.want)
			}
		})
	}
}
