package cite

import (
	"strings"
	"unicode/utf8"
)

// maxSize is how much of a file is read: the largest bibliographies seen in public
// repositories are below it.
const maxSize = 16 << 20

// maxDepth is how deep values may nest. CFF needs six levels.
const maxDepth = 64

// node is a value of a YAML or JSON file with its place.
type node struct {
	kind   ValueKind
	text   string
	list   []node
	fields []nodeField
	line   int
	column int
}

type nodeField struct {
	name  string
	line  int
	value node
}

// get returns the value of the first field called one of the names, in the order
// of the names; the zero node when there is none.
func (n node) get(names ...string) node {
	for _, name := range names {
		for _, f := range n.fields {
			if f.name == name {
				return f.value
			}
		}
	}
	return node{}
}

// given is whether the file says something here.
func (n node) given() bool { return n.kind != "" && n.kind != Null }

func (n node) scalar() bool { return n.kind == Text || n.kind == Number || n.kind == Boolean }

// items returns a list's items, or a lone value as the only item.
func (n node) items() []node {
	switch {
	case n.kind == List:
		return n.list
	case n.given():
		return []node{n}
	}
	return nil
}

// texts returns the scalar items.
func (n node) texts() (out []string) {
	for _, item := range n.items() {
		if item.scalar() && item.text != "" {
			out = append(out, item.text)
		}
	}
	return out
}

func (n node) value() Value {
	v := Value{Kind: n.kind, Text: n.text}
	for _, item := range n.list {
		v.List = append(v.List, item.value())
	}
	for _, f := range n.fields {
		v.Fields = append(v.Fields, Field{f.name, f.value.value()})
	}
	return v
}

// source is the text of a file made safe to read: no byte order mark, valid UTF-8,
// bounded size.
func source(data []byte) (string, []Warning) {
	var warnings []Warning
	if len(data) > maxSize {
		data = data[:maxSize]
		warnings = append(warnings, Warning{Sentence: "the file is larger than 16 MiB: the rest was not read"})
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(text) {
		line := 1 + strings.Count(text[:invalidAt(text)], "\n")
		warnings = append(warnings, Warning{Line: line, Sentence: "the file is not UTF-8: unreadable letters are shown as \ufffd"})
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, warnings
}

func invalidAt(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return len(text)
}
