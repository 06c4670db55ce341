package bot

import (
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/minutes"
	"github.com/followup-bot/followup/ledger"
)

// A Decision is how a message is read, and what is done about it (Intent.Expect).
type Decision struct {
	Intent  intent.Intent
	Work    *intent.Work        // it is an order of the closed loop
	Minutes bool                // it is minutes to be registered
	Orders  []intent.DraftOrder // it edits the drafts that it stands under
}

// Decide reads a message. The chat and "followup read message" both go by it.
func Decide(text string, c intent.Context) Decision {
	if w, ok := intent.ReadWork(text, c); ok && !ofDraft(w, text, c) {
		return Decision{Work: &w, Intent: intent.Intent{Name: intent.Name(w.Op), Expect: intent.Confirm}}
	}
	if c.Place == intent.InDrafts {
		if orders, ok := intent.ReadDraftOrders(text, c); ok {
			return Decision{Orders: orders}
		}
	}
	in := intent.Read(text, c)
	if c.Place == intent.InDirect && c.Drafts > 0 && c.Pending == "" {
		if orders, ok := intent.ReadDraftOrders(text, c); ok && (!aboutItems(in.Name) || draftsOnly(orders)) && (understood(orders) || in.Name == intent.Reassign || in.Name == intent.Instruct) {
			return Decision{Orders: orders}
		}
	}
	if c.Place != intent.InThread && in.Name != intent.Sensitive && (minutes.Looks(text) || c.Speaker == intent.Supervisor && headed(text)) {
		return Decision{Intent: in, Minutes: true}
	}
	return Decision{Intent: in}
}

// ofDraft reports whether what reads like an order about an item is one about a row of the drafts that are open here: one that is whole as such, and
// gives no reason, which drafts don't need.
func ofDraft(w intent.Work, text string, c intent.Context) bool {
	if c.Drafts == 0 || w.Reason != "" || !slices.Contains([]intent.WorkOp{intent.WorkAmend, intent.WorkTag, intent.WorkDecompose, intent.WorkMerge}, w.Op) {
		return false
	}
	orders, ok := intent.ReadDraftOrders(text, c)
	there := func(o intent.DraftOrder) bool { return len(o.Rows) == 0 || slices.Max(o.Rows) <= c.Drafts }
	return ok && understood(orders) && (w.Op != intent.WorkMerge || !slices.ContainsFunc(orders, func(o intent.DraftOrder) bool { return !there(o) }))
}

// headed reports whether several lines begin with the head of a meeting's minutes: from the office, even a first small part of a paste is one.
func headed(text string) bool {
	if strings.Count(text, "\n") < 2 {
		return false
	}
	r := minutes.Read(text, minutes.Options{})
	return r.Meeting.Title != "" && !r.Meeting.Date.IsZero() && len(r.Items) > 0
}

// aboutItems are the intents that say something of items under way, which no order about a draft looks like.
func aboutItems(n intent.Name) bool {
	return slices.Contains([]intent.Name{intent.Ack, intent.Progress, intent.Complete, intent.Blocked, intent.ExtensionRequest, intent.Batch, intent.Correct,
		intent.Withdraw, intent.Snooze, intent.ApproveClose, intent.Return, intent.ApproveExtension, intent.DenyExtension, intent.Sensitive, intent.Question}, n)
}

// understood reports whether nothing of the orders was left unread: outside their thread, half an order is taken for something else, but never for
// a new owner of what was issued.
func understood(orders []intent.DraftOrder) bool {
	return !slices.ContainsFunc(orders, func(o intent.DraftOrder) bool { return o.Unread != "" })
}

// decide reads the turn's message as each of what the speaker may be taken for, the likeliest first, until one reading is theirs to say.
func (t *turn) decide(s string) Decision {
	c := t.context()
	var first *Decision
	for _, who := range t.speakers() {
		c.Speaker = who
		d := t.readAs(s, c)
		if c.Place == intent.InChannel && t.m.Mentioned && (d.Intent.Name == intent.None || who == intent.Admin) {
			direct := c
			direct.Place = intent.InDirect // whoever names the bot means the bot
			d = t.readAs(s, direct)
		}
		if d.Minutes || d.Work != nil || len(d.Orders) > 0 || d.Intent.Expect != intent.Deny && d.Intent.Name != intent.Denied && d.Intent.Name != intent.None {
			return d
		}
		if first == nil {
			first = &d
		}
	}
	c.Speaker = intent.Admin
	if d := t.readAs(s, c); t.m.Direct && isSetting(d.Intent.Name) {
		return d // to be told who may
	}
	return *first
}

// byTelephone begins what the office records for a unit that telephoned: 沈河法院电话报:12号签收.
var byTelephone = regexp.MustCompile(`^[^,,。;;::]{0,24}(?:电话|来电)(?:报告|报|说|告知|反馈|称)?\s*[,,::]\s*|(?i)^[^,.;:]{0,40}(?:phoned|called|telephoned)(?: in)?\s*[:,]\s*`)

