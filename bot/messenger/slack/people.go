package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// remembered is how long what Slack says about a person holds: a guest's new rights, a left colleague.
const remembered = 15 * time.Minute

// people remembers who is who.
type people struct {
	m     *Messenger
	mu    sync.Mutex
	users map[string]known
}

type known struct {
	user  chat.User
	email string
	until time.Time
}

func (p *people) init(m *Messenger) { p.m, p.users = m, map[string]known{} }

// of gives a person by id. Somebody whom Slack does not show counts as external; an error means that Slack could not be asked.
func (p *people) of(ctx context.Context, id string) (chat.User, error) {
	k, err := p.known(ctx, id)
	return k.user, err
}

func (p *people) known(ctx context.Context, id string) (known, error) {
	now := p.m.now()
	p.mu.Lock()
	k, ok := p.users[id]
	p.mu.Unlock()
	if ok && now.Before(k.until) {
		return k, nil
	}
	u, err := p.m.read.GetUserInfoContext(ctx, id, slack.GetUserInfoOptionIncludeLocale(true))
	if err != nil {
		e := classify(err, false)
		if e.Retry {
			return known{}, fmt.Errorf("who is %s: %w", id, e)
		}
		// Whom Slack won't show is nobody's colleague: not obeyed rather than trusted.
		p.m.log.Warn("a person could not be looked up and is not obeyed", "user", id, "error", e)
		k = known{user: chat.User{ID: id, Name: id, External: true}, until: now.Add(time.Minute)}
	} else {
		k = known{user: p.m.user(u), email: u.Profile.Email, until: now.Add(remembered)}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.users) > 10_000 {
		p.users = map[string]known{}
	}
	p.users[id] = k
	return k, nil
}

// user translates a Slack user.
func (m *Messenger) user(u *slack.User) chat.User {
	name := u.Profile.DisplayName
	for _, other := range []string{u.Profile.RealName, u.RealName, u.Name, u.ID} {
		if strings.TrimSpace(name) == "" {
			name = other
		}
	}
	return chat.User{
		ID: u.ID, Name: oneLine(name), Lang: u.Locale, Zone: u.TZ,
		Bot:      u.IsBot || u.IsWorkflowBot || u.IsConnectorBot || u.ID == "USLACKBOT" || u.ID == m.self,
		External: u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.Deleted || !m.colleague(u),
	}
}

// colleague tells members of this workspace, or of the organisation that it belongs to.
func (m *Messenger) colleague(u *slack.User) bool {
	switch {
	case u.TeamID == "" || u.TeamID == m.team:
		return true
	case m.enterprise == "":
		return false
	}
	return u.TeamID == m.enterprise || u.Enterprise.EnterpriseID == m.enterprise || slices.Contains(u.Enterprise.Teams, m.team)
}

// foreign tells from an event alone that somebody is of another workspace.
func (m *Messenger) foreign(teams ...string) bool {
	return m.enterprise == "" && slices.ContainsFunc(teams, func(t string) bool { return t != "" && t != m.team })
}

// Email gives the address in a person's profile, empty when the app may not see it (scope users:read.email).
func (m *Messenger) Email(ctx context.Context, user string) (string, error) {
	k, err := m.people.known(ctx, user)
	return k.email, err
}

// User gives a colleague by id.
func (m *Messenger) User(ctx context.Context, user string) (u chat.User, ok bool, err error) {
	u, err = m.people.of(ctx, user)
	return u, err == nil && !u.Bot && !u.External, err
}

// ByEmail finds a person of the workspace by address; ok is false when there is none.
func (m *Messenger) ByEmail(ctx context.Context, email string) (u chat.User, ok bool, err error) {
	found, err := m.read.GetUserByEmailContext(ctx, email)
	if code(err) == "users_not_found" {
		return chat.User{}, false, nil
	}
	if err != nil {
		return chat.User{}, false, fmt.Errorf("slack: look up an address: %w", classify(err, false))
	}
	u = m.user(found)
	return u, !u.Bot && !u.External, nil
}

// Members gives the people of a user group, by its handle (with or without @) or id; ok is false when there is none of that name. Guests, bots
// and those who have left are not among them.
func (m *Messenger) Members(ctx context.Context, group string) (users []chat.User, ok bool, err error) {
	groups, err := m.read.GetUserGroupsContext(ctx, slack.GetUserGroupsOptionIncludeUsers(true))
	if err != nil {
		return nil, false, fmt.Errorf("slack: user groups: %w", classify(err, false))
	}
	group = strings.TrimPrefix(group, "@")
	for _, g := range groups {
		if g.DateDelete != 0 || g.ID != group && g.Handle != group {
			continue
		}
		for _, id := range g.Users {
			u, err := m.people.of(ctx, id)
			if err != nil {
				return nil, false, err
			}
			if !u.Bot && !u.External {
				users = append(users, u)
			}
		}
		return users, true, nil
	}
	return nil, false, nil
}

// names gives people and channels their names in text; what cannot be found keeps its id.
func (m *Messenger) names(ctx context.Context) naming {
	return func(kind byte, id string) string {
		if kind != '@' {
			return id
		}
		if u, err := m.people.of(ctx, id); err == nil {
			return u.Name
		}
		return id
	}
}
