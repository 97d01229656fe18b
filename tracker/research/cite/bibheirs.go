package cite

import (
	"fmt"
	"strings"
)

// maxAncestors is how far crossref and xdata are followed.
const maxAncestors = 5

// fieldCost is what a field costs beside its text, in bytes.
const fieldCost = 64

// bibHeirs completes entries with the fields of those they refer to by crossref
// (all but the title, which becomes the booktitle) and xdata.
type bibHeirs struct {
	byKey    map[string]*bibEntry
	budget   int // bytes that may still be inherited
	warnings []Warning
}

func newBibHeirs(entries []bibEntry, size int) *bibHeirs {
	h := &bibHeirs{byKey: make(map[string]*bibEntry, len(entries)), budget: 4*size + maxValue}
	for i := range entries {
		key := strings.ToLower(entries[i].key)
		if h.byKey[key] == nil {
			h.byKey[key] = &entries[i]
		}
	}
	return h
}

// complete returns an entry with all that it inherits, nearest first.
func (h *bibHeirs) complete(e bibEntry) bibEntry {
	e.fields = e.fields[:len(e.fields):len(e.fields)]
	from := e
	for range maxAncestors {
		parent := h.parents(from)
		if len(parent) == 0 {
			return e
		}
		for _, p := range parent {
			h.inherit(&e, p)
		}
		from = *parent[0].entry
	}
	h.warnings = append(h.warnings, Warning{Line: e.line, Sentence: fmt.Sprintf("the references of %q go in a circle or too far", shortened(e.key))})
	return e
}

type bibParent struct {
	entry    *bibEntry
	crossref bool
}

func (h *bibHeirs) parents(e bibEntry) []bibParent {
	var parents []bibParent
	for _, field := range [...]string{"crossref", "xdata"} {
		f, ok := e.get(field)
		if !ok {
			continue
		}
		for key := range strings.SplitSeq(f.value, ",") {
			if p := h.byKey[strings.ToLower(strings.TrimSpace(key))]; p != nil {
				parents = append(parents, bibParent{p, field == "crossref"})
				continue
			}
			h.warnings = append(h.warnings, Warning{Line: f.line, Sentence: fmt.Sprintf("%s names the entry %q, which is not in the file", field, shortened(key))})
		}
	}
	return parents
}

func (h *bibHeirs) inherit(e *bibEntry, parent bibParent) {
	for _, f := range parent.entry.fields {
		if parent.crossref {
			switch f.name {
			case "title":
				f.name = "booktitle"
			case "crossref", "xdata", "author", "doi", "url", "eprint", "abstract", "keywords", "note":
				continue
			}
		}
		if _, own := e.get(f.name); own {
			continue
		}
		if h.budget -= len(f.value) + fieldCost; h.budget < 0 || len(e.fields) == maxFields {
			return
		}
		e.fields = append(e.fields, f)
	}
}
