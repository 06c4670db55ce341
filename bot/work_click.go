package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// workAction does what the buttons of the closed loop say.
func (t *turn) workAction(a chat.Action) error {
	t.env.Read = "button " + a.ID
	id, list, _ := strings.Cut(a.Value, "|")
	var rows []int
	for s := range strings.SplitSeq(list, ",") {
		if n, err := strconv.Atoi(s); err == nil {
			rows = append(rows, n)
		}
	}
	switch a.ID {
	case view.DoUndo:
		i, ok := parseIssued(a.Value)
		if !ok {
			t.reply(t.v.Say(t.v.T("Gone")))
			return nil
		}
		return t.undoIssue(i)
	case view.DoMerge:
		return t.mergeClicked(a.Value)
	case view.DoSignAll:
		return t.worked(intent.Work{Op: intent.WorkSignAll})
	case view.DoAskApproval:
		t.settle()
		return t.askApproval(ledger.MeetingID(id), rows)
	case view.DoApproveDraft:
		return t.approveDraft(ledger.MeetingID(id), true, "")
	case view.DoDraftOne, view.DoDraftEach:
		if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
			return t.refused(err, nil)
		}
		t.settle()
		return t.setFanout(ledger.MeetingID(id), rows, a.ID == view.DoDraftOne, "")
	}
	it, err := t.item(ledger.ItemID(a.Value))
	if err != nil {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if a.ID == view.DoReview {
		if err := t.env.Allowed(t.me.ID, ledger.ActReview, it); err != nil {
			return t.refused(err, []ledger.Item{it})
		}
		return t.reviewCard(it)
	}
	t.m.Text = t.v.T("Do_pass_all")
	return t.readBackWork(intent.Work{Op: intent.WorkReview, Refs: []string{it.Number.Short()}, Verdicts: []intent.Verdict{{OK: true, All: true}}})
}

// refusalWords is the message for a refusal, the most particular there is: for the action in that state, for what is over, for the action, for the
// state, or for the code.
func (t *turn) refusalWords(r *ledger.Refused) string {
	id := "Refused_" + string(r.Code)
	action, in := id+"_"+string(r.Action), id+"_in_"+string(r.State)
	order := []string{action + "_" + string(r.State), action, in}
	if r.State != "" && !r.State.Open() {
		order = []string{action + "_" + string(r.State), in, action}
	}
	for _, specific := range order {
		if t.v.Has(specific) {
			return specific
		}
	}
	return id
}

// tickMeant reads 12-1完成 as the first milestone of 12号, where that has no such child but milestones.
func (t *turn) tickMeant(in intent.Intent) (intent.Work, bool) {
	n, ok := ParseNumber(in.Slots.Ref)
	if !ok || n.Child == 0 || in.Name != intent.Complete {
		return intent.Work{}, false
	}
	if rows, err := t.numbered(in.Slots.Ref); err != nil || len(rows) > 0 {
		return intent.Work{}, false
	}
	it, err := t.workItem([]string{strconv.Itoa(n.Seq)})
	if err != nil || len(it.Milestones) == 0 {
		return intent.Work{}, false
	}
	return intent.Work{Op: intent.WorkTick, Refs: []string{strconv.Itoa(n.Seq)}, N: n.Child}, true
}

// again are words that put to work anew what was over.
var again = regexp.MustCompile(`(?i)重新办理|重办|重新启动|重新办|reopen`)

// meanwhileFresh is how long ago somebody else's act still explains a refusal.
const meanwhileFresh = 24 * time.Hour

// explains are the acts that leave nothing to be done by who comes second.
var explains = []ledger.EventKind{ledger.EventAccepted, ledger.EventDeclined, ledger.EventRerouted, ledger.EventExtensionGranted, ledger.EventExtensionDenied,
	ledger.EventSubmitted, ledger.EventEndorsed, ledger.EventReviewed, ledger.EventReturned, ledger.EventClosed, ledger.EventReopened, ledger.EventSuspended,
	ledger.EventResumed, ledger.EventTerminated, ledger.EventWithdrawn, ledger.EventUndone, ledger.EventHandler, ledger.EventMerged}

// meanwhile says what somebody else did to an item shortly before, so that who comes second sees what changed.
func (t *turn) meanwhile(it ledger.Item) string {
	events, err := t.cfg.Store.Events(t.ctx, it.ID)
	if err != nil {
		return ""
	}
	for _, e := range slices.Backward(events) {
		if e.By == "" || e.Kind == ledger.EventChild {
			continue
		}
		if e.By == t.me.ID || t.env.Now.Sub(e.At) > meanwhileFresh || !slices.Contains(explains, e.Kind) {
			return ""
		}
		line := t.v.T("Meanwhile", "Who", t.v.Person(e.By), "When", t.v.Clock(e.At, t.zone()), "What", t.v.T("Event_"+string(e.Kind)))
		if e.Reason != "" {
			line += t.v.T("Colon") + view.Clip(e.Reason, 60)
		}
		return line
	}
	return ""
}
