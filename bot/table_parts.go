package bot

import (
	"slices"

	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/ledger"
)

// An importPlan decides what becomes of the rows of a ledger kept elsewhere: which are there already, which numbers they keep, and whose parts they are.
type importPlan struct {
	env  ledger.Env
	held map[ledger.Number]ledger.Row // the ledger's
	byID map[ledger.ItemID]ledger.Row
	used map[ledger.Number]bool // the ledger's numbers, and those that the rows keep
	rows []*importing
	seqs map[int][]*importing // by the number that they say, in the order of the table
}

// importing is a row under way. said is its number as the table has it.
type importing struct {
	tables.Entry
	said  ledger.Number
	known *ledger.Row // in the ledger already
	under int         // the row of its parent, which is taken over too
	of    ledger.Number
	made  bool // no row of the table: the parent of parts whose own row is missing
}

func (x *importing) comes() bool { return x.known == nil && !x.Stopped() }

func (x *importing) part() bool { return x.under != 0 || x.Item.Parent != "" }

func (x *importing) wrong(code, text string) {
	x.Problems = append(x.Problems, tables.Problem{Row: x.Row, Text: text, Code: code})
}

func newImportPlan(env ledger.Env, held map[ledger.Number]ledger.Row) *importPlan {
	p := &importPlan{env: env, held: held, byID: map[ledger.ItemID]ledger.Row{}, used: map[ledger.Number]bool{}, seqs: map[int][]*importing{}}
	for n, r := range held {
		p.byID[r.ID], p.used[n] = r, true
	}
	return p
}

func (p *importPlan) add(e tables.Entry, known *ledger.Row) {
	x := &importing{Entry: e, said: e.Item.Number, known: known}
	p.rows, p.seqs[x.said.Seq] = append(p.rows, x), append(p.seqs[x.said.Seq], x)
}

// decide numbers the rows: what stands alone first, then the parts.
func (p *importPlan) decide() {
	for _, x := range p.rows {
		if n := x.said; x.comes() && n.Seq > 0 && n.Child == 0 {
			if p.used[n] {
				x.wrong(tables.Taken, n.Short()+" "+p.held[n].Title)
				x.Item.Number.Seq = 0
			}
			p.used[n] = true
		}
	}
	for _, x := range slices.Clone(p.rows) {
		if x.comes() && x.said.Child > 0 {
			p.place(x)
		}
	}
}

// place puts a part under its parent: the row of its number, or the item that the ledger has for it. Without either it stands alone.
func (p *importPlan) place(x *importing) {
	row, item := p.parentOf(x)
	switch {
	case row != nil:
		x.under, x.of = row.Row, row.Item.Number
		said := slices.ContainsFunc(row.Problems, func(p tables.Problem) bool { return p.Code == tables.PartOpen })
		if !row.Item.State.Open() && x.Item.State.Open() && !said {
			row.wrong(tables.PartOpen, x.said.Short())
		}
	case item == nil:
		x.wrong(tables.PartAlone, x.said.Short())
	case x.Item.State.Open() && (!item.State.Open() || item.State == ledger.StateSubmitted):
		x.wrong(tables.PartOfClosed, x.said.Short())
		item = nil
	default:
		x.Item.Parent, x.of = item.ID, item.Number
	}
	x.Item.Number = p.partNumber(x)
}

// partNumber is the part's own where its parent keeps its number and nobody else has it, else the next that is free; of a parent that is given a
// new number, the ledger gives it. What stands alone gets a new one.
func (p *importPlan) partNumber(x *importing) ledger.Number {
	n := ledger.Number{Year: x.of.Year, Seq: x.of.Seq, Child: x.said.Child}
	if !x.part() {
		return ledger.Number{Year: x.said.Year}
	}
	if n.Seq == 0 {
		return ledger.Number{Year: n.Year}
	}
	if p.used[n] {
		for n.Child = 1; p.used[n]; {
			n.Child++
		}
		x.wrong(tables.Taken, x.said.Short())
	}
	p.used[n] = true
	return n
}

// parentOf finds the row that a part stands under, or the item.
func (p *importPlan) parentOf(x *importing) (row *importing, item *ledger.Row) {
	for _, o := range p.seqs[x.said.Seq] {
		fits := o.said.Child == 0 && (o.said.Year == x.said.Year || o.Bare || x.Bare) && !o.Stopped()
		if fits && (row == nil || o.Row < x.Row) { // the last above it, else the first below
			row = o
		}
	}
	switch {
	case row != nil && row.known != nil:
		return nil, row.known
	case row != nil:
		return row, nil
	}
	if r := p.siblings(x); r != nil {
		return nil, r
	}
	r, ok := p.held[ledger.Number{Year: x.said.Year, Seq: x.said.Seq}]
	same := r.Children > 0 || ledger.Fold(r.Title) == ledger.Fold(x.Item.Title) || !r.MeetingOn.IsZero() && r.MeetingOn == x.Item.Source.Date
	if ok && same { // a number alone may be that of anything
		return nil, &r
	}
	return p.make(x), nil
}

// siblings gives the parent under which other parts of the number are in the ledger already.
func (p *importPlan) siblings(x *importing) *ledger.Row {
	for _, o := range p.seqs[x.said.Seq] {
		if o.known != nil && o.said.Year == x.said.Year && o.known.Parent != "" {
			if r, ok := p.byID[o.known.Parent]; ok {
				return &r
			}
		}
	}
	return nil
}

// make makes the parent of parts that are one matter of several units: its row is missing in tables that leave parents out, as ours do. The
// supervision office keeps it, as it keeps each such parent. Parts with titles of their own have none that could be known.
func (p *importPlan) make(x *importing) *importing {
	office := p.env.Dir.Org().Office
	parent := &importing{Entry: tables.Entry{Row: -x.Row, Item: x.Item}, said: ledger.Number{Year: x.said.Year, Seq: x.said.Seq}, made: true}
	it, n := &parent.Item, 0
	for _, o := range p.seqs[x.said.Seq] {
		if !o.comes() || o.said.Child == 0 || o.said.Year != x.said.Year || ledger.Fold(o.Item.Title) != ledger.Fold(x.Item.Title) {
			continue
		}
		n++
		if o.Item.IssuedAt.Before(it.IssuedAt) {
			it.IssuedAt = o.Item.IssuedAt
		}
		if o.Item.Due.Date.After(it.Due.Date) {
			it.Due = o.Item.Due
		}
	}
	if n < 2 || office == "" {
		return nil
	}
	*it = ledger.Item{Title: it.Title, Measure: it.Measure, Area: it.Area, Priority: it.Priority, Source: it.Source, Lead: office, State: ledger.StateActive, IssuedAt: it.IssuedAt,
		Due: it.Due, FirstDue: it.Due, Ongoing: it.Ongoing, RRule: it.RRule, DueText: it.DueText, Number: parent.said}
	if p.used[parent.said] {
		it.Number.Seq = 0
	}
	p.used[parent.said] = true
	p.rows = slices.Insert(p.rows, slices.Index(p.rows, x), parent)
	p.seqs[x.said.Seq] = append(p.seqs[x.said.Seq], parent)
	return parent
}

// result are the rows to take over, and the items of the ledger that get parts.
func (p *importPlan) result() (rows []ledger.ImportRow, parents []ledger.ItemID) {
	for _, x := range p.rows {
		if !x.comes() {
			continue
		}
		rows = append(rows, ledger.ImportRow{Row: x.Row, Item: x.Item, Under: x.under})
		if id := x.Item.Parent; id != "" && !slices.Contains(parents, id) {
			parents = append(parents, id)
		}
	}
	return rows, parents
}
