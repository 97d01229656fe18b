package profile

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
)

// Markdown writes a profile as a document: every figure with what it stands on, and
// every absence in words. domains gives the names of the catalogue's domains.
func Markdown(out io.Writer, who Subject, p growth.Profile, domains []domain.Domain) error {
	definitions, err := growth.Defined()
	if err != nil {
		return err
	}
	d := &document{titles: map[string]string{}, names: map[string]string{}, window: p.Window}
	for _, m := range definitions.Measures {
		d.titles[m.Name] = m.Title
	}
	for _, one := range domains {
		d.names[one.Slug] = one.Name
	}
	d.line("# %s", escape(who.Login))
	d.line("")
	d.line("%s to %s, measured as of %s by %s. Only what is public and synced is in here; nothing is added up.",
		date(p.Window.From), date(p.Window.To), date(p.At), p.Version)
	d.depths(p)
	d.scope(p.Scope)
	d.practice(p.Practice)
	d.initiatives(p.Initiatives)
	d.outcomes(p.Outcomes)
	_, err = io.WriteString(out, d.text.String())
	return err
}

// document is a Markdown text in the making.
type document struct {
	text   strings.Builder
	titles map[string]string // of measures
	names  map[string]string // of domains
	window growth.Window
}

func (d *document) line(format string, args ...any) { fmt.Fprintf(&d.text, format+"\n", args...) }

func (d *document) heading(text string) { d.line("\n## %s", text) }

// measure writes a measure's title, and its absence in words where there is no
// value; else it calls body.
func measure[T any](d *document, m growth.Measured[T], body func(T)) {
	title := d.titles[m.Measure]
	switch m.Status {
	case growth.Available:
		d.line("\n### %s\n", title)
		body(m.Value)
	case growth.NotApplicable:
		d.line("\n### %s\n\nDoes not apply: %s.", title, m.Reason)
	default:
		d.line("\n### %s\n\nNot available: %s.", title, m.Reason)
	}
}

func (d *document) depths(p growth.Profile) {
	d.heading("Depth")
	if len(p.Depths) == 0 {
		d.line("\nNot available: nothing was done in any domain.")
	}
	for _, depth := range p.Depths {
		d.line("\n### %s", d.domain(depth.Domain))
		d.line("")
		for _, word := range depth.Words {
			d.line("- **%s**: %s", word.Word, word.Because)
		}
		inline(d, depth.Curve, func(points []growth.Point) string {
			parts := make([]string, len(points))
			for i, point := range points {
				parts[i] = fmt.Sprintf("%s %.1f", date(point.At), point.Depth)
			}
			return strings.Join(parts, ", ")
		})
		inline(d, depth.MonthsActive, func(months []time.Time) string {
			parts := make([]string, len(months))
			for i, m := range months {
				parts[i] = m.Format("2006-01")
			}
			if len(parts) == 0 {
				return "none of the last twelve"
			}
			return fmt.Sprintf("%d of the last twelve: %s", len(months), strings.Join(parts, ", "))
		})
		inline(d, depth.EffectiveValidators, func(n float64) string { return fmt.Sprintf("%.1f", n) })
		inline(d, depth.Surface, func(c growth.Coverage) string {
			return fmt.Sprintf("%d of %d live files and topics", c.Touched, c.Live)
		})
		d.evidence("Counted", depth.Curve.Evidence)
		d.evidence("Shown, and in no figure", depth.Shown)
	}
	measure(d, p.Homes, func(homes []string) { d.line("%s", d.domainNames(homes)) })
}

// inline writes a measure of a domain as one item of its list.
func inline[T any](d *document, m growth.Measured[T], text func(T) string) {
	if m.Status == growth.Available {
		d.line("- %s: %s", d.titles[m.Measure], text(m.Value))
		return
	}
	d.line("- %s: not available, %s", d.titles[m.Measure], m.Reason)
}

// evidence lists what lies within the window, newest first, and says how much is
// older.
func (d *document) evidence(title string, list []growth.Evidence) {
	if len(list) == 0 {
		return
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b growth.Evidence) int { return b.At.Compare(a.At) })
	recent := slices.DeleteFunc(slices.Clone(list), func(e growth.Evidence) bool { return e.At.Before(d.window.From) })
	d.line("\n%s:\n", title)
	for _, e := range recent {
		d.line("- %s", piece(e))
	}
	switch older := len(list) - len(recent); {
	case older == 1:
		d.line("- one older piece, which the JSON form lists")
	case older > 1:
		d.line("- %d older pieces, which the JSON form lists", older)
	}
}

// piece is one piece of evidence with its link.
func piece(e growth.Evidence) string {
	text := fmt.Sprintf("%s %s, %s", date(e.At), link(e.Title, e.URL), strings.ReplaceAll(string(e.Act), "_", "-"))
	for i, v := range e.Validations {
		separator := "; "
		if i > 0 {
			separator = ", "
		}
		text += fmt.Sprintf("%s%s %s", separator, name(v.By.Account), v.How)
	}
	if e.Note != "" {
		text += " (" + escape(e.Note) + ")"
	}
	return text
}

func (d *document) domain(slug string) string {
	if name := d.names[slug]; name != "" {
		return escape(name)
	}
	return escape(slug)
}

func (d *document) domainNames(slugs []string) string {
	if len(slugs) == 0 {
		return "none"
	}
	names := make([]string, len(slugs))
	for i, slug := range slugs {
		names[i] = d.domain(slug)
	}
	return strings.Join(names, ", ")
}

// name is an account's login; whose address is all that is known stays unnamed.
func name(a tracker.Account) string {
	switch {
	case a.Login != "":
		return escape(a.Login)
	case a.Name != "":
		return escape(a.Name)
	}
	return "somebody without an account"
}

func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// link shows the address itself where no source gave a title.
func link(title, url string) string {
	if title == "" {
		title = url
	}
	return "[" + escape(title) + "](<" + url + ">)"
}

// escape keeps others' text from being read as Markdown or HTML.
func escape(text string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "&", "&amp;",
		"#", "\\#", "|", "\\|", "~", "\\~", "\n", " ", "\r", " ").Replace(text)
}
