package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// decideOn turns an intent about an item into the ledger's decision. It has no effect of its own.
func (t *turn) decideOn(in intent.Intent, it ledger.Item) (ledger.Change, error) {
	e, me, s := t.env, t.me.ID, in.Slots
	switch in.Name {
	case intent.Ack:
		return ledger.Accept(e, it, me)
	case intent.Progress, intent.Blocked, intent.Correct:
		return ledger.Report(e, it, me, t.progress(in))
	case intent.Complete:
		return ledger.Submit(e, it, me, t.submission(s))
	case intent.ExtensionRequest:
		return ledger.Extend(e, it, me, t.newDue(s, it), reason(s))
	case intent.Reassign, intent.Reject:
		return t.reassign(in, it)
	case intent.Withdraw:
		return ledger.Withdraw(e, it, me, reason(s))
	case intent.Snooze:
		minute := e.Policy.Digest
		if s.Until.At != "" {
			minute = text.MinuteOf(s.Until.At)
		}
		return ledger.Snooze(e, it, me, s.Until.Date.At(minute, t.zone()))
	case intent.ApproveExtension:
		return ledger.Grant(e, it, me, true, t.newDue(s, it), reason(s))
	case intent.DenyExtension:
		return ledger.Grant(e, it, me, false, ledger.Due{}, orWords(reason(s), t.m.Text))
	case intent.ApproveClose, intent.Return:
		parent, err := t.parent(it)
		if err != nil {
			return ledger.Change{}, err
		}
		why := reason(s)
		if s.Need != "" {
			why = joinReasons(why, t.v.T("RB_need", "Text", s.Need))
		}
		return ledger.Judge(e, it, me, in.Name == intent.ApproveClose, why, parent)
	}
	return t.decideAbove(in, it)
}

// decideAbove is what leaders and the office decide, and words for the record.
func (t *turn) decideAbove(in intent.Intent, it ledger.Item) (ledger.Change, error) {
	e, me, s := t.env, t.me.ID, in.Slots
	switch in.Name {
	case intent.Instruct:
		return ledger.Instruct(e, it, me, s.Text, s.Involvement)
	case intent.SetPriority:
		return ledger.SetPriority(e, it, me, priority(s.Priority))
	case intent.Suspend:
		return ledger.Suspend(e, it, me, orWords(reason(s), t.m.Text))
	case intent.Resume:
		if it.Into != nil {
			return t.separate(it, orWords(reason(s), t.m.Text))
		}
		if !it.State.Open() {
			parent, err := t.parent(it)
			if err != nil {
				return ledger.Change{}, err
			}
			return ledger.Reopen(e, it, me, orWords(reason(s), t.m.Text), parent)
		}
		return ledger.Resume(e, it, me, reason(s))
	case intent.Terminate:
		parent, err := t.parent(it)
		if err != nil {
			return ledger.Change{}, err
		}
		return ledger.Terminate(e, it, me, orWords(reason(s), t.m.Text), parent)
	case intent.Explanation:
		return ledger.Explain(e, it, me, orWords(reason(s), t.m.Text))
	case intent.MarkRead:
		if e.Allowed(me, ledger.ActInstruct, it) == nil && e.Overdue(it.Row()) {
			return ledger.Acknowledge(e, it, me)
		}
		return ledger.Remark(e, it, me, t.m.Text, false)
	case intent.Cooperate:
		return ledger.Remark(e, it, me, t.m.Text, false)
	case intent.Merge:
		return ledger.Remark(e, it, me, t.m.Text, false) // the office is asked by mergeWish
	case intent.AgendaAdd:
		return ledger.Remark(e, it, me, t.m.Text, true)
	case intent.Remind:
		return ledger.Urge(e, it, me, "")
	}
	return ledger.Change{}, fmt.Errorf("no decision for intent %q", in.Name)
}

func priority(name string) ledger.Priority {
	if name == "normal" {
		return ledger.PriorityNormal
	}
	return ledger.Priority(name)
}

func reason(s intent.Slots) string {
	if s.Reason != "" {
		return s.Reason
	}
	return strings.Join(s.Reasons, ";")
}

func joinReasons(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ";")
}

// orWords is the part that was read, or else everything that was said.
func orWords(part, all string) string {
	if part != "" {
		return part
	}
	return strings.TrimSpace(all)
}

