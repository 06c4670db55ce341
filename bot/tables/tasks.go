package tables

import (
	"context"
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// A Task is one row of a task table that came back. ID is what the table was given, empty for a row that somebody added. Lead has no unit
// where its words name none that is known, or several; Group is a collective owner.
type Task struct {
	Row      int
	ID       string
	Title    string
	Steps    []ledger.Milestone
	Lead     ledger.UnitID
	LeadText string
	Group    string
	Members  []ledger.UnitID
	Support  []ledger.UnitID
	People   string // who is responsible (责任人), in the table's words
	Leader   string // the leader in charge (责任领导)
	Due      ledger.Due
	DueText  string
	RRule    string
	Ongoing  bool
	Measure  string
	Output   string
	Has      map[string]bool // which columns the table still has: "steps", "lead", …
	Problems []Problem
}

// Tasks reads a task table (任务分解表) that was exported with ids.
func Tasks(ctx context.Context, name string, b []byte, o Options) ([]Task, error) {
	gs, err := grids(ctx, name, b)
	if err != nil {
		return nil, err
	}
	t, err := find(gs, taskHeads, fID, fTitle)
	if err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for f := range t.at {
		has[string(f)] = true
	}
	var out []Task
	for _, l := range t.rows {
		r := &reader{Options: o, t: t, l: l}
		k := Task{Row: l.n, ID: t.text(l, fID), Title: t.text(l, fTitle), Measure: t.text(l, fMeasure), Output: t.text(l, fOutput), People: t.text(l, fResponsible),
			Leader: t.text(l, fLeader), Has: has}
		if k.Title == "" {
			r.wrong(fTitle, NoTitle, true)
		}
		k.Steps = r.steps()
		r.owner(&k)
		k.Support = r.units(fSupport)
		r.due(&k)
		k.Problems = r.problems
		out = append(out, k)
	}
	return out, nil
}

// owner reads the lead: one unit, or a collective owner.
func (r *reader) owner(k *Task) {
	k.LeadText = r.t.text(r.l, fLead)
	m, ok := r.Dir.Lookup(k.LeadText)
	switch {
	case k.LeadText == "":
	case ok && m.Kind == ledger.MentionUnit:
		k.Lead, k.LeadText = m.Unit, ""
	case ok && m.Kind == ledger.MentionGroup && len(m.Units) > 0:
		k.Group, k.Members, k.LeadText = m.Group, m.Units, ""
	case ok && m.Kind == ledger.MentionAmbiguous:
		r.wrong(fLead, TwoUnits, false)
	default:
		r.wrong(fLead, UnknownUnit, false)
	}
}

// due reads the deadline: a date, a standing demand, a recurrence. Words that name none are kept as they are.
func (r *reader) due(k *Task) {
	c := r.t.cell(r.l, fDue)
	k.DueText = c.text
	switch d, ok := r.dateIn(c, ledger.Date{}); {
	case c.text == "" || blankWords[ledger.Fold(c.text)]:
		k.DueText = ""
	case ok:
		k.Due = ledger.Due{Date: d}
	case ongoing(c.text):
		k.Ongoing = true
	default:
		if k.RRule = r.recurring(c); k.RRule == "" {
			r.wrong(fDue, BadDate, false)
		}
	}
}

var dated = regexp.MustCompile(`^(.*?)\s*[(\x{ff08}]([^()\x{ff08}\x{ff09}]*)[)\x{ff09}]\s*$`)

// steps reads milestones, one a line, with their dates in brackets at the end.
func (r *reader) steps() (out []ledger.Milestone) {
	for s := range strings.SplitSeq(r.t.text(r.l, fSteps), "\n") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		ms := ledger.Milestone{Text: s}
		if m := dated.FindStringSubmatch(s); m != nil {
			if d, ok := r.dateIn(cell{text: strings.TrimSpace(m[2])}, ledger.Date{}); ok {
				ms = ledger.Milestone{Text: m[1], Due: d}
			}
		}
		out = append(out, ms)
	}
	return out
}
