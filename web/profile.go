package web

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// measured is somebody's growth and what the pages of growth are made with.
type measured struct {
	growth.Profile
	account subject
	names   map[string]string // of domains, by slug
	slugs   []string          // of domains, from surface to deep
	usual   bool              // the window is the usual one
	fresh   time.Duration     // what is younger is new
	now     time.Time
}

// growthPage is what the pages of one person's growth share.
type growthPage struct {
	Base
	Account  subject
	Tabs     []tab
	Formulas string // the version of them
	Since    day    // the first day of the window
}

// tab is one page of a person.
type tab struct {
	Name    string
	Path    string
	Current bool
}

// tabsOf lists the pages of a person, of which the one called current is open.
func tabsOf(account subject, current string) []tab {
	path := account.Path()
	tabs := []tab{{Name: "Overview", Path: path}, {Name: "Scope", Path: path + "/scope"},
		{Name: "Depth", Path: path + "/depth"}, {Name: "Research", Path: path + "/research"}, {Name: "Evidence", Path: path + "/evidence"}}
	if !account.isHuman() {
		tabs = []tab{tabs[0], tabs[4]}
	}
	tabs = slices.DeleteFunc(tabs, func(t tab) bool { return !account.showsTab(t.Name) })
	for i := range tabs {
		tabs[i].Current = tabs[i].Name == current
	}
	return tabs
}

func (s *Server) growthPage(m *measured, title, tab string) growthPage {
	return growthPage{Base: Base{Title: title, Section: "people"}, Account: m.account, Tabs: tabsOf(m.account, tab),
		Formulas: m.Profile.Version, Since: s.day(m.Window.From)}
}

// windowAsked is the window of a page whose address may say "?from=2020-01-01", and
// nothing else.
func (s *Server) windowAsked(c *gin.Context) (growth.Window, error) {
	window := profile.UsualWindow(s.now())
	for name, values := range c.Request.URL.Query() {
		if name != "from" {
			return window, tracker.Errorf(tracker.Invalid, "web.window", "There is no filter called %q", name).WithHint("Use from.")
		}
		for _, value := range values {
			from, err := parseDay(name, value)
			if err != nil {
				return window, err
			}
			if !from.Before(window.To) {
				return window, tracker.Errorf(tracker.Invalid, "web.window", "%s has not been yet", value).WithHint("Name an earlier day.")
			}
			window.From = from
		}
	}
	return window, nil
}

// measure makes the profile of an account over a window. Of a bot, an agent or an
// organisation there is none.
func (s *Server) measure(ctx context.Context, account subject, window growth.Window) (*measured, error) {
	m := &measured{account: account, names: map[string]string{}, now: window.To, fresh: s.profiles.Version.NewWithin, usual: window.From.Equal(profile.UsualWindow(window.To).From)}
	for _, d := range s.profiles.Catalogue.Domains() {
		m.names[d.Slug] = displayName(d.Name, d.Slug)
		m.slugs = append(m.slugs, d.Slug)
	}
	if !account.isHuman() {
		return nil, tracker.Errorf(tracker.NotFound, "web.measure", "There is no growth to show of %s", account.Login).WithHint("%s", account.Note)
	}
	who, err := s.whose(ctx, account)
	if err != nil {
		return nil, err
	}
	m.Profile, err = s.profiles.Of(ctx, who, profile.Request{Window: window, Now: m.now, WithHidden: account.selects.WithHidden, WithHomes: !s.isTeam(), // of others who may show nothing
		PublicOnly: account.selects.PublicOnly, Readable: account.selects.Readable})
	return m, err
}

// measureAsked measures whom an address names, over the window that it asks for.
func (s *Server) measureAsked(c *gin.Context) (*measured, error) {
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	window, err := s.windowAsked(c)
	if err != nil {
		return nil, err
	}
	return s.measure(c.Request.Context(), account, window)
}

// domain is a domain's name.
func (m *measured) domain(slug string) string { return displayName(m.names[slug], slug) }

func (m *measured) domains(slugs []string) []string {
	var names []string
	for _, slug := range slugs {
		names = append(names, m.domain(slug))
	}
	return names
}

// figure is the address of the evidence behind a measure. What it does not limit by
// a date it takes from the page's window.
func (m *measured) figure(measure string, f pieces) string {
	if f.from.IsZero() && !m.usual {
		f.from = m.Window.From
	}
	return figurePath(m.account.Path(), measure, f)
}

// twin is what a page's JSON holds where that is not the page itself. Times of acts
// in it have no time of day (docs/adr/0006-pages.md).
type twin interface{ json() any }

// datesOnly copies a value and sets every time in it to the beginning of its day, UTC.
func datesOnly[T any](value T) T {
	replaced := reflect.New(reflect.TypeFor[T]()).Elem()
	replaced.Set(reflect.ValueOf(value))
	cutHours(replaced)
	return replaced.Interface().(T)
}

// cutHours changes a copy: what slices and pointers lead to is copied on the way.
func cutHours(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if at := v.Interface().(time.Time); !at.IsZero() {
			v.Set(reflect.ValueOf(midnight(at)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			cutHours(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		for i := range list.Len() {
			cutHours(list.Index(i))
		}
		v.Set(list)
	case reflect.Pointer:
		if !v.IsNil() {
			pointed := reflect.New(v.Type().Elem())
			pointed.Elem().Set(v.Elem())
			cutHours(pointed.Elem())
			v.Set(pointed)
		}
	}
}
