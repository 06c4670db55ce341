package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// An edit applies one message's orders to a draft. Nothing of it counts when anything is unsure.
type edit struct {
	*turn
	d       *ledger.Draft
	changed bool
	show    bool
	issue   []int // rows to be issued; nil: none asked for
	did     []string
	unsure  []string
}

func (e *edit) doubt(id string, args ...any) { e.unsure = append(e.unsure, e.v.T(id, args...)) }

// rows are the rows that an order names; Rest are those that wait and that no order of the message names.
func (e *edit) rows(o intent.DraftOrder, all []intent.DraftOrder) []int {
	if len(o.Rows) > 0 {
		return o.Rows
	}
	if !o.All && !o.Rest && o.Op != intent.DraftShow && o.Op != intent.DraftIssue {
		var waiting []int
		for _, r := range e.d.Rows {
			if r.Waiting() {
				waiting = append(waiting, r.N)
			}
		}
		if len(waiting) != 1 {
			e.doubt("WhichRow")
			return nil
		}
		return waiting
	}
	var out []int
	for _, r := range e.d.Rows {
		named := slices.ContainsFunc(all, func(x intent.DraftOrder) bool { return slices.Contains(x.Rows, r.N) })
		if o.Undated && (!r.Due.IsZero() || r.RRule != "" || r.Ongoing || r.NoDue) {
			continue
		}
		if r.Waiting() && (o.All || !named) {
			out = append(out, r.N)
		}
	}
	return out
}

func (e *edit) order(o intent.DraftOrder, all []intent.DraftOrder) {
	if o.Unread != "" {
		e.doubt("OrderUnread", "Text", o.Unread)
		return
	}
	if len(o.LeadAsk) > 0 {
		e.doubt("Ambiguous", "Alias", o.LeadText, "Units", e.v.Units(o.LeadAsk))
		return
	}
	rows := e.rows(o, all)
	for _, n := range rows {
		if e.d.Row(n) == nil {
			e.doubt("NoSuchRow", "N", n, "Last", len(e.d.Rows))
			return
		}
	}
	switch o.Op {
	case intent.DraftShow:
		e.show = true
	case intent.DraftIssue:
		e.issue = e.issuable(rows)
	case intent.DraftMerge:
		e.merge(rows)
	case intent.DraftSplit:
		e.split(rows, o.Parts)
	default:
		for _, n := range rows {
			e.one(e.d.Row(n), o)
		}
		e.changed = e.changed || len(rows) > 0
		e.did = append(e.did, e.v.T("Edit_"+string(o.Op), "Rows", e.ranges(rows), "What", e.what(o)))
	}
}

// issuable are the rows named, or all that wait.
func (e *edit) issuable(rows []int) []int {
	if len(rows) > 0 {
		return rows
	}
	ready, _ := e.d.Ready(e.env.Policy)
	if ready == nil {
		return []int{}
	}
	return ready
}

func (e *edit) one(r *ledger.DraftRow, o intent.DraftOrder) {
	if r.Issued != "" {
		e.doubt("RowGone", "N", r.N)
		return
	}
	r.Approved = "" // what was approved was another wording
	switch o.Op {
	case intent.DraftDrop:
		r.Dropped, r.Reason = true, o.Reason
		return
	case intent.DraftRestore:
		r.Dropped, r.Done, r.Reason = false, false, ""
		return
	}
	e.setOwner(r, o)
	switch {
	case !o.Due.IsZero():
		r.Due, r.NoDue, r.DueText = ledger.Due{Date: o.Due.Date, At: o.Due.At}, false, o.DueText
	case o.RRule != "":
		r.RRule, r.DueText = o.RRule, o.DueText
	case o.Ongoing:
		r.Ongoing = true
	case o.NoDue:
		r.Due, r.NoDue = ledger.Due{}, true
	}
	if o.Measure != "" {
		r.Measure = o.Measure
	}
	if o.Title != "" {
		r.Title = o.Title
	}
	if o.Priority != "" {
		r.Priority = priority(o.Priority)
	}
}