// telephoned reads what the office records for a unit as the unit's own words, where it could not be read otherwise.
func (t *turn) telephoned(s string, d Decision) Decision {
	loc := byTelephone.FindStringIndex(s)
	if loc == nil || d.Intent.Name != intent.None && d.Intent.Name != intent.Progress || d.Work != nil || d.Minutes || len(d.Orders) > 0 || !t.canDo(ledger.ActRegister) {
		return d
	}
	c := t.context()
	c.Speaker = intent.Owner
	again := t.readAs(s[loc[1]:], c)
	if d.Intent.Name == intent.Progress && again.Intent.Name != intent.Complete { // words of progress hide that it is done
		return d
	}
	return again
}

// caller is the unit for which the office says what it was told by telephone; empty: none.
func (t *turn) caller() ledger.UnitID {
	loc := byTelephone.FindStringIndex(t.m.Text)
	if loc == nil || !t.canDo(ledger.ActRegister) {
		return ""
	}
	for _, m := range t.env.Dir.Mentions(t.m.Text[:loc[1]]) {
		if m.Kind == ledger.MentionUnit {
			return m.Unit
		}
	}
	return ""
}

// readAs is Decide, for texts that people send: one that a reader stumbles over is not understood, and takes nobody else's turn with it.
func (t *turn) readAs(s string, c intent.Context) (d Decision) {
	defer func() {
		if r := recover(); r != nil {
			t.cfg.Log.Error("a reader stumbled", "message", t.m.ID, "panic", r, "stack", string(debug.Stack()))
			d = Decision{Intent: intent.Intent{Name: intent.None, Expect: intent.Clarify}}
		}
	}()
	return Decide(s, c)
}

// context is where the message stands.
func (t *turn) context() intent.Context {
	c := intent.Context{Place: intent.InChannel, Lang: t.v.Lang(), Now: t.env.Now.In(t.zone()), Dir: t.env.Dir, Cal: t.cfg.Calendar}
	if t.m.Direct {
		c.Place = intent.InDirect
	}
	if t.pending != nil {
		c.Pending = t.pending.Kind
	}
	if d, under := t.draftHere(); under {
		c.Place, c.Drafts = intent.InDrafts, len(d.Rows)
	} else if t.m.Direct && t.m.At.Thread == "" {
		c.Drafts = len(d.Rows)
	}
	if it, ok := t.thread(); ok {
		c.Place, c.Item, c.Children = intent.InThread, it.Number.Seq, it.Children
		if it.Number.Child > 0 {
			c.ItemRef = it.Number.Short()
		}
	} else {
		for _, r := range t.mine() {
			if !slices.Contains(c.OpenItems, r.Number.Seq) {
				c.OpenItems = append(c.OpenItems, r.Number.Seq)
			}
		}
	}
	c.Previous, c.Own = t.previous(), t.me.Units()
	return c
}

// thread is the one item that the message stands under.
func (t *turn) thread() (ledger.Item, bool) {
	if t.bound == nil || len(t.bound.Items) != 1 {
		return ledger.Item{}, false
	}
	it, err := t.item(t.bound.Items[0])
	return it, err == nil
}

// mine are the open items that the speaker answers for; under a card of several, those of the card.
func (t *turn) mine() []ledger.Row {
	u := t.caller()
	if t.own == nil || t.own.of != u {
		q := ledger.Query{Person: t.me.ID, Open: true}
		if u != "" {
			q = ledger.Query{Units: []ledger.UnitID{u}, Open: true}
		}
		t.own = &ownRows{u, t.found(q)}
	}
	return slices.DeleteFunc(slices.Clone(t.own.rows), func(r ledger.Row) bool {
		return t.bound != nil && len(t.bound.Items) > 0 && !slices.Contains(t.bound.Items, r.ID)
	})
}

// ownRows are the open rows that the speaker answers for, or of the unit for which the office speaks.
type ownRows struct {
	of   ledger.UnitID
	rows []ledger.Row
}

// found are the rows of a query. Where they can't be read the turn as a whole fails: nobody is told that there is nothing.
func (t *turn) found(q ledger.Query) []ledger.Row {
	rows, err := t.rows(q)
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return rows
}

// speakers lists what the person may be taken for here, the likeliest first.
func (t *turn) speakers() []intent.Speaker {
	var out []intent.Speaker
	add := func(ok bool, s intent.Speaker) {
		if ok && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if it, ok := t.thread(); ok {
		for _, s := range t.env.Standings(t.me.ID, it) {
			add(s == ledger.StandHandler || s == ledger.StandHead || s == ledger.StandLiaison, intent.Owner)
		}
	}
	stand := t.env.Standings(t.me.ID, ledger.Item{}) // of a deputy, also that of whom they replace
	add(slices.Contains(stand, ledger.StandSupervisor), intent.Supervisor)
	add(slices.Contains(stand, ledger.StandLeader), intent.Leader)
	add(t.me.Has(ledger.RoleHead) || t.me.Has(ledger.RoleLiaison), intent.Owner)
	add(slices.Contains(stand, ledger.StandAdmin), intent.Admin)
	add(true, intent.Member)
	return out
}
