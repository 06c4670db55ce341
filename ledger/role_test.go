package ledger_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// standingWords are what docs/architecture.md calls the standings.
var standingWords = map[string]ledger.Standing{"handler": ledger.StandHandler, "liaison": ledger.StandLiaison, "head": ledger.StandHead,
	"supporting unit": ledger.StandSupport, "member": ledger.StandMember, "overseeing leader": ledger.StandOverseer, "head of the house": ledger.StandPrincipal,
	"leader": ledger.StandLeader, "supervision office": ledger.StandSupervisor, "admin": ledger.StandAdmin}

var (
	tableRow    = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| [^|]+ \\| ([^|]+) \\|$")
	actionConst = regexp.MustCompile(`(?m)^\s+Act\w+\s+Action = "(\w+)"`)
)

// The table in the documentation is the one in the code.
func TestTheTableIsTheDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("role.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, row := range tableRow.FindAllStringSubmatch(string(doc), -1) {
		shown[row[1]] = true
		var who []ledger.Standing
		for _, w := range strings.Split(row[2], ", ") {
			s, ok := standingWords[strings.TrimSpace(w)]
			if !ok {
				t.Errorf("%s: nobody is called %q", row[1], w)
			}
			who = append(who, s)
		}
		if may := ledger.May(ledger.Action(row[1])); !slices.Equal(who, may) {
			t.Errorf("%s: the document says %v, the code %v", row[1], who, may)
		}
	}
	for _, a := range actionConst.FindAllStringSubmatch(string(src), -1) {
		if !shown[a[1]] {
			t.Errorf("the document leaves out %s", a[1])
		}
		if len(ledger.May(ledger.Action(a[1]))) == 0 {
			t.Errorf("nobody may %s", a[1])
		}
	}
}
