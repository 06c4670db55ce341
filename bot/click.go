package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// action handles a click or a choice. Buttons reach the same functions as words do.
func (t *turn) action() error {
	a := *t.m.Action
	switch a.ID {
	case view.DoYes, view.DoNo:
		return t.clickAnswer(a)
	case view.DoPick:
		return t.pick(ledger.ItemID(a.Value))
	case view.DoSay:
		t.m.Text = a.Value
		t.m.Mentioned = true
		t.env.Words = a.Value
		return t.words(a.Value)
	case view.DoQuery:
		var q ledger.Query
		if err := json.Unmarshal([]byte(a.Value), &q); err != nil {
			return t.unclear()
		}
		t.remember(intent.Intent{Name: intent.List, Expect: intent.Answer}, &q)
		return t.list(q, listWish{})
	case view.DoDraftTable:
		return t.draftTable(ledger.MeetingID(a.Value))
	case view.DoDraftAsk, view.DoDraftGo, view.DoDraftOpen, view.DoDraftFull:
		return t.draftAction(a)
	case view.DoCampaignShow, view.DoCampaignDone, view.DoCampaignUrge, view.DoCampaignEnd:
		return t.campaignAction(a)
	case view.DoMeeting:
		return t.meetingOutcome(ledger.MeetingID(a.Value))
	case view.DoDraftJoin, view.DoDraftJoinDate, view.DoDraftApart:
		return t.joinRow(a)
	case view.DoStanding:
		return t.standingPicture(a.Value)
	case view.DoChart:
		return t.pictureClicked(a.Value)
	case view.DoRelease:
		return t.release(a.Value)
	case view.DoUndo, view.DoSignAll, view.DoReview, view.DoPassAll, view.DoDraftOne, view.DoDraftEach, view.DoAskApproval, view.DoApproveDraft, view.DoMerge:
		return t.workAction(a)
	case view.DoEvidence, view.DoFile, view.DoCopyAgain:
		return t.evidenceAction(a)
	case view.DoMore:
		return t.turnPage(a.Value)
	case view.DoMute, view.DoUnmute:
		return t.mute(a.ID == view.DoMute)
	case view.DoIntroYes, view.DoIntroNo:
		return t.introduced(a.ID == view.DoIntroYes, a.Value)
	}
	return t.itemAction(a.ID, ledger.ItemID(a.Value))
}

// clickAnswer answers the question that the button belongs to, which may be older than the latest one.
func (t *turn) clickAnswer(a chat.Action) error {
	p, rev, err := ledger.Load[ledger.Pending](t.ctx, t.cfg.Store, ledger.RecordPending, a.Value)
	if err != nil || p.Person != t.me.ID || t.env.Now.After(p.Expires) || t.superseded(a) {
		t.reply(t.v.Say(t.v.T("QuestionGone")))
		return nil
	}
	p.Revision = rev
	t.pending = &p
	if a.ID == view.DoNo {
		return t.answerPending(intent.Intent{Name: intent.No})
	}
	return t.yes()
}

// pick answers "which item?": the words said before are taken for the item chosen.
func (t *turn) pick(id ledger.ItemID) error {
	it, err := t.item(id)
	if err != nil {
		return err
	}
	var w waitingIntent
	if t.pending == nil || json.Unmarshal(t.pending.Data, &w) != nil || t.pending.Kind != "which" {
		return t.show(it)
	}
	in := w.Intent
	t.asSaid(*t.pending)
	t.env.Read = string(in.Name)
	in.Slots.Item, in.Slots.Items, in.Slots.Ref = nil, nil, ""
	t.settle()
	switch in.Name {
	case intent.ApprovePending:
		in.Name = intent.ApproveClose
		if it.State != ledger.StateSubmitted {
			in.Name = intent.ApproveExtension
		}
	case intent.Detail, intent.History, intent.Question, intent.Explain, intent.WhyQuiet, intent.EvidenceShow:
		return t.about1(in, it)
	}
	return t.perform(in, []ledger.Item{it})
}

