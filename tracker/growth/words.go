package growth

import (
	"fmt"
	"time"
)

// WordRule gives a plain word to the picture of one domain. Every limit that it
// sets must be met; a limit of 0 asks nothing. Of the rules that are met, those
// written first speak; a word says nothing of other people.
type WordRule struct {
	Word          string  `yaml:"word" env:"WORD"`
	MonthsActive  int     `yaml:"months_active" env:"MONTHS_ACTIVE"`   // of the last twelve
	Validators    float64 `yaml:"validators" env:"VALIDATORS"`         // effective ones
	HeededReviews int     `yaml:"heeded_reviews" env:"HEEDED_REVIEWS"` // units of reviews by the person that others heeded, within twelve months
	QuietMonths   int     `yaml:"quiet_months" env:"QUIET_MONTHS"`     // the longest run of them between active ones
}

// Word is a word that holds, and why.
type Word struct {
	Word    string `json:"word"`
	Because string `json:"because"`
}

// words applies the rules to one domain.
func (f *facts) words(depth Depth, d *domainActs) []Word {
	words := []Word{}
	if depth.MonthsActive.Status != Available {
		return words
	}
	months, validators := len(depth.MonthsActive.Value), depth.EffectiveValidators.Value
	reviews, quiet := f.heededReviews(d), quietMonths(depth.MonthsActive.Value)
	for _, rule := range f.in.Rules.Words {
		if months < rule.MonthsActive || validators < rule.Validators || reviews < rule.HeededReviews || quiet < rule.QuietMonths {
			continue
		}
		words = append(words, Word{rule.Word, fmt.Sprintf(
			"active in %d of the last twelve months, validation spread as among %.1f people, %s heeded", months, validators, counted(reviews, "review"))})
		break
	}
	return words
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// heededReviews counts the units in which reviews by the person were heeded within
// the last twelve months.
func (f *facts) heededReviews(d *domainActs) int {
	var acts []*act
	for _, p := range d.counted {
		if p.act.kind == Reviewed && p.act.at.After(f.in.Now.AddDate(-1, 0, 0)) {
			acts = append(acts, p.act)
		}
	}
	return len(f.units(acts, nil))
}

// quietMonths is the longest run of months between two active ones.
func quietMonths(active []time.Time) int {
	longest := 0
	for i := 1; i < len(active); i++ {
		a, b := active[i-1], active[i]
		longest = max(longest, (b.Year()-a.Year())*12+int(b.Month()-a.Month())-1)
	}
	return longest
}
