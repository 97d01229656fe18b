package growth

import (
	_ "embed" // metrics.yaml
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed metrics.yaml
var metricsYAML []byte

// Definitions are the measures of a version in words, as metrics.yaml has them.
type Definitions struct {
	Version  string       `yaml:"version"`
	Terms    []Term       `yaml:"terms"`
	Measures []Definition `yaml:"measures"`
}

// Term is a word that several definitions use.
type Term struct {
	Name  string `yaml:"name"`
	Means string `yaml:"means"`
}

// Definition says in words what one measure asks, how it is computed and what it
// cannot say.
type Definition struct {
	Name      string `yaml:"name"` // as in Measured
	Title     string `yaml:"title"`
	Kind      string `yaml:"kind"` // amount, list, spread, share, grouping, rule or private
	Question  string `yaml:"question"`
	Formula   string `yaml:"formula"`
	Source    string `yaml:"source"`
	CHAOSS    string `yaml:"chaoss"`
	CannotSay string `yaml:"cannot_say"`
}

// Defined reads the embedded definitions.
func Defined() (Definitions, error) {
	var d Definitions
	if err := yaml.UnmarshalWithOptions(metricsYAML, &d, yaml.Strict()); err != nil {
		return Definitions{}, fmt.Errorf("growth.Defined: %w", err)
	}
	return d, nil
}

// Markdown renders the definitions as docs/metrics.md.
func (d Definitions) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Measures, version %s\n\n", d.Version)
	b.WriteString("Made from tracker/growth/metrics.yaml by `go test ./tracker/growth -update`; do not edit.\n\n" +
		"No measure adds people up to one figure, and nothing is added up over domains. Where a figure cannot be had, the reason\n" +
		"stands in its place. Every figure can be computed again from the evidence listed under it.\n\n" +
		"Further validated evidence never lowers an amount and never shortens a list. It may lower a spread or a share, which say how\n" +
		"evenly, and may join what a grouping holds apart. What gaming gains is in docs/gaming.md.\n\n## Terms\n")
	for _, t := range d.Terms {
		fmt.Fprintf(&b, "\n**%s**: %s\n", t.Name, t.Means)
	}
	for _, m := range d.Measures {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| | |\n|---|---|\n", m.Title, m.Question)
		for _, row := range [][2]string{{"name", "`" + m.Name + "`"}, {"kind", m.Kind}, {"formula", m.Formula}, {"after", m.Source},
			{"CHAOSS", m.CHAOSS}, {"cannot say", m.CannotSay}} {
			fmt.Fprintf(&b, "| %s | %s |\n", row[0], strings.ReplaceAll(row[1], "|", `\|`))
		}
	}
	return b.String()
}
