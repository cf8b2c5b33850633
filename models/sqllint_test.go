package models

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// sqlArgument tells, for the methods and functions of the database libraries that take SQL, which argument it is,
// a context not counted.
var sqlArgument = map[string]int{
	// gorm
	"Raw": 0, "Exec": 0, "Where": 0, "Not": 0, "Or": 0, "Order": 0, "Select": 0, "Omit": 0, "Group": 0, "Having": 0,
	"Joins": 0, "Distinct": 0, "Table": 0, "Expr": 0, "Pluck": 0, "UpdateColumn": 0, "Update": 0,
	// database/sql
	"Query": 0, "QueryRow": 0, "ExecContext": 0, "QueryContext": 0, "QueryRowContext": 0, "PrepareContext": 0,
	"Prepare": last,
	// pgx
	"Queue": 0,
}

const last = -1

// exempt is where SQL is put together.
var exempt = []string{
	"models/store/query.go",           // of pieces of a type that other packages can only give as constants
	"models/modelstest/modelstest.go", // of names of databases that it counts
}

// TestSQLIsConstant fails when SQL text reaches the database that is not a constant: it could hold what somebody typed.
// Values belong into arguments; names of columns and orders are chosen by a switch over constants.
func TestSQLIsConstant(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("type-checks the whole program")
	}
	found, checked := lintSQL(t, "alongside/...")
	for _, problem := range found {
		if !slices.ContainsFunc(exempt, func(file string) bool { return strings.Contains(problem, file) }) {
			t.Error(problem)
		}
	}
	if checked == 0 {
		t.Error("got no SQL at all, want the program's")
	}
}

// TestSQLLint holds the check itself against code that it must refuse, marked "bad", and code that it must not.
func TestSQLLint(t *testing.T) {
	t.Parallel()
	const example = "testdata/sqllint/example.go"
	source, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	problems, _ := lintSQL(t, "./"+filepath.Dir(example))
	for i, line := range strings.Split(string(source), "\n") {
		place := fmt.Sprintf("%s:%d:", filepath.Base(example), i+1)
		got := slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, place) })
		if want := strings.HasSuffix(line, "// bad"); got != want {
			t.Errorf("%s got refused %t, want %t", place, got, want)
		}
	}
}

// lintSQL returns the places with SQL that is not constant, and how many places take SQL.
func lintSQL(t *testing.T, pattern string) (problems []string, checked int) {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedExportFile | packages.NeedFiles,
	}, pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range loaded {
		for _, err := range pkg.Errors {
			t.Fatal(err)
		}
		values := constants{pkg.TypesInfo, map[types.Object][]ast.Expr{}}
		for _, file := range pkg.Syntax {
			ast.Inspect(file, values.collect)
		}
		for _, file := range pkg.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				text := sqlText(pkg.TypesInfo, n)
				if text == nil {
					return true
				}
				checked++
				if !values.holds(text) {
					problems = append(problems, fmt.Sprintf("%s: got SQL that is not constant, want values in arguments", pkg.Fset.Position(text.Pos())))
				}
				return true
			})
		}
	}
	return problems, checked
}

// sqlText is the expression that n hands to a database library as SQL, or nil.
func sqlText(info *types.Info, n ast.Node) ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if tv := info.Types[n.Fun]; tv.IsType() && tv.Type.String() == "alongside/models/store.literal" {
			return n.Args[0]
		}
		function := calledFunction(info, n)
		if function == nil || !isDatabaseLibrary(function.Pkg()) {
			return nil
		}
		at, ok := sqlArgument[function.Name()]
		if at == last {
			at = len(n.Args) - 1
		}
		if ok && at < len(n.Args) && isContext(info.TypeOf(n.Args[at])) {
			at++
		}
		if ok && at < len(n.Args) && takesText(info.TypeOf(n.Args[at])) {
			return n.Args[at]
		}
	case *ast.CompositeLit:
		named, ok := types.Unalias(info.TypeOf(n)).(*types.Named)
		if !ok || !isDatabaseLibrary(named.Obj().Pkg()) || named.Obj().Name() != "Expr" {
			return nil
		}
		for _, element := range n.Elts {
			if kv, ok := element.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "SQL" {
				return kv.Value
			}
		}
	}
	return nil
}

func calledFunction(info *types.Info, call *ast.CallExpr) *types.Func {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		function, _ := info.Uses[f.Sel].(*types.Func)
		return function
	case *ast.IndexExpr:
		if selector, ok := f.X.(*ast.SelectorExpr); ok {
			function, _ := info.Uses[selector.Sel].(*types.Func)
			return function
		}
	}
	return nil
}

func isDatabaseLibrary(pkg *types.Package) bool {
	return pkg != nil && (pkg.Path() == "database/sql" || strings.HasPrefix(pkg.Path(), "gorm.io/") ||
		strings.HasPrefix(pkg.Path(), "github.com/jackc/pgx/"))
}

func isContext(t types.Type) bool { return t != nil && t.String() == "context.Context" }

// takesText tells text, and the map of columns that gorm takes as a condition, from the libraries' own types.
func takesText(t types.Type) bool {
	switch under := t.Underlying().(type) {
	case *types.Basic:
		return under.Info()&types.IsString != 0
	case *types.Map:
		return true
	case *types.Slice:
		return takesText(under.Elem())
	}
	return false
}

// constants knows what each variable of a package is ever given; nil stands for something that is no constant.
type constants struct {
	info  *types.Info
	given map[types.Object][]ast.Expr
}

func (c constants) give(to ast.Expr, value ast.Expr) {
	if name, ok := ast.Unparen(to).(*ast.Ident); ok {
		variable := c.info.ObjectOf(name)
		c.given[variable] = append(c.given[variable], value)
	}
}

func (c constants) collect(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if len(n.Lhs) == len(n.Rhs) {
				c.give(to, n.Rhs[i])
			} else {
				c.give(to, nil)
			}
		}
	case *ast.ValueSpec:
		for i, to := range n.Names {
			if len(n.Names) == len(n.Values) {
				c.give(to, n.Values[i])
			} else if len(n.Values) > 0 {
				c.give(to, nil)
			}
		}
	case *ast.RangeStmt:
		c.give(n.Key, nil)
		c.give(n.Value, nil)
	case *ast.UnaryExpr:
		if n.Op == token.AND { // whoever has the address may write
			c.give(n.X, nil)
		}
	}
	return true
}

// holds is true for constants, for slices of them, for maps whose keys are constants, and for variables that are
// given nothing else.
func (c constants) holds(e ast.Expr) bool {
	if e == nil {
		return false
	}
	if c.info.Types[e].Value != nil {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return !slices.ContainsFunc(e.Elts, func(element ast.Expr) bool {
			if kv, ok := element.(*ast.KeyValueExpr); ok {
				element = kv.Key
			}
			return !c.holds(element)
		})
	case *ast.Ident:
		given := c.given[c.info.ObjectOf(e)]
		return len(given) > 0 && !slices.ContainsFunc(given, func(value ast.Expr) bool {
			return value == nil || c.info.Types[value].Value == nil
		})
	}
	return false
}
