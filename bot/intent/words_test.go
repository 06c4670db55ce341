package intent

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestWordsOnce walks the tables of words in this package's sources. None states a word twice, and a table that is only ever asked whether a text
// holds one of its words (in) holds none that another of its words finds anyway: such a word looks like a rule and is none.
func TestWordsOnce(t *testing.T) {
	tables := tablesOfWords(t)
	if len(tables) < 500 {
		t.Fatalf("only %d tables were found", len(tables))
	}
	for at, x := range tables {
		seen := map[string]bool{}
		for _, w := range strings.Split(x.words, "|") {
			if seen[w] {
				t.Errorf("%s: %q stands twice", at, w)
			}
			seen[w] = true
		}
		if !x.onlyIn {
			continue
		}
		for _, w := range tableOf(x.words).all {
			for _, u := range tableOf(x.words).all {
				if u != w && words(u).in(w) {
					t.Errorf("%s: %q is needless beside %q", at, w, u)
				}
			}
		}
	}
}

// A wordsLiteral is the text of one call of words; onlyIn: its list is used for nothing but in.
type wordsLiteral struct {
	words  string
	onlyIn bool
}

// tablesOfWords finds the calls of words with a literal, by where they stand.
func tablesOfWords(t *testing.T) map[string]wordsLiteral {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set, asked, other := token.NewFileSet(), map[ast.Expr]bool{}, map[string]bool{}
	var files []*ast.File
	for _, p := range paths {
		if strings.HasSuffix(p, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, p, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	named := map[ast.Expr]string{} // the variable that a call of words makes
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				asked[n.X] = n.Sel.Name == "in"
			case *ast.ValueSpec:
				for i, v := range n.Values {
					named[v] = n.Names[i].Name
				}
				for _, x := range n.Names {
					asked[x] = true // where it is made it is not used
				}
			case *ast.Ident:
				other[n.Name] = other[n.Name] || !asked[n]
			}
			return true
		})
	}
	out := map[string]wordsLiteral{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || len(c.Args) != 1 {
				return true
			}
			fun, ok := c.Fun.(*ast.Ident)
			lit, isLit := c.Args[0].(*ast.BasicLit)
			if !ok || fun.Name != "words" || !isLit {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			name := named[c]
			out[set.Position(c.Pos()).String()] = wordsLiteral{text, name == "" && asked[c] || name != "" && !other[name]}
			return true
		})
	}
	return out
}
