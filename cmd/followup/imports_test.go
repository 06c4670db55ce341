package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/followup-bot/followup"

// arrows says what each package may import of followup, a pattern each; "*" stands for one name. A package that no line names may import
// nothing of followup, so that a new one has to be given its place here.
var arrows = []struct {
	pkg string
	may []string
}{
	{"", nil}, // the example configurations
	{"cmd/followup", []string{"**"}},
	{"cmd/followup/config", []string{"", "ledger", "ledger/calendar", "reminders/schedule", "internal/gate"}},
	{"ledger", nil},
	{"ledger/calendar", []string{"ledger"}},
	{"ledger/blobs", nil},
	{"ledger/boltstore", []string{"ledger"}},
	{"ledger/memstore", []string{"ledger"}},
	{"ledger/pgstore", []string{"ledger"}},
	{"ledger/storetest", []string{"ledger"}},
	{"reminders", []string{"ledger", "reminders/schedule"}},
	{"reminders/schedule", []string{"ledger", "ledger/calendar"}},
	{"bot", []string{"ledger", "ledger/calendar", "ledger/blobs", "bot/*"}},
	{"bot/minutes", []string{"ledger", "ledger/calendar", "bot/when"}},
	{"bot/when", []string{"ledger", "ledger/calendar"}},
	{"bot/intent", []string{"ledger", "ledger/calendar", "bot/when"}},
	{"bot/files", nil},
	{"bot/text", []string{"ledger"}},
	{"bot/view", []string{"ledger", "bot/chat", "bot/text"}},
	{"bot/export", []string{"ledger", "bot/text"}},
	{"bot/chart", []string{"ledger", "bot/text"}},
	{"bot/tables", []string{"ledger", "ledger/calendar", "bot/files", "bot/when"}},
	{"bot/chat", nil},
	{"bot/chat/chattest", []string{"bot/chat"}},
	{"bot/messenger/all", []string{"bot/chat", "bot/messenger/*"}},
	{"bot/messenger/*", []string{"bot/chat", "internal/gate"}},
	{"internal/gate", nil},
	{"internal/browser", nil},   // of tests
	{"internal/smalldisk", nil}, // of tests
	{"bot/dashboard", []string{"ledger", "ledger/blobs", "bot/view", "bot/text", "bot/chat", "internal/gate"}},
}

// sole names the one package that may import a library.
var sole = map[string]string{
	"go.etcd.io/bbolt":         "ledger/boltstore",
	"github.com/jackc/pgx":     "ledger/pgstore",
	"github.com/robfig/cron":   "reminders/schedule",
	"github.com/slack-go":      "bot/messenger/slack",
	"gonum.org/v1/plot":        "bot/chart",
	"github.com/spf13/cobra":   "cmd/followup",
	"github.com/goccy/go-yaml": "cmd/followup/config",
}

// pure packages use nothing but the standard library, or not even all of that.
var pure = map[string][]string{
	"ledger":   {"os", "net", "database/sql", "log", "log/slog", "io/fs", "net/http"},
	"bot/chat": {"os", "net", "net/http", "log", "log/slog"},
}

type source struct {
	pkg  string
	path string
	file *ast.File
}

// sources parses every Go file of the module that is not a test.
func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var out []source
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if e.IsDir() && rel != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
			return filepath.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(rel))
		out = append(out, source{strings.TrimPrefix(pkg, "."), filepath.ToSlash(rel), f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fits(pattern, pkg string) bool {
	if pattern == "**" {
		return true
	}
	a, b := strings.Split(pattern, "/"), strings.Split(pkg, "/")
	return slices.EqualFunc(a, b, func(p, q string) bool { return p == "*" || p == q })
}

// forbidden says what is wrong with an import, or nothing.
func forbidden(pkg, imported string) string {
	if own, ok := strings.CutPrefix(imported, module); ok {
		own = strings.TrimPrefix(own, "/")
		for _, a := range arrows {
			if !fits(a.pkg, pkg) {
				continue
			}
			if slices.ContainsFunc(a.may, func(m string) bool { return fits(m, own) }) {
				return ""
			}
			return fmt.Sprintf("%s must not import %s", pkg, own)
		}
		return fmt.Sprintf("%s has no place in the table", pkg)
	}
	for lib, only := range sole {
		if (imported == lib || strings.HasPrefix(imported, lib+"/")) && pkg != only {
			return fmt.Sprintf("only %s may import %s", only, lib)
		}
	}
	if not, ok := pure[pkg]; ok {
		if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
			return pkg + " imports nothing but the standard library, not " + imported
		}
		if slices.Contains(not, imported) {
			return pkg + " is pure and must not import " + imported
		}
	}
	return ""
}

func TestArrows(t *testing.T) {
	for _, s := range sources(t) {
		for _, i := range s.file.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(s.pkg, path); why != "" {
				t.Errorf("%s: %s", s.path, why)
			}
		}
	}
}

// The table forbids what it is meant to forbid.
func TestTableForbids(t *testing.T) {
	for _, c := range [][2]string{
		{"ledger", module + "/bot"}, {"ledger", "os"}, {"ledger", "golang.org/x/text/width"}, {"reminders", module + "/bot"},
		{"bot", module + "/bot/messenger/slack"}, {"bot/minutes", module + "/bot/intent"}, {"bot", "go.etcd.io/bbolt"},
		{"bot/messenger/local", "github.com/slack-go/slack"}, {"bot/messenger/local", module + "/ledger"}, {"bot/chat", module + "/ledger"},
		{"bot/novelty", module + "/ledger"}, {"reminders", "github.com/robfig/cron/v3"},
	} {
		if forbidden(c[0], c[1]) == "" {
			t.Errorf("%s may import %s", c[0], c[1])
		}
	}
	for _, c := range [][2]string{{"bot", module + "/bot/chat"}, {"bot/messenger/slack", "github.com/slack-go/slack"}, {"cmd/followup", module + "/bot/messenger/local"}} {
		if why := forbidden(c[0], c[1]); why != "" {
			t.Error(why)
		}
	}
}

// Only the commands read the clock; everything else is handed the time.
func TestOnlyCommandsReadTheClock(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasPrefix(s.pkg, "cmd/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && sel.Sel.Name == "Now" {
					t.Errorf("%s: time.Now outside cmd", s.path)
				}
			}
			return true
		})
	}
}

func TestMainIsShort(t *testing.T) {
	b, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "\n"); n >= 40 {
		t.Errorf("main.go has %d lines", n)
	}
}
