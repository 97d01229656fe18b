package cite

import (
	"slices"
	"strconv"
	"strings"
)

// Identities returns all names under which the work is known, strongest first,
// each once. A work that says nothing has none.
func (w Work) Identities() []Identity {
	var out []Identity
	add := func(kind IdentityKind, value string) {
		if id := (Identity{kind, value}); value != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	add(ByDOI, NormalDOI(w.DOI))
	for _, id := range w.Identifiers {
		if id.Kind == "doi" {
			add(ByDOI, NormalDOI(id.Value))
		}
	}
	for _, link := range w.Links {
		if link.Kind == "url" && isDOIAddress(link.URL) {
			add(ByDOI, NormalDOI(link.URL))
		}
	}
	add(ByArXiv, w.ArXiv)
	if title := NormalTitle(w.Title); title != "" {
		add(ByTitle, title+" "+strconv.Itoa(w.Date.Year))
	}
	return out
}

func isDOIAddress(address string) bool {
	return strings.Contains(address, "//doi.org/") || strings.Contains(address, "//dx.doi.org/") ||
		strings.Contains(address, "//www.doi.org/")
}

// arXivNamed finds the arXiv identifier that a work's own fields name.
func (w Work) arXivNamed() string {
	if id := NormalArXiv(w.DOI); id != "" && strings.Contains(strings.ToLower(w.DOI), "arxiv") {
		return id
	}
	for _, id := range w.Identifiers {
		if found := NormalArXiv(id.Value); found != "" && strings.Contains(strings.ToLower(id.Value), "arxiv") {
			return found
		}
	}
	for _, link := range w.Links {
		if strings.Contains(link.URL, "arxiv.org/") {
			if found := NormalArXiv(link.URL); found != "" {
				return found
			}
		}
	}
	if strings.Contains(strings.ToLower(w.Journal), "arxiv") {
		return NormalArXiv(w.Journal)
	}
	return ""
}

// Noun says in plain words what the work is: "paper", "software"; "work" where
// its type is none that is known.
func (w Work) Noun() string {
	switch cffType(w.Type) {
	case "software", "software-code", "software-container", "software-executable", "software-virtual-machine":
		return "software"
	case "data", "dataset", "database":
		return "dataset"
	case "book", "edited-work", "encyclopedia", "dictionary":
		return "book"
	case "thesis":
		return "thesis"
	case "report":
		return "report"
	case "website", "blog":
		return "web page"
	case "article", "conference-paper", "proceedings", "unpublished":
		return "paper"
	case "model":
		return "model"
	}
	return "work"
}
