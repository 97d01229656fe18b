package cite

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readJSON reads one JSON value with the line of each of its parts. A broken file
// gives what stands before the break; one that is broken only by a trailing comma or
// a comment is read whole, as the YAML that it also is.
func readJSON(text string) (node, []Warning) {
	r := &jsonReader{text: text, line: 1, decoder: json.NewDecoder(strings.NewReader(text))}
	r.decoder.UseNumber()
	n, err := r.value(0)
	if err == nil {
		return n, nil
	}
	at := int(r.decoder.InputOffset())
	if isEnd(err) {
		at = len(text)
	}
	if found := (*json.SyntaxError)(nil); errors.As(err, &found) {
		at = max(at, min(int(found.Offset), len(text)))
	}
	warning := Warning{Line: 1 + strings.Count(text[:at], "\n"), Sentence: "this is not valid JSON: " + reason(err)}
	if whole, warnings := readYAML(text, 1); len(warnings) == 0 && whole.kind == Mapping {
		return whole, []Warning{warning}
	}
	return n, []Warning{warning}
}

func reason(err error) string {
	if isEnd(err) {
		return "it ends too early"
	}
	return err.Error()
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

type jsonReader struct {
	text    string
	decoder *json.Decoder
	counted int // bytes whose lines are in line
	line    int
}

func (r *jsonReader) place() int {
	at := int(r.decoder.InputOffset())
	r.line += strings.Count(r.text[r.counted:at], "\n")
	r.counted = at
	return r.line
}

func (r *jsonReader) value(depth int) (node, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return node{}, err
	}
	n := node{line: r.place()}
	switch token := token.(type) {
	case json.Delim:
		if depth == maxDepth {
			return node{}, fmt.Errorf("the values nest deeper than %d levels", maxDepth)
		}
		if token == '[' {
			return r.list(n, depth)
		}
		return r.mapping(n, depth)
	case string:
		n.kind, n.text = Text, token
	case json.Number:
		n.kind, n.text = Number, token.String()
	case bool:
		n.kind, n.text = Boolean, fmt.Sprint(token)
	default:
		n.kind = Null
	}
	return n, nil
}

func (r *jsonReader) list(n node, depth int) (node, error) {
	n.kind = List
	for r.decoder.More() {
		item, err := r.value(depth + 1)
		if item.kind != "" {
			n.list = append(n.list, item)
		}
		if err != nil {
			return n, err
		}
	}
	_, err := r.decoder.Token()
	return n, err
}

func (r *jsonReader) mapping(n node, depth int) (node, error) {
	n.kind = Mapping
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return n, err
		}
		name, _ := key.(string)
		line := r.place()
		item, err := r.value(depth + 1)
		if item.kind != "" {
			n.fields = append(n.fields, nodeField{name, line, item})
		}
		if err != nil {
			return n, err
		}
	}
	_, err := r.decoder.Token()
	return n, err
}
