package statement

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestEveryRuleOfWordsHasItsReasonAndFindsItsOwnPhrases(t *testing.T) {
	var f file
	if err := yaml.UnmarshalWithOptions(wordsYAML, &f, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	rules, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, rule := range f.Rules {
		if !strings.HasPrefix(rule.Why, "“%s” ") || !strings.HasSuffix(rule.Why, ".") {
			t.Errorf("the reason %q is no sentence about the words", rule.Why)
		}
		for _, text := range rule.Phrases {
			if text != strings.ToLower(text) || seen[text] {
				t.Errorf("%q is not in small letters, or stands twice", text)
			}
			seen[text] = true
			said := plainest(text)
			found := rules.wordFindings(read("I "+said+".", nil))
			if len(found) == 0 {
				t.Errorf("%q is not found", said)
			}
		}
	}
	for _, c := range f.Claims {
		for _, verb := range c.Verbs {
			if seen[verb] {
				t.Errorf("%q has a rule of words, or of another claim, too", verb)
			}
			seen[verb] = true
		}
	}
}

// plainest is a phrase in its first words, with one word for each gap.
func plainest(text string) string {
	var said []string
	for _, element := range elements(text) {
		if element == nil {
			element = []string{"things"}
		}
		said = append(said, element[0])
	}
	return strings.Join(said, " ")
}

func TestBrokenRulesAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"a kind that is not known":  "rules: [{kind: badge, phrases: [a], why: 'a %s'}]",
		"a reason without the word": "rules: [{kind: praise, phrases: [a], why: 'no'}]",
		"a need that is not known":  "claims: [{needs: luck, verbs: [a], why: 'a %s'}]",
		"a key that is not known":   "rule: []",
	} {
		if _, err := parse([]byte(body)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
