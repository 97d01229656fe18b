package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
)

// octo is a small organisation's catalogue, from surface to deep.
func octo() []Domain {
	return []Domain{
		{Slug: "docs", Repositories: []string{"octo/website"}, Paths: []string{"**/*.md"}, Labels: []string{"documentation"}, Topics: []string{"docs"}, Words: []string{"typo", "guide"}},
		{Slug: "data", Paths: []string{"tokenizers/**", "**/*_tokenizer.*"}, Labels: []string{"area: data"}, Topics: []string{"data*"}, Words: []string{"data", "tokeniz*"}},
		{Slug: "serving", Repositories: []string{"octo/engine*"}, Paths: []string{"src/**", "octo/engine:csrc/io/**"}, Labels: []string{"area: serving"}, Words: []string{"data loader", "内核调度"}},
		{Slug: "kernels", Paths: []string{"csrc/**", "**/*.cu"}, Labels: []string{"area: kernels", "[Type] Kernel"}, Topics: []string{"cuda"}, Words: []string{"kernel", "fp8"}, Excludes: []string{"csrc/bindings/**", "**/*.txt"}},
	}
}

func must(t testing.TB, domains []Domain, uncounted ...string) *Catalogue {
	t.Helper()
	c, err := New(domains, uncounted)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// in makes a pull request of octo/NAME from "path lines" entries; without any it
// makes an issue.
func in(name, title string, labels []string, topics []string, files ...tracker.FileChange) tracker.Record {
	r := tracker.Record{Topics: topics}
	r.Thread.Repository = tracker.RepositoryRef{Host: "github.com", Owner: "Octo", Name: name}
	r.Thread.Kind, r.Thread.Title, r.Thread.Labels = tracker.IssueKind, title, labels
	if files != nil {
		r.Thread.Kind, r.Thread.PullRequest = tracker.PullRequestKind, &tracker.PullRequest{Files: files}
	}
	return r
}

func file(path string, lines int) tracker.FileChange {
	return tracker.FileChange{Path: path, Additions: lines}
}

// weights is what of an attribution most tests are about.
func weights(a Attribution) map[string]float64 {
	got := map[string]float64{}
	for _, share := range a.Shares {
		got[share.Domain] = share.Weight
	}
	for _, share := range a.Passing {
		got["passing "+share.Domain] = share.Weight
	}
	if a.None.Weight > 0 {
		got["none"] = a.None.Weight
	}
	return got
}

func TestAThreadLiesWhereItsChangedLinesAre(t *testing.T) {
	type want map[string]float64
	for name, test := range map[string]struct {
		record tracker.Record
		want   want
	}{
		"all in one domain":                                {in("x", "", nil, nil, file("csrc/a.cpp", 10)), want{"kernels": 1}},
		"by lines, not by files":                           {in("x", "", nil, nil, file("csrc/a.cpp", 75), file("a.md", 20), file("b.md", 5)), want{"kernels": .75, "docs": .25}},
		"what no rule claims is in no domain":              {in("x", "", nil, nil, file("csrc/a.cpp", 30), file("Makefile", 10)), want{"kernels": .75, "none": .25}},
		"the longer glob wins over the shorter":            {in("x", "", nil, nil, file("tokenizers/README.md", 1)), want{"data": 1}},
		"a tie goes to the surface":                        {in("x", "", nil, nil, file("src/a.md", 1)), want{"docs": 1}},
		"a rule bound to its repository goes first":        {in("engine", "", nil, nil, file("csrc/io/read.cu", 1)), want{"serving": 1}},
		"and says nothing of another repository":           {in("x", "", nil, nil, file("csrc/io/read.cu", 1)), want{"kernels": 1}},
		"a path before a label":                            {in("x", "", []string{"documentation"}, nil, file("csrc/a.cpp", 1)), want{"kernels": 1}},
		"a label where no path rule speaks":                {in("engine", "", []string{"area: kernels"}, nil, file("Makefile", 1)), want{"kernels": 1}},
		"the repository where no label speaks":             {in("engine", "fix kernel", []string{"bug"}, []string{"cuda"}, file("Makefile", 1)), want{"serving": 1}},
		"topics where no repository rule speaks":           {in("x", "typo", nil, []string{"llm", "cuda"}, file("Makefile", 1)), want{"kernels": 1}},
		"words last":                                       {in("x", "A typo in the Makefile", nil, nil, file("Makefile", 1)), want{"docs": 1}},
		"excluded paths go to the next in turn":            {in("engine", "", nil, nil, file("csrc/bindings/a.cpp", 1)), want{"serving": 1}},
		"an exclude holds against labels too":              {in("x", "", []string{"area: kernels"}, nil, file("list.txt", 1)), want{"none": 1}},
		"lines not counted weigh one each":                 {in("x", "", nil, nil, file("csrc/a.cpp", -1), file("csrc/b.cpp", -1), file("a.md", -1), file("b.md", -1)), want{"kernels": .5, "docs": .5}},
		"a move weighs one line":                           {in("x", "", nil, nil, file("csrc/a.cpp", 3), file("a.md", 0)), want{"kernels": .75, "docs": .25}},
		"two labels share evenly":                          {in("x", "", []string{"area: kernels", "area: serving", "bug"}, nil), want{"kernels": .5, "serving": .5}},
		"two labels of one domain do not count twice":      {in("x", "", []string{"area: kernels", "[Type] Kernel", "area: serving"}, nil), want{"kernels": .5, "serving": .5}},
		"labels match in any case":                         {in("x", "", []string{"AREA: Kernels"}, nil), want{"kernels": 1}},
		"a label with brackets is matched as written":      {in("x", "", []string{"[Type] Kernel"}, nil), want{"kernels": 1}},
		"an issue by its title":                            {in("x", "FP8 is slow", nil, nil), want{"kernels": 1}},
		"a longer phrase takes its words":                  {in("x", "Data loader hangs", nil, nil), want{"serving": 1}},
		"the same word may stand again":                    {in("x", "Data loader loses data", nil, nil), want{"data": .5, "serving": .5}},
		"a word is a whole word":                           {in("x", "Kernels and prototypos", nil, nil), want{"none": 1}},
		"an open word takes any ending":                    {in("x", "TOKENIZATION of emoji", nil, nil), want{"data": 1}},
		"a script without spaces":                          {in("x", "修复内核调度崩溃", nil, nil), want{"serving": 1}},
		"an issue that nothing speaks for":                 {in("x", "It hangs", nil, nil), want{"none": 1}},
		"less than a tenth is passing by":                  {in("x", "", nil, nil, file("csrc/a.cpp", 95), file("a.md", 5)), want{"kernels": .95, "passing docs": .05}},
		"a change of lock files lies nowhere":              {in("engine", "kernel", []string{"area: kernels"}, nil, file("Cargo.lock", 400), file("web/yarn.lock", 3)), want{}},
		"a pull request that changed nothing lies nowhere": {in("engine", "kernel", nil, nil, []tracker.FileChange{}...), want{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := weights(must(t, octo()).Attribute(test.record))
			if diff := cmp.Diff(map[string]float64(test.want), got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("weights differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryShareSaysWhy(t *testing.T) {
	record := in("engine", "", []string{"area: serving"}, nil, file("csrc/b.cpp", 30), file("csrc/a.cpp", 10), file("Makefile", 9), file("Cargo.lock", 900), file("q.cu", 20))
	want := Attribution{
		Shares: []Share{
			{Domain: "serving", Weight: 9.0 / 69, Paths: []string{"Makefile"}, Because: []Reason{{LabelRule, "area: serving", "area: serving", 1, 9}}},
			{Domain: "kernels", Weight: 60.0 / 69, Paths: []string{"csrc/a.cpp", "csrc/b.cpp", "q.cu"}, Because: []Reason{{PathRule, "csrc/**", "csrc/a.cpp", 2, 40}, {PathRule, "**/*.cu", "q.cu", 1, 20}}},
		},
		Uncounted: []UncountedFile{{"Cargo.lock", Lock, "**/*.lock"}},
	}
	if diff := cmp.Diff(want, must(t, octo()).Attribute(record)); diff != "" {
		t.Errorf("attribution differs (-want +got):\n%s", diff)
	}
}

func TestAFileThatIsSharedIsNotListed(t *testing.T) {
	for _, share := range must(t, octo()).Attribute(in("x", "", []string{"area: kernels", "area: serving"}, nil, file("Makefile", 4), file("csrc/a.cu", 4))).Shares {
		if share.Paths != nil {
			t.Errorf("%s lists %q", share.Domain, share.Paths)
		}
	}
}

func TestAPathLiesWhereItsRepositorySaysItDoes(t *testing.T) {
	domainsOf := must(t, octo()).DomainsOf(tracker.RepositoryRef{Owner: "octo", Name: "x"}, []string{"cuda", "docs"})
	for path, want := range map[string][]string{"csrc/a.cu": {"kernels"}, "Makefile": {"docs", "kernels"}, "go.sum": nil} {
		got := domainsOf(path)
		if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Errorf("%s lies elsewhere (-want +got):\n%s", path, diff)
		}
	}
}

func TestACommitOutsideAPullRequestLiesWhereItsFilesAre(t *testing.T) {
	record := in("x", "", nil, nil)
	record.Thread.Kind, record.Commits = tracker.CommitKind, []tracker.Commit{{Files: []tracker.FileChange{{Path: "csrc/a.cu", Additions: -1, Deletions: -1}}}}
	if got := must(t, octo()).Attribute(record).Share("kernels"); got != 1 {
		t.Errorf("share = %v, want 1", got)
	}
}

func TestWhatNobodyWritesByHandWeighsNothing(t *testing.T) {
	c := must(t, octo(), "**/golden/**", "octo/data:dumps/**")
	for path, want := range map[string]Uncounted{
		"Cargo.lock": Lock, "web/package-lock.json": Lock, "go.sum": Lock, "uv.lock": Lock, "pnpm-lock.yaml": Lock, "infra/.terraform.lock.hcl": Lock,
		"vendor/a/b.go": Vendored, "third_party/tinyhash/tinyhash.h": Vendored, "web/node_modules/x.js": Vendored, "gradlew": Vendored,
		"docs/_generated/api.json": Generated, "api/v1/zz_generated.deepcopy.go": Generated, "proto/a.pb.go": Generated, "a_pb2.py": Generated, "site/app.min.js": Generated,
		"tests/golden/a.txt": ByTheConfig, "dumps/a.csv": "",
		// Linguist calls these vendored; people write them.
		"src/cache/block.rs": "", ".github/workflows/ci.yml": "", "tests/fixtures/a.json": "", "types/index.d.ts": "", "env/sandbox.py": "", "testdata/a.txt": "", "external/bridge.py": "",
		// Near misses.
		"src/lock.rs": "", "src/vendor.py": "", "locks/a.go": "", "generate.go": "", "sub/third_partying.md": "",
	} {
		file, _ := c.Uncounted(tracker.RepositoryRef{Owner: "octo", Name: "x"}, path)
		if file.Why != want {
			t.Errorf("%s is uncounted as %q, want %q", path, file.Why, want)
		}
	}
	if _, ok := c.Uncounted(tracker.RepositoryRef{Owner: "Octo", Name: "Data"}, "dumps/a.csv"); !ok {
		t.Error("a path bound to a repository is counted there")
	}
}

func TestASweepOfTinyEditsLiesInNoDomain(t *testing.T) {
	line := func(path string) tracker.FileChange {
		return tracker.FileChange{Path: path, Additions: 1, Deletions: 1}
	}
	sweep := []tracker.FileChange{line("a.md"), line("b.md"), line("tokenizers/a.py"), line("src/a.rs"), line("csrc/a.cu"), line("csrc/b.cu")}
	for name, test := range map[string]struct {
		files []tracker.FileChange
		want  string
	}{
		"one line in each of many domains":        {sweep, "passing data, passing docs, passing kernels, passing serving"},
		"the same in two domains is a small fix":  {sweep[:3], "data, docs"},
		"a real change among them":                {append(sweep[:5:5], file("csrc/b.cu", 60)), "kernels, passing data, passing docs, passing serving"},
		"work in three domains is work in all":    {[]tracker.FileChange{file("a.md", 20), file("src/a.rs", 30), file("csrc/a.cu", 30)}, "docs, kernels, serving"},
		"where lines are not known nobody judges": {[]tracker.FileChange{file("a.md", -1), file("src/a.rs", -1), file("csrc/a.cu", -1)}, "docs, kernels, serving"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(sortedKeys(weights(must(t, octo()).Attribute(in("x", "", nil, nil, test.files...)))), ", ")
			if got != test.want {
				t.Errorf("lies in %s, want %s", got, test.want)
			}
		})
	}
}

func sortedKeys(m map[string]float64) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return sorted(keys)
}
