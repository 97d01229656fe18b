package render

import (
	"cmp"
	"strings"

	"rungless/tracker/pack"
)

// resume is the part of JSON Resume (jsonresume.org/schema, v1.0.0) that a pack has
// something for. There are no skills: the schema grades them, and a pack grades nobody.
type resume struct {
	Schema   string    `json:"$schema"`
	Basics   basics    `json:"basics"`
	Projects []project `json:"projects"`
	Meta     meta      `json:"meta"`
}

type basics struct {
	Name     string          `json:"name"`
	Summary  string          `json:"summary,omitempty"`
	Profiles []resumeProfile `json:"profiles"`
}

type resumeProfile struct {
	Network  string `json:"network"`
	Username string `json:"username"`
	URL      string `json:"url,omitempty"`
}

// project is a chapter, or one of the parts after them. Its highlights are the claims, each
// followed by its sources: they are what pages made of a resume show.
type project struct {
	Name       string   `json:"name"`
	Highlights []string `json:"highlights"`
	StartDate  pack.Day `json:"startDate,omitempty"`
	EndDate    pack.Day `json:"endDate,omitempty"`
	Type       string   `json:"type"`
}

type meta struct {
	Version      string   `json:"version"` // of the schema
	LastModified pack.Day `json:"lastModified"`
	MadeBy       string   `json:"madeBy"`
	Formula      string   `json:"formula"`
}

// resumeSchema is where the schema is kept.
const resumeSchema = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

// writeResume writes the pack's document as a resume: what stands between two chapters'
// headings is one project.
func writeResume(p pack.Pack) ([]byte, error) {
	r := resume{
		Schema: resumeSchema,
		Basics: basics{Name: cmp.Or(oneLine(p.Subject.Name), oneLine(p.Subject.Login)), Summary: strings.Join(paragraphs(p.Opening), "\n\n"),
			Profiles: []resumeProfile{{Network: "GitHub", Username: oneLine(p.Subject.Login), URL: address(p.Subject.URL).href}}},
		Projects: []project{},
		Meta:     meta{Version: "v1.0.0", LastModified: p.Snapshot, MadeBy: oneLine("rungless " + p.Program), Formula: oneLine(p.Formula)},
	}
	for _, b := range compose(p).blocks {
		if h, ok := b.(heading); ok && h.depth == 2 {
			r.Projects = append(r.Projects, project{Name: h.text, Highlights: []string{}, StartDate: p.Period.From, EndDate: p.Period.Last(), Type: "evidence"})
		} else if n := len(r.Projects); n > 0 {
			r.Projects[n-1].add(b)
		}
	}
	return indented(r)
}

func (p *project) add(b block) {
	switch b := b.(type) {
	case heading:
		p.highlight(b.number + b.text)
	case paragraph:
		p.highlight(plain(b.spans))
	case sources:
		for _, e := range b {
			p.highlight(e.plain())
		}
	case list:
		for _, line := range b {
			p.highlight(plain(line))
		}
	case table:
		for _, row := range b.rows {
			p.highlight(b.plain(row))
		}
	case picture:
		p.highlight(b.caption + " " + b.unit)
	}
}

func (p *project) highlight(text string) { p.Highlights = append(p.Highlights, text) }

// plain is a row of spans as text: a link is its address.
func plain(spans []span) string {
	var out strings.Builder
	for _, s := range spans {
		out.WriteString(s.text)
	}
	return out.String()
}

// plain is a source in one text: "[3] Pull request … · merged by bo · https://…".
func (e entry) plain() string {
	parts := []string{e.label + " " + plain(e.title)}
	for _, line := range e.lines {
		parts = append(parts, plain(line))
	}
	parts = append(parts, e.note...)
	if e.quote != nil {
		parts = append(parts, "“"+strings.Join(e.quote.paragraphs, " ")+"”", plain(e.quote.by))
	}
	return strings.Join(parts, " · ")
}

// plain is a row of the table: "Day: 1 May 2026 · Evaluation: 3.5".
func (t table) plain(row []string) string {
	parts := make([]string, len(row))
	for i, cell := range row {
		parts[i] = t.head[i] + ": " + cell
	}
	return strings.Join(parts, " · ")
}
