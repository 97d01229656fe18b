package pack_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// draft has every field.
func draft() pack.Draft {
	return pack.Draft{
		Form: pack.DraftForm, Person: "iris", From: "2026-01-01", To: "2026-07-01", Title: "Half a year: \"kernels\"",
		Domains: []string{"kernels"}, Initiatives: []string{"2026Q1/4711#12"}, Opening: "One line.\nAnother one # no comment.\n\nA third: with a colon.",
		Options:  pack.Options{Charts: true, Comparison: true, Collaborators: true},
		LeaveOut: pack.LeaveOut{Quotes: true, Authors: []string{"noor"}, Sources: []string{"https://github.com/acme/kernels/issues/3"}},
		Chapters: []pack.DraftChapter{
			{Key: "kernels", Title: "- Kernels", Intro: "  indented\nlines ", Claims: []pack.DraftClaim{
				{ID: "c1", Text: "I made them fast. 速い مرحبا 🚀", Ready: true, Sources: []pack.DraftSource{
					{URL: "https://github.com/acme/kernels/pull/12", Quote: "https://github.com/acme/kernels/pull/12#discussion_r78", Note: "twice as fast"},
					{URL: "https://github.com/acme/secret/pull/1", Private: pack.PrivateRedact}}},
				{ID: "c2", Text: "true", Sources: []pack.DraftSource{}}}},
			{Key: "rest", Title: "null", Claims: []pack.DraftClaim{}}},
	}
}

func TestADraftIsReadAsItWasWritten(t *testing.T) {
	want := draft()
	got, err := pack.ParseDraft("draft.yaml", want.YAML())
	if err != nil {
		t.Fatalf("%v\n%s", err, want.YAML())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text, err := want.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, err = pack.DraftFromJSON(text); err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("as JSON: %v %s", err, cmp.Diff(want, got))
	}
}

func TestAMistakeInADraftIsNamedWithItsPlace(t *testing.T) {
	whole := string(draft().YAML())
	for name, test := range map[string]struct{ old, new, want, hint string }{
		"an unknown field":          {"title: \"Half", "titel: \"Half", `draft.yaml:7:1: there is no field "titel"`, `did you mean "title"?`},
		"a day that is none":        {"from: 2026-01-01", "from: 2026-02-30", `draft.yaml:5:7: from is "2026-02-30", which is no day`, "2026-01-31"},
		"a window backwards":        {"to: 2026-07-01", "to: 2025-07-01", `draft.yaml:6:5: to is not after from`, "first day after"},
		"a choice that is none":     {"private: redact", "private: hide", `private is "hide", which is no choice`, "leave out, redact or show"},
		"an address that is none":   {"url: https://github.com/acme/kernels/pull/12\n", "url: kernels/pull/12\n", `chapters[0].claims[0].sources[0].url is not the address`, "https://"},
		"a password in an address":  {"url: https://github.com/acme/kernels/pull/12\n", "url: https://me:secret@github.com/acme\n", `holds a password`, "https://"},
		"an id that is there twice": {`id: "c2"`, `id: "c1"`, `chapters[0].claims[1].id is "c1", which is there already`, "another"},
		"an id for another folder":  {`id: "c2"`, `id: "../c2"`, `chapters[0].claims[1].id is "../c2", which is no key`, "hyphens"},
		"an alias":                  {"ready: true", "ready: *x", "anchors and aliases are not taken", "write the text out"},
		"a list that is text":       {"chapters:\n", "chapters: none\nx:\n", "", ""},
		"another form":              {"form: \"rungless-pack-draft/1\"", "form: \"rungless-pack-draft/9\"", "which this version cannot read", "rungless-pack-draft/1"},
		"no person":                 {`person: "iris"`, `person: ""`, "person is no login", "login"},
		"no YAML":                   {"form:", "\tform:", "draft.yaml", ""},
		"a second document":         {"form:", "a: 1\n---\nform:", "holds 2 documents", "pack new"},
		"a field twice":             {"form:", "person: \"x\"\nform:", "draft.yaml:5:1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(whole, test.old, test.new, 1)
			if text == whole {
				t.Fatal("nothing was changed")
			}
			_, err := pack.ParseDraft("draft.yaml", []byte(text))
			if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if failure, ok := errors.AsType[*tracker.Error](err); !ok || !strings.Contains(failure.Hint, test.hint) {
				t.Errorf("the way out is %q, want %q", failure.Hint, test.hint)
			}
			if strings.Contains(err.Error(), "secret@") {
				t.Error("the error repeats a password")
			}
		})
	}
}

func FuzzDraft(f *testing.F) {
	f.Add(draft().YAML())
	f.Add([]byte("form: rungless-pack-draft/1\nperson: a\nfrom: 2026-01-01\nto: 2026-01-02\ntitle: \"\\u0085\"\nchapters: []\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := pack.ParseDraft("draft.yaml", text)
		if err != nil {
			if tracker.KindOf(err) != tracker.Invalid {
				t.Errorf("%v is of another kind", err)
			}
			return
		}
		again, err := pack.ParseDraft("draft.yaml", d.YAML())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, d.YAML())
		}
		first, _ := d.JSON()
		second, _ := again.JSON()
		if normal(first) != normal(second) {
			t.Errorf("it was read as another one:\n%s\n%s", first, second)
		}
	})
}

