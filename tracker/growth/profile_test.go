package growth

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

func BenchmarkProfileOf5000Records(b *testing.B) {
	o, who := &organisation{}, staff[0]
	for seed := uint64(1); len(o.records) < 5000; seed++ {
		o.work(seed)
		o.records = slices.DeleteFunc(o.records, func(r *tracker.Record) bool { return !hasPart(r, who) })
	}
	in := generatedInput(o, who)
	in.Records = in.Records[:5000]
	overYears(&in, 4)
	b.ReportAllocs()
	for b.Loop() {
		Measure(Growth1(), in)
	}
}

// overYears stretches the year and a half of the generated organisation: 5,000
// threads are the work of many years.
func overYears(in *Input, factor int) {
	stretch := func(at time.Time) time.Time {
		if at.IsZero() {
			return at
		}
		return in.Now.Add(-time.Duration(factor) * in.Now.Sub(at))
	}
	for i := range in.Records {
		r := &in.Records[i]
		r.Thread.CreatedAt = stretch(r.Thread.CreatedAt)
		if r.Thread.PullRequest != nil {
			r.Thread.PullRequest.MergedAt = stretch(r.Thread.PullRequest.MergedAt)
		}
		for j := range r.Reviews {
			r.Reviews[j].SubmittedAt = stretch(r.Reviews[j].SubmittedAt)
		}
		for j := range r.Comments {
			r.Comments[j].CreatedAt = stretch(r.Comments[j].CreatedAt)
		}
		for j := range r.Commits {
			r.Commits[j].CommittedAt = stretch(r.Commits[j].CommittedAt)
		}
	}
}

func hasPart(r *tracker.Record, who tracker.Account) bool {
	is := func(a tracker.Account) bool { return a.DatabaseID == who.DatabaseID }
	return is(r.Thread.Author) || slices.ContainsFunc(r.Reviews, func(v tracker.Review) bool { return is(v.Author) }) ||
		slices.ContainsFunc(r.Comments, func(c tracker.Comment) bool { return is(c.Author) })
}

func TestAnEmptyInputHasReasonsAndNoFigures(t *testing.T) {
	p := Measure(Growth1(), Input{Person: []tracker.Account{user("ada")}, Window: Window{daysAgo(365), today}, Now: today})
	for name, figure := range figures(p) {
		if figure != 0 {
			t.Errorf("%s is %v of nothing", name, figure)
		}
	}
	for _, status := range []struct {
		measure string
		got     Status
		reason  string
		want    Status
	}{
		{"home domains", p.Homes.Status, p.Homes.Reason, NotAvailable},
		{"collaborators", p.Scope.Collaborators.Status, p.Scope.Collaborators.Reason, NotAvailable},
		{"external reviews", p.Scope.ExternalReviews.Status, p.Scope.ExternalReviews.Reason, NotApplicable},
		{"reviews asked", p.Scope.ReviewsAsked.Status, p.Scope.ReviewsAsked.Reason, NotAvailable},
		{"technical debt", p.Scope.Debt.Status, p.Scope.Debt.Reason, NotAvailable},
		{"invitations", p.Scope.Invitations.Status, p.Scope.Invitations.Reason, NotAvailable},
		{"initiatives", p.Initiatives.Status, p.Initiatives.Reason, NotApplicable},
		{"outcomes", p.Outcomes.Status, p.Outcomes.Reason, NotApplicable},
		{"comments cited", p.Practice.CommentsCited.Status, p.Practice.CommentsCited.Reason, NotAvailable},
	} {
		if status.got != status.want || status.reason == "" {
			t.Errorf("%s: %s (%q), want %s with a reason", status.measure, status.got, status.reason, status.want)
		}
	}
}

