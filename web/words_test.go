package web

import (
	"encoding/json"
	"testing"
	"time"

	"rungless/tracker"
)

func TestNumbersHaveCommasBetweenThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 20000: "20,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := number(n); got != want {
			t.Errorf("number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestWordsAreListedAsASentenceDoes(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := listed(words); got != want {
			t.Errorf("listed(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestASentenceBeginsWithAWholeLetter(t *testing.T) {
	for given, want := range map[string]string{"": "", "word": "Word", "“led” tells": "“led” tells", "été": "Été"} {
		if got := capitalized(given); got != want {
			t.Errorf("capitalized(%q) = %q, want %q", given, got, want)
		}
	}
	if got := asClause("Été"); got != "été" {
		t.Errorf("got %q", got)
	}
}

func TestEveryKindAndStateHasAName(t *testing.T) {
	for _, kind := range tracker.Kinds() {
		if kindName[kind] == "" {
			t.Errorf("the kind %q has no name", kind)
		}
	}
	for _, state := range threadStates {
		if stateName[state] == "" {
			t.Errorf("the state %q has no name", state)
		}
	}
}

func TestTimesAreToldInWordsFromNow(t *testing.T) {
	now := time.Date(2026, 11, 23, 4, 2, 0, 0, time.UTC)
	for span, want := range map[time.Duration]string{
		0:                     "just now",
		59 * time.Second:      "just now",
		time.Minute:           "1 minute ago",
		3 * time.Minute:       "3 minutes ago",
		119 * time.Minute:     "1 hour ago",
		25 * time.Hour:        "1 day ago",
		40 * 24 * time.Hour:   "1 month ago",
		800 * 24 * time.Hour:  "2 years ago",
		-30 * time.Second:     "in less than a minute",
		-90 * time.Minute:     "in 1 hour",
		-3 * 24 * time.Hour:   "in 3 days",
		364 * 24 * time.Hour:  "12 months ago",
		-400 * 24 * time.Hour: "in 1 year",
	} {
		if got := (moment{at: now.Add(-span), now: now}).Ago(); got != want {
			t.Errorf("%v: got %q, want %q", span, got, want)
		}
	}
}

func TestAMomentIsUTCForMachinesAndNullWhenNotKnown(t *testing.T) {
	s := &Server{options: Options{Now: time.Now}}
	at := time.Date(2026, 5, 31, 20, 0, 0, 0, time.FixedZone("", -8*3600))
	for want, m := range map[string]moment{`"2026-06-01T04:00:00Z"`: s.moment(at), "null": s.moment(time.Time{})} {
		if got, err := json.Marshal(m); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}
