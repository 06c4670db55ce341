package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/messenger/local"
	"github.com/followup-bot/followup/bot/messenger/slack"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
)

// openMessengers opens those that the configuration names; a demo always has the local chat.
func (a *App) openMessengers(ctx context.Context) error {
	l := a.Config.Messengers.Local
	if l == nil && a.Demo {
		l = &config.Local{Listen: "127.0.0.1:8080"}
	}
	if l != nil {
		if err := a.openLocal(*l); err != nil {
			return err
		}
	}
	if s := a.Config.Messengers.Slack; s != nil {
		if err := a.openSlack(ctx, *s); err != nil {
			return err
		}
	}
	for name, m := range a.Test.Messengers {
		a.messengers[name] = m
	}
	if len(a.messengers) == 0 {
		return errors.New("no messenger is configured, so nobody could be spoken with; set messengers.local or messengers.slack")
	}
	return nil
}

func (a *App) openLocal(l config.Local) error {
	conf := local.Config{
		Dir: filepath.Join(a.dir, chatName), Listen: l.Listen, Demo: a.Demo, People: a.personas, Channels: func() []local.Channel { return a.rooms(l) },
		Zone: a.Config.Zone(), TLSCert: l.TLSCert, TLSKey: l.TLSKey, Now: a.now, Log: a.Log,
		Withhold: func(s string) bool { _, _, secret := intent.Guard(s); return secret },
		Idle:     a.idle,
	}
	var err error
	if conf.TrustedProxy, err = networks(l.TrustedProxies); err != nil {
		return err
	}
	if u, err := url.Parse(l.URL); err == nil && u.Host != "" {
		conf.Hosts, conf.HTTPS = []string{u.Host, u.Hostname()}, u.Scheme == "https"
	}
	if a.Demo {
		conf.Clock, conf.Samples = a.demoClock, samplesFor(a.Config, ledger.DateOf(a.now().In(a.Config.Zone())))
	}
	m, err := local.New(conf)
	if err != nil {
		return err
	}
	a.local, a.messengers[local.Name] = m, m
	a.onClose(m.Close)
	return nil
}

// idle returns when nothing is left to be done now: what is due, what is to be sent, what is to be copied.
func (a *App) idle(ctx context.Context) error {
	if err := a.reminders.Idle(ctx); err != nil {
		return err
	}
	if err := a.bot.CopyEvidence(ctx); err != nil {
		return err
	}
	return a.reminders.Idle(ctx)
}

// networks reads addresses and networks.
func networks(list []string) (out []netip.Prefix, err error) {
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if addr, aerr := netip.ParseAddr(s); aerr == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: %w", s, err)
		}
		out = append(out, p)
	}
	return out, nil
}

// personas are the people who may enter the local chat, as the ledger knows them now.
func (a *App) personas() []local.Persona {
	env, err := a.bot.Env(context.Background(), a.now())
	if err != nil {
		a.Log.Error("people", "err", err)
		return nil
	}
	var out []local.Persona
	for _, p := range env.Dir.Org().People {
		if p.Gone {
			continue
		}
		for _, id := range p.Identities {
			if id.Messenger == local.Name {
				out = append(out, a.persona(env.Dir, p, id.User))
			}
		}
	}
	slices.SortStableFunc(out, func(x, y local.Persona) int { return a.rank(env.Dir, x.ID) - a.rank(env.Dir, y.ID) })
	return out
}

// ranks is the order in which a demo shows people to choose from.
var ranks = []ledger.Role{ledger.RoleSupervisor, ledger.RolePrincipal, ledger.RoleLeader, ledger.RoleAdmin, ledger.RoleHead, ledger.RoleLiaison, ledger.RoleMember}

func (a *App) rank(d *ledger.Directory, user string) int {
	p, _ := d.Who(ledger.Identity{Messenger: local.Name, User: user})
	for i, r := range ranks {
		if p.Has(r) {
			return i
		}
	}
	return len(ranks)
}

func (a *App) persona(d *ledger.Directory, p ledger.Person, user string) local.Persona {
	lang := p.Lang
	if lang == "" {
		lang = a.Config.Org.Lang
	}
	words := text.For(a.Config.Org.Lang) // one heading a role, whatever its people speak
	out := local.Persona{ID: user, Name: p.Name, Title: p.Title, Lang: lang}
	for _, r := range ranks {
		if p.Has(r) {
			out.Group = words.T("Role_" + string(r))
			break
		}
	}
	if units := p.Units(); len(units) > 0 {
		out.Unit = d.Unit(units[0]).Label()
	}
	return out
}

// rooms are the channels of the local chat. A room without members is everybody's.
func (a *App) rooms(l config.Local) []local.Channel {
	var out []local.Channel
	var everybody []string
	for _, p := range a.personas() {
		everybody = append(everybody, p.ID)
	}
	for _, r := range l.Rooms {
		ch := local.Channel{ID: r.ID, Name: r.Name, Members: everybody}
		if len(r.Members) > 0 {
			ch.Members = a.Config.LocalUsers(r.Members)
		}
		out = append(out, ch)
	}
	return out
}

// slackPatience is how long a start waits for Slack to be reached.
const slackPatience = 2 * time.Minute

func (a *App) openSlack(ctx context.Context, s config.Slack) error {
	conf := a.slackConfig(s)
	var temporary *chat.Error
	for wait, since := time.Second, time.Now(); ; wait = min(2*wait, 20*time.Second) {
		m, err := slack.New(ctx, conf)
		if err == nil {
			a.messengers[slack.Name] = m
			return nil
		}
		if !errors.As(err, &temporary) || !temporary.Retry || time.Since(since) > slackPatience {
			return err
		}
		a.Log.Warn("slack can't be reached yet", "err", err, "again", wait)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (a *App) slackConfig(s config.Slack) slack.Config {
	conf := slackConfig(s)
	conf.HTTPClient, conf.Now, conf.Log, conf.State = a.HTTP, a.now, a.Log, marks{a.store}
	return conf
}

// slackConfig is the part that needs no running followup.
func slackConfig(s config.Slack) slack.Config {
	return slack.Config{
		Transport: s.Transport, BotToken: s.BotToken.Reveal(), AppToken: s.AppToken.Reveal(), SigningSecret: s.SigningSecret.Reveal(),
		Listen: s.Listen, APIURL: s.APIURL, Command: s.Command,
	}
}
