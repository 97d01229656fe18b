package cite

import (
	"bytes"
	"encoding/json"
	"strings"
)

// cslItem is one item in the words of
// https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json.
type cslItem struct {
	ID             string    `json:"id"`
	Type           string    `json:"type"`
	Title          string    `json:"title,omitempty"`
	Author         []cslName `json:"author,omitempty"`
	Editor         []cslName `json:"editor,omitempty"`
	Translator     []cslName `json:"translator,omitempty"`
	Issued         *cslDate  `json:"issued,omitempty"`
	ContainerTitle string    `json:"container-title,omitempty"`
	Publisher      string    `json:"publisher,omitempty"`
	Volume         string    `json:"volume,omitempty"`
	Issue          string    `json:"issue,omitempty"`
	Page           string    `json:"page,omitempty"`
	Version        string    `json:"version,omitempty"`
	DOI            string    `json:"DOI,omitempty"`
	URL            string    `json:"URL,omitempty"`
	ISBN           string    `json:"ISBN,omitempty"`
	ISSN           string    `json:"ISSN,omitempty"`
	Number         string    `json:"number,omitempty"`
	Archive        string    `json:"archive,omitempty"`
	Abstract       string    `json:"abstract,omitempty"`
	Keyword        string    `json:"keyword,omitempty"`
}

type cslName struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type cslDate struct {
	DateParts [][]int `json:"date-parts"`
}

// WriteCSLJSON writes works as a CSL-JSON array, in the order given.
func WriteCSLJSON(works []Work) []byte {
	items := make([]cslItem, 0, len(works))
	for i, key := range keysOf(works) {
		items = append(items, cslOf(works[i], key))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(items); err != nil {
		panic(err) // texts and numbers in memory
	}
	return out.Bytes()
}

func cslOf(w Work, key string) cslItem {
	item := cslItem{
		ID: key, Type: cslType(w.Type), Title: w.Title, Author: cslNames(w.Authors, "author"),
		Editor: cslNames(w.Contributors, "editor"), Translator: cslNames(w.Contributors, "translator"),
		Issued: cslDateOf(w.Date), ContainerTitle: firstOf(w.Journal, w.Conference, w.extra("booktitle")),
		Publisher: w.Publisher, Volume: w.extra("volume"), Page: pagesOf(w), Version: w.Version,
		DOI: cffDOI(w.DOI), URL: w.link("url", "repository-code", "repository", "repository-artifact"),
		Abstract: w.Abstract, Keyword: strings.Join(w.Keywords, ", "),
	}
	item.Issue = w.extra("issue")
	if item.Issue == "" && item.Type == "article-journal" {
		item.Issue = w.extra("number")
	}
	for _, id := range w.Identifiers {
		switch id.Kind {
		case "isbn":
			item.ISBN = id.Value
		case "issn":
			item.ISSN = id.Value
		}
	}
	if w.ArXiv != "" {
		item.Archive, item.Number = "arXiv", "arXiv:"+w.ArXiv
	}
	return item
}

func cslNames(credits []Credit, role string) (names []cslName) {
	for _, c := range credits {
		switch {
		case c.Role != role && c.Role != "":
		case c.Others:
			names = append(names, cslName{Literal: "others"})
		case c.Entity || c.Family == "" && c.Given == "":
			names = append(names, cslName{Literal: c.Name})
		default:
			names = append(names, cslName{c.Family, c.Given, c.Particle, c.Suffix, ""})
		}
	}
	return names
}

func cslDateOf(d Date) *cslDate {
	switch {
	case d.Year == 0:
		return nil
	case d.Month == 0:
		return &cslDate{[][]int{{d.Year}}}
	case d.Day == 0:
		return &cslDate{[][]int{{d.Year, d.Month}}}
	}
	return &cslDate{[][]int{{d.Year, d.Month, d.Day}}}
}

// pagesOf is the range of pages, in BibTeX's words or in CFF's.
func pagesOf(w Work) string {
	if from, to, found := cutPages(w.extra("pages")); found {
		return from + "-" + to
	}
	if start := w.extra("start"); start != "" && w.extra("end") != "" {
		return start + "-" + w.extra("end")
	}
	return firstOf(w.extra("start"), w.extra("pages"))
}

// cutPages cuts "12--34" and "12–34".
func cutPages(pages string) (from, to string, found bool) {
	for _, dash := range [...]string{"–", "--", "-"} {
		if from, to, found = strings.Cut(pages, dash); found {
			return strings.TrimSpace(from), strings.TrimSpace(to), from != "" && to != ""
		}
	}
	return "", "", false
}
