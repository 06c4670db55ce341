package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// A delivery is one notice on its way: to whom, in which language, and what the ledger says now.
type delivery struct {
	*Bot
	ctx context.Context
	l   ledger.Leased
	env ledger.Env
	v   view.Ctx
	to  chat.Address
}

// errStale means that there is nothing left to say.
var errStale = errors.New("nothing left to say")

// Deliver sends a leased notice, worded from the ledger as it is now, and says what became of it. What went stale is dropped.
func (b *Bot) Deliver(ctx context.Context, l ledger.Leased) ledger.Receipt {
	now := b.cfg.Now()
	env, err := b.Env(ctx, now)
	if err != nil {
		return b.again(now, l, err)
	}
	env.Source = l.Notice.Key
	d := &delivery{Bot: b, ctx: ctx, l: l, env: env}
	switch why := d.address(); {
	case why != "":
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, At: now, Error: why}
	case b.isDown(d.to.Messenger):
		return ledger.Receipt{Outcome: ledger.OutcomeRetry, At: now, Error: "messenger " + d.to.Messenger + " has ended"}
	}
	if !l.Notice.Expires.IsZero() && now.After(l.Notice.Expires) {
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, At: now, Error: "expired"}
	}
	card, bind, err := d.card()
	switch {
	case errors.Is(err, errStale), errors.Is(err, ledger.ErrNotFound):
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, At: now, Error: errStale.Error()}
	case err != nil:
		return b.again(now, l, err)
	}
	switch l.Notice.Kind {
	case ledger.NoticeEdit, ledger.NoticeAnswered:
		return d.update(card, ledger.Binding{})
	case ledger.NoticeReplace:
		if r := d.update(card, bind); r.Outcome != ledger.OutcomeFailed {
			return r
		}
	}
	return d.post(card, bind)
}

// address finds where the recipient can be reached; otherwise it says why not.
func (d *delivery) address() (why string) {
	n := d.l.Notice
	lang := d.env.Dir.Org().Lang
	if p := n.To.Place; n.To.Person == "" {
		d.to = chat.Address{Messenger: p.Messenger, Workspace: p.Workspace, Conversation: p.Conversation, Thread: p.Thread, User: p.User}
		d.v = view.New(d.env, "", lang)
		if who, ok := d.env.Dir.Who(ledger.Identity{Messenger: p.Messenger, Workspace: p.Workspace, User: p.User}); ok && p.Conversation == "" {
			d.v = viewFor(d.env, who.ID)
		}
		if _, ok := d.cfg.Messengers[p.Messenger]; !ok {
			return fmt.Sprintf("messenger %q is not running", p.Messenger)
		}
		return ""
	}
	p, ok := d.env.Dir.Person(n.To.Person)
	if !ok || p.Gone {
		return "the recipient has left"
	}
	d.v = viewFor(d.env, p.ID)
	for _, id := range p.Identities {
		if _, ok := d.cfg.Messengers[id.Messenger]; ok {
			d.to = chat.Address{Messenger: id.Messenger, Workspace: id.Workspace, User: id.User}
			return ""
		}
	}
	return "the recipient can't be reached by any messenger that is running"
}

// card words the notice.
func (d *delivery) card() (chat.Card, ledger.Binding, error) {
	n := d.l.Notice
	switch n.Kind {
	case ledger.NoticeReply, ledger.NoticeReplace, ledger.NoticeAnswered:
		var a answer
		err := json.Unmarshal(n.Body, &a)
		return a.Card, a.Bind, err
	case ledger.NoticeEdit:
		var bind ledger.Binding
		if err := json.Unmarshal(n.Body, &bind); err != nil {
			return chat.Card{}, bind, err
		}
		card, err := d.redraw(bind)
		return card, bind, err
	case ledger.NoticeDigest, ledger.NoticeBrief, ledger.NoticeEscalated, ledger.NoticeRule, ledger.NoticeBulletin:
		return d.planned()
	case ledger.NoticeThread:
		return d.inThread()
	case ledger.NoticeAdmin:
		return d.trouble(n.Body), ledger.Binding{}, nil
	}
	return d.aboutItems()
}

