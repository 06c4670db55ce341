package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Match finds the people of the organisation in messengers that know addresses and groups: who has an address and no identity there yet gets
// one, and the members of a unit's group become members of the unit, until they leave the group. It may be called at any time.
func (b *Bot) Match(ctx context.Context) error {
	var errs []error
	for name, m := range b.cfg.Messengers {
		if dir, ok := m.(chat.Directory); ok && !b.isDown(name) {
			if err := b.matchIn(ctx, name, dir); err != nil {
				errs = append(errs, fmt.Errorf("people in %s: %w", name, err))
			}
		}
	}
	return errors.Join(errs...)
}

// A match is what Match is about to change in one messenger.
type match struct {
	*Bot
	ctx       context.Context
	env       ledger.Env
	messenger string
	workspace string
	dir       chat.Directory
	change    ledger.Change
	people    map[ledger.PersonID]ledger.Person // changed ones
	revs      map[ledger.PersonID]int64
}

func (b *Bot) matching(ctx context.Context, messenger string, dir chat.Directory) (*match, error) {
	now := b.cfg.Now()
	env, err := b.Env(ctx, now)
	if err != nil {
		return nil, err
	}
	m := &match{Bot: b, ctx: ctx, env: env, messenger: messenger, dir: dir, people: map[ledger.PersonID]ledger.Person{}, revs: map[ledger.PersonID]int64{},
		change: ledger.Change{Source: "match/" + messenger + "/" + ledger.NewID(now, messenger, 0)}}
	if p, ok := dir.(chat.Placed); ok {
		m.workspace = p.Workspace()
	}
	return m, nil
}

func (b *Bot) matchIn(ctx context.Context, messenger string, dir chat.Directory) error {
	m, err := b.matching(ctx, messenger, dir)
	if err != nil {
		return err
	}
	if err := m.byEmail(); err != nil {
		return err
	}
	if err := m.groups(); err != nil {
		return err
	}
	return m.commit()
}

// byEmail looks for those who have an address and no identity here.
func (m *match) byEmail() error {
	for _, p := range m.env.Dir.Org().People {
		if p.Gone || p.Email == "" || m.has(p) {
			continue
		}
		u, ok, err := m.dir.ByEmail(m.ctx, p.Email)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := m.identify(p.ID, u); err != nil {
			return err
		}
	}
	return nil
}

func (m *match) has(p ledger.Person) bool {
	return slices.ContainsFunc(p.Identities, func(id ledger.Identity) bool { return id.Messenger == m.messenger })
}

func (m *match) identity(user string) ledger.Identity {
	return ledger.Identity{Messenger: m.messenger, Workspace: m.workspace, User: user}
}

// identify gives a person their identity, unless it is somebody else's.
func (m *match) identify(id ledger.PersonID, u chat.User) error {
	if _, taken := m.env.Dir.Who(m.identity(u.ID)); taken {
		return nil
	}
	return m.edit(id, func(p *ledger.Person) {
		p.Identities = append(p.Identities, m.identity(u.ID))
		p.Profile = ledger.Profile{Lang: u.Lang, Zone: u.Zone}
	})
}

// edit changes a person as the ledger has them.
func (m *match) edit(id ledger.PersonID, f func(*ledger.Person)) error {
	p, ok := m.people[id]
	if !ok {
		var err error
		if p, m.revs[id], err = ledger.Load[ledger.Person](m.ctx, m.cfg.Store, ledger.RecordPerson, string(id)); err != nil {
			return err
		}
	}
	f(&p)
	m.people[id] = p
	return nil
}

// joined is who is a member of a unit by its group in a messenger.
type joined struct {
	People []ledger.PersonID `json:"people"`
}

// groups makes the members of units' groups members of the units.
func (m *match) groups() error {
	for _, u := range m.env.Dir.Org().Units {
		group := u.Groups[m.messenger]
		if group == "" || u.Gone {
			continue
		}
		users, ok, err := m.dir.Members(m.ctx, group)
		if err != nil {
			return err
		}
		if !ok {
			m.cfg.Log.Warn("a unit's group is not there", "unit", u.ID, "messenger", m.messenger, "group", group)
			continue
		}
		if err := m.group(u, users); err != nil {
			return err
		}
	}
	return nil
}

