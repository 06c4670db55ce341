package dashboard

import (
	"slices"

	"github.com/followup-bot/followup/ledger"
)

// trendMonths is how far back the trends go.
const trendMonths = 6

// overview is how the reader's whole scope stands; where that is one unit, the unit.
func (x *visit) overview() error {
	if !x.all && len(x.units) == 1 {
		return x.unitOf(x.units[0])
	}
	base, ok := x.within(ledger.Query{})
	if !ok {
		return errNotShown
	}
	waits := base
	waits.Decides, waits.Open = x.me.ID, true
	t, lists, err := x.walk(base, waits)
	if err != nil {
		return err
	}
	f, err := x.figuresOf(t, x.scope())
	if err != nil {
		return err
	}
	for _, r := range first(lists[0], waitingMost) {
		f.Waiting = append(f.Waiting, x.line(r))
	}
	return x.out("overview", x.v.T("Page_Title"), nil, f)
}

// waitingMost is how many items that wait for the reader the overview names.
const waitingMost = 10

// A unitPage is a unit with its items.
type unitPage struct {
	Name  string
	Heads string
	figures
	Open   []itemLine
	More   int // open items that are not shown
	Shut   []itemLine
	AllRef string
}

// listMost is how many rows a list shows.
const listMost = 200

func (x *visit) unit() error { return x.unitOf(ledger.UnitID(x.r.PathValue("id"))) }

func (x *visit) unitOf(id ledger.UnitID) error {
	if !slices.ContainsFunc(x.env.Dir.Org().Units, func(u ledger.Unit) bool { return u.ID == id }) {
		return ledger.ErrNotFound
	}
	unit := x.env.Dir.Unit(id)
	base, ok := x.within(ledger.Query{Units: []ledger.UnitID{id}})
	if !ok {
		return errNotShown
	}
	p, err := x.part(base, unit.Label())
	if err != nil {
		return err
	}
	p.Name = unit.Name
	var heads []string
	for _, w := range x.env.Dir.Org().People {
		if w.HasAt(ledger.RoleHead, id) && !w.Gone {
			heads = append(heads, w.Name)
		}
	}
	p.Heads = x.v.List(heads)
	p.Units = nil
	return x.out("unit", unit.Name, []crumb{x.home()}, p)
}

// part makes the page of a part of the ledger: its figures and its items.
func (x *visit) part(base ledger.Query, scope string) (p unitPage, err error) {
	open, shut := base, base
	open.Open = true
	shut.States = []ledger.State{ledger.StateClosed}
	shut.ClosedFrom, shut.ClosedTo = x.env.Month().Before().From, x.env.Today()
	t, lists, err := x.walk(base, open, shut)
	if err != nil {
		return p, err
	}
	if p.figures, err = x.figuresOf(t, scope); err != nil {
		return p, err
	}
	list := lists[0]
	for _, r := range first(list, listMost) {
		line := x.line(r)
		if x.env.Overdue(r) {
			if line, err = x.reasoned(r); err != nil {
				return p, err
			}
		}
		p.Open = append(p.Open, line)
	}
	p.More = len(list) - len(p.Open)
	for _, r := range first(lists[1], listMost) {
		p.Shut = append(p.Shut, x.line(r))
	}
	p.AllRef = listHref(base)
	p.Late = nil // they lead the list
	return p, nil
}

func first(rows []ledger.Row, n int) []ledger.Row { return rows[:min(n, len(rows))] }

func (x *visit) area() error {
	return x.named(ledger.PartArea, ledger.Query{Area: x.r.PathValue("name")}, x.r.PathValue("name"))
}

func (x *visit) programme() error {
	return x.named(ledger.PartProgramme, ledger.Query{Programme: x.r.PathValue("name")}, x.r.PathValue("name"))
}

// named is an area or a programme with its items.
func (x *visit) named(by string, q ledger.Query, name string) error {
	base, ok := x.within(q)
	if !ok {
		return errNotShown
	}
	label := x.v.PartName(by, name)
	p, err := x.part(base, label)
	if err != nil {
		return err
	}
	if len(p.Open)+len(p.Shut) == 0 && len(p.Areas) == 0 && len(p.Programs) == 0 {
		return ledger.ErrNotFound
	}
	p.Name = label
	if by == ledger.PartArea {
		p.Areas = nil
	} else {
		p.Programs = nil
	}
	return x.out("part", label, []crumb{x.home(), {x.v.T("PartsBy_" + by), "/#" + by}}, p)
}

// A listPage is the rows behind a figure.
type listPage struct {
	Head, Exceptions string
	Items            []itemLine
	More             int
}

func (x *visit) items() error {
	q, ok := asked(x.r)
	if !ok {
		return ledger.ErrNotFound
	}
	if q, ok = x.within(q); !ok {
		return errNotShown
	}
	list, err := x.env.Find(x.r.Context(), x.cfg.Ledger, q)
	if err != nil {
		return err
	}
	p := listPage{Head: x.v.ListTitle(x.scopeOf(q), x.v.What(q), len(list)), Exceptions: x.v.Exceptions(q, list)}
	for _, r := range first(list, listMost) {
		p.Items = append(p.Items, x.line(r))
	}
	p.More = len(list) - len(p.Items)
	return x.out("list", p.Head, []crumb{x.home()}, p)
}

func (x *visit) scopeOf(q ledger.Query) string {
	if len(q.Units) > 0 {
		return x.v.Units(q.Units)
	}
	return x.scope()
}
