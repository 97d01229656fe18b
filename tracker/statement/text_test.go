package statement_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rungless/tracker/statement"
)

// wordKinds are the findings that rules of words make.
var wordKinds = []statement.Kind{statement.HierarchyWord, statement.ProcessWord, statement.WeakVerb, statement.Praise, statement.Overclaim, statement.UnsourcedCount}

func wordFindings(rules *statement.Rules, text string) (spans []string) {
	for _, f := range rules.Check(statement.Statement{Text: text, Sources: []statement.Source{sources["review"]}}) {
		if slices.Contains(wordKinds, f.Kind) {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

func TestWhatIsQuotedOrCodeOrANameIsNotLookedAt(t *testing.T) {
	rules := load(t)
	for _, text := range []string{
		"`led a team`", "```\nLed a team\nShipped it\n```", "\"Led a team\" was the title.", "“world-class”", "«Led a team»", "「world-class」",
		"LED_A_TEAM", "https://example.org/led/a/team?world-class=1", "led.go", "See #412 and v2.1 of 2026-11-20.", "The Stakeholder Service",
		"```\nLed a team, with a fence that stays open",
	} {
		if got := wordFindings(rules, text); got != nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestAQuoteThatStaysOpenHidesNothing(t *testing.T) {
	rules := load(t)
	for _, text := range []string{"Led it, 5\" wide.", "Led “it.", "\"\nLed it.\n\"", "An open \" here.\n\"Led it\" and I led it.", "Don't stop: led it with omar's code. I led it."} {
		if got := wordFindings(rules, text); len(got) == 0 || !strings.EqualFold(got[0], "led") {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestSpansLieOnCharactersInEveryScript(t *testing.T) {
	rules := load(t)
	for _, text := range []string{"🚀 Led it 👩‍💻.", "バッチ。Led it.", "أضفت؛ I led it", "Réécrit; led it", "\xff\xfe led it. Led it"} {
		findings := rules.Check(statement.Statement{Text: text, Sources: []statement.Source{sources["merged"]}})
		if !slices.ContainsFunc(findings, func(f statement.Finding) bool {
			return strings.EqualFold(f.Span, "led") && text[f.Start:f.End] == f.Span
		}) {
			t.Errorf("%q: %+v", text, findings)
		}
	}
}

func FuzzCheckNeverPanicsAndItsSpansAreInTheText(f *testing.F) {
	for _, seed := range []string{"", "Led a team of 5, \"quoted\" and `code`", "kept kept kept kept on track", "“「`\"", "1,2,3% $ ~5x 1e9 0x1p-2", "私は led 🚀", "\xff```\x00", "from from from to"} {
		f.Add(seed, "title 70%")
	}
	rules := load(f)
	f.Fuzz(func(t *testing.T, text, title string) {
		for _, source := range sources {
			source.Title, source.Text = title, text
			for _, found := range rules.Check(statement.Statement{Text: text, Sources: []statement.Source{source}}) {
				if found.Start < 0 || found.End < found.Start || found.End > len(text) || text[found.Start:found.End] != found.Span {
					t.Fatalf("the span %d:%d of %q is %q", found.Start, found.End, text, found.Span)
				}
				if utf8.ValidString(text) && !utf8.ValidString(found.Span) {
					t.Fatalf("%q cuts a character of %q", found.Span, text)
				}
				if strings.ContainsAny(found.Offer, "\n\r\x00") || !utf8.ValidString(found.Offer) {
					t.Fatalf("the offer is %q", found.Offer)
				}
			}
		}
	})
}

// The time is linear: twice the text takes twice as long, whatever it is made of.
func BenchmarkCheck(b *testing.B) {
	rules := load(b)
	for name, unit := range map[string]string{"sentences": "Led the team and kept everyone motivated; merged by omar. ", "open quotes": "“「`\" ", "quotes": "“a” ", "gaps": "kept from "} {
		for _, times := range []int{1000, 2000} {
			text := strings.Repeat(unit, times)
			b.Run(name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					rules.Check(statement.Statement{Text: text, Sources: []statement.Source{sources["merged"]}})
				}
			})
		}
	}
}
