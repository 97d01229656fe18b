package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// pieces says which of the evidence behind a measure is meant, as an address does.
// Dates are UTC days, and both belong to the period.
type pieces struct {
	domain   string // of the catalogue
	with     string // login of a collaborator
	act      chart.Shape
	key      string // of an initiative
	from, to time.Time
	page     int // 0 and 1: the first
}

// parsePieces reads the query of an address and refuses what it does not know.
func parsePieces(query url.Values) (pieces, error) {
	var f pieces
	for name, values := range query {
		for _, value := range values {
			if err := f.set(name, value); err != nil {
				return pieces{}, err
			}
		}
	}
	return f, nil
}

func (f *pieces) set(name, value string) (err error) {
	switch name {
	case "domain":
		f.domain = value
	case "with":
		f.with = value
	case "key":
		f.key = value
	case "act":
		if f.act = chart.Shape(value); shapeName[f.act] == "" {
			err = tracker.Errorf(tracker.Invalid, "web.pieces", "There is no kind of act called %q", value).WithHint("Use change, review or proposal.")
		}
	case "from":
		f.from, err = parseDay(name, value)
	case "to":
		f.to, err = parseDay(name, value)
	case "page":
		if f.page, err = strconv.Atoi(value); err != nil || f.page < 1 {
			err = tracker.Errorf(tracker.Invalid, "web.pieces", "There is no page %q", value)
		}
	default:
		err = tracker.Errorf(tracker.Invalid, "web.pieces", "There is no filter called %q", name).WithHint("Use domain, with, act, from or to.")
	}
	return err
}

func (f pieces) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"domain": f.domain, "with": f.with, "act": string(f.act), "key": f.key,
		"from": dateText(f.from), "to": dateText(f.to)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.page > 1 {
		v.Set("page", strconv.Itoa(f.page))
	}
	return v
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// figurePath is the address of the evidence behind a measure of the person whose
// pages are under owner.
func figurePath(owner, measure string, f pieces) string {
	path := owner + "/figures/" + url.PathEscape(measure)
	if query := f.values().Encode(); query != "" {
		path += "?" + query
	}
	return path
}

// fits reports whether a piece is meant, by its kind and its day.
func (f pieces) fits(e growth.Evidence) bool {
	day := midnight(e.At)
	return (f.act == "" || shapeOf(e.Act) == f.act) &&
		(f.from.IsZero() || !day.Before(f.from)) && (f.to.IsZero() || !day.After(f.to))
}

// shapeOf is the kind of mark that stands for an act.
func shapeOf(act growth.ActKind) chart.Shape {
	switch act {
	case growth.Authored, growth.CoAuthored, growth.Committed:
		return chart.Change
	case growth.Reviewed:
		return chart.Review
	case growth.Led, growth.Cited, growth.Answered:
		return chart.Proposal
	}
	return chart.Research
}

// shapeName is what a mark stands for, in the singular.
var shapeName = map[chart.Shape]string{
	chart.Change:   "change",
	chart.Review:   "review",
	chart.Proposal: "proposal or answer",
	chart.Research: "research credit",
	chart.Event:    "piece of evidence",
}

// shapePlural is the same in the plural.
var shapePlural = map[chart.Shape]string{
	chart.Change:   "changes",
	chart.Review:   "reviews",
	chart.Proposal: "proposals or answers",
	chart.Research: "research credits",
	chart.Event:    "pieces of evidence",
}

// counted is a number with what it counts: "1 review", "7 reviews".
func counted(n int, shape chart.Shape) string {
	if n == 1 {
		return "1 " + shapeName[shape]
	}
	return number(n) + " " + shapePlural[shape]
}

// actName is what the person did, at the head of a line.
var actName = map[growth.ActKind]string{
	growth.Authored:   "Change",
	growth.Reviewed:   "Review",
	growth.Answered:   "Accepted answer",
	growth.Cited:      "Comment cited in a change",
	growth.Led:        "Issue that led to a change",
	growth.CoAuthored: "Change, as co-author",
	growth.Committed:  "Commit",
}

// piece is one line of evidence of growth.
type piece struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Act       string `json:"act"`
	Place     string `json:"place"` // "owner/name#12"; "" where none is known
	Date      day    `json:"date"`
	Validated string `json:"validated"` // by whom and how, in words; "" where nobody did
	Counted   bool   `json:"counted"`
	Note      string `json:"note,omitempty"`

	Name string `json:"-"` // of the act
}

// Text is what the link to the source says: never nothing.
func (p piece) Text() string {
	if p.Title != "" {
		return p.Title
	}
	if p.Place != "" {
		return p.Name + " in " + p.Place
	}
	return p.URL
}

func (s *Server) pieceFrom(e growth.Evidence) piece {
	p := piece{URL: e.URL, Title: e.Title, Act: string(e.Act), Date: s.day(e.At), Counted: e.Counted, Note: e.Note,
		Name: displayName(actName[e.Act], "Research"), Validated: validatedBy(e.Validations)}
	if e.Thread.Repository.Name != "" {
		p.Place = e.Thread.Repository.FullName()
		if e.Thread.Number > 0 {
			p.Place += "#" + strconv.Itoa(e.Thread.Number)
		}
	}
	return p
}

func (s *Server) piecesFrom(list []growth.Evidence) []piece {
	all := make([]piece, 0, len(list))
	for _, e := range list {
		all = append(all, s.pieceFrom(e))
	}
	return all
}

// validatedBy says who did what: "merged by ada, approved by bo".
func validatedBy(validations []growth.Validation) string {
	const named = 3
	var words []string
	for _, v := range validations[:min(named, len(validations))] {
		words = append(words, validationName[v.How]+" "+accountLabel(v.By.Account))
	}
	if more := len(validations) - named; more > 0 {
		words = append(words, plural(more, "more"))
	}
	return strings.Join(words, ", ")
}

// validationName is how somebody validated, before their login.
var validationName = map[growth.How]string{
	growth.ByMerging:   "merged by",
	growth.ByApproving: "approved by",
	growth.ByChanging:  "heeded by",
	growth.ByClosing:   "turned into a change by",
	growth.ByAccepting: "accepted by",
	growth.ByCiting:    "cited by",
}

// accountLabel is an account's login, else its name; an address is never shown.
func accountLabel(a tracker.Account) string {
	return displayName(displayName(a.Login, a.Name), "somebody without an account")
}

// newestFirst sorts a copy by day, and what is of one day by its title and address:
// the order tells no hours.
func newestFirst(list []growth.Evidence) []growth.Evidence {
	type placed struct{ day, place int64 }
	order := make([]placed, len(list)) // which moves less than evidence does
	for i := range list {
		order[i] = placed{midnight(list[i].At).Unix(), int64(i)}
	}
	slices.SortFunc(order, func(x, y placed) int {
		a, b := &list[x.place], &list[y.place]
		return cmp.Or(cmp.Compare(y.day, x.day), strings.Compare(a.Title, b.Title), strings.Compare(a.URL, b.URL), cmp.Compare(x.place, y.place))
	})
	sorted := make([]growth.Evidence, len(list))
	for i, o := range order {
		sorted[i] = list[o.place]
	}
	return sorted
}
