package growth

import (
	"strings"
	"testing"
)

// A glob of the configuration is tried on every path and label. Whatever it is, it is
// refused or it comes to its end on a text that nearly fits: this test would not end.
func TestNoGlobTakesForEver(t *testing.T) {
	for name, test := range map[string]struct {
		glob, text string
		refused    bool
	}{
		"many stars":            {strings.Repeat("a*", 60) + "b", strings.Repeat("a", 8000), false},
		"many folders":          {strings.Repeat("**/a/", 30) + "b", strings.Repeat("a/", 2000) + "c", false},
		"stars within folders":  {strings.Repeat("**/*a*/", 30) + "b", strings.Repeat("aaa/", 1000) + "c", false},
		"classes":               {strings.Repeat("[a-z]*", 60) + "!", strings.Repeat("a", 8000), false},
		"the lists of a human":  {"docs/{a,b}/{c,d}/*.{md,rst}", "docs/a/c/x.txt", false},
		"lists upon lists":      {strings.Repeat("{a,a}", 60) + "b", strings.Repeat("a", 60), true},
		"lists within lists":    {strings.Repeat("{a,", 40) + "b" + strings.Repeat("}", 40), "b", true},
		"an empty list forever": {strings.Repeat("{,}", 60) + "b", "a", true},
	} {
		rules := DefaultRules()
		rules.InitiativeLabels = []string{test.glob}
		problem := rules.Check()
		if (problem != nil) != test.refused {
			t.Errorf("%s: %v", name, problem)
		}
		if problem == nil && matchesAny(rules.InitiativeLabels, test.text) {
			t.Errorf("%s: it fits", name)
		}
	}
}
