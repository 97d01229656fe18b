package architecture

import (
	"go/ast"
	"slices"
	"strings"
)

// under matches a folder and all below it.
func under(dir string) func(string) bool {
	return func(d string) bool { return d == dir || strings.HasPrefix(d, dir+"/") }
}

// importing matches import paths that are, or lie below, one of those given.
func importing(paths ...string) func(string) bool {
	return func(path string) bool {
		return slices.ContainsFunc(paths, func(p string) bool { return under(p)(path) })
	}
}

func either(match ...func(string) bool) func(string) bool {
	return func(dir string) bool {
		return slices.ContainsFunc(match, func(m func(string) bool) bool { return m(dir) })
	}
}

// isForeign matches what is not of the standard library, whose paths have no
// dot in their first element.
func isForeign(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".") || first == "rungless"
}

// imports finds matching imports of the package in dir; of any when dir is "".
func imports(dir string, match func(string) bool) func(pkg) []string {
	return func(p pkg) (found []string) {
		if dir != "" && p.dir != dir {
			return nil
		}
		for _, path := range p.imports {
			if match(path) {
				found = append(found, p.dir+" imports "+path)
			}
		}
		return found
	}
}

func everywhereBut(exempt func(string) bool, check func(pkg) []string) func(pkg) []string {
	return func(p pkg) []string {
		if exempt(p.dir) {
			return nil
		}
		return check(p)
	}
}

// calls finds uses of package functions, written "package.Function".
func calls(names ...string) func(pkg) []string {
	return func(p pkg) (found []string) {
		p.walk(func(n ast.Node) {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return
			}
			id, ok := sel.X.(*ast.Ident)
			if ok && slices.Contains(names, id.Name+"."+sel.Sel.Name) {
				found = append(found, p.at(sel)+" uses "+id.Name+"."+sel.Sel.Name)
			}
		})
		return found
	}
}

// packageVars names the variables declared at the top of any file.
func (p pkg) packageVars() map[string]bool {
	vars := map[string]bool{}
	for _, file := range p.files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok.String() != "var" {
				continue
			}
			for _, spec := range gen.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					vars[name.Name] = true
				}
			}
		}
	}
	return vars
}

// shadowed reports whether an identifier is a local one of the same name. The
// parser resolves names within a file; one it leaves open is the package's.
func (p pkg) shadowed(id *ast.Ident) bool {
	if id.Obj == nil {
		return false
	}
	for _, file := range p.files {
		if file.Scope.Lookup(id.Name) == id.Obj {
			return false
		}
	}
	return true
}

// root is the variable at the left end of a.b[c].d.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

func receiver(fn *ast.FuncDecl) string {
	if id := root(fn.Recv.List[0].Type); id != nil {
		return id.Name
	}
	return ""
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