// normal is the JSON of a draft with nothing and an empty list made one.
func normal(text []byte) string {
	return strings.NewReplacer(`"chapters":null`, `"chapters":[]`, `"claims":null`, `"claims":[]`, `"sources":null`, `"sources":[]`).Replace(string(text))
}

func TestALinkTellsWhatItNames(t *testing.T) {
	for text, want := range map[string]string{
		"https://github.com/acme/kernels/pull/12":      "pull_request 12 0 https://github.com/acme/kernels/pull/12",
		"https://stats.example.org/x?a=1#b":            " 0 0 https://stats.example.org/x?a=1#b",
		"https://github.com/acme/kernels":              " 0 0 https://github.com/acme/kernels",
		"https://git.example.org/acme/kernels/pull/12": " 0 0 https://git.example.org/acme/kernels/pull/12",
	} {
		link, err := pack.ParseLink("github.com", text)
		if got := fmt.Sprint(link.Kind, " ", link.Number, " ", link.DatabaseID, " ", link.URL); err != nil || got != want {
			t.Errorf("%s: got %q (%v), want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "kernels#12", "ftp://x/y", "javascript:alert(1)", "https://a:b@github.com/x", "https://github.com/a b", "https:///x"} {
		if _, err := pack.ParseLink("github.com", text); tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestThePeriodBeforeHasTheSameMonths(t *testing.T) {
	for period, want := range map[pack.Period]pack.Period{
		{From: "2026-01-01", To: "2026-07-01"}: {From: "2025-07-01", To: "2026-01-01"},
		{From: "2026-03-10", To: "2026-03-20"}: {From: "2026-02-28", To: "2026-03-10"},
		{From: "2024-03-31", To: "2025-03-31"}: {From: "2023-03-31", To: "2024-03-31"},
	} {
		if got := period.Before(); got != want {
			t.Errorf("before %v is %v, want %v", period, got, want)
		}
	}
	if last := (pack.Period{From: "2026-01-01", To: "2026-03-01"}).Last(); last != "2026-02-28" || last.Words() != "28 February 2026" {
		t.Errorf("the last day is %s, %s", last, last.Words())
	}
}

// whole is a pack with every kind of source.
func whole() pack.Pack {
	p := pack.Pack{Form: pack.Form, Title: "Half a year", Subject: pack.Subject{Login: "iris", URL: "https://github.com/iris"},
		Period: pack.Period{From: "2026-01-01", To: "2026-07-01"}, Opening: "What I did.", Formula: "growth/1", Program: "v1", Snapshot: "2026-07-02",
		Coverage: []pack.Coverage{}, Unseen: []string{"Private work."}, Findings: []pack.Finding{{Rule: "x"}},
		Chapters: []pack.Chapter{{Key: "kernels", Title: "Kernels", Claims: []pack.Claim{
			{ID: "c1", Text: "I <b>made</b> it.", Ready: true, Findings: []pack.Finding{{Rule: "weak-verb", Weight: pack.Advice}}, Sources: []pack.Source{
				{Kind: tracker.PullRequestKind, Permalink: "https://github.com/acme/kernels/pull/12", State: tracker.Merged, Day: "2026-02-03", PayloadHash: strings.Repeat("ab", 32)},
				{IsPrivate: true, IsRedacted: true, VerifiedOn: "2026-07-01"}}},
			{ID: "c2", Text: "Not yet.", Sources: []pack.Source{{Kind: tracker.IssueKind, Permalink: "https://github.com/acme/kernels/issues/3"}}},
			{ID: "c3", Text: "Again.", Ready: true, Sources: []pack.Source{{Kind: tracker.PullRequestKind, Permalink: "https://github.com/acme/kernels/pull/12"}}}}}}}
	p.Number()
	return p
}

func sealed(t testing.TB, key ed25519.PrivateKey) pack.Sealed {
	t.Helper()
	final, err := whole().Final()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pack.Seal(final, []pack.File{{Name: "pack.md", Data: []byte("# Half a year\n")}, {Name: "evidence.csv", Data: []byte("a,b\n")}}, key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFinalPackHoldsWhatIsReady(t *testing.T) {
	final, err := whole().Final()
	if err != nil {
		t.Fatal(err)
	}
	claims := final.Chapters[0].Claims
	if len(claims) != 2 || len(final.Findings)+len(claims[0].Findings) != 0 {
		t.Errorf("got %+v", claims)
	}
	if claims[0].Sources[0].Ref != 1 || claims[0].Sources[1].Ref != 2 || claims[1].Sources[0].Ref != 1 {
		t.Errorf("the sources are numbered %d %d %d", claims[0].Sources[0].Ref, claims[0].Sources[1].Ref, claims[1].Sources[0].Ref)
	}
	if text := string(final.Draft().YAML()); strings.Contains(text, "Not yet") || strings.Contains(text, "private: redact") {
		t.Errorf("the sealed draft tells what the pack does not:\n%s", text)
	}
	blocked := whole()
	blocked.Chapters[0].Claims[0].Findings[0].Weight = pack.Blocks
	if _, err := blocked.Final(); tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("a claim that is blocked was sealed: %v", err)
	}
	if _, err := (pack.Pack{}).Final(); tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("a pack without claims was sealed: %v", err)
	}
}
