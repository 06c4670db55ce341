package bot

import (
	"encoding/json"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// trouble words what the reminders say about their own health.
func (d *delivery) trouble(body json.RawMessage) chat.Card {
	var n ledger.AdminNote
	if err := json.Unmarshal(body, &n); err != nil {
		n.Error = err.Error()
	}
	id := "Admin_" + n.Code
	if !d.v.Has(id) {
		id = "Admin_"
	}
	lines := []string{d.v.T(id, "About", d.troubleAbout(n), "Since", d.v.Clock(n.Since, d.env.Zone()), "Count", n.Count, "Year", n.Year)}
	if what := "Undelivered_" + n.Reason; n.Reason != "" && d.v.Has(what) {
		lines = append(lines, d.v.T(what))
	}
	card := d.v.Say(lines...)
	if n.Code == ledger.AdminFailed {
		card = view.With(card, d.v.Button(view.DoSay, d.v.T("RequeueWords"), d.v.T("Do_requeue"), "primary"))
	}
	if n.Error != "" {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockNote, Text: n.Error})
	}
	return card
}

// troubleAbout names what a note is about as an admin knows it; the code of what works again stands in Reason.
func (d *delivery) troubleAbout(n ledger.AdminNote) string {
	if n.Code == ledger.AdminRecovered {
		n.Code = n.Reason
		if what := d.troubleAbout(n); d.v.Has("Works_" + n.Code) {
			return d.v.T("Works_"+n.Code, "About", what)
		}
		return n.About
	}
	first, rest, _ := strings.Cut(n.About, "/")
	switch n.Code {
	case ledger.AdminDeliveries:
		return firstOf(map[string]string{"outbox": d.v.T("TheOutbox"), "": d.v.T("NoMessenger")}[first], first)
	case ledger.AdminAside:
		if it, err := d.cfg.Store.Item(d.ctx, ledger.ItemID(rest)); first == "" && err == nil {
			return d.v.Number(it.Number)
		}
		job := "Own_" + strings.TrimPrefix(rest, "run/")
		for _, id := range []string{job, job + "s"} {
			if d.v.Has(id) {
				return d.v.T(id)
			}
		}
	}
	return n.About
}
