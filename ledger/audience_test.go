package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// Whom documents name as the leaders in charge are those to whom an escalation goes, where all of them can be reached and nobody is away.
func TestDocumentsNameWhoIsEscalatedTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := []ledger.UnitID{"a", "b", "c", "d"}
		org := ledger.Org{ID: "o", Zone: "Asia/Shanghai"}
		for i, u := range units {
			x := ledger.Unit{ID: u, Name: string(u)}
			if i > 0 && rapid.Bool().Draw(t, "below") {
				x.Parent = units[i-1]
			}
			org.Units = append(org.Units, x)
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "leaders") {
			p := ledger.Person{ID: ledger.PersonID(fmt.Sprint("p", i)), Name: fmt.Sprint("Leader ", i), Posts: []ledger.Post{{Role: ledger.RoleLeader}},
				Identities: []ledger.Identity{{Messenger: "m", User: fmt.Sprint(i)}}, Gone: rapid.IntRange(0, 4).Draw(t, "gone") == 0}
			p.Oversees = rapid.SliceOfNDistinct(rapid.SampledFrom(append([]ledger.UnitID{ledger.AllUnits}, units...)), 0, 2, rapid.ID).Draw(t, "oversees")
			p.Contacts = rapid.SliceOfN(rapid.SampledFrom(units), 0, 1).Draw(t, "contacts")
			org.People = append(org.People, p)
		}
		e := ledger.Env{Now: actNow, Dir: ledger.NewDirectory(org), Policy: ledger.DefaultPolicy(), Cal: calendar.China()}
		for _, u := range units {
			var named []ledger.PersonID
			for _, p := range e.Overseers(u) {
				named = append(named, p.ID)
			}
			if told := ledger.Recipients(e, ledger.Item{Lead: u}, ledger.ForOverseer); !slices.Equal(named, told) {
				t.Fatalf("%s: named %v, told %v", u, named, told)
			}
		}
	})
}
