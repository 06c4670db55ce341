package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// do has an intent carried out, or answered.
func (t *turn) do(in intent.Intent) error {
	for _, f := range []func(intent.Intent) (bool, error){t.ganttAsked, t.pictured} {
		if done, err := f(in); done || err != nil {
			return err
		}
	}
	if done, err := t.standingAsked(in); done || err != nil {
		return err
	}
	switch in.Name {
	case intent.Yes, intent.No, intent.Cancel, intent.ApprovePending, intent.Undo:
		return t.answerPending(in)
	case intent.None:
		switch thanks, greeting := intent.Courtesy(t.m.Text); {
		case in.Expect == intent.Ignore && thanks:
			return nil // they want no answer, least of all that they were not understood
		case greeting:
			return t.help()
		}
		return t.unclear()
	case intent.Sensitive:
		t.whisper(t.v.Say(t.v.T("Guard_" + in.Slots.Guard)))
		return nil
	case intent.Denied:
		return t.denied(in)
	case intent.Help, intent.Language, intent.Introduce, intent.Drafts, intent.Clock, intent.Status:
		return t.about(in)
	case intent.WhyQuiet, intent.Requeue, intent.BriefOff, intent.BriefOn:
		return t.operate(in)
	}
	if slices.Contains([]intent.Name{intent.CampaignStart, intent.CampaignSubmit, intent.CampaignStatus, intent.CampaignEnd}, in.Name) {
		return t.campaign(in)
	}
	if in.Name == intent.Remind && t.ofItem(in.Slots) {
		return t.onItems(in)
	}
	if isQuery(in.Name) {
		return t.query(in)
	}
	if in.Name == intent.Blocked && in.Slots.Item == nil && several.MatchString(strings.ToLower(t.m.Text)) { // "which items wait for Finance?"
		if handled, err := t.unread(); handled || err != nil {
			return err
		}
	}
	if isSetting(in.Name) {
		return t.setting(in)
	}
	return t.onItems(in)
}

// ofItem reports whether an item was named, or the words stand under its card.
func (t *turn) ofItem(s intent.Slots) bool {
	_, under := t.thread()
	return t.namesItem(s) || under && len(s.Units) == 0 && s.Unit == ""
}

// namesItem reports whether an item was named.
func (t *turn) namesItem(s intent.Slots) bool {
	return s.Item != nil || len(s.Items) > 0 || s.Ref != ""
}

// onItems does what is done to items: at once, or after it was read back and confirmed.
func (t *turn) onItems(in intent.Intent) error {
	if in.Name == intent.Instruct && len(in.Slots.To) > 0 && t.canDo(ledger.ActReroute) && !t.canDo(ledger.ActInstruct) {
		in.Name, in.Expect = intent.Reassign, intent.Confirm // what leaders order, the office arranges
	}
	if in.Name == intent.Reassign && in.Expect == intent.Review && t.canDo(ledger.ActReroute) {
		in.Expect = intent.Confirm // nobody reviews the office; a number may have meant a draft's row
	}
	if in.Name == intent.Instruct && in.Slots.Item == nil && len(in.Slots.Items) == 0 && in.Slots.Ref == "" {
		if _, under := t.thread(); !under {
			return t.order(in)
		}
	}
	if in.Name == intent.Instruct {
		in.Slots.Text = strings.TrimSpace(t.m.Text) // what leaders write is kept as they wrote it, with whom and by when
	}
	switch in.Name {
	case intent.Batch:
		return t.batch(in)
	case intent.Merge:
		return t.mergeSaid(in)
	}
	if in.Name == intent.Reassign {
		return t.inHouse(in)
	}
	return t.onNamed(in)
}

// onNamed does it to the items that are meant.
func (t *turn) onNamed(in intent.Intent) error {
	if tick, ok := t.tickMeant(in); ok {
		return t.work(tick)
	}
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	if in.Name == intent.Snooze && in.Slots.Until.IsZero() && in.Expect != intent.Deny {
		in.Expect = intent.Clarify
	}
	if in.Name == intent.Return && !items[0].State.Open() && again.MatchString(t.m.Text) {
		in.Name, in.Expect = intent.Resume, intent.Confirm // what is closed is reopened, not returned
	}
	if in.Name == intent.Decompose && len(items) == 1 {
		return t.decomposeSaid(in, items[0])
	}
	switch in.Expect {
	case intent.Clarify:
		return t.clarify(in, items)
	case intent.Confirm:
		return t.confirm(in, items)
	case intent.Ignore:
		return nil
	}
	return t.perform(in, items)
}

