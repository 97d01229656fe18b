package cite

import (
	"regexp"
	"strings"
)

var (
	linkPattern    = regexp.MustCompile(`\[([^\[\]]+)\]\(\s*<?([^()\s>]+)[^()]*\)`)
	mentionPattern = regexp.MustCompile(`(?:^|[\s,(])@([A-Za-z0-9][A-Za-z0-9-]{0,38})\b`)
	sentenceEnd    = regexp.MustCompile(`\.(?:\s+[A-Z\[]|\s*\n|\s*$)|\n\s*\n|\n#`)
)

// sentenceOf cuts a text at the end of its first sentence.
func sentenceOf(text string) string {
	if end := sentenceEnd.FindStringIndex(text); end != nil {
		return text[:end[0]]
	}
	return text
}

// linkedPeople reads people who are named by links to their accounts or by
// mentions. Words without either are no names to be sure of.
func linkedPeople(text string, line int) []Credit {
	var credits []Credit
	for _, m := range linkPattern.FindAllStringSubmatch(text, -1) {
		account, ok := accountAt(m[2])
		if !ok {
			continue
		}
		c := Credit{Line: line, Website: m[2]}.withName(strings.TrimPrefix(markdownText(m[1]), "@"))
		credits = append(credits, c.withAccount(account))
	}
	rest := linkPattern.ReplaceAllString(text, " ")
	for _, m := range mentionPattern.FindAllStringSubmatch(rest, -1) {
		c := Credit{Name: m[1], Line: line}
		credits = append(credits, c.withAccount(Account{"github.com", m[1]}))
	}
	return credits
}

// peopleIn reads a list of names, with links or without.
func peopleIn(text string, line int) []Credit {
	if strings.Contains(text, "More Information Needed") {
		return nil
	}
	var credits []Credit
	for _, part := range splitPeople(text) {
		c := Credit{Line: line}
		address := ""
		if m := linkPattern.FindStringSubmatch(part); m != nil {
			address = m[2]
		}
		name := strings.Trim(markdownText(part), " .*_`:")
		if name == "" || len(name) > 100 || strings.Contains(name, "http") {
			continue
		}
		c = c.withName(name)
		c.Entity = looksLikeGroup(name)
		c.Website = address
		credits = append(credits, c.withAccounts())
	}
	return credits
}

var peopleSeparator = regexp.MustCompile(`\s*(?:,\s*and\s+|\s+and\s+|\s*&\s*|[,;]\s+|<br\s*/?>)\s*`)

func splitPeople(text string) []string {
	var parts []string
	for _, part := range peopleSeparator.Split(strings.TrimSpace(text), -1) {
		if strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// markdownText is Markdown without links, emphasis and tags.
func markdownText(text string) string {
	text = linkPattern.ReplaceAllString(text, "$1")
	text = strings.NewReplacer("**", "", "`", "", "__", "").Replace(text)
	return htmlText(text)
}
