package githubsim

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fill writes one of the phrases, with each {slot} replaced by a word of the
// domain or of the shared words. topic, where given, is the {component}.
func (s *sampler) fill(phrases []string, domain, topic string) string {
	return s.expand(pick(s.random, phrases), domain, topic)
}

func (s *sampler) expand(phrase, domain, topic string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(phrase, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		slot, after, _ := strings.Cut(rest, "}")
		b.WriteString(s.word(slot, domain, topic))
		phrase = after
	}
}

func (s *sampler) word(slot, domain, topic string) string {
	switch slot {
	case "component":
		if topic != "" {
			return topic
		}
	case "n":
		return strconv.Itoa(s.between(2, 60))
	case "x":
		return strconv.FormatFloat(1+s.Float64()*2.4, 'f', 1, 64)
	case "percent":
		return strconv.Itoa(s.between(3, 78)) + "%"
	case "ms":
		return strconv.Itoa(s.between(9, 900)) + " ms"
	case "line":
		return strconv.Itoa(s.between(12, 700))
	}
	if words := vocabularies[domain][slot]; words != nil {
		return s.expand(pick(s.random, words), domain, topic)
	}
	return s.expand(pick(s.random, sharedWords[slot]), domain, topic)
}

// sentences joins n different phrases to a paragraph.
func (s *sampler) sentences(phrases []string, n int, domain, topic string) string {
	var b strings.Builder
	gap := ""
	for _, phrase := range some(s.random, phrases, n) {
		block := strings.Contains(phrase, "\n") // a quote, a list, code: a paragraph of its own
		if gap != "" && block {
			gap = "\n\n"
		}
		b.WriteString(gap + capital(s.fill([]string{phrase}, domain, topic)))
		gap = map[bool]string{true: "\n\n", false: " "}[block]
	}
	return b.String()
}

// capital makes the first letter upper case. Code and marks stay as they are.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// changeTitle names a pull request in the way its author writes titles.
func (s *sampler) changeTitle(p *person, domain, topic string, fixes bool) string {
	phrases := featureTitles
	prefix := "feat"
	if fixes {
		phrases, prefix = fixTitles, "fix"
	}
	title := s.fill(phrases, domain, topic)
	switch p.style {
	case 0:
		title = strings.TrimPrefix(title, topic+": ")
		return prefix + "(" + strings.ReplaceAll(strings.ToLower(topic), " ", "-") + "): " + uncapital(title)
	case 1:
		return "[" + capital(topic) + "] " + title
	case 2:
		return strings.TrimSuffix(title, ".") + pick(s.random, []string{"", "", "", " (part 1)", " again"})
	}
	return title
}

func uncapital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}

// changeBody describes a pull request; it may name the issue that it closes.
func (s *sampler) changeBody(domain, topic string, closes *Thread) string {
	body := s.sentences(changeReasons, s.between(1, 3), domain, topic)
	if s.chance(0.3) {
		body += "\n\n" + s.fill(changeLists, domain, topic)
	}
	if closes != nil {
		body += "\n\n" + pick(s.random, []string{"Closes", "Fixes", "Resolves"}) + " #" + strconv.Itoa(closes.Number)
	}
	return body
}

// mention writes a link to an earlier thread: "#12", or "owner/name#12" from
// another repository. It is "" when there is none to link to.
func (s *sampler) mention(from *Thread) (string, *Thread) {
	place := from.Repository
	if s.chance(0.25) {
		place = pick(s.random, s.world.Repositories)
	}
	if len(place.Threads) < 3 || place.Private {
		return "", nil
	}
	target := place.Threads[s.IntN(len(place.Threads)-1)]
	if !target.CreatedAt.Before(from.CreatedAt) || target == from {
		return "", nil
	}
	name := "#" + strconv.Itoa(target.Number)
	if place != from.Repository {
		name = place.fullName() + name
	}
	return s.fill(mentions, "", "") + " " + name + ".", target
}

// diffHunk shows the lines that a review comment is about.
func (s *sampler) diffHunk(path string, line int) string {
	name := slugOf(strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], ".py"))
	return "@@ -" + strconv.Itoa(max(1, line-3)) + ",3 +" + strconv.Itoa(max(1, line-3)) + ",4 @@\n" +
		" # " + name + "\n-old_" + name + "(value)\n+new_" + name + "(value, " + pick(s.random, []string{"strict=True", "seed=0", "limit=64", "eps=1e-6"}) + ")"
}
