package main

import (
	"context"
	"net"

	"github.com/followup-bot/followup/bot/dashboard"
	"github.com/followup-bot/followup/bot/messenger/local"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
)

// openPage binds the page for leaders, where the configuration has it; a demo has it on this machine.
func (a *App) openPage(ctx context.Context) error {
	d := a.Config.Dashboard
	if a.Demo {
		d = &config.Dashboard{Listen: a.demoPage()}
	}
	if d == nil {
		return nil
	}
	conf := dashboard.Config{Ledger: a.store, Env: a.bot.Env, Now: a.now, Wall: a.Now, Log: a.Log, Evidence: a.evidence, Listen: d.Listen, PublicURL: d.PublicURL,
		TLSCert: d.TLSCert, TLSKey: d.TLSKey, Moves: a.Demo}
	var err error
	if conf.TrustedProxy, err = networks(d.TrustedProxies); err != nil {
		return err
	}
	s, err := dashboard.New(ctx, conf)
	if err != nil {
		return err
	}
	a.page = s
	a.onClose(s.Close)
	return nil
}

// demoPage is where a demo serves the page: on a port of the system's choosing where the chat is too.
func (a *App) demoPage() string {
	if l := a.Config.Messengers.Local; l != nil {
		if host, port, err := net.SplitHostPort(l.Listen); err == nil && port == "0" {
			return net.JoinHostPort(host, port)
		}
	}
	return config.DashboardListen
}

// pageLink is a person's own link to the page. Without a public address only the chat on this machine has links: they would lead nowhere else.
func (a *App) pageLink(who ledger.PersonID, messenger, path, lang string) (string, bool) {
	if a.page == nil || a.Demo && messenger != local.Name {
		return "", false
	}
	return a.page.Link(who, path, lang), true
}