// confirm reads back what was understood and waits for a yes.
func (t *turn) confirm(in intent.Intent, items []ledger.Item) error {
	if err := t.rehearse(in, items); err != nil {
		return t.refused(err, items)
	}
	ids := make([]ledger.ItemID, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	t.ask("confirm", waitingIntent{in, ids}, questionLasts, func(key string) chat.Card {
		lines := []string{}
		for _, it := range items {
			lines = append(lines, t.v.T("ReadBack", "Number", t.v.Number(it.Number), "Title", t.title(it), "What", t.readBack(in)))
		}
		return view.With(t.v.Say(strings.Join(lines, "\n"), t.v.T("Sure")), t.v.YesNo(key, "")...)
	})
	return nil
}

// rehearse finds out whether the decision would be refused, so that nobody confirms in vain.
func (t *turn) rehearse(in intent.Intent, items []ledger.Item) error {
	for _, it := range items {
		if _, err := t.decideOn(in, it); err != nil {
			return err
		}
	}
	return nil
}

// perform takes the decision on every item and says what was recorded.
func (t *turn) perform(in intent.Intent, items []ledger.Item) error {
	var done []ledger.Item
	for _, it := range items {
		c, err := t.decideOn(in, it)
		if err != nil {
			return t.refused(err, []ledger.Item{it})
		}
		t.take(c)
		for _, x := range c.Items {
			if x.ID == it.ID {
				it = x
			}
		}
		done = append(done, it)
	}
	t.settle()
	t.recorded(in, done)
	return nil
}

// recorded says what was done, what it needs and what happens next.
func (t *turn) recorded(in intent.Intent, items []ledger.Item) {
	it := items[0]
	if err := t.problems(); err != nil {
		t.cfg.Log.Error("problems can't be numbered", "error", err)
	}
	if now, err := t.item(it.ID); err == nil {
		it = now
	}
	id := "Did_" + string(in.Name)
	if filedNow(t.env, it) {
		id = "Did_filed"
	}
	if len(items) > 1 {
		id = "DidMany"
	}
	line := t.v.T(id, "Number", t.numbers(items), "What", t.readBack(in), "Title", t.title(it), "Unit", t.v.Unit(it.Lead),
		"Due", t.v.Due(it.Row().Deadline(), t.env.Today()), "Next", t.next(in.Name, it), "Period", t.v.LastPeriod(it))
	card := t.v.Say(line)
	if len(items) == 1 {
		card = view.With(card, t.afterwards(in, it)...)
	}
	bind := ledger.Binding{}
	if len(items) == 1 {
		bind = ledger.Binding{Card: view.CardNotice, Items: []ledger.ItemID{it.ID}}
	}
	t.replyBound(card, bind)
}

// next says who has been told or decides now.
func (t *turn) next(name intent.Name, it ledger.Item) string {
	switch {
	case it.State == ledger.StateSubmitted:
		return t.v.T("Next_" + it.Submission.Stage)
	case name == intent.Blocked || it.Blocker != nil && name == intent.Progress:
		return t.blockedNext(it)
	}
	return ""
}

// blockedNext says under which number a blocker is kept, and who has been told of it.
func (t *turn) blockedNext(it ledger.Item) string {
	if it.Blocker == nil {
		return ""
	}
	var names []string
	if who := ledger.Recipients(t.env, it, ledger.ForOverseer); len(who) > 0 {
		names = append(names, t.v.Person(who[0]))
	}
	if u := t.env.WaitedFor(it, *it.Blocker); u != "" {
		names = append(names, t.v.Unit(u))
	}
	line := ""
	fresh := func(r ledger.Record) bool { return r.Kind == ledger.RecordProblem && r.Rev == 0 }
	if slices.ContainsFunc(t.change.Records, fresh) {
		line = t.v.T("NextProblem", "N", it.Blocker.Problem)
	}
	if len(names) > 0 {
		line += t.v.T("NextOverseer", "Who", t.v.List(names))
	}
	return line
}

// afterwards offers the way back, and the next step.
func (t *turn) afterwards(in intent.Intent, it ledger.Item) []chat.Control {
	switch in.Name {
	case intent.Progress, intent.Blocked, intent.Correct:
		return []chat.Control{{Kind: chat.ControlForm, ID: view.DoReport, Value: string(it.ID), Label: t.v.T("Fix")}}
	case intent.Complete:
		if filedNow(t.env, it) {
			return nil
		}
		return []chat.Control{t.v.Button(view.DoSay, t.v.T("SayWithdraw", "Number", it.Number.Short()), t.v.T("Do_withdraw"), "")}
	}
	return nil
}

// refused says why something was not done and who may do it; other errors are the program's.
func (t *turn) refused(err error, items []ledger.Item) error {
	var r *ledger.Refused
	if !errors.As(err, &r) {
		return err
	}
	card := t.refusal(r, items)
	if len(items) > 0 && (r.Code == ledger.RefusedState || r.Code == ledger.RefusedAgain) {
		if s := t.meanwhile(items[0]); s != "" {
			card.Blocks = append([]chat.Block{{Kind: chat.BlockText, Text: s}}, card.Blocks...)
		}
	}
	t.whisperOrReply(card)
	return nil
}

// whisperOrReply keeps refusals out of channels.
func (t *turn) whisperOrReply(card chat.Card) {
	if t.m.Direct || t.m.At.Thread != "" {
		t.reply(card)
		return
	}
	t.whisper(card)
}

func (t *turn) refusal(r *ledger.Refused, items []ledger.Item) chat.Card {
	id := t.refusalWords(r)
	args := []any{"May", t.may(r.May), "Act", t.v.T("Act_" + string(r.Action)), "State", t.v.T("State_" + string(r.State)),
		"Date", t.v.Date(r.Date, t.env.Today()), "N", r.N, "Number", ""}
	var offers []chat.Control
	if len(items) > 0 {
		args[len(args)-1] = t.v.Number(items[0].Number)
		offers = t.v.Offers(items[0])
	}
	return view.With(t.v.Say(t.v.T(id, args...)), offers...)
}

// canDo reports whether the speaker may do what is about no item.
func (t *turn) canDo(a ledger.Action) bool { return t.env.Allowed(t.me.ID, a, ledger.Item{}) == nil }

// may names who may do something.
func (t *turn) may(list []ledger.Standing) string {
	var names []string
	for _, s := range list {
		names = append(names, t.v.T("Stand_"+string(s)))
	}
	return t.v.List(names)
}

// unclear asks what was meant, with buttons; nothing that was said is lost, since it stands in the conversation and can be picked up.
func (t *turn) unclear() error {
	if !t.m.Direct && !t.m.Mentioned && t.pending == nil {
		return nil
	}
	if handled, err := t.unread(); handled || err != nil {
		return err
	}
	t.reply(view.With(t.v.Say(t.v.T("Unclear")), t.suggestions()...))
	return nil
}

// suggestions are buttons for what this person most likely wants.
func (t *turn) suggestions() []chat.Control {
	var out []chat.Control
	say := func(id string) {
		w := t.v.T(id)
		out = append(out, t.v.Button(view.DoSay, w, w, ""))
	}
	if it, ok := t.thread(); ok {
		return append(t.v.Offers(it), t.v.Button(view.DoShow, string(it.ID), t.v.T("Do_show"), ""))
	}
	if len(t.mine()) > 0 {
		say("SayMine")
	}
	if t.canDo(ledger.ActRegister) {
		say("SayDrafts")
	}
	if t.canDo(ledger.ActViewAll) {
		say("SaySummary")
	}
	say("SayHelp")
	return out
}

// denied says who may do what was asked for, and the way.
func (t *turn) denied(in intent.Intent) error {
	line := t.v.T("Denied", "May", t.may(ledger.May(ledger.ActReview)))
	why := in.Slots.Reason
	for _, x := range []struct{ word, id string }{{"role", "Denied_role"}, {"admin", "Denied_role"}, {"record", "Denied_records"},
		{"bypass", "Denied_bypass"}, {"close", "Denied_close"}, {"approve", "Denied_close"}} {
		if strings.Contains(why, x.word) {
			line = t.v.T(x.id, "May", t.may(ledger.May(ledger.ActReview)))
			break
		}
	}
	card := t.v.Say(line)
	items, err := t.deniedItems(in)
	if err != nil {
		return err
	}
	if len(items) == 1 {
		card = view.With(card, t.v.Offers(items[0])...)
	}
	t.whisperOrReply(card)
	return nil
}

// deniedItems are the ones that the refused wish was about, so that what may be done can be offered.
func (t *turn) deniedItems(in intent.Intent) ([]ledger.Item, error) {
	if it, under := t.thread(); under {
		return []ledger.Item{it}, nil
	}
	if in.Slots.Item == nil {
		return nil, nil
	}
	rows, err := t.numbered(strconv.Itoa(*in.Slots.Item))
	if err != nil || len(rows) != 1 {
		return nil, err
	}
	it, err := t.item(rows[0].ID)
	return []ledger.Item{it}, err
}

// filedNow reports whether this turn filed a period of a recurring obligation.
func filedNow(e ledger.Env, it ledger.Item) bool {
	n := len(it.Filed)
	return it.Recurs() && n > 0 && it.Filed[n-1].At.Equal(e.Now)
}