// itemAction does what a button on an item's card says.
func (t *turn) itemAction(id string, item ledger.ItemID) error {
	names := map[string]intent.Name{view.DoAccept: intent.Ack, view.DoEndorse: intent.ApproveClose, view.DoApprove: intent.ApproveClose,
		view.DoGrant: intent.ApproveExtension, view.DoUrge: intent.Remind, view.DoSeen: intent.MarkRead}
	it, err := t.item(item)
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if id == view.DoShow {
		return t.show(it)
	}
	if id == view.DoHistory {
		return t.history(it, "")
	}
	name, ok := names[id]
	if !ok { // a form's control, in a messenger without forms
		if !t.env.Sees(t.me.ID, it) {
			return t.notTheirs(it)
		}
		return t.clarify(intent.Intent{Name: formIntent(id)}, []ledger.Item{it})
	}
	in := intent.Intent{Name: name}
	t.env.Read = "button " + id
	c, err := t.decideOn(in, it)
	if err != nil {
		return t.refused(err, []ledger.Item{it})
	}
	t.take(c)
	if t.edited() && name == intent.Ack {
		return nil // the card that was clicked shows it
	}
	for _, x := range c.Items {
		if x.ID == it.ID {
			t.recorded(in, []ledger.Item{x})
		}
	}
	return nil
}

// edited reports whether the card that was clicked will show the change by itself.
func (t *turn) edited() bool {
	_, can := t.cfg.Messengers[t.m.At.Messenger].(chat.Updater)
	return can && t.bound != nil
}

func formIntent(id string) intent.Name {
	return map[string]intent.Name{view.DoReport: intent.Progress, view.DoSubmit: intent.Complete, view.DoExtend: intent.ExtensionRequest,
		view.DoDecline: intent.Reject, view.DoHandler: intent.Reassign, view.DoReturn: intent.Return, view.DoRefuse: intent.DenyExtension, view.DoExplain: intent.Explanation}[id]
}

// Form gives the form that a click asks for; nil when the person may not or there is none, and then they have been told.
func (b *Bot) Form(ctx context.Context, m chat.Message) (*chat.Form, error) {
	if m.Action == nil || m.From.Bot || m.From.External {
		return nil, nil
	}
	t, err := b.begin(ctx, m)
	if err != nil {
		return nil, err
	}
	f, err := t.formFor(*m.Action)
	if m.ID == "" && err == nil {
		return f, nil
	}
	if err != nil {
		if err := t.refused(err, nil); err != nil {
			return nil, fmt.Errorf("form %s: %w", m.Action.ID, err)
		}
		return nil, t.finish()
	}
	if f == nil {
		if t.answers == 0 {
			t.whisper(t.v.Say(t.v.T("Gone")))
		}
		return nil, t.finish()
	}
	return f, nil
}

func (t *turn) formFor(a chat.Action) (*chat.Form, error) {
	if f, ok, err := t.askForm(a.ID); ok {
		if err != nil {
			return nil, err
		}
		return f, nil
	}
	if a.ID == view.DoDraftRow {
		d, n, err := t.draftRow(a.Value)
		if err != nil || d.Row(n) == nil || !d.Row(n).Waiting() {
			return nil, nil
		}
		if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
			return nil, err
		}
		return t.v.RowForm(d, *d.Row(n)), nil
	}
	if a.ID == view.DoReturnDraft {
		d, _, err := t.draft(ledger.MeetingID(a.Value))
		if err != nil || d.Asked == nil {
			return nil, nil
		}
		return t.v.ReturnDraftForm(d), t.env.Allowed(t.me.ID, ledger.ActApprove, ledger.Item{})
	}
	it, err := t.item(ledger.ItemID(a.Value))
	if err != nil {
		return nil, nil
	}
	if a.ID == view.DoShow || a.ID == view.DoHistory {
		return t.pane(a.ID, it)
	}
	stage := ""
	if it.Submission != nil {
		stage = it.Submission.Stage
	}
	forms := map[string]struct {
		act  ledger.Action
		make func(ledger.Item) *chat.Form
	}{
		view.DoReport:  {ledger.ActReport, t.v.ReportForm},
		view.DoSubmit:  {ledger.ActSubmit, t.v.SubmitForm},
		view.DoExtend:  {ledger.ActExtend, t.v.ExtendForm},
		view.DoDecline: {ledger.ActDecline, t.v.DeclineForm},
		view.DoHandler: {ledger.ActHandler, t.v.HandlerForm},
		view.DoReroute: {ledger.ActReroute, t.v.RerouteForm},
		view.DoReturn:  {ledger.ReviewAt(stage), func(it ledger.Item) *chat.Form { return t.v.ReasonForm(view.DoReturn, it) }},
		view.DoExplain: {ledger.ActReport, func(it ledger.Item) *chat.Form { return t.v.ReasonForm(view.DoExplain, it) }},
		view.DoRefuse:  {ledger.ActGrant, func(it ledger.Item) *chat.Form { return t.v.ReasonForm(view.DoRefuse, it) }},
	}
	f, ok := forms[a.ID]
	if !ok {
		return nil, nil
	}
	return f.make(it), t.env.Allowed(t.me.ID, f.act, it)
}

