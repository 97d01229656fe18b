package cite

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var doiPattern = regexp.MustCompile(`10\.\d{4,9}(?:\.\d+)*/[^\s"<>]+`)

// NormalDOI returns the DOI in a text (bare, "doi:..." or an address) in lower
// case, or "" when there is none. DOIs are compared without case (ISO 26324).
func NormalDOI(text string) string {
	if strings.Contains(text, "%") {
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
	}
	doi := doiPattern.FindString(text)
	return strings.ToLower(strings.TrimRight(doi, ".,;)}]'"))
}

// Both forms of arXiv's identifiers: https://info.arxiv.org/help/arxiv_identifier.html
var (
	arXivNew = regexp.MustCompile(`(?i)(?:^|arxiv[:.\s/]*(?:preprint\s+)?(?:arxiv:\s*)?|/abs/|/pdf/|/html/)(\d{4}\.\d{4,5})(?:v\d+)?(?:$|[^\d.]|\.(?:pdf|$|\s))`)
	arXivOld = regexp.MustCompile(`(?i)(?:^|arxiv[:.\s/]*|/abs/|/pdf/)((?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|stat|supr-con)(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\D|$)`)
)

// NormalArXiv returns the arXiv identifier in a text (an address, a DOI of arXiv,
// "arXiv:..." or the bare identifier) without its version and subject class
// ("math.GT/0309136" is "math/0309136"), or "" when there is none.
func NormalArXiv(text string) string {
	text = strings.TrimSpace(text)
	if m := arXivNew.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if m := arXivOld.FindStringSubmatch(text); m != nil {
		archive, number, _ := strings.Cut(strings.ToLower(m[1]), "/")
		archive, _, _ = strings.Cut(archive, ".")
		return archive + "/" + number
	}
	return ""
}

// NormalTitle folds what differs between the ways one title is written: markup,
// case, accents, punctuation and spaces. Letters of any script stay.
func NormalTitle(title string) string {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(plainText(title))) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r):
			if gap && out.Len() > 0 {
				out.WriteByte(' ')
			}
			gap = false
			out.WriteRune(folded(r))
		default:
			gap = true
		}
	}
	return out.String()
}

// folded maps letters that no decomposition takes apart.
func folded(r rune) rune {
	switch r {
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	case 'đ', 'ð':
		return 'd'
	case 'ı':
		return 'i'
	case 'ς':
		return 'σ'
	}
	return r
}

// plainText is a text without TeX and HTML markup.
func plainText(text string) string {
	if strings.ContainsAny(text, `\{}$~`) {
		text = texText(text)
	}
	if strings.ContainsAny(text, "<&") {
		text = htmlText(text)
	}
	return text
}

var orcidPattern = regexp.MustCompile(`(?:^|[/:\s])(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?(?:\s|$|[?#])`)

// NormalORCID returns the ORCID in a text (an address or the bare sixteen digits)
// as "0000-0002-1825-0097", or "" when there is none or its check digit is wrong.
func NormalORCID(text string) string {
	m := orcidPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return ""
	}
	orcid := strings.ToUpper(strings.Join(m[1:], "-"))
	if checkDigit(orcid) != orcid[len(orcid)-1] {
		return ""
	}
	return orcid
}

// checkDigit computes the last character of an ORCID from the fifteen digits
// before it: ISO 7064 MOD 11-2,
// https://support.orcid.org/hc/en-us/articles/360006897674.
func checkDigit(orcid string) byte {
	total := 0
	for _, r := range orcid[:len(orcid)-1] {
		if r != '-' {
			total = (total + int(r-'0')) * 2 % 11
		}
	}
	if digit := (12 - total) % 11; digit < 10 {
		return byte('0' + digit)
	}
	return 'X'
}

var accountAddress = regexp.MustCompile(`^(?:https?://)?(?:www\.)?(github\.com|huggingface\.co|hf\.co)/@?([A-Za-z0-9][A-Za-z0-9_.-]*)/?$`)

// accountAt returns the account whose own page an address is. Pages of
// repositories, models and the hosts' own sections are none.
func accountAt(address string) (Account, bool) {
	m := accountAddress.FindStringSubmatch(strings.TrimSpace(address))
	if m == nil || isSection(m[2]) {
		return Account{}, false
	}
	return Account{strings.Replace(m[1], "hf.co", "huggingface.co", 1), m[2]}, true
}

func isSection(path string) bool {
	switch strings.ToLower(path) {
	case "about", "apps", "blog", "datasets", "docs", "explore", "features", "join", "learn",
		"login", "models", "orgs", "organizations", "papers", "pricing", "search", "settings",
		"spaces", "sponsors", "tasks", "topics", "users":
		return true
	}
	return false
}