func TestAProfileMarshalsWithoutAValueWhereThereIsNone(t *testing.T) {
	text, err := json.Marshal(Measure(Growth1(), Input{Window: Window{daysAgo(365), today}, Now: today}))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"value":0`) || strings.Contains(string(text), `"value":null`) {
		t.Errorf("an absent measure has a value: %s", text)
	}
}

func TestNoEMailAddressLeavesInAProfile(t *testing.T) {
	o := &organisation{}
	byMail := tracker.Account{Email: "bo@example.org", Name: "Bo", Kind: tracker.EmailAccount}
	mergedBy(o, 10, 60, byMail, byMail)
	text, err := json.Marshal(Measure(Growth1(), o.input(ada)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "example.org") || !strings.Contains(string(text), `"name":"Bo"`) {
		t.Errorf("the profile is %s", text)
	}
}

// ladder are words for what this program refuses to make of people.
var ladder = regexp.MustCompile(`(?i)(score|rank|level|grade|percentile|total|overall|streak|badge|leader|seniority|rating)`)

func TestNothingReducesAPersonToOneFigure(t *testing.T) {
	for _, part := range []any{Profile{}, Scope{}, Practice{}} {
		v := reflect.TypeOf(part)
		for i := range v.NumField() {
			field := v.Field(i)
			if isNumber(field.Type) {
				t.Errorf("%s.%s is a figure of a whole person", v.Name(), field.Name)
			}
			if field.Type.Kind() != reflect.Struct {
				continue
			}
			if value, ok := field.Type.FieldByName("Value"); ok && isNumber(value.Type) {
				t.Errorf("%s.%s measures a whole person as one figure", v.Name(), field.Name)
			}
		}
	}
}

func isNumber(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 }

// TestNoExportedNameIsOfALadder reads the package: names, JSON keys, and functions
// that give a figure for a person or take several people.
func TestNoExportedNameIsOfALadder(t *testing.T) {
	set := token.NewFileSet()
	for _, file := range parsed(t, set) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				if n.Tag != nil && ladder.MatchString(n.Tag.Value) {
					t.Errorf("%s: the key %s", set.Position(n.Pos()), n.Tag.Value)
				}
			case *ast.Ident:
				if n.IsExported() && ladder.MatchString(n.Name) {
					t.Errorf("%s: the name %s", set.Position(n.Pos()), n.Name)
				}
			case *ast.FuncDecl:
				if n.Name.IsExported() && (givesNumber(n) || takesPeople(n)) {
					t.Errorf("%s: %s makes a figure of a person, or takes several", set.Position(n.Pos()), n.Name.Name)
				}
			}
			return true
		})
	}
}

func parsed(t *testing.T, set *token.FileSet) []*ast.File {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

func givesNumber(fn *ast.FuncDecl) bool {
	return fn.Type.Results != nil && slices.ContainsFunc(fn.Type.Results.List, func(f *ast.Field) bool {
		id, ok := f.Type.(*ast.Ident)
		return ok && slices.Contains([]string{"int", "int64", "float64", "float32"}, id.Name)
	})
}

func takesPeople(fn *ast.FuncDecl) bool {
	return slices.ContainsFunc(fn.Type.Params.List, func(f *ast.Field) bool {
		list, ok := f.Type.(*ast.ArrayType)
		if !ok {
			return false
		}
		id, ok := list.Elt.(*ast.Ident)
		return ok && slices.Contains([]string{"Profile", "Input", "Depth", "Collaborator"}, id.Name)
	})
}

func TestTheLadderTestSeesWhatItLooksFor(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc Sort(p []Profile) float64 { return 0 }", 0)
	if err != nil {
		t.Fatal(err)
	}
	fn := file.Decls[0].(*ast.FuncDecl)
	if !givesNumber(fn) || !takesPeople(fn) || !ladder.MatchString("TotalScore") {
		t.Error("the test looks at nothing")
	}
}

func TestAVersionIsFoundByItsName(t *testing.T) {
	if v, ok := FindVersion("growth/1"); !ok || v.Name != "growth/1" || v.HalfLife != 180*day {
		t.Errorf("growth/1 is %+v, %v", v, ok)
	}
	if _, ok := FindVersion("growth/0"); ok {
		t.Error("growth/0 was found")
	}
}

func TestAnotherVersionIsComputedFromItsOwnParameters(t *testing.T) {
	in := generatedInput(generate(1), staff[0])
	want := figures(Measure(Growth1(), in))
	later := Growth1()
	later.Name, later.HalfLife = "growth/next", 30*day
	if got := Measure(later, in); figures(got)["depth of kernels"] >= want["depth of kernels"] || got.Version != "growth/next" {
		t.Error("a shorter half-life left the depth as it was")
	}
	if got := figures(Measure(Growth1(), in)); got["depth of kernels"] != want["depth of kernels"] {
		t.Error("measuring by one version changed another")
	}
}
