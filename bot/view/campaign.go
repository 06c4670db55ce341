package view

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// CampaignCall calls its reader to hand something in.
func (c Ctx) CampaignCall(x ledger.Campaign, by ledger.PersonID) chat.Card {
	card := c.card(c.T("CampaignCall", "Title", x.Title, "Due", c.far(ledger.Due{Date: x.Due})), para(c.T("CampaignCallHow", "Title", x.Title, "Who", c.Person(by))))
	return With(card, c.Button(DoCampaignDone, x.ID, c.T("Do_campaign_done"), "primary"))
}

// Campaign says how many have handed in, and who has not.
func (c Ctx) Campaign(x ledger.Campaign, office bool) chat.Card {
	today := c.Env.Today()
	r := x.Rate(c.Env)
	missing := x.Missing(c.Env)
	card := c.card(c.T("CampaignTitle", "Title", x.Title, "Part", r.Part, "Of", r.Of, "Percent", r.Percent(), "Due", c.Date(x.Due, today)))
	if n := today.DaysSince(x.Due); n > 0 && len(missing) > 0 {
		card.Blocks = append(card.Blocks, para(c.N("Late", n)))
	}
	names := func(ids []ledger.PersonID) string {
		out := make([]string, len(ids))
		for i, p := range ids {
			out[i] = c.Person(p)
		}
		return strings.Join(out, c.T("ListSep"))
	}
	if len(missing) > 0 {
		card.Blocks = append(card.Blocks, para(c.N("CampaignStill", len(missing), "Names", names(missing))))
	} else {
		card.Blocks = append(card.Blocks, para(c.T("CampaignAll")))
	}
	if len(x.Submitted) > 0 {
		done := slices.Clone(x.Submitted)
		slices.SortStableFunc(done, func(a, b ledger.Handed) int { return a.At.Compare(b.At) })
		var rows []chat.Row
		for _, h := range done {
			row := chat.Row{Mark: c.Clock(h.At, c.Env.Zone()), Text: c.Person(h.Person)}
			if h.By != h.Person {
				row.Text += c.T("CampaignBy", "Who", c.Person(h.By))
			}
			for _, e := range h.Refs {
				name := e.Name
				if name == "" {
					name = Clip(e.Ref, 80)
				}
				row.Detail = append(row.Detail, c.T("Evidence", "Name", name))
			}
			rows = append(rows, row)
		}
		card.Blocks = append(card.Blocks, rowsBlock(rows...))
	}
	if !office || !x.Open() {
		return card
	}
	var controls []chat.Control
	if len(missing) > 0 {
		controls = append(controls, c.Button(DoCampaignUrge, x.ID, c.N("CampaignUrge", len(missing)), ""))
	}
	end := c.Button(DoCampaignEnd, x.ID, c.T("Do_campaign_end"), "")
	end.Confirm = c.T("CampaignEndSure", "Title", x.Title)
	return With(card, append(controls, end)...)
}

// CampaignOwn says where the reader stands.
func (c Ctx) CampaignOwn(x ledger.Campaign) chat.Card {
	today := c.Env.Today()
	switch h := x.Has(c.Reader); {
	case h != nil:
		return c.Say(c.T("CampaignYours", "Title", x.Title, "Date", c.Date(ledger.DateOf(h.At.In(c.Env.Zone())), today)))
	case slices.Contains(x.People, c.Reader):
		return With(c.Say(c.T("CampaignOwed", "Title", x.Title, "Due", c.Date(x.Due, today))), c.Button(DoCampaignDone, x.ID, c.T("Do_campaign_done"), "primary"))
	}
	return c.Say(c.T("CampaignNotYou", "Title", x.Title))
}

// WithCampaigns adds what the reader has not handed in to a digest; one that holds nothing else begins with a greeting.
func (c Ctx) WithCampaigns(card chat.Card, list []ledger.Campaign, hello string) chat.Card {
	today := c.Env.Today()
	var rows []chat.Row
	for _, x := range list {
		light, due := "", c.T("DueOn", "Day", c.Near(x.Due, today))
		switch n := today.DaysSince(x.Due); {
		case n > 0:
			light, due = string(ledger.LightRed), c.N("Late", n)
		case n == 0:
			light, due = string(ledger.LightYellow), c.T("DueToday", "At", "")
		}
		rows = append(rows, chat.Row{Light: light, Text: x.Title + c.T("Sep") + due, Actions: []chat.Control{c.Button(DoCampaignDone, x.ID, c.T("Do_campaign_done"), "")}})
	}
	if card.Title == "" && len(card.Blocks) == 0 {
		card = c.card(c.N("CampaignDigest", len(list), "Hello", hello))
	}
	card.Blocks = append(card.Blocks, rowsBlock(rows...))
	return card
}
