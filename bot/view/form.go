package view

import (
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

func (c Ctx) dialog(id, value, title string, fields ...chat.Field) *chat.Form {
	return &chat.Form{ID: id, Value: value, Lang: c.Lang(), Title: title, Submit: c.T("FormSend"), Cancel: c.T("FormCancel"), Fields: fields}
}

func (c Ctx) field(id string, kind chat.FieldKind, value string, required bool) chat.Field {
	f := chat.Field{ID: id, Label: c.T("Field_" + id), Kind: kind, Value: value, Required: required}
	if c.Has("Hint_" + id) {
		f.Hint = c.T("Hint_" + id)
	}
	return f
}

func (c Ctx) unitField(id string, value ledger.UnitID, required bool) chat.Field {
	f := c.field(id, chat.FieldSelect, string(value), required)
	if !required {
		f.Options = append(f.Options, chat.Option{Label: c.T("Nobody"), Value: ""})
	}
	for _, u := range c.Env.Dir.Org().Units {
		if !u.Gone {
			f.Options = append(f.Options, chat.Option{Label: u.Label(), Value: string(u.ID)})
		}
	}
	return f
}

func (c Ctx) titled(id string, it ledger.Item) string {
	return c.T("Do_"+id) + " " + c.Number(it.Number)
}

// ReportForm asks for progress, with what is known filled in.
func (c Ctx) ReportForm(it ledger.Item) *chat.Form {
	p := c.field("percent", chat.FieldNumber, strconv.Itoa(it.Percent), false)
	p.Min, p.Max = "0", "100"
	blocker := ""
	if it.Blocker != nil {
		blocker = it.Blocker.Reason
	}
	return c.dialog(DoReport, string(it.ID), c.titled(DoReport, it), p, c.field("note", chat.FieldArea, "", false),
		c.field("blocker", chat.FieldText, blocker, false), c.field("eta", chat.FieldDate, it.ETA.String(), false), c.field("evidence", chat.FieldFile, "", false))
}

// SubmitForm asks for a sentence on what was achieved.
func (c Ctx) SubmitForm(it ledger.Item) *chat.Form {
	fields := []chat.Field{c.field("result", chat.FieldArea, "", true)}
	if it.Measure != "" {
		m := c.field("measured", chat.FieldText, "", false)
		m.Hint = c.T("Measure", "Text", it.Measure)
		fields = append(fields, m)
	}
	fields = append(fields, c.field("evidence", chat.FieldFile, "", false))
	return c.dialog(DoSubmit, string(it.ID), c.titled(DoSubmit, it), fields...)
}

// ExtendForm asks for a new date and the reason.
func (c Ctx) ExtendForm(it ledger.Item) *chat.Form {
	d := c.field("new_due", chat.FieldDate, "", true)
	d.Min = it.Due.Date.AddDays(1).String()
	return c.dialog(DoExtend, string(it.ID), c.titled(DoExtend, it), d, c.field("reason", chat.FieldArea, "", true))
}

// DeclineForm asks why an item is not the unit's, and whose it may be.
func (c Ctx) DeclineForm(it ledger.Item) *chat.Form {
	return c.dialog(DoDecline, string(it.ID), c.titled(DoDecline, it), c.field("reason", chat.FieldArea, "", true), c.unitField("suggest", "", false))
}

// ReasonForm asks only for a reason: of a return, or of a refused extension.
func (c Ctx) ReasonForm(id string, it ledger.Item) *chat.Form {
	return c.dialog(id, string(it.ID), c.titled(id, it), c.field("reason", chat.FieldArea, "", true))
}

// RerouteForm is the office's decision on a decline.
func (c Ctx) RerouteForm(it ledger.Item) *chat.Form {
	to := it.Lead
	if it.Decline != nil && it.Decline.Suggest != "" {
		to = it.Decline.Suggest
	}
	return c.dialog(DoReroute, string(it.ID), c.titled(DoReroute, it), c.unitField("unit", to, true), c.field("reason", chat.FieldArea, "", false))
}

// HandlerForm names who handles an item; people of the unit come first.
func (c Ctx) HandlerForm(it ledger.Item) *chat.Form {
	f := c.field("handler", chat.FieldSelect, string(it.Handler), true)
	add := func(own bool) {
		for _, p := range c.Env.Dir.Org().People {
			mine := false
			for _, u := range p.Units() {
				mine = mine || u == it.Lead
			}
			if !p.Gone && mine == own && len(p.Identities) > 0 && (own || len(f.Options) < 90) {
				f.Options = append(f.Options, chat.Option{Label: p.Name, Value: string(p.ID)})
			}
		}
	}
	add(true)
	if len(f.Options) == 0 {
		add(false)
	}
	return c.dialog(DoHandler, string(it.ID), c.titled(DoHandler, it), f)
}

func (c Ctx) supportField(r ledger.DraftRow) chat.Field {
	f := c.field("support", chat.FieldMulti, "", false)
	names := make([]string, len(r.Support))
	for i, u := range r.Support {
		names[i] = string(u)
	}
	f.Value = strings.Join(names, "\n")
	for _, u := range c.Env.Dir.Org().Units {
		if !u.Gone {
			f.Options = append(f.Options, chat.Option{Label: u.Label(), Value: string(u.ID)})
		}
	}
	return f
}

// RowForm edits one row of a draft.
func (c Ctx) RowForm(d ledger.Draft, r ledger.DraftRow) *chat.Form {
	lead := c.unitField("lead", r.Lead, false)
	if r.Lead == "" && r.LeadText != "" {
		lead.Hint = c.T("UnknownOwner", "Name", r.LeadText)
	}
	return c.dialog(DoDraftRow, string(d.ID)+"|"+strconv.Itoa(r.N), c.T("RowFormTitle", "N", r.N),
		c.field("title", chat.FieldText, r.Title, true), lead, c.supportField(r), c.field("due", chat.FieldDate, r.Due.Date.String(), false),
		c.field("measure", chat.FieldText, r.Measure, false))
}
