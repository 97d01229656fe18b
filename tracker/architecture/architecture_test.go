package architecture

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rungless/tracker/testneed"
)

func TestNoPackageBreaksANeverRule(t *testing.T) {
	pkgs := load(t, testneed.Root(t))
	if len(pkgs) < 8 {
		t.Fatalf("go list found only %d packages: the rules would pass on nothing", len(pkgs))
	}
	for _, r := range never {
		for _, p := range pkgs {
			for _, found := range r.check(p) {
				t.Errorf("%s: %s", r.name, found)
			}
		}
	}
}

// TestEveryRuleSeesAViolation seeds one violation per rule into a scratch module,
// so that a rule which looks at nothing cannot pass.
func TestEveryRuleSeesAViolation(t *testing.T) {
	seeds := map[string]map[string]string{
		"tracker imports the standard library only":                {"tracker/a.go": `package tracker; import _ "gorm.io/gorm"`},
		"gorm appears only in store":                               {"web/a.go": `package web; import _ "gorm.io/gorm"`},
		"SQL text lives only in store":                             {"web/a.go": "package web; const q = `SELECT a FROM b`"},
		"no row type leaves store":                                 {"tracker/store/a.go": `package store; type personRow struct{}; func Find() personRow { return personRow{} }`},
		"go-github stays in tracker/github":                        {"web/a.go": `package web; import _ "github.com/google/go-github/v60/github"`},
		"gin stays in web":                                         {"cmd/rungless/a.go": `package main; import _ "github.com/gin-gonic/gin"`},
		"sources never import store, ingest, growth or each other": {"tracker/clone/a.go": `package clone; import _ "rungless/tracker/store"`},
		"domain, growth and moves do no input or output":           {"tracker/growth/a.go": `package growth; import "time"; var f = func() any { return time.Now() }`},
		"store never imports growth":                               {"tracker/store/a.go": `package store; import _ "rungless/tracker/growth"`},
		"web and pack never import a source or ingest":             {"web/a.go": `package web; import _ "rungless/tracker/ingest"`},
		"only cmd imports the back-test":                           {"tracker/profile/a.go": `package profile; import _ "rungless/tracker/backtest"`},
		"the simulated GitHub shares no code with what it tests":   {"tracker/githubsim/a.go": `package githubsim; import _ "rungless/tracker/store"`},
		"flags, os.Exit and slog.Default only in cmd":              {"web/a.go": `package web; import "os"; func f() { os.Exit(1) }`},
		"the environment is read only in cmd and config":           {"web/a.go": `package web; import "os"; var e = os.Getenv("HOME")`},
		"no package is called utils, common, helpers or models":    {"tracker/utils/a.go": `package utils`},
		"nothing registers itself in init":                         {"web/a.go": `package web; func init() {}`},
		"no package keeps mutable state":                           {"web/a.go": `package web; var n int; func f() { n++ }`},
		"own import depth is five or less":                         chain(7),
	}
	for _, r := range never {
		t.Run(r.name, func(t *testing.T) {
			seed, ok := seeds[r.name]
			if !ok {
				t.Fatal("no violation is seeded for this rule")
			}
			var found []string
			for _, p := range load(t, scratchModule(t, seed)) {
				found = append(found, r.check(p)...)
			}
			if len(found) == 0 {
				t.Error("the seeded violation was not found")
			}
		})
	}
}

func chain(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		text := fmt.Sprintf("package p%d\n", i)
		if i > 0 {
			text += fmt.Sprintf("import _ %q\n", fmt.Sprintf("rungless/p%d", i-1))
		}
		files[fmt.Sprintf("p%d/a.go", i)] = text
	}
	return files
}

func scratchModule(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	files = withModule(files)
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func withModule(files map[string]string) map[string]string {
	out := map[string]string{"go.mod": "module rungless\n\ngo 1.26\n"}
	for name, text := range files {
		out[name] = text
	}
	return out
}

// pkg is one package of this module with its production files parsed.
type pkg struct {
	dir     string // from the module's root, with slashes
	name    string
	imports []string
	depth   int // longest chain of our own packages below it, itself counted
	fset    *token.FileSet
	files   []*ast.File
}

// load reads every package below root. Test files are left out: tests may cross
// borders that the program may not.
func load(t *testing.T, root string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-find", "-json=ImportPath,Name,Dir,GoFiles,CgoFiles,IgnoredGoFiles,Imports", "./...")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var item struct {
			ImportPath, Name, Dir             string
			GoFiles, CgoFiles, IgnoredGoFiles []string
			Imports                           []string
		}
		if err := dec.Decode(&item); err == io.EOF {
			return withDepth(pkgs)
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		p := pkg{dir: strings.TrimPrefix(item.ImportPath, "rungless/"), name: item.Name, fset: token.NewFileSet()}
		for _, file := range slices.Concat(item.GoFiles, item.CgoFiles, item.IgnoredGoFiles) {
			if !strings.HasSuffix(file, "_test.go") {
				p.parse(t, filepath.Join(item.Dir, file))
			}
		}
		pkgs = append(pkgs, p)
	}
}

func (p *pkg) parse(t *testing.T, path string) {
	file, err := parser.ParseFile(p.fset, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	p.files = append(p.files, file)
	for _, spec := range file.Imports {
		p.imports = append(p.imports, strings.Trim(spec.Path.Value, `"`))
	}
}

func withDepth(pkgs []pkg) []pkg {
	index := map[string]*pkg{}
	for i := range pkgs {
		index["rungless/"+pkgs[i].dir] = &pkgs[i]
	}
	var depth func(p *pkg) int
	depth = func(p *pkg) int {
		if p.depth == 0 {
			p.depth = 1
			for _, path := range p.imports {
				if below := index[path]; below != nil {
					p.depth = max(p.depth, depth(below)+1)
				}
			}
		}
		return p.depth
	}
	for i := range pkgs {
		depth(&pkgs[i])
	}
	return pkgs
}

func (p pkg) walk(visit func(ast.Node)) {
	for _, file := range p.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(n)
			}
			return true
		})
	}
}

func (p pkg) at(n ast.Node) string {
	pos := p.fset.Position(n.Pos())
	return fmt.Sprintf("%s/%s:%d", p.dir, filepath.Base(pos.Filename), pos.Line)
}