// form takes a form that was filled in.
func (t *turn) form() error {
	f := *t.m.Form
	t.env.Read = "form " + f.ID
	if ok, err := t.takeForm(f); ok {
		return err
	}
	if f.ID == view.DoDraftRow {
		return t.draftForm(f)
	}
	if f.ID == view.DoReturnDraft {
		return t.approveDraft(ledger.MeetingID(f.Value), false, f.Values["reason"])
	}
	it, err := t.item(ledger.ItemID(f.Value))
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	in, err := t.filled(f, it)
	if err != nil {
		return t.refused(err, []ledger.Item{it})
	}
	if f.ID == view.DoReroute {
		c, err := ledger.Reroute(t.env, it, t.me.ID, ledger.UnitID(f.Values["unit"]), f.Values["reason"])
		if err != nil {
			return t.refused(err, []ledger.Item{it})
		}
		t.take(c)
		t.recorded(intent.Intent{Name: intent.Reassign, Slots: intent.Slots{To: []string{t.v.Unit(c.Items[0].Lead)}}}, c.Items[:1])
		return nil
	}
	return t.perform(in, []ledger.Item{it})
}

// filled turns a form's values into the intent that words would have given.
func (t *turn) filled(f chat.Filled, it ledger.Item) (intent.Intent, error) {
	v := f.Values
	in := intent.Intent{Name: formIntent(f.ID), Expect: intent.Apply}
	s := &in.Slots
	var words []string
	for _, id := range []string{"percent", "note", "blocker", "result", "measured", "new_due", "reason", "eta"} {
		if x := strings.TrimSpace(v[id]); x != "" {
			words = append(words, x)
		}
	}
	t.m.Text = strings.Join(words, ";")
	t.env.Words = t.m.Text
	s.Reason = strings.TrimSpace(v["reason"])
	switch f.ID {
	case view.DoReport:
		return t.filledReport(v, it)
	case view.DoSubmit:
		s.Evidence = joinReasons(strings.TrimSpace(v["result"]), strings.TrimSpace(v["measured"]))
	case view.DoExtend:
		d, err := ledger.ParseDate(v["new_due"])
		if err != nil {
			return in, &ledger.Refused{Action: ledger.ActExtend, Code: ledger.RefusedDate, Item: it.ID, State: it.State}
		}
		s.NewDue = intent.Moment{Date: d}
	case view.DoDecline:
		if u := v["suggest"]; u != "" {
			s.Suggest = t.env.Dir.Unit(ledger.UnitID(u)).Name
		}
	case view.DoHandler:
		p, ok := t.env.Dir.Person(ledger.PersonID(v["handler"]))
		if !ok {
			return in, &ledger.Refused{Action: ledger.ActHandler, Code: ledger.RefusedUnit, Item: it.ID, State: it.State}
		}
		s.To = []string{p.Name}
	}
	return in, nil
}

func (t *turn) filledReport(v map[string]string, it ledger.Item) (intent.Intent, error) {
	in := intent.Intent{Name: intent.Progress}
	s := &in.Slots
	bad := func(c ledger.Code) error {
		return &ledger.Refused{Action: ledger.ActReport, Code: c, Item: it.ID, State: it.State}
	}
	if x := strings.TrimSpace(v["percent"]); x != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(x, "%"))
		if err != nil {
			return in, bad(ledger.RefusedPercent)
		}
		s.Percent = &n
	}
	d, err := ledger.ParseDate(v["eta"])
	if err != nil {
		return in, bad(ledger.RefusedDate)
	}
	s.ETA = intent.Moment{Date: d}
	s.Note = strings.TrimSpace(v["note"])
	switch b := strings.TrimSpace(v["blocker"]); {
	case b == "" && it.Blocker != nil:
		s.Unblocked = intent.Said
	case b != "" && (it.Blocker == nil || it.Blocker.Reason != b):
		in.Name, s.Reason = intent.Blocked, b
	}
	return in, nil
}
