package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// documents are the repository's texts for people.
func documents(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../packaging/*", "../../Dockerfile", "../../config.*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			b, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			out[n] = string(b)
		}
	}
	if len(out) < 6 {
		t.Fatalf("only %d documents", len(out))
	}
	return out
}

var link = regexp.MustCompile(`\]\(([^)#:\s]+)\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	for name, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

var command = regexp.MustCompile("(?:`|\\s/?|/)followup ((?:[a-z]+ ?)+)((?: *--[a-z-]+)*)")

// Every command that a document shows in code exists, with its flags.
func TestDocumentsNameCommandsThatExist(t *testing.T) {
	c := &cli{out: os.Stdout, err: os.Stderr, getenv: func(string) string { return "" }}
	root := c.root()
	code := regexp.MustCompile("(?m)`[^`\n]+`|^    .*$|^ExecStart.*$")
	seen := 0
	for name, text := range documents(t) {
		for _, span := range code.FindAllString(text, -1) {
			for _, m := range command.FindAllStringSubmatch(span, -1) {
				words := strings.Fields(m[1])
				sub, _, err := root.Find(words[:1])
				if err != nil || sub == root {
					t.Errorf("%s: %q is no command", name, strings.TrimSpace(m[0]))
					continue
				}
				seen++
				if len(words) > 1 && sub.HasSubCommands() {
					if sub, _, err = root.Find(words[:2]); err != nil {
						t.Errorf("%s: %q is no command", name, strings.TrimSpace(m[0]))
						continue
					}
				}
				checkFlags(t, name, sub, span)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d commands were found", seen)
	}
}

func checkFlags(t *testing.T, name string, cmd *cobra.Command, span string) {
	t.Helper()
	for _, f := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(span, -1) {
		if cmd.Flags().Lookup(f[1]) == nil && cmd.InheritedFlags().Lookup(f[1]) == nil {
			t.Errorf("%s: %s has no flag --%s", name, cmd.CommandPath(), f[1])
		}
	}
}

// The program holds no module that THIRD_PARTY_NOTICES.md leaves out.
func TestNoticesAreWhole(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	notices, err := os.ReadFile("../../THIRD_PARTY_NOTICES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Fields(strings.ReplaceAll(string(out), " ", "|")) {
		path, version, _ := strings.Cut(line, "|")
		if path != module && !strings.Contains(string(notices), "| "+path+" | "+version+" |") {
			t.Errorf("THIRD_PARTY_NOTICES.md lacks %s %s", path, version)
		}
	}
}
