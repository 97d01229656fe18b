package growth

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// RuleProblem is the first thing wrong with an instance's rules.
type RuleProblem struct {
	Key   string // within the rules: "words[0].months_active", "documents[2]"
	Value string
	Is    string // completes "KEY is VALUE, which ..."
	Hint  string // the way out
}

// Check returns the first problem in order of the file, or nil.
func (r Rules) Check() *RuleProblem {
	for i, w := range r.Words {
		if problem := w.check(); problem != nil {
			problem.Key = fmt.Sprintf("words[%d].%s", i, problem.Key)
			return problem
		}
	}
	for _, list := range []struct {
		key     string
		entries []string
		isGlob  bool
	}{
		{"documents", r.Documents, true}, {"decisions", r.Decisions, true}, {"decision_labels", r.DecisionLabels, false}, {"initiative_labels", r.InitiativeLabels, true},
	} {
		for i, entry := range list.entries {
			key := fmt.Sprintf("%s[%d]", list.key, i)
			switch {
			case strings.TrimSpace(entry) == "":
				return &RuleProblem{key, entry, "matches nothing", "write something, or take the entry out"}
			case list.isGlob && !doublestar.ValidatePattern(entry):
				return &RuleProblem{key, entry, "is no glob", "close every [ and {; \\ before a sign takes its meaning"}
			case list.isGlob && strings.Count(entry, "{") > mostChoices:
				return &RuleProblem{key, entry, "has too many lists in braces: the time to match it doubles with each", "write several globs with three such lists at most"}
			case list.isGlob && strings.HasPrefix(entry, "/"):
				return &RuleProblem{key, entry, "begins with a slash, as no path or label does", "write it without a slash before it"}
			}
		}
	}
	return nil
}

// mostChoices is how many lists such as {md,rst} a glob may have: all their combinations are tried.
const mostChoices = 3

func (w WordRule) check() *RuleProblem {
	for _, limit := range []struct {
		key         string
		value, most float64
		hint        string
	}{
		{"months_active", float64(w.MonthsActive), 12, "write 0 to 12: months of the last twelve"},
		{"validators", w.Validators, 1000, "write 0 to 1000: as many people, in effect"},
		{"heeded_reviews", float64(w.HeededReviews), 1000, "write 0 to 1000: reviews within twelve months"},
		{"quiet_months", float64(w.QuietMonths), 10, "write 0 to 10: months between two active ones of the last twelve"},
	} {
		if !(limit.value >= 0 && limit.value <= limit.most) {
			return &RuleProblem{limit.key, fmt.Sprint(limit.value), "nobody can meet", limit.hint}
		}
	}
	switch {
	case strings.TrimSpace(w.Word) == "":
		return &RuleProblem{"word", w.Word, "says nothing", "write the word or the two that people use for it"}
	case w.MonthsActive == 0 && w.Validators == 0 && w.HeededReviews == 0 && w.QuietMonths == 0:
		return &RuleProblem{"word", w.Word, "holds of everybody", "give it months_active, validators, heeded_reviews or quiet_months"}
	}
	return nil
}