func (e *edit) setOwner(r *ledger.DraftRow, o intent.DraftOrder) {
	switch {
	case o.Lead != "":
		setLead(r, o.Lead)
	case o.LeadGroup != "":
		m, _ := e.env.Dir.Lookup(o.LeadGroup)
		if m.Tracker != "" {
			setLead(r, m.Tracker)
			break
		}
		r.Lead, r.LeadText, r.Candidates, r.Fanout, r.Members, r.Kept = "", "", nil, o.LeadGroup, m.Units, nil
	case o.LeadText != "":
		e.doubt("UnknownOwner", "Name", o.LeadText)
	}
	if supported(r, o) {
		return
	}
	if len(o.Support) > 0 {
		r.Support = slices.DeleteFunc(slices.Clone(o.Support), func(u ledger.UnitID) bool { return u == r.Lead })
	}
	if len(o.SupportText) > len(o.Support) {
		e.doubt("UnknownOwner", "Name", e.v.List(o.SupportText))
	}
}

// merge puts the later rows into the first: their words, their support, the earliest date.
func (e *edit) merge(rows []int) {
	if len(rows) < 2 {
		e.doubt("MergeWhich")
		return
	}
	first := e.d.Row(rows[0])
	first.Approved = ""
	due := first.Due
	for _, n := range rows[1:] {
		r := e.d.Row(n)
		if !r.Waiting() || !first.Waiting() {
			e.doubt("RowGone", "N", n)
			return
		}
		first.Text += "\n" + r.Text
		first.Title += ";" + r.Title
		if first.Lead == "" && len(first.Members) == 0 {
			first.Lead, first.Fanout, first.Members, first.Candidates = r.Lead, r.Fanout, r.Members, r.Candidates
		}
		for _, u := range append([]ledger.UnitID{r.Lead}, r.Support...) {
			if u != "" && u != first.Lead && !slices.Contains(first.Support, u) {
				first.Support = append(slices.Clone(first.Support), u)
			}
		}
		if first.Due.IsZero() || !r.Due.IsZero() && r.Due.Date.Before(first.Due.Date) {
			first.Due, first.DueText = r.Due, r.DueText
		}
		if first.Measure == "" {
			first.Measure = r.Measure
		}
		r.Dropped, r.Reason = true, e.v.T("MergedInto", "N", first.N)
	}
	e.changed = true
	e.did = append(e.did, e.v.T("Edit_merge", "Rows", e.ranges(rows)))
	if !due.IsZero() && first.Due != due {
		e.did = append(e.did, e.v.T("MergedDue", "N", first.N, "Due", e.v.Due(first.Due, e.env.Today()), "Before", e.v.Due(due, e.env.Today())))
	}
}

// split makes several rows of one; each keeps its owner and date until told otherwise.
func (e *edit) split(rows []int, parts []string) {
	if len(rows) != 1 || len(parts) < 2 || !e.d.Row(rows[0]).Waiting() {
		e.doubt("SplitHow")
		return
	}
	first := *e.d.Row(rows[0])
	next := 0
	for _, r := range e.d.Rows {
		next = max(next, r.N)
	}
	for i, p := range parts {
		if i == 0 {
			e.d.Row(rows[0]).Title = p
			continue
		}
		r := first
		r.N, r.Title = next+i, p
		e.d.Rows = append(e.d.Rows, r)
	}
	e.changed = true
	e.did = append(e.did, e.v.T("Edit_split", "Rows", e.ranges(rows), "N", len(parts)))
}

// what says what was set, in words.
func (e *edit) what(o intent.DraftOrder) string {
	var parts []string
	switch {
	case o.Lead != "":
		parts = append(parts, e.v.Unit(o.Lead))
	case o.LeadGroup != "":
		parts = append(parts, o.LeadGroup)
	}
	if o.NoSupport {
		parts = append(parts, e.v.T("NoSupport"))
	}
	if len(o.LessSupport) > 0 {
		parts = append(parts, "- "+e.v.Units(o.LessSupport))
	}
	if len(o.Support) > 0 {
		parts = append(parts, "+ "+e.v.Units(o.Support))
	}
	switch {
	case !o.Due.IsZero():
		parts = append(parts, e.v.Date(o.Due.Date, e.env.Today()))
	case o.Ongoing:
		parts = append(parts, e.v.T("Ongoing"))
	case o.NoDue:
		parts = append(parts, e.v.T("NoDue"))
	case o.RRule != "":
		parts = append(parts, o.DueText)
	}
	for _, s := range []string{o.Measure, o.Title, o.Reason} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return e.v.List(parts)
}

