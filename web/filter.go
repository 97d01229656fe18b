package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// filter is what an evidence list is limited to, as its address says it. Dates
// are UTC days, and both belong to the period.
type filter struct {
	Kinds      []tracker.Kind `json:"kind"`
	Repository string         `json:"repository"`
	State      tracker.State  `json:"state"`
	From       string         `json:"from"` // "2026-05-01"
	To         string         `json:"to"`
	Query      string         `json:"q"`
	With       string         `json:"with"`
	Domain     string         `json:"domain"`

	from, to time.Time
	after    string // where the page before ended; not part of what is asked
}

// parseFilter reads the query of an address. What it does not know it refuses: a
// mistyped filter that is passed over would show more than was asked for.
func parseFilter(query url.Values) (filter, error) {
	f := filter{Kinds: []tracker.Kind{}}
	for name, values := range query {
		for _, value := range values {
			if value == "" {
				continue // an empty field of the form
			}
			if err := f.set(name, value); err != nil {
				return filter{}, err
			}
		}
	}
	return f, nil
}

func (f *filter) set(name, value string) (err error) {
	switch name {
	case "kind":
		var kind tracker.Kind
		if kind, err = tracker.ParseKind(value); err == nil && !slices.Contains(f.Kinds, kind) {
			f.Kinds = append(f.Kinds, kind)
		}
	case "repository":
		f.Repository = value
	case "state":
		if f.State = tracker.State(value); !slices.Contains(threadStates, f.State) {
			err = tracker.Errorf(tracker.Invalid, "web.filter", "There is no state called %q", value)
		}
	case "from":
		f.From = value
		f.from, err = parseDay(name, value)
	case "to":
		f.To = value
		f.to, err = parseDay(name, value)
	case "q":
		f.Query = value
	case "with":
		f.With = value
	case "domain":
		f.Domain = value
	case "after":
		f.after = value
	default:
		err = tracker.Errorf(tracker.Invalid, "web.filter", "There is no filter called %q", name).
			WithHint("Use kind, repository, domain, state, from, to, q or with.")
	}
	return err
}

func parseDay(name, value string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return time.Time{}, tracker.Errorf(tracker.Invalid, "web.filter", "%q is no date for %s", value, name).
			WithHint("Write it as 2026-05-31.").Because(err)
	}
	return day, nil
}

// apply limits what a subject's filter selects.
func (f filter) apply(to store.EvidenceFilter) store.EvidenceFilter {
	to.Kinds, to.Repository, to.State = f.Kinds, f.Repository, f.State
	to.Query, to.WithLogin, to.Domain = f.Query, f.With, f.Domain
	to.From = f.from
	if !f.to.IsZero() {
		to.To = f.to.AddDate(0, 0, 1)
	}
	return to
}

// Active reports whether anything is left out.
func (f filter) Active() bool { return len(f.values()) > 0 }

// Has reports whether the list is limited to a kind, among others.
func (f filter) Has(kind tracker.Kind) bool { return slices.Contains(f.Kinds, kind) }

// Words is the filter as a printed list says it, where no form can: "kind review,
// from 2026-05-01". "" without a filter.
func (f filter) Words() string {
	var words []string
	values := f.values()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		words = append(words, name+" "+strings.Join(values[name], " or "))
	}
	return strings.Join(words, ", ")
}

// values is the filter as an address's query, without the place in the list.
func (f filter) values() url.Values {
	v := url.Values{}
	for _, kind := range f.Kinds {
		v.Add("kind", string(kind))
	}
	for name, value := range map[string]string{"repository": f.Repository, "state": string(f.State),
		"from": f.From, "to": f.To, "q": f.Query, "with": f.With, "domain": f.Domain} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// monthOf selects one kind of contribution in one month.
func monthOf(kind tracker.Kind, first time.Time) filter {
	return filter{Kinds: []tracker.Kind{kind}, From: first.Format(time.DateOnly),
		To: first.AddDate(0, 1, -1).Format(time.DateOnly)}
}

// evidencePath is the address of a filtered list in a form: "" for HTML, ".json",
// ".csv".
func evidencePath(owner, form string, f filter) string {
	path := owner + "/evidence" + form
	if query := f.values().Encode(); query != "" {
		path += "?" + query
	}
	return path
}

// after adds the place in the list to a list's address.
func after(path, cursor string) string {
	u, err := url.Parse(path)
	if err != nil || cursor == "" {
		return ""
	}
	query := u.Query()
	query.Set("after", cursor)
	u.RawQuery = query.Encode()
	return u.String()
}
