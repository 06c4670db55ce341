package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Down tells the bot that a messenger has ended for good. What would go through it waits; people who have another identity are reached there.
func (b *Bot) Down(messenger string) {
	b.down.Store(messenger, true)
	b.Reload()
}

func (b *Bot) isDown(messenger string) bool {
	_, down := b.down.Load(messenger)
	return down
}

// placed completes identities and channels that name no workspace with that of their messenger, as its messages carry it.
func (b *Bot) placed(o *ledger.Org) {
	workspace := func(messenger, given string) string {
		if m, ok := b.cfg.Messengers[messenger].(chat.Placed); ok && given == "" {
			return m.Workspace()
		}
		return given
	}
	for i, p := range o.People {
		o.People[i].Identities = slices.Clone(p.Identities)
		for j, id := range p.Identities {
			o.People[i].Identities[j].Workspace = workspace(id.Messenger, id.Workspace)
		}
	}
	for i, u := range o.Units {
		o.Units[i].Channels = slices.Clone(u.Channels)
		for j, ch := range u.Channels {
			o.Units[i].Channels[j].Workspace = workspace(ch.Messenger, ch.Workspace)
		}
	}
}

// reachable puts the identities first by which somebody can be reached now, so that everybody who asks for the first one gets such a one.
func (b *Bot) reachable(people []ledger.Person) {
	rank := func(id ledger.Identity) int {
		switch _, running := b.cfg.Messengers[id.Messenger]; {
		case !running:
			return 2
		case b.isDown(id.Messenger):
			return 1
		}
		return 0
	}
	for i, p := range people {
		if len(p.Identities) > 1 {
			slices.SortStableFunc(people[i].Identities, func(x, y ledger.Identity) int { return rank(x) - rank(y) })
		}
	}
}

// refusedFor tells the admins that a message can't be given to its recipient before somebody has seen to it: once a week for a recipient and
// reason, and nothing about messages that tell of such trouble themselves.
func (d *delivery) refusedFor(e *chat.Error, now time.Time) {
	n := d.l.Notice
	if n.Kind == ledger.NoticeAdmin || n.Kind == ledger.NoticeEdit || e.Reason == "" || e.Reason.OfApp() {
		return
	}
	about := n.To.Place.Key()
	if p, ok := d.env.Dir.Person(n.To.Person); ok {
		about = p.Name
	}
	year, week := now.In(d.env.Zone()).ISOWeek()
	note := ledger.AdminNote{Code: ledger.AdminRefused, About: d.recipientName(about), Reason: string(e.Reason), Since: now.UTC(), Error: e.Err.Error()}
	source := fmt.Sprintf("refused/%s/%s/%d-%d", about, e.Reason, year, week)
	if err := d.tellAdmins(d.ctx, note, source); err != nil {
		d.cfg.Log.Error("admins can't be told", "error", err)
	}
}

// recipientName is the recipient as an admin knows them: a person's name, the units whose channel it is, else the address.
func (d *delivery) recipientName(otherwise string) string {
	p := d.l.Notice.To.Place
	if p.Conversation == "" {
		return otherwise
	}
	here := ledger.Channel{Messenger: p.Messenger, Workspace: p.Workspace, Conversation: p.Conversation}
	for _, u := range d.env.Dir.Org().Units {
		if slices.Contains(u.Channels, here) {
			return u.Label() + " (" + p.Messenger + " " + p.Conversation + ")"
		}
	}
	return p.Messenger + " " + p.Conversation
}

// tellAdmins puts a note to each admin into the outbox; the same source is told once.
func (b *Bot) tellAdmins(ctx context.Context, note ledger.AdminNote, source string) error {
	env, err := b.Env(ctx, b.cfg.Now())
	if err != nil {
		return err
	}
	c, err := adminNote(env, note, source)
	if err != nil {
		return err
	}
	return b.commit(ctx, c)
}

// adminNote is a note to each admin.
func adminNote(env ledger.Env, note ledger.AdminNote, source string) (ledger.Change, error) {
	c := ledger.Change{Source: source}
	body, err := json.Marshal(note)
	if err != nil {
		return c, fmt.Errorf("note to admins: %w", err)
	}
	for _, p := range ledger.Recipients(env, ledger.Item{}, ledger.ForAdmin) {
		c.Notices = append(c.Notices, ledger.Notice{Key: string(env.Dir.Org().ID) + "/" + string(p) + "/" + source, To: ledger.Recipient{Person: p},
			Kind: ledger.NoticeAdmin, Class: ledger.ClassPrompt, Body: body})
	}
	if len(c.Notices) == 0 {
		return c, errors.New("there is no admin to tell: " + note.Error)
	}
	return c, nil
}

// MessengerEnded tells the admins, by whatever messenger is left, that one has ended and why, and has its messages wait.
func (b *Bot) MessengerEnded(ctx context.Context, name string, why error) error {
	b.Down(name)
	now := b.cfg.Now()
	note := ledger.AdminNote{Code: ledger.AdminMessenger, About: name, Since: now.UTC(), Error: why.Error()}
	return b.tellAdmins(ctx, note, "ended/"+name+"/"+now.UTC().Format(time.RFC3339))
}