// ranges writes 1, 2, 3, 5 as 1–3、5.
func (t *turn) ranges(rows []int) string {
	var out []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		s := strconv.Itoa(rows[i])
		if j > i {
			s += "–" + strconv.Itoa(rows[j])
		}
		out = append(out, s)
		i = j + 1
	}
	return strings.Join(out, t.v.T("ListSep"))
}

// supported changes a row's supporting units where the order adds to them or takes some away; false when it names them anew or not at all.
func supported(r *ledger.DraftRow, o intent.DraftOrder) bool {
	switch {
	case o.NoSupport:
		r.Support = nil
	case len(o.LessSupport) > 0:
		r.Support = slices.DeleteFunc(slices.Clone(r.Support), func(u ledger.UnitID) bool { return slices.Contains(o.LessSupport, u) })
	case o.MoreSupport:
		for _, u := range o.Support {
			if u != r.Lead && !slices.Contains(r.Support, u) {
				r.Support = append(slices.Clone(r.Support), u)
			}
		}
	default:
		return false
	}
	return true
}

// draftsOnly reports whether the orders are of a kind that only rows of drafts have: about supporting units, about all rows without a date, or to
// issue them.
func draftsOnly(orders []intent.DraftOrder) bool {
	return slices.ContainsFunc(orders, func(o intent.DraftOrder) bool {
		return o.Op == intent.DraftIssue || o.Undated || o.NoSupport || o.MoreSupport || len(o.LessSupport) > 0
	})
}

// draftFanout sets how a row with a collective owner is issued: one item that somebody tracks, or a child a unit.
func (t *turn) draftFanout(w intent.Work) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	if len(w.Unknown) > 0 {
		t.reply(t.v.Say(t.v.T("UnknownOwner", "Name", t.v.List(w.Unknown))))
		return nil
	}
	here, _ := t.draftHere()
	return t.setFanout(here.ID, []int{w.N}, w.Op == intent.WorkOne, w.Unit)
}

func (t *turn) setFanout(id ledger.MeetingID, rows []int, one bool, keeper ledger.UnitID) error {
	d, rev, err := t.draft(id)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	before := d
	d.Rows = slices.Clone(d.Rows)
	for _, n := range rows {
		row := d.Row(n)
		switch {
		case row == nil || !row.Waiting():
			t.reply(t.v.Say(t.v.T("NoSuchRow", "N", n, "Last", len(d.Rows))))
			return nil
		case one && !row.Collapse(firstUnit(keeper, t.env.Dir.Org().Office)), !one && !row.Expand():
			t.reply(t.v.Say(t.v.T("NoFanout", "N", n)))
			return nil
		}
	}
	set := "FanoutEach"
	if one {
		set = "FanoutOne"
	}
	did := t.v.T(set, "Rows", t.ranges(rows), "Unit", t.v.Unit(d.Row(rows[0]).Lead), "N", len(d.Row(rows[0]).Members))
	t.saveDraft(d, rev)
	t.keepStep(before, t.env.Now, did)
	ready, short := d.Ready(t.env.Policy)
	t.reply(view.With(t.v.Say(t.v.T("DraftEdited", "What", did, "Ready", len(ready), "Short", len(short))),
		chat.Control{Kind: chat.ControlButton, ID: view.DoDraftAsk, Value: string(d.ID), Label: t.v.N("DraftsIssue", len(ready)), Style: "primary"}))
	return nil
}

func firstUnit(list ...ledger.UnitID) ledger.UnitID {
	for _, u := range list {
		if u != "" {
			return u
		}
	}
	return ""
}
