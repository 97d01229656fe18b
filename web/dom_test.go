package web

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// document is a parsed page.
type document struct{ root *html.Node }

func parse(t testing.TB, markup string) document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	return document{root}
}

// all returns the elements that a selector of steps "tag", "#id" or ".class",
// parted by spaces, finds: each step below the one before.
func (d document) all(selector string) []document {
	found := []document{d}
	for step := range strings.FieldsSeq(selector) {
		var next []document
		for _, start := range found {
			for node := range start.root.Descendants() {
				if node.Type == html.ElementNode && fitsStep(node, step) {
					next = append(next, document{node})
				}
			}
		}
		found = next
	}
	return found
}

func fitsStep(node *html.Node, step string) bool {
	d := document{node}
	switch step[0] {
	case '#':
		return d.attribute("id") == step[1:]
	case '.':
		return slices.Contains(strings.Fields(d.attribute("class")), step[1:])
	}
	return node.Data == step
}

func (d document) attribute(name string) string {
	for _, a := range d.root.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what a reader sees, spaces joined.
func (d document) text() string {
	return strings.Join(strings.Fields(d.raw()), " ")
}

// raw is the text as it is in the document.
func (d document) raw() string {
	var out strings.Builder
	for node := range d.root.Descendants() {
		if node.Type == html.TextNode {
			out.WriteString(node.Data)
		}
	}
	return out.String()
}

func texts(found []document) []string {
	var all []string
	for _, d := range found {
		all = append(all, d.text())
	}
	return all
}

func attributes(found []document, name string) []string {
	var all []string
	for _, d := range found {
		all = append(all, d.attribute(name))
	}
	return all
}
