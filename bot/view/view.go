// Package view turns the ledger into cards: what is said of an item, a draft, a day's work or the whole house, in the reader's language.
// It is pure: it decides nothing and knows no messenger.
package view

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// The cards, as ledger.Binding names them.
const (
	CardItem   = "item"
	CardIssued = "issued"
	CardDrafts = "drafts"
	CardDigest = "digest"
	CardDecide = "decide"
	CardNotice = "notice"
	CardList   = "list"
)

// The controls' ids. Their values are an item's id unless said otherwise.
const (
	DoAccept        = "accept"
	DoDecline       = "decline" // form
	DoReport        = "report"  // form
	DoSubmit        = "submit"  // form
	DoExtend        = "extend"  // form
	DoHandler       = "handler" // form
	DoEndorse       = "endorse"
	DoApprove       = "approve"
	DoReturn        = "return" // form
	DoGrant         = "grant"
	DoRefuse        = "refuse"  // form: deny an extension
	DoReroute       = "reroute" // form: the office decides on a decline
	DoUrge          = "urge"
	DoSeen          = "seen"    // a leader has taken note of an escalation
	DoExplain       = "explain" // form: why it is late
	DoShow          = "show"
	DoHistory       = "history"
	DoQuery         = "query"           // value: a ledger.Query in JSON
	DoPick          = "pick"            // value: an item's id; answers "which item?"
	DoYes           = "yes"             // value: the pending question's key
	DoNo            = "no"              // value: the pending question's key
	DoDraftRow      = "draft_row"       // form; value: draft "|" row
	DoDraftAsk      = "draft_ask"       // value: draft: ask before issue
	DoDraftGo       = "draft_go"        // value: draft "|" rows joined by ","
	DoDraftOpen     = "draft_open"      // value: draft: show it again
	DoDraftFull     = "draft_full"      // value: draft: every row with its quotation
	DoCampaignShow  = "campaign_show"   // value: campaign
	DoCampaignDone  = "campaign_done"   // value: campaign
	DoCampaignUrge  = "campaign_urge"   // value: campaign
	DoCampaignEnd   = "campaign_end"    // value: campaign
	DoMeeting       = "meeting"         // value: draft: what became of its meeting, item by item
	DoDraftJoin     = "draft_join"      // value: draft "|" row: it goes on with the open item that it is like
	DoDraftJoinDate = "draft_join_date" // value: draft "|" row: so it does, by the meeting's date
	DoDraftApart    = "draft_apart"     // value: draft "|" row: it is a matter of its own
	DoIntroYes      = "intro_yes"       // value: the introduction's key
	DoIntroNo       = "intro_no"        // value: the introduction's key
	DoRelease       = "release"         // value: the id of the rule whose bulletin it is
	DoPage          = "page"            // a link: the page in a browser
	DoDraftTable    = "draft_table"     // value: draft: its task table as a file
	DoStanding      = "standing"        // value: the id of an indicator table
	DoChart         = "chart"           // value: a kind of picture and a ledger.Query in JSON
	DoEvidence      = "evidence_show"   // value: item: what it has as evidence
	DoFile          = "evidence_file"   // value: a copy's id: the file
	DoCopyAgain     = "evidence_again"  // value: a copy's id: try to copy it once more
	DoMute          = "mute"
	DoUnmute        = "unmute"
	DoSay           = "say" // value: words, as if the person had written them
)

// A Ctx is who reads, and what may be known.
type Ctx struct {
	*text.Printer
	Env    ledger.Env
	Reader ledger.PersonID // empty: a channel
}

// New makes the context for a reader in a language.
func New(env ledger.Env, reader ledger.PersonID, lang string) Ctx {
	return Ctx{text.For(lang), env, reader}
}

// Unit is a unit's name as people use it.
func (c Ctx) Unit(id ledger.UnitID) string { return c.Env.Dir.Unit(id).Label() }

// Units are units' names, joined.
func (c Ctx) Units(ids []ledger.UnitID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = c.Unit(id)
	}
	return c.Some(names, 6)
}

// Person is a person's name; followup's own for the empty id.
func (c Ctx) Person(id ledger.PersonID) string {
	if p, ok := c.Env.Dir.Person(id); ok {
		return p.Name
	}
	return c.T("Bot")
}

func (c Ctx) card(title string, blocks ...chat.Block) chat.Card {
	return chat.Card{Lang: c.Lang(), Title: title, Blocks: blocks}
}

// Say is a card of plain sentences.
func (c Ctx) Say(lines ...string) chat.Card {
	card := chat.Card{Lang: c.Lang()}
	for _, l := range lines {
		if l != "" {
			card.Blocks = append(card.Blocks, para(l))
		}
	}
	return card
}

// Hello greets by the time of day in a zone.
func (c Ctx) Hello(zone *time.Location) string {
	switch h := c.Env.Now.In(zone).Hour(); {
	case h < 12:
		return c.T("GoodMorning")
	case h < 18:
		return c.T("GoodAfternoon")
	}
	return c.T("GoodEvening")
}

// With adds controls under a card.
func With(card chat.Card, controls ...chat.Control) chat.Card {
	if len(controls) > 0 {
		card.Blocks = append(card.Blocks, chat.Block{Kind: chat.BlockActions, Actions: controls})
	}
	return card
}

