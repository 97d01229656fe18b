package pack

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"rungless/tracker"
)

// Limits of a draft. Texts are counted in characters.
const (
	longestTitle = 200
	longestText  = 4000
	longestNote  = 500
	mostChapters = 200
	mostClaims   = 2000 // of the whole draft
	mostSources  = 100  // of one claim
	mostLeftOut  = 5000
)

var (
	anchorText = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	loginText  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)
)

// fieldError says what is wrong with one field of a draft.
type fieldError struct{ path, sentence, hint string }

func (e *fieldError) Error() string { return e.path + " " + e.sentence }

// checker keeps the first thing that is wrong.
type checker struct{ wrong *fieldError }

func (c *checker) want(ok bool, path, sentence, hint string) {
	if !ok && c.wrong == nil {
		c.wrong = &fieldError{path, sentence, hint}
	}
}

// Check reports the first field of a draft that does not hold what it should: a
// [tracker.Invalid] error that names it. A claim may be without a source as long as it
// is not marked ready.
func (d Draft) Check() error {
	c := &checker{}
	c.want(d.Form == DraftForm, "form", fmt.Sprintf("is %q, which this version cannot read", d.Form), "write form: "+DraftForm+", or use the version of rungless that wrote the file")
	c.want(loginText.MatchString(d.Person), "person", "is no login of GitHub's", "write the login of the person whose pack it is")
	c.day("from", d.From)
	c.day("to", d.To)
	c.want(d.From < d.To, "to", "is not after from", "name the first day after the window")
	c.words("title", d.Title, longestTitle, true)
	c.words("opening", d.Opening, longestText, false)
	c.want(len(d.Chapters) <= mostChapters, "chapters", fmt.Sprintf("are more than %d", mostChapters), "join some, or make two packs")
	keys, ids := map[string]bool{}, map[string]bool{}
	for i := range d.Chapters {
		c.chapter(fmt.Sprintf("chapters[%d]", i), &d.Chapters[i], keys, ids)
	}
	c.want(len(ids) <= mostClaims, "chapters", fmt.Sprintf("hold more than %d claims", mostClaims), "make two packs")
	c.leaveOut(d.LeaveOut)
	if c.wrong == nil {
		return nil
	}
	return tracker.Errorf(tracker.Invalid, "pack.Check", "%s %s", c.wrong.path, c.wrong.sentence).Because(c.wrong).WithHint("%s", c.wrong.hint)
}

func (c *checker) day(path string, d Day) {
	_, err := ParseDay(string(d))
	c.want(err == nil, path, fmt.Sprintf("is %q, which is no day", d), "write it as 2026-01-31")
}

// words takes plain text: no control characters but line breaks.
func (c *checker) words(path, text string, longest int, needed bool) {
	c.want(!needed || strings.TrimSpace(text) != "", path, "is empty", "say it in a few words")
	n := utf8.RuneCountInString(text)
	c.want(n <= longest, path, fmt.Sprintf("has %d characters, and may have %d", n, longest), "say it shorter")
	c.want(utf8.ValidString(text) && !strings.ContainsFunc(text, isControl), path, "holds control characters", "keep letters, signs and line breaks")
}

func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfeff || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029
}

func (c *checker) anchor(path, text string, seen map[string]bool) {
	c.want(anchorText.MatchString(text), path, fmt.Sprintf("is %q, which is no key", text), "use lower-case letters, digits and hyphens, 64 at most")
	c.want(!seen[text], path, fmt.Sprintf("is %q, which is there already", text), "give it another one")
	seen[text] = true
}

func (c *checker) chapter(path string, chapter *DraftChapter, keys, ids map[string]bool) {
	c.anchor(path+".key", chapter.Key, keys)
	c.words(path+".title", chapter.Title, longestTitle, true)
	c.words(path+".intro", chapter.Intro, longestText, false)
	for i := range chapter.Claims {
		claim, at := &chapter.Claims[i], fmt.Sprintf("%s.claims[%d]", path, i)
		c.anchor(at+".id", claim.ID, ids)
		c.words(at+".text", claim.Text, longestText, true)
		c.want(!claim.Ready || len(claim.Sources) > 0, at+".ready", "is true, and no source stands under the claim", "name a source under it, or write ready: false")
		c.want(len(claim.Sources) <= mostSources, at+".sources", fmt.Sprintf("are more than %d", mostSources), "make two claims of it")
		for j, source := range claim.Sources {
			c.source(fmt.Sprintf("%s.sources[%d]", at, j), source)
		}
	}
}

func (c *checker) source(path string, s DraftSource) {
	c.link(path+".url", s.URL)
	if s.Quote != "" {
		c.link(path+".quote", s.Quote)
	}
	switch s.Private {
	case "", PrivateLeaveOut, PrivateRedact, PrivateShow:
	default:
		c.want(false, path+".private", fmt.Sprintf("is %q, which is no choice", s.Private), "write leave out, redact or show")
	}
	c.words(path+".note", s.Note, longestNote, false)
}

// link takes addresses that any host could have: whose GitHub it is, the store knows.
func (c *checker) link(path, text string) {
	host := ""
	if u, err := url.Parse(text); err == nil {
		host = u.Host
	}
	_, err := ParseLink(host, text)
	c.want(err == nil, path, "is not the address of a page, or holds a password", "copy it from the browser, from https:// on")
}

func (c *checker) leaveOut(l LeaveOut) {
	c.want(len(l.Authors) <= mostLeftOut, "leave_out.authors", "are too many", "quote nobody: quotes: true")
	c.want(len(l.Sources) <= mostLeftOut, "leave_out.sources", "are too many", "take them out of the claims")
	for i, login := range l.Authors {
		c.want(loginText.MatchString(login), fmt.Sprintf("leave_out.authors[%d]", i), "is no login of GitHub's", "write the login of whom not to quote")
	}
	for i, link := range l.Sources {
		c.link(fmt.Sprintf("leave_out.sources[%d]", i), link)
	}
}

// JSON writes a draft as the store keeps it.
func (d Draft) JSON() ([]byte, error) { return json.Marshal(d) }

// DraftFromJSON reads what [Draft.JSON] wrote, or a program. It is as strict as
// [ParseDraft].
func DraftFromJSON(text []byte) (Draft, error) {
	var d Draft
	if err := decodeStrictly(text, &d); err != nil {
		return Draft{}, tracker.Errorf(tracker.Invalid, "pack.DraftFromJSON", "this is not the JSON of a draft").Because(err).WithHint("docs/packs.md shows every field of a draft")
	}
	return d, d.Check()
}
