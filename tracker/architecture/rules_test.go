package architecture

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// A rule looks at one package and says what breaks it.
type rule struct {
	name  string
	check func(pkg) []string
}

// never lists the rules of docs/design.md in their order there.
var never = []rule{
	{"tracker imports the standard library only", imports("tracker", isForeign)},
	{"gorm appears only in store", everywhereBut(under("tracker/store"), imports("", importing("gorm.io", "github.com/go-gormigrate")))},
	{"SQL text lives only in store", everywhereBut(under("tracker/store"), sqlText)},
	{"no row type leaves store", rowsLeaving},
	{"go-github stays in tracker/github", everywhereBut(under("tracker/github"), imports("", importing("github.com/google/go-github")))},
	{"gin stays in web", everywhereBut(under("web"), imports("", importing("github.com/gin-gonic", "github.com/gin-contrib")))},
	{"sources never import store, ingest, growth or each other", sources},
	{"domain, growth and moves do no input or output", pure},
	{"store never imports growth", imports("tracker/store", importing("rungless/tracker/growth"))},
	{"web and pack never import a source or ingest", readers},
	{"only cmd imports the back-test", everywhereBut(either(under("cmd"), under("tracker/backtest")), imports("", importing("rungless/tracker/backtest")))},
	{"the simulated GitHub shares no code with what it tests", imports("tracker/githubsim", importing("rungless/tracker/github", "rungless/tracker/store", "rungless/tracker/ingest"))},
	{"flags, os.Exit and slog.Default only in cmd", everywhereBut(under("cmd"), calls("os.Exit", "slog.Default", "slog.SetDefault", "log.Fatal", "log.Fatalf", "flag.Parse"))},
	{"the environment is read only in cmd and config", everywhereBut(either(under("cmd"), under("tracker/config"), under("tracker/testneed")), calls("os.Getenv", "os.LookupEnv", "os.Environ"))},
	{"no package is called utils, common, helpers or models", badNames},
	{"nothing registers itself in init", inits},
	{"no package keeps mutable state", mutableState},
	{"own import depth is five or less", tooDeep},
}

var sourceDirs = []string{"tracker/github", "tracker/clone", "tracker/archive", "tracker/research"}

func sources(p pkg) []string {
	if !slices.Contains(sourceDirs, p.dir) {
		return nil
	}
	banned := []string{"rungless/tracker/store", "rungless/tracker/ingest", "rungless/tracker/growth"}
	for _, dir := range sourceDirs {
		if dir != p.dir {
			banned = append(banned, "rungless/"+dir)
		}
	}
	return imports(p.dir, importing(banned...))(p)
}

func readers(p pkg) []string {
	if !under("web")(p.dir) && !under("tracker/pack")(p.dir) {
		return nil
	}
	banned := []string{"rungless/tracker/ingest", "rungless/tracker/githubsim"}
	for _, dir := range sourceDirs {
		banned = append(banned, "rungless/"+dir)
	}
	return imports(p.dir, importing(banned...))(p)
}

func pure(p pkg) []string {
	if !slices.Contains([]string{"tracker/domain", "tracker/growth", "tracker/moves"}, p.dir) {
		return nil
	}
	found := imports(p.dir, importing("net", "os", "io/fs", "database/sql", "log", "math/rand", "crypto/rand"))(p)
	return append(found, calls("time.Now", "time.Since", "time.Until", "time.Sleep")(p)...)
}

// sqlStatement matches text that is a statement, not a sentence: a verb in
// capitals and its second word.
var sqlStatement = regexp.MustCompile(`\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|UNIQUE))\b`)

func sqlText(p pkg) (found []string) {
	p.walk(func(n ast.Node) {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && sqlStatement.MatchString(lit.Value) {
			found = append(found, p.at(lit)+" holds SQL")
		}
	})
	return found
}

// rowsLeaving looks at what store exports: a signature or a field that names
// gorm, or an unexported type, would carry a row out.
func rowsLeaving(p pkg) (found []string) {
	if p.dir != "tracker/store" {
		return nil
	}
	p.walk(func(n ast.Node) {
		fn, ok := n.(*ast.FuncDecl)
		if !ok || !fn.Name.IsExported() || fn.Recv != nil && !ast.IsExported(receiver(fn)) {
			return
		}
		ast.Inspect(fn.Type, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isIdent(sel.X, "gorm") {
				found = append(found, p.at(sel)+" "+fn.Name.Name+" names gorm")
			}
			if id, ok := n.(*ast.Ident); ok && strings.HasSuffix(id.Name, "Row") && !id.IsExported() {
				found = append(found, p.at(id)+" "+fn.Name.Name+" names the row type "+id.Name)
			}
			return true
		})
	})
	return found
}

func badNames(p pkg) []string {
	if slices.Contains([]string{"utils", "util", "common", "helpers", "helper", "models", "misc"}, p.name) {
		return []string{p.dir + " is called " + p.name}
	}
	return nil
}

func inits(p pkg) (found []string) {
	p.walk(func(n ast.Node) {
		if fn, ok := n.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			found = append(found, p.at(fn)+" is an init function")
		}
	})
	return found
}

// mutableState finds package variables that a function assigns to.
func mutableState(p pkg) (found []string) {
	vars := p.packageVars()
	p.walk(func(n ast.Node) {
		var targets []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				targets = n.Lhs
			}
		case *ast.IncDecStmt:
			targets = []ast.Expr{n.X}
		}
		for _, target := range targets {
			if id := root(target); id != nil && vars[id.Name] && !p.shadowed(id) {
				found = append(found, p.at(id)+" assigns to the package variable "+id.Name)
			}
		}
	})
	return found
}

func tooDeep(p pkg) []string {
	if p.depth > 5 {
		return []string{p.dir + " stands on a chain of more than five packages of our own"}
	}
	return nil
}
