package cite

import "strings"

// fieldList collects fields for a writer: the first value of a name stays, empty
// ones are left out.
type fieldList []Field

func (l *fieldList) add(name string, value Value) {
	if value.Kind == "" || value.Kind != Mapping && value.Kind != List && value.Text == "" || l.has(name) {
		return
	}
	*l = append(*l, Field{name, value})
}

func (l *fieldList) text(name, text string) { l.add(name, textValue(text)) }

func (l *fieldList) has(name string) bool {
	for _, f := range *l {
		if f.Name == name {
			return true
		}
	}
	return false
}

func textValue(text string) Value {
	return Value{Kind: Text, Text: strings.ToValidUTF8(text, "\ufffd")}
}

func textList(texts []string) Value {
	if len(texts) == 0 {
		return Value{}
	}
	v := Value{Kind: List}
	for _, text := range texts {
		v.List = append(v.List, textValue(text))
	}
	return v
}

// extra returns the text of a field without a place of its own.
func (w Work) extra(name string) string {
	for _, f := range w.Extra {
		if f.Name == name {
			return f.Value.Text
		}
	}
	return ""
}

func (w Work) link(kinds ...string) string {
	for _, kind := range kinds {
		for _, link := range w.Links {
			if link.Kind == kind {
				return link.URL
			}
		}
	}
	return ""
}

// keyOf returns the key of an entry, made from the first author's name, the year and
// the title where the work has none.
func (w Work) keyOf() string {
	if key := keyLetters(w.BibKey); key != "" {
		return key
	}
	var key strings.Builder
	if len(w.Authors) > 0 {
		name := w.Authors[0].Family
		if name == "" {
			name = w.Authors[0].Name
		}
		key.WriteString(strings.ReplaceAll(NormalTitle(name), " ", ""))
	}
	if w.Date.Year != 0 {
		key.WriteString(Date{Year: w.Date.Year}.String())
	}
	for _, word := range strings.Fields(NormalTitle(w.Title)) {
		if len(word) > 3 {
			key.WriteString(word)
			break
		}
	}
	if made := keyLetters(key.String()); made != "" {
		return made
	}
	return "work"
}

// keyLetters keeps what may stand in a BibTeX key.
func keyLetters(key string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune("\"#%'(),={}@\\~\u007f", r) || r == '\u00a0' {
			return -1
		}
		return r
	}, key)
}

// keysOf gives each work a key of its own: the second "doe2020" is "doe2020b".
func keysOf(works []Work) []string {
	keys := make([]string, len(works))
	used := map[string]bool{}
	for i, w := range works {
		key := w.keyOf()
		for next := 'b'; used[strings.ToLower(key)]; next++ {
			key = w.keyOf() + string(next)
		}
		used[strings.ToLower(key)] = true
		keys[i] = key
	}
	return keys
}