func para(s string) chat.Block  { return chat.Block{Kind: chat.BlockText, Text: s} }
func note(s string) chat.Block  { return chat.Block{Kind: chat.BlockNote, Text: s} }
func quote(s string) chat.Block { return chat.Block{Kind: chat.BlockQuote, Text: s} }

func (c Ctx) button(id, value, style string) chat.Control {
	return chat.Control{Kind: chat.ControlButton, ID: id, Value: value, Label: c.T("Do_" + id), Style: style}
}

func (c Ctx) form(id, value, style string) chat.Control {
	return chat.Control{Kind: chat.ControlForm, ID: id, Value: value, Label: c.T("Do_" + id), Style: style}
}

// Button is a button with a label of its own.
func (c Ctx) Button(id, value, label, style string) chat.Control {
	return chat.Control{Kind: chat.ControlButton, ID: id, Value: value, Label: label, Style: style}
}

// FormButton opens a form.
func (c Ctx) FormButton(id, value string) chat.Control { return c.form(id, value, "") }

// Ask offers to run a query.
func (c Ctx) Ask(q ledger.Query, label string) chat.Control {
	b, err := json.Marshal(q)
	if err != nil {
		return chat.Control{Kind: chat.ControlButton, ID: DoSay, Value: label, Label: label}
	}
	return chat.Control{Kind: chat.ControlButton, ID: DoQuery, Value: string(b), Label: label}
}

// Pick offers items to choose from, for "which one?".
func (c Ctx) Pick(rows []ledger.Row) []chat.Control {
	var out []chat.Control
	for _, r := range rows {
		out = append(out, c.Button(DoPick, string(r.ID), c.Number(r.Number)+" "+Clip(r.Title, 14), ""))
	}
	return out
}

// YesNo are the two answers to a question that waits.
func (c Ctx) YesNo(key, yes string) []chat.Control {
	if yes == "" {
		yes = c.T("Yes")
	}
	return []chat.Control{c.Button(DoYes, key, yes, "primary"), c.Button(DoNo, key, c.T("No"), "")}
}

// Clip shortens a text to n characters.
func Clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ,、;。\uff0c\uff1b") + "…"
}

// light is the row's light for a card: the sign, and the word for it.
func (c Ctx) light(r ledger.Row) (sign, word string) {
	l := c.Env.Light(r)
	if l == ledger.LightNone {
		return "", c.T("State_" + string(r.State))
	}
	return string(l), c.T("Light_" + string(l))
}

// due says how near the deadline is: 逾期 2 天; 周三到期; 12月15日(还有 17 个工作日).
func (c Ctx) due(r ledger.Row) string {
	today := c.Env.Today()
	switch {
	case r.Deadline().IsZero():
		return c.T("NoDue")
	case !r.State.Open():
		return c.Due(r.Deadline(), today)
	}
	if n := c.Env.DaysLate(r); n > 0 {
		return c.N("Late", n)
	}
	switch n := r.Deadline().Date.DaysSince(today); {
	case n == 0:
		return c.T("DueToday", "At", r.Due.At)
	case n > 0 && n < 7:
		return c.T("DueOn", "Day", c.Near(r.Deadline().Date, today))
	}
	return c.Due(r.Deadline(), today)
}

// DueText is due for others than cards.
func (c Ctx) DueText(r ledger.Row) string { return c.due(r) }

// far is the deadline with the working days that are left.
func (c Ctx) far(d ledger.Due) string {
	if d.IsZero() {
		return c.T("NoDue")
	}
	today := c.Env.Today()
	n := ledger.WorkdaysBetween(c.Env.Cal, today, d.Date)
	s := c.Due(d, today)
	if n > 0 {
		return c.N("DueIn", n, "Date", s)
	}
	return s
}

// row is one item as a line of a list.
func (c Ctx) row(r ledger.Row, actions ...chat.Control) chat.Row {
	sign, word := c.light(r)
	parts := []string{r.Title, c.due(r)}
	switch {
	case r.Children > 0:
		parts = append(parts, c.T("Children", "Done", r.Finished, "All", r.Children))
	case r.State == ledger.StateSubmitted:
		parts = append(parts, c.T("Stage_"+r.Stage))
	case r.Percent > 0 && r.State.Open():
		parts = append(parts, c.T("Reported", "Percent", r.Percent))
	}
	if sign != "" && sign != string(ledger.LightRed) && r.State != ledger.StateSubmitted {
		parts = append(parts, word)
	} else if sign == "" {
		parts = append(parts, word)
	}
	out := chat.Row{Light: sign, Mark: c.Number(r.Number), Text: strings.Join(parts, c.T("Sep")), Actions: actions}
	if r.Blocked != "" && r.State.Open() {
		out.Detail = append(out.Detail, c.T("BlockedBy", "Reason", r.Blocked))
	}
	return out
}

// rowWithUnit adds the unit to a line that is read by somebody of another.
func (c Ctx) rowWithUnit(r ledger.Row, actions ...chat.Control) chat.Row {
	out := c.row(r, actions...)
	out.Text = c.Unit(r.Lead) + c.T("Sep") + out.Text
	return out
}

func rowsBlock(rows ...chat.Row) chat.Block { return chat.Block{Kind: chat.BlockRows, Rows: rows} }

func ids(rows []int) string {
	s := make([]string, len(rows))
	for i, n := range rows {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, ",")
}
