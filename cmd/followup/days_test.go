package main

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/cmd/followup/config"
)

var updateDays = flag.Bool("update-days", false, "write the golden days anew; read the difference before committing it")

// minute is what a day's output can't repeat: the running clock's minutes.
var minute = regexp.MustCompile(`\b(\d\d):\d\d\b`)

// address is a page's address, with the ticket of whoever may open it.
var address = regexp.MustCompile(`http://\S+`)

// Days in the life, as people live them in the terminal against a running server: what they say and what they are shown is kept beside them.
func TestDays(t *testing.T) {
	court := func(t *testing.T) *config.Config { return example(t) }
	company := func(t *testing.T) *config.Config {
		c, err := config.Parse("config.company.yaml", followup.CompanyConfig)
		if err != nil {
			t.Fatal(err)
		}
		c.Messengers.Local.Listen = "127.0.0.1:0"
		return c
	}
	for _, day := range []struct {
		name, as string
		cfg      func(*testing.T) *config.Config
	}{{"day_court", "督查员甲", court}, {"day_company", "Chief of Staff", company}, {"day_leader", "院长", court}} {
		t.Run(day.name, func(t *testing.T) {
			h := serve(t, t.TempDir(), day.cfg(t), true)
			script, err := os.ReadFile("testdata/" + day.name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			code, out, errs := h.run(string(script), "chat", "--as", day.as)
			if code != 0 {
				t.Fatalf("status %d: %s\n%s", code, errs, out)
			}
			goldenDay(t, "testdata/"+day.name+".golden", ordinal.ReplaceAllString(steady(address.ReplaceAllString(minute.ReplaceAllString(out, "$1:··"), "http://…")), "$1 #·$2"))
			if out := h.ok("verify"); !strings.Contains(out, "is whole") {
				t.Error(out)
			}
			if out := h.ok("audit", "--all"); strings.Contains(out, "⚠") {
				t.Error("the audit finds a chain that does not hold")
			}
		})
	}
}

var (
	prompt  = regexp.MustCompile(`^\S[^>]*> `)
	message = regexp.MustCompile(`^\S.* #\d+( · \S+)?$`)
)

// ordinal is a message's number in its conversation, which a card that was edited meanwhile may have moved on.
var ordinal = regexp.MustCompile(`(?m)^(\S.*) #\d+( · \S+)?$`)

// steady leaves out what comes in any order: cards that were edited while something new was said. Where nothing new was, they are the answer.
func steady(out string) string {
	var b strings.Builder
	var fresh, edited []string
	flush := func() {
		if len(fresh) == 0 {
			slices.Sort(edited)
			fresh = slices.Compact(edited)
		}
		b.WriteString(strings.Join(fresh, ""))
		fresh, edited = nil, nil
	}
	last := &fresh
	for _, line := range strings.SplitAfter(out, "\n") {
		text := strings.TrimRight(line, "\n")
		m := message.FindStringSubmatch(text)
		switch {
		case prompt.MatchString(text):
			flush()
			b.WriteString(line)
			last = nil
		case m != nil && m[1] != "":
			edited = append(edited, line)
			last = &edited
		case m != nil:
			fresh = append(fresh, line)
			last = &fresh
		case last == nil:
			b.WriteString(line)
		default:
			(*last)[len(*last)-1] += line
		}
	}
	flush()
	return b.String()
}

func goldenDay(t *testing.T, file, got string) {
	t.Helper()
	if *updateDays {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(-update-days writes it anew)", file, i+1, a, b)
		}
	}
}