// items reads the notice's items as they are now.
func (d *delivery) items(ids []ledger.ItemID) ([]ledger.Item, error) {
	out := make([]ledger.Item, 0, len(ids))
	for _, id := range ids {
		it, err := d.cfg.Store.Item(d.ctx, id)
		if errors.Is(err, ledger.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	if len(out) == 0 {
		return nil, errStale
	}
	return out, nil
}

// aboutItems words what somebody's act has caused.
func (d *delivery) aboutItems() (chat.Card, ledger.Binding, error) {
	n := d.l.Notice
	items, err := d.items(n.Items)
	if err != nil {
		return chat.Card{}, ledger.Binding{}, err
	}
	it := items[0]
	ids := make([]ledger.ItemID, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	bind := ledger.Binding{Card: view.CardItem, Items: ids}
	switch n.Kind {
	case ledger.NoticeIssued:
		items = slices.DeleteFunc(items, func(it ledger.Item) bool { return !it.State.Open() })
		if len(items) == 0 {
			return chat.Card{}, bind, errStale
		}
		bind.Card = view.CardIssued
		return d.v.Issued(items, n.By), bind, nil
	case ledger.NoticeUndone:
		if items, err = d.heard(items); err != nil || len(items) == 0 {
			return chat.Card{}, bind, errors.Join(err, errStale)
		}
		return d.v.Undone(items, n.By), bind, nil
	case ledger.NoticeDecision:
		if card, bind, ok, err := d.reviewMany(it); ok || err != nil {
			return card, bind, err
		}
		if it.State != ledger.StateSubmitted && it.State != ledger.StateDeclined && it.Extension == nil {
			return chat.Card{}, bind, errStale
		}
		bind.Card = view.CardDecide
		return d.v.Decide(it), bind, nil
	case ledger.NoticeBlocked:
		if it.Blocker == nil {
			return chat.Card{}, bind, errStale
		}
		return d.v.Blocked(it), bind, nil
	}
	e, err := d.cause(it)
	if err != nil {
		return chat.Card{}, bind, err
	}
	switch n.Kind {
	case ledger.NoticeUrged:
		if !it.State.Open() {
			return chat.Card{}, bind, errStale
		}
		return d.v.Urged(it, e), bind, nil
	case ledger.NoticeChanged:
		return d.v.Changed(it, e), bind, nil
	}
	return d.v.Outcome(it, e), bind, nil
}

// cause finds the event of the item that made the notice; one that was undone since makes none.
func (d *delivery) cause(it ledger.Item) (ledger.Event, error) {
	events, err := d.cfg.Store.Events(d.ctx, it.ID)
	if err != nil {
		return ledger.Event{}, err
	}
	for _, e := range slices.Backward(events) {
		if e.Kind == ledger.EventUndone && e.Source != d.l.Notice.Event {
			break // what came before was taken back, and nobody is told of it any more
		}
		if e.Source == d.l.Notice.Event {
			return e, nil
		}
	}
	return ledger.Event{}, errStale
}

// redraw makes a card that stands in a conversation as things are now.
func (d *delivery) redraw(bind ledger.Binding) (chat.Card, error) {
	d.v = view.New(d.env, bind.Person, firstOf(bind.Lang, d.env.Dir.Org().Lang))
	if bind.Draft != "" {
		draft, _, err := ledger.Load[ledger.Draft](d.ctx, d.cfg.Store, ledger.RecordDraft, string(bind.Draft))
		if err != nil {
			return chat.Card{}, err
		}
		if bind.Card == view.CardApproval {
			return d.v.Approval(draft), nil
		}
		return d.v.Drafts(draft, false), nil
	}
	items, err := d.items(bind.Items)
	if err != nil {
		return chat.Card{}, err
	}
	switch bind.Card {
	case view.CardIssued:
		return d.v.Issued(items, items[0].IssuedBy), nil
	case view.CardDecide:
		return d.v.Decide(items[0]), nil
	case view.CardItem:
		return d.v.Item(items[0]), nil
	case view.CardReview:
		children, err := d.children(items[0].ID)
		return d.v.ReviewMany(items[0], children), err
	case view.CardDigest:
		lines := make([]view.Line, len(items))
		for i, it := range items {
			lines[i] = view.Line{Item: it, Why: " "}
		}
		return d.v.Digest(lines, 0, d.v.T("DigestNow")), nil
	}
	return chat.Card{}, errStale
}

// post sends the card. After an attempt whose end is not known it looks first whether the message stands there already.
func (d *delivery) post(card chat.Card, bind ledger.Binding) ledger.Receipt {
	m := d.cfg.Messengers[d.to.Messenger]
	now := d.cfg.Now()
	unsure := false
	if d.l.Attempt > 1 {
		ref, seen, err := d.stands(m)
		switch {
		case err != nil:
			return d.failed(now, err)
		case seen == yes:
			return d.sent(now, ref, card, bind, false)
		case seen == tooEarly:
			return ledger.Receipt{Outcome: ledger.OutcomeRetry, At: now, RetryAt: d.l.LastTried.Add(lagOf(m)), Unsent: true, Error: "too early to tell whether it arrived"}
		case seen == nobodyKnows:
			card.Blocks = append(slices.Clone(card.Blocks), chat.Block{Kind: chat.BlockNote, Text: d.v.T("MayRepeat")})
			unsure = true
		}
	}
	ref, err := m.Send(d.ctx, d.to, card, d.l.Notice.Key)
	if now = d.cfg.Now(); err != nil {
		return d.failed(now, err)
	}
	return d.sent(now, ref, card, bind, unsure)
}

// sight is whether a message of an earlier attempt stands in its place.
type sight int

const (
	no sight = iota
	yes
	tooEarly    // the look-up does not show the newest messages yet
	nobodyKnows // the messenger can't look up, and does not know a key again
)

// stands looks whether an earlier attempt has arrived.
func (d *delivery) stands(m chat.Messenger) (ref chat.Ref, seen sight, err error) {
	f, ok := m.(chat.Finder)
	if !ok {
		if _, once := m.(chat.Once); once {
			return ref, no, nil
		}
		return ref, nobodyKnows, nil
	}
	ref, found, err := f.Find(d.ctx, d.to, d.l.Notice.Key, d.l.FirstTried)
	switch {
	case err != nil:
		return ref, no, err
	case found:
		return ref, yes, nil
	case d.cfg.Now().Before(d.l.LastTried.Add(lagOf(m))) && !d.l.LastTried.After(d.cfg.Now()):
		return ref, tooEarly, nil
	}
	return ref, no, nil
}

func lagOf(m chat.Messenger) time.Duration {
	if l, ok := m.(chat.Late); ok {
		return l.Lag()
	}
	return 0
}

func (d *delivery) sent(now time.Time, ref chat.Ref, card chat.Card, bind ledger.Binding, unsure bool) ledger.Receipt {
	r := ledger.Receipt{Outcome: ledger.OutcomeSent, At: now, Items: bind.Items, Unsure: unsure,
		Place: ledger.Place{Messenger: ref.Messenger, Workspace: ref.Workspace, Conversation: ref.Conversation, Thread: ref.Thread, Message: ref.Message}}
	if bind.Card != "" {
		bind.Place, bind.At = r.Place, now
		if bind.Person == "" {
			bind.Person, bind.Lang = d.l.Notice.To.Person, d.v.Lang()
		}
		r.Records = slices.Concat(bind.Records(), d.root(bind), d.begun(bind))
	}
	bind.Place = r.Place
	r.Records = append(r.Records, d.posed(card, bind)...)
	return r
}

// root binds the message that a thread begins with to what the first card in it is about, so that replies there find it too: minutes posted
// in a channel are answered in their thread. A message that is about something already stays so.
func (d *delivery) root(bind ledger.Binding) []ledger.Record {
	at := bind.Place
	if at.Thread == "" || at.Thread == at.Message {
		return nil
	}
	at.Message, at.Thread = at.Thread, ""
	if _, err := d.cfg.Store.Record(d.ctx, ledger.RecordBinding, at.Key()); !errors.Is(err, ledger.ErrNotFound) {
		return nil
	}
	bind.Place = at
	return []ledger.Record{forced(ledger.RecordBinding, at.Key(), bind)}
}

// update edits a card in place, where the messenger can.
func (d *delivery) update(card chat.Card, bind ledger.Binding) ledger.Receipt {
	now := d.cfg.Now()
	u, ok := d.cfg.Messengers[d.to.Messenger].(chat.Updater)
	if !ok {
		return ledger.Receipt{Outcome: ledger.OutcomeDropped, At: now, Error: "the messenger can't edit"}
	}
	at := d.l.Notice.To.Place
	ref := chat.Ref{Address: d.to, Message: at.Message}
	if err := u.Update(d.ctx, ref, card); err != nil {
		return d.failed(now, err)
	}
	return d.sent(now, ref, card, bind, false)
}

// failed turns a messenger's error into the receipt that the outbox goes by.
func (d *delivery) failed(now time.Time, err error) ledger.Receipt {
	var e *chat.Error
	if errors.As(err, &e) && !e.Retry && !e.Unknown {
		d.refusedFor(e, now)
		return ledger.Receipt{Outcome: ledger.OutcomeFailed, At: now, Error: err.Error()}
	}
	r := d.again(now, d.l, err)
	if e != nil && e.After > 0 {
		r.RetryAt = now.Add(e.After)
	}
	return r
}

// again asks for another attempt; the outbox chooses when, unless RetryAt says so.
func (b *Bot) again(now time.Time, l ledger.Leased, err error) ledger.Receipt {
	b.cfg.Log.Warn("notice not delivered", "key", l.Notice.Key, "attempt", l.Attempt, "error", err)
	return ledger.Receipt{Outcome: ledger.OutcomeRetry, At: now, Error: err.Error()}
}
