package cite

import "strings"

// cffType translates the type of a work, in the words of any format, into those
// of CFF; "generic" when there is no closer one. "model" is added for model cards.
func cffType(kind string) string {
	switch name := strings.ToLower(strings.TrimSpace(kind)); name {
	case "inproceedings", "conference", "conferencepaper", "paper-conference":
		return "conference-paper"
	case "incollection", "inbook", "bookinbook", "suppbook", "chapter", "booksection":
		return "book"
	case "phdthesis", "mastersthesis":
		return "thesis"
	case "techreport", "softwaredocumentation", "workingpaper":
		return "report"
	case "collection", "mvcollection", "mvbook":
		return "edited-work"
	case "online", "electronic", "www", "webpage":
		return "website"
	case "preprint", "scholarlyarticle", "article-journal", "paper", "suppperiodical":
		return "article"
	case "softwaresourcecode", "softwareapplication", "code":
		return "software"
	case "dataset":
		return "dataset"
	case "model":
		return "model"
	case "misc", "creativework", "other", "publication", "":
		return "generic"
	default:
		if isCFFType(name) {
			return name
		}
		return "generic"
	}
}

// isCFFType knows the types of references in CFF 1.2.0.
func isCFFType(name string) bool {
	switch name {
	case "art", "article", "audiovisual", "bill", "blog", "book", "catalogue", "conference-paper",
		"conference", "data", "database", "dataset", "dictionary", "edited-work", "encyclopedia",
		"film-broadcast", "generic", "government-document", "grant", "hearing", "historical-work",
		"legal-case", "legal-rule", "magazine-article", "manual", "map", "multimedia", "music",
		"newspaper-article", "pamphlet", "patent", "personal-communication", "proceedings", "report",
		"serial", "slides", "software-code", "software-container", "software-executable",
		"software-virtual-machine", "software", "sound-recording", "standard", "statute", "thesis",
		"unpublished", "video", "website":
		return true
	}
	return false
}

// bibType translates into the entry types of BibTeX and biblatex.
func bibType(kind string) string {
	name := strings.ToLower(kind)
	if isBibType(name) {
		return name
	}
	switch cffType(kind) {
	case "article", "magazine-article", "newspaper-article":
		return "article"
	case "conference-paper":
		return "inproceedings"
	case "book", "edited-work", "encyclopedia", "dictionary", "historical-work":
		return "book"
	case "report", "government-document":
		return "techreport"
	case "thesis":
		return "phdthesis"
	case "manual", "proceedings", "unpublished":
		return cffType(kind)
	}
	return "misc"
}

func isBibType(name string) bool {
	switch name {
	case "article", "artwork", "audio", "bibnote", "book", "bookinbook", "booklet", "collection",
		"commentary", "conference", "dataset", "electronic", "image", "inbook", "incollection",
		"inproceedings", "inreference", "jurisdiction", "legal", "legislation", "letter", "manual",
		"mastersthesis", "misc", "movie", "music", "mvbook", "mvcollection", "mvproceedings",
		"mvreference", "online", "patent", "performance", "periodical", "phdthesis", "proceedings",
		"reference", "report", "review", "software", "standard", "suppbook", "suppcollection",
		"suppperiodical", "techreport", "thesis", "unpublished", "video", "www", "xdata":
		return true
	}
	return false
}

// cslType translates into the types of CSL 1.0.2.
func cslType(kind string) string {
	switch name := cffType(kind); name {
	case "article":
		return "article-journal"
	case "conference-paper":
		return "paper-conference"
	case "magazine-article":
		return "article-magazine"
	case "newspaper-article":
		return "article-newspaper"
	case "data", "dataset", "database":
		return "dataset"
	case "software", "software-code", "software-container", "software-executable", "software-virtual-machine":
		return "software"
	case "website":
		return "webpage"
	case "blog":
		return "post-weblog"
	case "unpublished":
		return "manuscript"
	case "book", "edited-work", "manual":
		return "book"
	case "map", "patent", "report", "standard", "thesis":
		return name
	case "slides":
		return "speech"
	}
	return "document"
}
