package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// A turn is the handling of one message: what is known about it, and the change that it grows into. Nothing takes effect before the
// change is committed, answers included.
type turn struct {
	*Bot
	ctx     context.Context
	m       chat.Message
	env     ledger.Env
	me      ledger.Person // zero: not known
	v       view.Ctx
	bound   *ledger.Binding // of the message that this stands under, or of the card that was used
	pending *ledger.Pending
	origin  ledger.Place // the message that led to the question which this turn answers
	anew    bool         // a message that nothing had come of, or that was taken back, is read anew
	change  ledger.Change
	answers int
	own     *ownRows // see mine; nil: not looked for yet
	failed  error    // of a look-up whose caller was given nothing; the turn is not committed

	given     []chat.File // those of the files brought that were taken as evidence
	profileOf string      // whose profile the messenger told: a record that no setting made
}

// begin gathers what is known about a message.
func (b *Bot) begin(ctx context.Context, m chat.Message) (*turn, error) {
	now := b.cfg.Now()
	env, err := b.Env(ctx, now)
	if err != nil {
		return nil, err
	}
	env.Source = "msg/" + m.At.Messenger + "/" + m.At.Workspace + "/" + m.ID
	env.Words = m.Text
	t := &turn{Bot: b, ctx: ctx, m: m, env: env, change: ledger.Change{Source: env.Source, Also: also(m)}}
	messenger, workspace, user := m.Identity()
	t.me, _ = env.Dir.Who(ledger.Identity{Messenger: messenger, Workspace: workspace, User: user})
	t.v = view.New(env, t.me.ID, t.lang())
	if t.bound, err = t.binding(); err != nil {
		return nil, err
	}
	if t.pending, err = t.question(t.place()); err != nil {
		return nil, err
	}
	return t, nil
}

// also is what a message is known by beside its id.
func also(m chat.Message) []string {
	if m.Event == "" {
		return nil
	}
	return []string{"event/" + m.At.Messenger + "/" + m.At.Workspace + "/" + m.Event}
}

// lang is the language of the answer: the person's own, else the profile's, else the organisation's.
func (t *turn) lang() string {
	for _, l := range []string{t.me.Lang, t.m.From.Lang, t.me.Profile.Lang, t.env.Dir.Org().Lang} {
		if l != "" {
			return text.Choose(l)
		}
	}
	return text.Chinese
}

// zone is the speaker's.
func (t *turn) zone() *time.Location {
	if t.me.ID != "" {
		return ledger.ZoneOf(t.env, t.me.ID)
	}
	return t.env.Zone()
}

// place is where the conversation with this person goes on: the thread, or the direct conversation.
func (t *turn) place() ledger.Place {
	p := ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation, Thread: t.m.At.Thread}
	if !t.m.Direct && p.Thread == "" {
		p.Thread = t.m.Ref
	}
	return p
}

// binding finds what the message is about by the card that it stands under or that was used.
func (t *turn) binding() (*ledger.Binding, error) {
	at := ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation, Message: t.m.At.Thread}
	if t.m.Action != nil && t.m.Action.Card.Message != "" {
		at.Message = t.m.Action.Card.Message
	}
	if t.m.Form != nil && t.m.Form.Card.Message != "" {
		at.Message = t.m.Form.Card.Message
	}
	if at.Message == "" {
		return nil, nil
	}
	bind, _, err := ledger.Load[ledger.Binding](t.ctx, t.cfg.Store, ledger.RecordBinding, at.Key())
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	return &bind, err
}

// question is what the bot asked this person here and still waits for.
func (t *turn) question(at ledger.Place) (*ledger.Pending, error) {
	key := ledger.Pending{Person: t.me.ID, Place: at}.Key()
	p, rev, err := ledger.Load[ledger.Pending](t.ctx, t.cfg.Store, ledger.RecordPending, key)
	if errors.Is(err, ledger.ErrNotFound) && !t.m.Direct && t.m.At.Thread == "" {
		return t.asked(at)
	}
	if errors.Is(err, ledger.ErrNotFound) || err == nil && t.env.Now.After(p.Expires) {
		return nil, nil
	}
	p.Revision = rev
	return &p, err
}

// askedFresh is how long an answer in the channel itself is taken for one to a question in a thread of it.
const askedFresh = 10 * time.Minute

