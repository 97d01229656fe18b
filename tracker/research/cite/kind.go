package cite

import (
	"path"
	"slices"
	"strings"
)

// KindOf says what kind of citation file a path from a repository's root is.
// It is false for paths that are none, and below folders of other people's code.
func KindOf(file string) (FileKind, bool) {
	dir, name := path.Split(strings.ToLower(file))
	if slices.ContainsFunc(strings.Split(dir, "/"), isForeign) {
		return "", false
	}
	stem, ext := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	switch {
	case name == "citation.cff":
		return CFF, true
	case name == "codemeta.json":
		return CodeMeta, true
	case name == ".zenodo.json":
		return Zenodo, true
	case name == "paper.md":
		return Paper, true
	case ext == ".bib":
		return BibTeX, true
	case isPage(ext) && !isProcedure(stem):
		return Markdown, true
	}
	return "", false
}

func isForeign(folder string) bool {
	switch folder {
	case "vendor", "node_modules", "third_party", "third-party", "site-packages":
		return true
	}
	return false
}

func isPage(ext string) bool {
	return ext == ".md" || ext == ".mdx" || ext == ".markdown"
}

// isProcedure matches pages that every repository has and that cite nothing.
func isProcedure(stem string) bool {
	switch stem {
	case "changelog", "changes", "code_of_conduct", "contributing", "license", "security",
		"pull_request_template", "issue_template":
		return true
	}
	return false
}