func (m *match) group(u ledger.Unit, users []chat.User) error {
	mark := strings.Join([]string{"group", m.messenger, string(u.ID)}, "/")
	before, rev, err := ledger.Load[joined](m.ctx, m.cfg.Store, ledger.RecordMark, mark)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	post := ledger.Post{Role: ledger.RoleMember, Unit: u.ID}
	var now joined
	for _, user := range users {
		id, given, err := m.member(user, post, before)
		if err != nil {
			return err
		}
		if given {
			now.People = append(now.People, id)
		}
	}
	for _, id := range before.People {
		if slices.Contains(now.People, id) {
			continue
		}
		err := m.edit(id, func(p *ledger.Person) {
			p.Posts = slices.DeleteFunc(p.Posts, func(x ledger.Post) bool { return x == post })
		})
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return err
		}
	}
	if !slices.Equal(before.People, now.People) {
		m.change.Records = append(m.change.Records, ledger.NewRecord(ledger.RecordMark, mark, rev, now))
	}
	return nil
}

// member makes a user a member of a unit; given is false where they have a post there by other means.
func (m *match) member(user chat.User, post ledger.Post, before joined) (id ledger.PersonID, given bool, err error) {
	who := m.identity(user.ID)
	p, known := m.env.Dir.Who(who)
	if !known {
		for _, x := range m.people { // somebody of two groups
			if slices.Contains(x.Identities, who) {
				p, known = x, true
			}
		}
	}
	if !known {
		id = ledger.PersonID(ledger.NewID(m.env.Now, m.change.Source, len(m.people)+1))
		m.people[id] = ledger.Person{ID: id, Name: user.Name, Posts: []ledger.Post{post}, Identities: []ledger.Identity{who}, Profile: ledger.Profile{Lang: user.Lang, Zone: user.Zone}}
		return id, true, nil
	}
	if slices.Contains(before.People, p.ID) {
		return p.ID, true, nil
	}
	if slices.Contains(p.Units(), post.Unit) {
		return p.ID, false, nil
	}
	return p.ID, true, m.edit(p.ID, func(p *ledger.Person) { p.Posts = append(p.Posts, post) })
}

func (m *match) commit() error {
	for id, p := range m.people {
		m.change.Records = append(m.change.Records, ledger.NewRecord(ledger.RecordPerson, string(id), m.revs[id], p))
	}
	if len(m.change.Records) == 0 {
		return nil
	}
	m.cfg.Log.Info("people were matched", "messenger", m.messenger, "people", len(m.people))
	return m.Bot.commit(m.ctx, m.change)
}

// recognise finds out who an unknown speaker is, by the address or the group that the messenger knows of them; true when they are known now.
func (b *Bot) recognise(ctx context.Context, msg chat.Message) (bool, error) {
	messenger, workspace, user := msg.Identity()
	dir, ok := b.cfg.Messengers[messenger].(chat.Directory)
	if !ok {
		return false, nil
	}
	m, err := b.matching(ctx, messenger, dir)
	if err != nil {
		return false, err
	}
	m.workspace = workspace
	if err := m.speaker(msg.From); err != nil {
		m.cfg.Log.Warn("a speaker could not be looked up", "messenger", messenger, "user", user, "error", err)
		return false, nil // welcomed as a stranger; the next message asks again
	}
	if len(m.people) == 0 {
		return false, nil
	}
	return true, m.commit()
}

func (m *match) speaker(who chat.User) error {
	people := m.env.Dir.Org().People
	if slices.ContainsFunc(people, func(p ledger.Person) bool { return p.Email != "" && !p.Gone && !m.has(p) }) {
		email, err := m.dir.Email(m.ctx, who.ID)
		if err != nil {
			return err
		}
		for _, p := range people {
			if email != "" && strings.EqualFold(p.Email, email) && !p.Gone && !m.has(p) {
				return m.identify(p.ID, who)
			}
		}
	}
	return m.groups()
}