// asked is the last question to this person in any thread of the channel: people answer beside the thread too.
func (t *turn) asked(at ledger.Place) (*ledger.Pending, error) {
	at.Thread = ""
	all, err := ledger.LoadAll[ledger.Pending](t.ctx, t.cfg.Store, ledger.RecordPending, ledger.Pending{Person: t.me.ID, Place: at}.Key())
	var last *ledger.Pending
	for i, p := range all {
		if t.env.Now.Sub(p.Asked) < askedFresh && (last == nil || p.Asked.After(last.Asked)) {
			last = &all[i]
		}
	}
	return last, err
}

// An answer is the Body of a NoticeReply.
type answer struct {
	Card chat.Card      `json:"card"`
	Bind ledger.Binding `json:"bind,omitzero"` // Place is filled in when it was sent
}

// reply answers where the message was written.
func (t *turn) reply(card chat.Card) { t.replyBound(card, ledger.Binding{}) }

// replyBound answers with a card that is about something, so that replies under it and edits find their way.
func (t *turn) replyBound(card chat.Card, bind ledger.Binding) {
	if bind.Card != "" {
		bind.Person, bind.Lang = t.me.ID, t.v.Lang()
	}
	if at, ok := t.clicked(); ok {
		t.send(ledger.Recipient{Place: at}, card, bind)
		t.change.Notices[len(t.change.Notices)-1].Kind = ledger.NoticeReplace
		return
	}
	t.send(ledger.Recipient{Place: t.place()}, card, bind)
}

// clicked is the question whose button was used, when this is the first answer to it: the answer takes its place, so that nobody clicks it again.
func (t *turn) clicked() (ledger.Place, bool) {
	a := t.m.Action
	if a == nil || t.answers > 0 || !slices.Contains([]string{view.DoYes, view.DoNo, view.DoPick, view.DoDraftGo, view.DoIntroYes, view.DoIntroNo, view.DoRelease, view.DoUndo,
		view.DoAskApproval, view.DoApproveDraft, view.DoDraftOne, view.DoDraftEach, view.DoMerge}, a.ID) {
		return ledger.Place{}, false
	}
	if _, can := t.cfg.Messengers[t.m.At.Messenger].(chat.Updater); !can || a.Card.Message == "" {
		return ledger.Place{}, false
	}
	at := a.Card
	return ledger.Place{Messenger: at.Messenger, Workspace: at.Workspace, Conversation: at.Conversation, Thread: at.Thread, Message: at.Message}, true
}

// whisper answers in private, wherever the message was written.
func (t *turn) whisper(card chat.Card) {
	if t.m.Direct {
		t.reply(card)
		return
	}
	t.send(ledger.Recipient{Place: ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, User: t.m.From.ID}}, card, ledger.Binding{})
}

// viewFor words for somebody, in their language.
func viewFor(env ledger.Env, who ledger.PersonID) view.Ctx {
	p, _ := env.Dir.Person(who)
	return view.New(env, who, firstOf(p.Language(), env.Dir.Org().Lang, text.Chinese))
}

// tellPerson sends a card to somebody else.
func (t *turn) tellPerson(to ledger.PersonID, card chat.Card) {
	t.send(ledger.Recipient{Person: to}, card, ledger.Binding{})
}

func (t *turn) send(to ledger.Recipient, card chat.Card, bind ledger.Binding) {
	body, err := json.Marshal(answer{card, bind})
	if err != nil {
		t.cfg.Log.Error("answer can't be kept", "source", t.env.Source, "error", err)
		return
	}
	t.answers++
	t.change.Notices = append(t.change.Notices, ledger.Notice{
		Key: string(t.env.Dir.Org().ID) + "/reply/" + t.env.Source + "/" + strconv.Itoa(t.answers),
		To:  to, Kind: ledger.NoticeReply, Class: ledger.ClassReply, By: t.me.ID, Body: body,
	})
}

// ask replies with a question and remembers it. data comes back with the answer.
func (t *turn) ask(kind string, data any, ttl time.Duration, card func(key string) chat.Card) {
	p := ledger.Pending{Person: t.me.ID, Place: t.place(), Kind: kind, Words: t.m.Text, Said: t.origin, Asked: t.env.Now, Expires: t.env.Now.Add(ttl),
		Files: references(t.brought())}
	if t.said() && t.origin.Message == "" {
		p.Said = t.message()
	}
	p.Data = ledger.NewRecord("", "", 0, data).Data
	t.answered(p.Key()) // one asked here before
	t.record(forced(ledger.RecordPending, p.Key(), p))
	t.replyBound(card(p.Key()), ledger.Binding{Asks: p.Key()})
}

