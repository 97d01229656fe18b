package cite

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// aliasBudget is how many values the aliases of one file may stand for. A file
// that asks for more is a bomb.
const aliasBudget = 100_000

// readYAML reads one YAML document whose first line is line number first of its
// file. Where YAML's own rules are broken it reads each top-level section apart,
// and each item of a broken list apart, so that one bad line costs one entry.
func readYAML(text string, first int) (node, []Warning) {
	y := &yamlReader{offset: first - 1, budget: aliasBudget}
	n, err := y.load(text, 0)
	if err == nil {
		return n, y.warnings
	}
	y.complain(err, 0)
	return y.sections(text), y.warnings
}

type yamlReader struct {
	offset   int // lines of the file before the text
	budget   int // values that aliases may still stand for
	tooDeep  bool
	tooMany  bool
	warnings []Warning
}

func (y *yamlReader) warn(line, column int, sentence string) {
	y.warnings = append(y.warnings, Warning{line, column, sentence})
}

// load reads text that starts skip lines below the reader's first line.
func (y *yamlReader) load(text string, skip int) (node, error) {
	loader, err := yaml.NewLoader(strings.NewReader(text))
	if err != nil {
		return node{}, err
	}
	var doc yaml.Node
	err = loader.Load(&doc)
	if err != nil && !errors.Is(err, io.EOF) {
		return node{}, err
	}
	if len(doc.Content) == 0 {
		return node{}, nil // nothing but comments
	}
	return y.convert(doc.Content[0], skip, 0, false), nil
}

// complain reports a syntax error found in text that starts skip lines down.
func (y *yamlReader) complain(err error, skip int) {
	line, column, reason := 1, 0, err.Error()
	if found := (*yaml.LoadError)(nil); errors.As(err, &found) {
		line, column, reason = max(found.Mark.Line, 1), found.Mark.Column, found.Message
	}
	y.warn(y.offset+skip+line, column, "this is not valid YAML: "+reason)
}

func (y *yamlReader) convert(n *yaml.Node, skip, depth int, aliased bool) node {
	out := node{line: y.offset + skip + n.Line, column: n.Column}
	if aliased {
		y.budget--
	}
	if depth > maxDepth || y.budget < 0 {
		y.tooMuch(out, depth)
		return node{}
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.convert(n.Alias, skip, depth+1, true)
	case yaml.SequenceNode:
		out.kind = List
		for _, item := range n.Content {
			out.list = append(out.list, y.convert(item, skip, depth+1, aliased))
		}
	case yaml.MappingNode:
		out.kind = Mapping
		out.fields = y.fields(n, skip, depth, aliased)
	case yaml.ScalarNode:
		out.kind, out.text = scalarKind(n), n.Value
	}
	return out
}

// tooMuch warns once for each of the two bounds.
func (y *yamlReader) tooMuch(at node, depth int) {
	switch {
	case depth > maxDepth && !y.tooDeep:
		y.tooDeep = true
		y.warn(at.line, at.column, fmt.Sprintf("the values nest deeper than %d levels: the rest was not read", maxDepth))
	case depth <= maxDepth && !y.tooMany:
		y.tooMany = true
		y.warn(at.line, at.column, "the aliases stand for too many values: the rest was not read")
	}
}

func (y *yamlReader) fields(n *yaml.Node, skip, depth int, aliased bool) []nodeField {
	var fields []nodeField
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, line := n.Content[i], y.offset+skip+n.Content[i].Line
		switch {
		case key.Kind != yaml.ScalarNode:
			y.warn(line, key.Column, "a key that is not plain text was left out")
		case seen[key.Value]:
			y.warn(line, key.Column, fmt.Sprintf("%q is given twice: the first one was read", key.Value))
		default:
			seen[key.Value] = true
			value := y.convert(n.Content[i+1], skip, depth+1, aliased)
			fields = append(fields, nodeField{key.Value, line, value})
		}
	}
	return fields
}

func scalarKind(n *yaml.Node) ValueKind {
	switch n.ShortTag() {
	case "!!int", "!!float":
		return Number
	case "!!bool":
		return Boolean
	case "!!null":
		return Null
	}
	return Text
}

// sections reads a broken document as its top-level sections, each by itself.
func (y *yamlReader) sections(text string) node {
	out := node{kind: Mapping, line: y.offset + 1, column: 1}
	lines := strings.SplitAfter(text, "\n")
	for start := 0; start < len(lines); {
		end := start + 1
		for end < len(lines) && !startsSection(lines[end]) {
			end++
		}
		if startsSection(lines[start]) {
			out.fields = append(out.fields, y.section(lines[start:end], start)...)
		}
		start = end
	}
	return out
}

func startsSection(line string) bool {
	return line != "" && !strings.ContainsRune(" \t\n#-]}", rune(line[0]))
}

func (y *yamlReader) section(lines []string, skip int) []nodeField {
	n, err := y.load(strings.Join(lines, ""), skip)
	if err == nil {
		return n.fields
	}
	key, rest, found := strings.Cut(lines[0], ":")
	if !found {
		return nil
	}
	field := nodeField{name: strings.Trim(key, `"' `), line: y.offset + skip + 1}
	if rest = strings.TrimSpace(rest); rest != "" && rest[0] != '#' && len(lines) == 1 {
		field.value = looseText(rest, field.line)
		return []nodeField{field}
	}
	field.value = y.brokenList(lines[1:], skip+1)
	if !field.value.given() {
		field.value = looseLines(lines[1:], field.line)
	}
	return []nodeField{field}
}

// brokenList reads each item of a list by itself.
func (y *yamlReader) brokenList(lines []string, skip int) node {
	out := node{kind: List, line: y.offset + skip + 1}
	indent := -1
	var starts []int
	for i, line := range lines {
		trimmed := strings.TrimLeft(line, " ")
		if dash := len(line) - len(trimmed); strings.HasPrefix(trimmed, "-") && (indent < 0 || dash <= indent) {
			indent = dash
			starts = append(starts, i)
		}
	}
	if indent < 0 {
		return node{}
	}
	for i, start := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		item := lines[start:end]
		n, err := y.load(strings.Join(item, ""), skip+start)
		if err != nil {
			y.complain(err, skip+start)
			out.list = append(out.list, looseLines(item, y.offset+skip+start))
			continue
		}
		out.list = append(out.list, n.list...)
	}
	return out
}

var looseLine = regexp.MustCompile(`^[\s-]*([A-Za-z][\w-]*):\s*(.*?)\s*$`)

// looseLines takes "name: value" from lines that are not YAML. The first of them
// follows line number before.
func looseLines(lines []string, before int) node {
	out := node{kind: Mapping, line: before + 1}
	for i, line := range lines {
		if m := looseLine.FindStringSubmatch(line); m != nil && m[2] != "" {
			out.fields = append(out.fields, nodeField{m[1], before + 1 + i, looseText(m[2], before+1+i)})
		}
	}
	if out.fields == nil {
		return node{}
	}
	return out
}

func looseText(text string, line int) node {
	return node{kind: Text, text: strings.Trim(strings.TrimSpace(text), `"'`), line: line}
}
