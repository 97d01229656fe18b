package statement

import (
	_ "embed" // words.yaml
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsYAML []byte

// Rules are the rules of words, ready for use by several at once.
type Rules struct {
	phrases     map[string][]phrase // by their first word
	claims      map[string]claim    // by verb
	comparisons map[string][]phrase
	decisions   map[string]bool // true: who decided may be anybody; false: must be known
	people      map[string]bool
	units       map[string]bool // words after a number
	hung        map[string]bool // what hangs on one
}

// phrase is a list of words, each of them one of several. nil stands for up to three
// words of any kind.
type phrase struct {
	words  [][]string
	kind   Kind
	verb   bool // only where it is what the person did
	unless []string
	why    string
}

// claim is what a verb says, and what sources must show for it.
type claim struct {
	needs need
	why   string
}

// file is words.yaml as it is written.
type file struct {
	Rules []struct {
		Kind       Kind     `yaml:"kind"`
		Verb       bool     `yaml:"verb"`
		Phrases    []string `yaml:"phrases"`
		UnlessNext []string `yaml:"unless_next"`
		Why        string   `yaml:"why"`
	} `yaml:"rules"`
	Claims []struct {
		Needs need     `yaml:"needs"`
		Verbs []string `yaml:"verbs"`
		Why   string   `yaml:"why"`
	} `yaml:"claims"`
	Decisions             []string `yaml:"decisions"`
	DecisionsNamed        []string `yaml:"decisions_named"`
	People                []string `yaml:"people"`
	Comparisons           []string `yaml:"comparisons"`
	ComparisonsUnlessNext []string `yaml:"comparisons_unless_next"`
	Units                 []string `yaml:"units"`
	HungUnits             []string `yaml:"hung_units"`
}

// Load reads the rules that the program carries. An error is a defect of words.yaml.
func Load() (*Rules, error) { return parse(wordsYAML) }

func parse(body []byte) (*Rules, error) {
	var f file
	if err := yaml.UnmarshalWithOptions(body, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("statement.Load: %w", err)
	}
	r := &Rules{phrases: map[string][]phrase{}, claims: map[string]claim{}, comparisons: map[string][]phrase{},
		decisions: map[string]bool{}, people: setOf(f.People), units: setOf(f.Units), hung: setOf(f.HungUnits)}
	for _, text := range f.Comparisons {
		add(r.comparisons, phrase{words: elements(text), unless: f.ComparisonsUnlessNext})
	}
	for _, verb := range f.DecisionsNamed {
		r.decisions[verb] = false
	}
	for _, verb := range f.Decisions {
		r.decisions[verb] = true
	}
	if err := r.addPhrases(f); err != nil {
		return nil, err
	}
	return r, r.addClaims(f)
}

func (r *Rules) addPhrases(f file) error {
	for _, rule := range f.Rules {
		if !slices.Contains(Kinds(), rule.Kind) || strings.Count(rule.Why, "%s") != 1 {
			return fmt.Errorf("statement.Load: a rule of kind %q is of no known kind, or its reason does not say which words: %q", rule.Kind, rule.Why)
		}
		for _, text := range rule.Phrases {
			add(r.phrases, phrase{words: elements(text), kind: rule.Kind, verb: rule.Verb, unless: rule.UnlessNext, why: rule.Why})
		}
	}
	return nil
}

func (r *Rules) addClaims(f file) error {
	for _, c := range f.Claims {
		if _, known := supports[c.Needs]; !known || strings.Count(c.Why, "%s") != 1 {
			return fmt.Errorf("statement.Load: a claim needs %q, which is not known, or its reason does not say which word: %q", c.Needs, c.Why)
		}
		for _, verb := range c.Verbs {
			r.claims[verb] = claim{needs: c.Needs, why: c.Why}
		}
	}
	return nil
}

func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

// elements reads a phrase: "led|ran a|the team", "kept * motivated".
func elements(text string) [][]string {
	var words [][]string
	for _, part := range strings.Fields(text) {
		if part == "*" {
			words = append(words, nil)
		} else {
			words = append(words, strings.Split(part, "|"))
		}
	}
	return words
}

func add(to map[string][]phrase, p phrase) {
	for _, first := range p.words[0] {
		to[first] = append(to[first], p)
	}
}

// gap is how many words "*" stands for at most.
const gap = 3

// match returns where a phrase that begins at a place in the text ends, the place after
// its last word, and 0 where it does not stand there. It reads a bounded number of words.
func (p phrase) match(words []word, at int) int {
	end := matchFrom(p.words, words, at)
	if end == 0 || end < len(words) && !words[end].clause && !words[end].comma && slices.Contains(p.unless, words[end].lower) {
		return 0
	}
	return end
}

func matchFrom(elements [][]string, words []word, at int) int {
	for i, any := range elements {
		if any == nil {
			for skip := range gap + 1 {
				if end := matchFrom(elements[i+1:], words, at+skip); end > 0 {
					return end
				}
			}
			return 0
		}
		if at >= len(words) || i > 0 && words[at].clause || !slices.Contains(any, words[at].lower) || words[at].isName {
			return 0
		}
		at++
	}
	return at
}