// settle forgets the question that was answered.
func (t *turn) settle() {
	if t.pending == nil {
		return
	}
	t.record(ledger.Record{Kind: ledger.RecordPending, ID: t.pending.Key(), Deleted: true, Force: true})
	t.answered(t.pending.Key())
	t.origin, t.pending = t.pending.Said, nil
}

// mark keeps a note of the bot's own under an id, whatever was kept there.
func (t *turn) mark(id string, v any) { t.record(forced(ledger.RecordMark, id, v)) }

// forced is a record that takes the place of whatever stands there.
func forced(kind ledger.RecordKind, id string, v any) ledger.Record {
	r := ledger.NewRecord(kind, id, 0, v)
	r.Force = true
	return r
}

// record adds a record to the change; a later one of the same kind and id takes the place of an earlier one.
func (t *turn) record(r ledger.Record) {
	t.change.Records = slices.DeleteFunc(t.change.Records, func(o ledger.Record) bool { return o.Kind == r.Kind && o.ID == r.ID })
	t.change.Records = append(t.change.Records, r)
}

// take adds a decision to the turn. Items decided twice in one turn keep the last state.
func (t *turn) take(c ledger.Change) {
	for _, it := range c.Items {
		t.change.Items = slices.DeleteFunc(t.change.Items, func(o ledger.Item) bool { return o.ID == it.ID })
	}
	c.Source = t.change.Source
	t.change.Add(c)
}

// item reads an item as this turn has it so far.
func (t *turn) item(id ledger.ItemID) (ledger.Item, error) {
	for _, it := range t.change.Items {
		if it.ID == id {
			return it, nil
		}
	}
	it, err := t.cfg.Store.Item(t.ctx, id)
	if err != nil {
		return it, fmt.Errorf("item %s: %w", id, err)
	}
	return it, nil
}

// load reads the items of rows, in their order.
func (t *turn) load(rows []ledger.Row) ([]ledger.Item, error) {
	ids := make([]ledger.ItemID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return t.items(ids)
}

// items reads items as this turn has them so far.
func (t *turn) items(ids []ledger.ItemID) ([]ledger.Item, error) {
	out := make([]ledger.Item, len(ids))
	for i, id := range ids {
		var err error
		if out[i], err = t.item(id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parent reads the item's parent, or nil.
func (t *turn) parent(it ledger.Item) (*ledger.Item, error) {
	if it.Parent == "" {
		return nil, nil
	}
	p, err := t.item(it.Parent)
	return &p, err
}

// finish commits the turn, with edits of every card that shows a changed item.
func (t *turn) finish() error {
	if t.failed != nil {
		return t.failed
	}
	if len(t.change.Items)+len(t.change.Notices)+len(t.change.Records)+len(t.change.Log) == 0 {
		return nil
	}
	if err := t.follow(); err != nil {
		return err
	}
	if err := t.problems(); err != nil {
		return err
	}
	if err := t.remark(); err != nil {
		return err
	}
	t.threads()
	t.logDirectory()
	if err := t.copies(); err != nil {
		return err
	}
	for _, it := range t.change.Items {
		for _, id := range []ledger.ItemID{it.ID, it.Parent} {
			if id == "" {
				continue
			}
			if err := t.edits(string(id)); err != nil {
				return err
			}
		}
	}
	for _, r := range t.change.Records {
		if r.Kind == ledger.RecordDraft {
			if err := t.edits(r.ID); err != nil {
				return err
			}
		}
	}
	return t.commit(t.ctx, t.change)
}

// cardAge is how long cards are kept up to date after they were sent.
const cardAge = 45 * 24 * time.Hour

// edits asks for the cards about an item or a draft to be shown as it now stands.
func (t *turn) edits(id string) error {
	binds, err := ledger.LoadAll[ledger.Binding](t.ctx, t.cfg.Store, ledger.RecordCard, id+"|")
	if err != nil {
		return err
	}
	for _, bind := range binds {
		key := string(t.env.Dir.Org().ID) + "/edit/" + bind.Place.Key()
		known := slices.ContainsFunc(t.change.Notices, func(n ledger.Notice) bool { return n.Key == key })
		if known || t.env.Now.Sub(bind.At) > cardAge {
			continue
		}
		t.change.Notices = append(t.change.Notices, ledger.Notice{Key: key, To: ledger.Recipient{Place: bind.Place}, Kind: ledger.NoticeEdit,
			Class: ledger.ClassReply, Replace: true, Body: ledger.NewRecord("", "", 0, bind).Data})
	}
	return nil
}
