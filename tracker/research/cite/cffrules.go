package cite

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// The rules of CFF's schema 1.2.0 as sentences:
// https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema.json.
// A file of an older version is held to the same rules, which took nothing away.

// rule returns what is wrong with a value, "" for nothing.
type rule func(n node) string

// spdx.txt holds the licences that the schema knows, from its license-enum.
//
//go:embed spdx.txt
var spdx string

var (
	versionPattern = regexp.MustCompile(`^1\.(0\.[0-3]|1\.0|2\.0)$`)
	doiRule        = regexp.MustCompile(`^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+$`)
	urlRule        = regexp.MustCompile(`^(https|http|ftp|sftp)://\S+$`)
	orcidRule      = regexp.MustCompile(`https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]`)
	emailRule      = regexp.MustCompile(`^\S+@\S+\.\S{2,}$`)
	swhRule        = regexp.MustCompile(`^swh:1:(snp|rel|rev|dir|cnt):[0-9a-fA-F]{40}$`)
	isbnRule       = regexp.MustCompile(`^[0-9\- ]{10,17}X?$`)
	issnRule       = regexp.MustCompile(`^\d{4}-\d{3}[\dxX]$`)
	pmcRule        = regexp.MustCompile(`^PMC[0-9]{7}$`)
	languageRule   = regexp.MustCompile(`^[a-z]{2,3}$`)
)

func rootRule(name string) rule {
	switch name {
	case "cff-version":
		return matching(versionPattern, "a version of CFF up to 1.2.0")
	case "authors", "contact", "identifiers", "keywords", "license", "license-url", "doi", "date-released",
		"repository", "repository-artifact", "repository-code", "url", "version", "abstract", "commit", "title":
		return referenceRule(name)
	case "message":
		return text
	case "type":
		return oneOf("software", "dataset")
	case "preferred-citation":
		return mapping
	case "references":
		return listOf(mapping)
	}
	return nil
}

func referenceRule(name string) rule {
	switch name {
	case "abbreviation", "abstract", "collection-title", "collection-type", "commit", "copyright", "data-type",
		"database", "department", "edition", "entry", "filename", "format", "issue-date", "issue-title",
		"journal", "medium", "nihmsid", "notes", "scope", "term", "thesis-type", "title", "volume-title":
		return text
	case "end", "loc-end", "loc-start", "number-volumes", "pages", "start", "volume", "year", "year-original",
		"issue", "number", "section", "version":
		return textOrNumber
	case "type":
		return func(n node) string {
			if !isCFFType(n.text) {
				return "is not a type of work that CFF knows"
			}
			return ""
		}
	case "status":
		return oneOf("abstract", "advance-online", "in-preparation", "in-press", "preprint", "submitted")
	case "month":
		return month
	case "date-accessed", "date-downloaded", "date-published", "date-released":
		return day
	case "license":
		return licence
	case "keywords", "patent-states":
		return listOf(text)
	case "languages":
		return listOf(matching(languageRule, "a language code of two or three letters"))
	case "authors", "contact", "editors", "editors-series", "recipients", "senders", "translators":
		return listOf(mapping)
	case "conference", "database-provider", "institution", "location", "publisher":
		return mapping
	case "identifiers":
		return listOf(identifier)
	}
	return identifyingRule(name)
}

func identifyingRule(name string) rule {
	switch name {
	case "doi", "collection-doi":
		return matching(doiRule, "a DOI like 10.5281/zenodo.1234")
	case "url", "license-url", "repository", "repository-artifact", "repository-code", "website":
		return matching(urlRule, "an address with its protocol")
	case "isbn":
		return matching(isbnRule, "an ISBN")
	case "issn":
		return matching(issnRule, "an ISSN")
	case "pmcid":
		return matching(pmcRule, "a PMCID")
	}
	return nil
}

func personRule(name string) rule {
	switch name {
	case "affiliation", "family-names", "given-names", "name-particle", "name-suffix":
		return text
	}
	return contactRule(name)
}

func entityRule(name string) rule {
	switch name {
	case "name", "location":
		return text
	case "date-start", "date-end":
		return day
	}
	return contactRule(name)
}

func contactRule(name string) rule {
	switch name {
	case "address", "alias", "city", "fax", "region", "tel":
		return text
	case "post-code":
		return textOrNumber
	case "country":
		return country
	case "email":
		return matching(emailRule, "an e-mail address")
	case "orcid":
		return matching(orcidRule, "an ORCID like https://orcid.org/0000-0002-1825-0097")
	case "website":
		return identifyingRule(name)
	}
	return nil
}

func text(n node) string {
	if n.kind != Text || n.text == "" {
		return "is not a text"
	}
	return ""
}

func textOrNumber(n node) string {
	if n.kind == Number {
		return ""
	}
	return text(n)
}

func mapping(n node) string {
	if n.kind != Mapping {
		return "is not a list of fields"
	}
	return ""
}

func day(n node) string {
	if date, ok := parseDay(n.text); !ok || date.String() != n.text {
		return "is not a day like 2020-05-17"
	}
	return ""
}

func month(n node) string {
	if m, err := strconv.Atoi(n.text); err != nil || m < 1 || m > 12 || n.kind == Text && strconv.Itoa(m) != n.text {
		return "is not a month from 1 to 12"
	}
	return ""
}

func country(n node) string {
	region, err := language.ParseRegion(n.text)
	if err != nil || len(n.text) != 2 || !region.IsCountry() || n.text != strings.ToUpper(n.text) {
		return "is not a country code of two letters"
	}
	return ""
}

func licence(n node) string {
	if n.kind == List {
		return listOf(licence)(n)
	}
	if n.text == "" || !strings.Contains("\n"+spdx, "\n"+n.text+"\n") {
		return "is not a licence identifier of the SPDX list"
	}
	return ""
}

func identifier(n node) string {
	if n.kind != Mapping || n.get("value").text == "" {
		return "has an identifier without a value"
	}
	for _, f := range n.fields {
		if f.name != "type" && f.name != "value" && f.name != "description" {
			return fmt.Sprintf("has an identifier with the unknown field %q", f.name)
		}
	}
	value := n.get("value")
	switch n.get("type").text {
	case "doi":
		return identifyingRule("doi")(value)
	case "url":
		return identifyingRule("url")(value)
	case "swh":
		return matching(swhRule, "a Software Heritage identifier")(value)
	case "other":
		return text(value)
	}
	return "has an identifier of unknown type"
}

func matching(pattern *regexp.Regexp, what string) rule {
	return func(n node) string {
		if n.kind != Text || !pattern.MatchString(n.text) {
			return "is not " + what
		}
		return ""
	}
}

func oneOf(words ...string) rule {
	return func(n node) string {
		if !slices.Contains(words, n.text) {
			return "is none of " + strings.Join(words, ", ")
		}
		return ""
	}
}

func listOf(each rule) rule {
	return func(n node) string {
		if n.kind != List || len(n.list) == 0 {
			return "is not a list"
		}
		for _, item := range n.list {
			if wrong := each(item); wrong != "" {
				return wrong
			}
		}
		return ""
	}
}
