package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/ledger"
)

// people takes over who is responsible for a row: one person of the lead unit, or as the table has it for everybody of whom nobody is named, its heads.
// The leaders in charge follow from who oversees the unit; a table that names others is told so.
func (m *merge) people(r *ledger.DraftRow, before ledger.DraftRow, k tables.Task) {
	switch {
	case !k.Has["responsible"] || sameNames(k.People, m.responsible(before)): // as it went out
	case k.People == "" || sameNames(k.People, m.names(m.v.Env.Responsible(r.Lead, ""))):
		r.Handler = ""
	default:
		if who := m.staff(r.Lead, ledger.Fold(k.People)); who != "" {
			r.Handler = who
			break
		}
		m.problems = append(m.problems, m.v.T("TasksPerson", "Row", k.Row, "Name", k.People, "Lead", orDash(m.lead(*r))))
	}
	if !k.Has["leader"] || k.Leader == "" || r.Lead == "" {
		return
	}
	now := m.leaders(r.Lead)
	if !sameNames(k.Leader, now) && !sameNames(k.Leader, m.leaders(before.Lead)) {
		m.problems = append(m.problems, m.v.T("TasksLeader", "Row", k.Row, "Name", k.Leader, "Leader", orDash(now), "Unit", m.v.Unit(r.Lead)))
	}
}

// sameNames compares lists of names as either language writes them.
func sameNames(a, b string) bool {
	split := func(s string) []string {
		names := strings.FieldsFunc(ledger.Fold(s), func(r rune) bool { return strings.ContainsRune("、,;", r) })
		for i := range names {
			names[i] = strings.TrimSpace(names[i])
		}
		slices.Sort(names)
		return names
	}
	return slices.Equal(split(a), split(b))
}

// responsible names who is responsible for a row, as the table is made with it.
func (m *merge) responsible(r ledger.DraftRow) string {
	return m.names(m.v.Env.Responsible(r.Lead, r.Handler))
}

func (m *merge) leaders(u ledger.UnitID) string {
	if u == "" {
		return ""
	}
	return m.names(m.v.Env.Overseers(u))
}

func (m *merge) names(people []ledger.Person) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	return m.v.List(names)
}

// staff is the one person of a unit with a name; empty: there is none, or there are several.
func (m *merge) staff(u ledger.UnitID, name string) (found ledger.PersonID) {
	for _, p := range m.v.Env.Dir.Org().People {
		if p.Gone || u == "" || !slices.Contains(p.Units(), u) || !slices.ContainsFunc(append([]string{p.Name, p.Title}, p.Aliases...), func(s string) bool { return s != "" && ledger.Fold(s) == name }) {
			continue
		}
		if found != "" {
			return ""
		}
		found = p.ID
	}
	return found
}
