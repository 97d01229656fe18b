package domain

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func TestAProblemNamesItsKey(t *testing.T) {
	good := Domain{Slug: "docs", Paths: []string{"docs/**"}}
	with := func(d Domain) []Domain { d.Slug = "kernels"; return []Domain{good, d} }
	for name, test := range map[string]struct {
		domains   []Domain
		uncounted []string
		want      string
	}{
		"nothing at all":                      {nil, nil, ""},
		"a good one":                          {[]Domain{good}, []string{"golden/**"}, ""},
		"everything that may be written":      {octo(), nil, ""},
		"the default":                         {Default(), nil, ""},
		"no slug":                             {[]Domain{{Name: "Docs", Paths: []string{"docs/**"}}}, nil, "domains[0].slug"},
		"a slug that is a title":              {[]Domain{{Slug: "GPU kernels", Paths: []string{"csrc/**"}}}, nil, "domains[0].slug"},
		"one slug twice":                      {[]Domain{good, good}, nil, "domains[1].slug"},
		"no rules":                            {with(Domain{Excludes: []string{"a"}}), nil, "domains[1].slug"},
		"a path from the root":                {with(Domain{Paths: []string{"a/**", "/csrc/**"}}), nil, "domains[1].paths[1]"},
		"a directory with a slash at its end": {with(Domain{Paths: []string{"csrc/"}}), nil, "domains[1].paths[0]"},
		"braces":                              {with(Domain{Paths: []string{"**/*.{cu,cuh}"}}), nil, "domains[1].paths[0]"},
		"an open bracket":                     {with(Domain{Paths: []string{"[a"}}), nil, "domains[1].paths[0]"},
		"an empty path":                       {with(Domain{Paths: []string{""}}), nil, "domains[1].paths[0]"},
		"a path bound to half a repository":   {with(Domain{Paths: []string{"engine:csrc/**"}}), nil, "domains[1].paths[0]"},
		"a repository without its owner":      {with(Domain{Repositories: []string{"engine"}}), nil, "domains[1].repositories[0]"},
		"an empty label":                      {with(Domain{Labels: []string{""}}), nil, "domains[1].labels[0]"},
		"words without a word":                {with(Domain{Words: []string{"kernel", "++"}}), nil, "domains[1].words[1]"},
		"an asterisk inside a word":           {with(Domain{Words: []string{"ker*el"}}), nil, "domains[1].words[0]"},
		"a bad exclude":                       {with(Domain{Labels: []string{"a"}, Excludes: []string{"/a"}}), nil, "domains[1].excludes[0]"},
		"a bad uncounted path":                {[]Domain{good}, []string{"ok", "{}"}, "uncounted[1]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if problem := Check(test.domains, test.uncounted); problem != nil {
				got = problem.Key
			}
			if got != test.want {
				t.Errorf("problem at %q, want %q", got, test.want)
			}
			if _, err := New(test.domains, test.uncounted); (err != nil) != (test.want != "") || err != nil && tracker.KindOf(err) != tracker.Invalid {
				t.Errorf("New says %v", err)
			}
		})
	}
}

func TestTheVersionMovesWithWhatIsDecidedOnly(t *testing.T) {
	version := func(change func(d []Domain) []Domain, uncounted ...string) string {
		return must(t, change(octo()), uncounted...).Version()
	}
	same := func(d []Domain) []Domain { return d }
	base := version(same)
	if got := version(func(d []Domain) []Domain { d[0].Name = "Documents"; slices.Reverse(d[1].Paths); return d }); got != base {
		t.Error("a name or the order of a list is another version")
	}
	for name, other := range map[string]string{
		"another order of the domains": version(func(d []Domain) []Domain { slices.Reverse(d); return d }),
		"one rule more":                version(func(d []Domain) []Domain { d[0].Topics = append(d[0].Topics, "x"); return d }),
		"a rule of another kind":       version(func(d []Domain) []Domain { d[0].Topics, d[0].Labels = d[0].Labels, d[0].Topics; return d }),
		"another slug":                 version(func(d []Domain) []Domain { d[0].Slug = "documents"; return d }),
		"an uncounted path":            version(same, "golden/**"),
	} {
		if other == base {
			t.Errorf("%s is the same version", name)
		}
	}
	if diff := cmp.Diff("domain/1:", base[:9]); diff != "" {
		t.Errorf("the version does not name the method: %s", base)
	}
}

// FuzzRules feeds rules and facts that came from anywhere: what is let in must work.
func FuzzRules(f *testing.F) {
	f.Add("csrc/**", "octo/*:src/*", "area: *", "tokeniz*", "csrc/a.cu", "Tokenizers are slow")
	f.Add("[a-z]/?", "**", `\[x]`, "修复", "a/b", "")
	f.Fuzz(func(t *testing.T, path, exclude, label, word, changed, title string) {
		domains := []Domain{{Slug: "a", Paths: []string{path}, Labels: []string{label}, Excludes: []string{exclude}}, {Slug: "b", Words: []string{word}, Topics: []string{label}}}
		c, err := New(domains, []string{exclude})
		if err != nil {
			return
		}
		for _, r := range []tracker.Record{in("x", title, []string{label, title}, []string{label}, file(changed, 4)), in("x", title, []string{title}, nil)} {
			sum := 0.0
			for _, weight := range whole(c.Attribute(r)) {
				sum += weight
			}
			if sum != 0 && (sum < 0.999999 || sum > 1.000001) {
				t.Errorf("weights add up to %v", sum)
			}
			c.Explain(r)
		}
	})
}