// progress gathers what was said of how an item stands.
func (t *turn) progress(in intent.Intent) ledger.Progress {
	s := in.Slots
	p := ledger.Progress{Percent: s.Percent, Note: s.Note, ETA: s.ETA.Date, Resolved: s.Unblocked == intent.Said,
		Correct: in.Name == intent.Correct, NoChange: s.NoChange == intent.Said || s.OnTrack == intent.Said, Evidence: t.evidence()}
	if p.Note == "" {
		p.Note = joinReasons(s.Stage, strings.Join(s.Done.Parts, ";"))
	}
	p.Next = strings.Join(s.Next, ";")
	if in.Name == intent.Blocked && s.Unblocked != intent.Said {
		p.Blocker = &ledger.Blocker{Reason: orWords(reason(s), t.m.Text), Waiting: firstOf(s.WaitingOn, s.External, s.HelpFrom), Need: s.Need}
	} else if reason(s) != "" && (s.Need != "" || s.WaitingOn != "" || s.External != "") {
		p.Blocker = &ledger.Blocker{Reason: reason(s), Waiting: firstOf(s.WaitingOn, s.External, s.HelpFrom), Need: s.Need}
	}
	if p.Note == "" && p.Percent == nil && p.Blocker == nil && !p.Resolved {
		p.Note = strings.TrimSpace(t.m.Text)
	}
	return p
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// linkForm is an address in what somebody wrote; what closes a sentence is not part of it.
var linkForm = regexp.MustCompile(`https?://[^\s<>"'“”,。;、)】]+[^\s<>"'“”,。;、)】.,;:!?)]`)

// evidence are, by reference, the files that came with the words and the addresses in it.
func (t *turn) evidence() []ledger.Evidence {
	t.given = t.brought()
	out := references(t.given)
	for _, link := range linkForm.FindAllString(t.m.Text, 10) {
		out = append(out, ledger.Evidence{Kind: "link", Ref: link})
	}
	return out
}

func (t *turn) submission(s intent.Slots) ledger.Submission {
	sub := ledger.Submission{Text: orWords(s.Evidence, t.m.Text), Evidence: t.evidence()}
	if s.Evidence != "" && len(sub.Evidence) == 0 {
		sub.Evidence = []ledger.Evidence{{Kind: "text", Text: s.Evidence}} // where it lies: 材料已上传OA
	}
	if m := s.Measure; m != nil && m.Value != nil {
		sub.Measured = strings.TrimSpace(fmt.Sprintf("%s %g%s", m.Metric, *m.Value, m.UOM))
	}
	return sub
}

// newDue is the date asked for: said, or counted from the present deadline.
func (t *turn) newDue(s intent.Slots, it ledger.Item) ledger.Due {
	from := it.Due.Date
	switch {
	case !s.NewDue.IsZero():
		return ledger.Due{Date: s.NewDue.Date, At: s.NewDue.At}
	case s.DeltaDays != nil && !from.IsZero():
		return ledger.Due{Date: from.AddDays(*s.DeltaDays)}
	case s.DeltaWorkdays != nil && !from.IsZero():
		return ledger.Due{Date: ledger.AddWorkdays(t.env.Cal, from, *s.DeltaWorkdays)}
	}
	return ledger.Due{}
}

// reassign passes an item to a person of the unit, or asks the office to give it to another unit.
func (t *turn) reassign(in intent.Intent, it ledger.Item) (ledger.Change, error) {
	s := in.Slots
	to := s.Suggest
	if len(s.To) > 0 {
		to = s.To[0]
	}
	if m, ok := t.env.Dir.Lookup(to); ok && m.Kind == ledger.MentionPerson {
		return ledger.SetHandler(t.env, it, t.me.ID, m.Person)
	}
	unit, _ := t.unit(to)
	if unit != "" && unit != it.Lead && t.canDo(ledger.ActReroute) {
		return ledger.Reroute(t.env, it, t.me.ID, unit, orWords(reason(s), t.m.Text))
	}
	return ledger.Deny(t.env, it, t.me.ID, orWords(reason(s), t.m.Text), unit)
}

// readBack puts what was understood into words, shortly.
func (t *turn) readBack(in intent.Intent) string {
	s, today := in.Slots, t.env.Today()
	if in.Name == intent.Instruct {
		return t.v.T("RB_instruct", "Text", view.Clip(s.Text, 120))
	}
	var parts []string
	add := func(ok bool, id string, args ...any) {
		if ok {
			parts = append(parts, t.v.T(id, args...))
		}
	}
	if s.Percent != nil {
		parts = append(parts, fmt.Sprintf("%d%%", *s.Percent))
	}
	add(in.Name == intent.Complete, "RB_complete")
	add(in.Name == intent.Ack, "RB_ack")
	add(s.Note != "" && in.Name == intent.Progress, "RB_note", "Text", s.Note)
	add(in.Name == intent.Blocked || in.Name == intent.Progress && reason(s) != "", "RB_blocked", "Reason", orWords(reason(s), t.m.Text))
	add(firstOf(s.WaitingOn, s.External) != "", "RB_waiting", "Who", firstOf(s.WaitingOn, s.External))
	add(s.Need != "" && in.Name != intent.Return, "RB_need", "Text", s.Need)
	add(!s.ETA.IsZero(), "RB_eta", "Date", t.v.Date(s.ETA.Date, today))
	add(s.Unblocked == intent.Said, "RB_unblocked")
	add(!s.NewDue.IsZero(), "RB_newdue", "Date", t.v.Date(s.NewDue.Date, today))
	add(s.NoChange == intent.Said, "RB_nochange")
	add(!s.Until.IsZero(), "RB_until", "Date", t.v.Date(s.Until.Date, today))
	add(len(s.To) > 0, "RB_to", "Who", t.v.List(s.To))
	add(s.Involvement != "", "RB_involved", "Kind", s.Involvement)
	add(s.Priority != "", "Priority_"+s.Priority)
	if len(parts) == 0 {
		parts = append(parts, t.v.T("RB_"+string(in.Name), "Text", view.Clip(t.m.Text, 60)))
	}
	return strings.Join(parts, t.v.T("Comma"))
}

// clarify asks for what is missing, with the form that takes it where there is one.
func (t *turn) clarify(in intent.Intent, items []ledger.Item) error {
	it := items[0]
	id := "Clarify_" + string(in.Name)
	if !t.v.Has(id) {
		id = "Clarify"
	}
	var controls []chat.Control
	form := map[intent.Name]string{intent.Progress: view.DoReport, intent.Blocked: view.DoReport, intent.ExtensionRequest: view.DoExtend,
		intent.Complete: view.DoSubmit, intent.Reject: view.DoDecline, intent.Reassign: view.DoDecline}[in.Name]
	if form != "" {
		controls = append(controls, chat.Control{Kind: chat.ControlForm, ID: form, Value: string(it.ID), Label: t.v.T("Do_" + form), Style: "primary"})
	} else if in.Name == intent.Snooze {
		controls = t.snoozes(it)
	} else {
		controls = t.v.Offers(it)
	}
	t.ask("clarify", waitingIntent{in, []ledger.ItemID{it.ID}}, questionLasts, func(string) chat.Card {
		return view.With(t.v.Say(t.v.T(id, "Number", t.v.Number(it.Number), "Title", t.title(it))), controls...)
	})
	return nil
}

// batch takes several reports in one message: all are read back, and taken together or not at all.
func (t *turn) batch(in intent.Intent) error {
	var lines []string
	var ids []ledger.ItemID
	for _, r := range in.Slots.Reports {
		one := intent.Intent{Name: r.Name, Slots: r.Slots, Expect: intent.Apply}
		items, err := t.which(one)
		if err != nil || len(items) == 0 {
			return err
		}
		if len(items) != 1 {
			return t.unclear()
		}
		if _, err := t.decideOn(one, items[0]); err != nil {
			return t.refused(err, items)
		}
		ids = append(ids, items[0].ID)
		lines = append(lines, t.v.T("ReadBack", "Number", t.v.Number(items[0].Number), "Title", t.title(items[0]), "What", t.readBack(one)))
	}
	if len(ids) == 0 {
		return t.unclear()
	}
	t.ask("confirm", waitingIntent{in, ids}, questionLasts, func(key string) chat.Card {
		return view.With(t.v.Say(strings.Join(lines, "\n"), t.v.T("Sure")), t.v.YesNo(key, t.v.T("TakeAll"))...)
	})
	return nil
}

// order is a leader's order without an item: it becomes a draft for the office, its origin marked.
func (t *turn) order(in intent.Intent) error {
	s := in.Slots
	id := ledger.MeetingID(ledger.NewID(t.env.Now, t.env.Source, 0))
	row := ledger.DraftRow{N: 1, Title: view.Clip(orWords(s.Text, t.m.Text), 60), Text: t.m.Text}
	if !s.Due.IsZero() {
		row.Due, row.DueText = ledger.Due{Date: s.Due.Date, At: s.Due.At}, s.Due.String()
	}
	for _, name := range s.To {
		switch unit, ok := t.unit(name); {
		case !ok:
			row.LeadText = name
		case row.Lead == "":
			row.Lead = unit
		default:
			row.Support = append(row.Support, unit)
		}
	}
	d := ledger.Draft{ID: id, Title: t.v.T("OrderTitle", "Who", t.me.Name), Date: t.env.Today(), By: t.me.ID, Order: t.me.ID, At: t.env.Now, Changed: t.env.Now,
		Rows: []ledger.DraftRow{row}}
	t.recordDraft(d, 0)
	for _, p := range ledger.Recipients(t.env, ledger.Item{}, ledger.ForOffice) {
		t.tellDraft(p, d)
	}
	t.reply(t.v.Say(t.v.T("OrderTaken")))
	return nil
}

// snoozes are the days that a reminder may be put off to, as buttons that say so: the next two working days and the first of next week, none
// past the deadline.
func (t *turn) snoozes(it ledger.Item) []chat.Control {
	today := t.env.Today()
	next := ledger.NextWorkday(t.env.Cal, today.AddDays(1))
	week := today.AddDays(7 - (int(today.Weekday())+6)%7)
	days := []ledger.Date{next, ledger.NextWorkday(t.env.Cal, next.AddDays(1)), ledger.NextWorkday(t.env.Cal, week)}
	slices.SortFunc(days, ledger.Date.Compare)
	var out []chat.Control
	for _, d := range slices.Compact(days) {
		if it.Due.IsZero() || !d.After(it.Due.Date) {
			words := t.v.T("SnoozeWords", "Number", t.v.Number(it.Number), "Date", d.String())
			out = append(out, t.v.Button(view.DoSay, words, t.v.Date(d, today), ""))
		}
	}
	return out
}
