package domain

import (
	"fmt"
	"strconv"
	"strings"
)

// YAML is the suggestion as text to paste into config.yaml, each domain under a
// comment that says what it was proposed for.
func (s Suggestion) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Proposed from %d repositories. Order the domains from surface to deep, rename, merge and delete;\n"+
		"# then see what they do with: rungless domains check\n", s.Sources)
	if len(s.Proposals) == 0 {
		b.WriteString("# Nothing here names a technical area: no topics, no area labels, no teams in CODEOWNERS.\ndomains: []\n")
		return b.String()
	}
	b.WriteString("domains:\n")
	for _, p := range s.Proposals {
		for _, because := range p.Because {
			b.WriteString("  # " + oneLine(because) + "\n")
		}
		b.WriteString(p.Domain.yaml())
	}
	if len(s.Left) > 0 {
		b.WriteString("# Nothing was found for these; a repositories entry would claim them: " + oneLine(strings.Join(s.Left, ", ")) + "\n")
	}
	return b.String()
}

// yaml writes the domain as an entry of the list, leaving out what is empty.
func (d Domain) yaml() string {
	text := "  - slug: " + strconv.Quote(d.Slug) + "\n    name: " + strconv.Quote(d.Name) + "\n"
	for _, list := range []struct {
		key     string
		entries []string
	}{
		{"repositories", d.Repositories}, {"paths", d.Paths}, {"labels", d.Labels}, {"topics", d.Topics}, {"words", d.Words}, {"excludes", d.Excludes},
	} {
		if len(list.entries) == 0 {
			continue
		}
		quoted := make([]string, len(list.entries))
		for i, entry := range list.entries {
			quoted[i] = strconv.Quote(entry)
		}
		text += "    " + list.key + ": [" + strings.Join(quoted, ", ") + "]\n"
	}
	return text
}

// oneLine keeps a label or a name from ending the comment that it stands in.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}
