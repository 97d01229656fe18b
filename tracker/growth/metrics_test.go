package growth

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rungless/tracker/testneed"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/metrics.md again")

func defined(t *testing.T) Definitions {
	t.Helper()
	d, err := Defined()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDocumentOfMeasuresIsCurrent(t *testing.T) {
	path := filepath.Join(testneed.Root(t), "docs", "metrics.md")
	want := defined(t).Markdown()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/metrics.md is not what metrics.yaml says; run go test ./tracker/growth -update (-want +got):\n%s", diff)
	}
}

func TestEveryDefinitionIsComplete(t *testing.T) {
	kinds := []string{"amount", "list", "spread", "share", "grouping", "rule", "private"}
	for _, m := range defined(t).Measures {
		v := reflect.ValueOf(m)
		for i := range v.NumField() {
			if strings.TrimSpace(v.Field(i).String()) == "" {
				t.Errorf("%s has no %s", m.Name, v.Type().Field(i).Name)
			}
		}
		if !slices.Contains(kinds, m.Kind) {
			t.Errorf("%s is of no known kind: %q", m.Name, m.Kind)
		}
	}
}

func TestEveryMeasureOfAProfileIsDefined(t *testing.T) {
	d := defined(t)
	profile := Measure(Growth1(), generatedInput(generate(1), staff[0]))
	for _, name := range measureNames(reflect.ValueOf(profile)) {
		if !slices.ContainsFunc(d.Measures, func(m Definition) bool { return m.Name == name }) {
			t.Errorf("%q stands in a profile and not in metrics.yaml", name)
		}
	}
	if d.Version != Growth1().Name {
		t.Errorf("metrics.yaml defines %s, the newest version is %s", d.Version, Growth1().Name)
	}
}

// measureNames collects the Measure fields of every Measured within a value.
func measureNames(v reflect.Value) []string {
	var names []string
	switch v.Kind() {
	case reflect.Struct:
		if name := v.FieldByName("Measure"); name.IsValid() && name.Kind() == reflect.String {
			names = append(names, name.String())
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				names = append(names, measureNames(v.Field(i))...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			names = append(names, measureNames(v.Index(i))...)
		}
	}
	return names
}
