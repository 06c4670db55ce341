package view

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A changed is a field of an item as history shows it. say words its value; an empty word is "not set".
type changed struct {
	name string
	say  func(c Ctx, raw json.RawMessage) string
}

func value[T any](raw json.RawMessage) (v T) {
	if raw != nil {
		_ = json.Unmarshal(raw, &v) // written by the ledger from the same type; what doesn't decode shows as not set
	}
	return v
}

func plainText(_ Ctx, raw json.RawMessage) string { return Clip(value[string](raw), 60) }

func dueText(c Ctx, raw json.RawMessage) string {
	d := value[ledger.Due](raw)
	if d.IsZero() {
		return ""
	}
	return c.Due(d, c.Env.Today())
}

// changedFields are what history shows, in its order; other fields follow from these, or stand in the words.
var changedFields = []changed{
	{"title", plainText}, {"text", plainText}, {"measure", plainText},
	{"lead", func(c Ctx, raw json.RawMessage) string {
		if u := value[ledger.UnitID](raw); u != "" {
			return c.Unit(u)
		}
		return ""
	}},
	{"support", func(c Ctx, raw json.RawMessage) string { return c.Units(value[[]ledger.UnitID](raw)) }},
	{"handler", func(c Ctx, raw json.RawMessage) string {
		if p := value[ledger.PersonID](raw); p != "" {
			return c.Person(p)
		}
		return ""
	}},
	{"due", dueText}, {"due_text", plainText},
	{"priority", func(c Ctx, raw json.RawMessage) string { return c.T("Priority_" + value[string](raw)) }},
	{"area", plainText}, {"programme", plainText},
	{"state", func(c Ctx, raw json.RawMessage) string {
		if raw == nil {
			return ""
		}
		return c.T("State_" + value[string](raw))
	}},
	{"percent", func(c Ctx, raw json.RawMessage) string { return c.T("ChangePercent", "N", value[int](raw)) }},
	{"eta", func(c Ctx, raw json.RawMessage) string {
		if raw == nil {
			return ""
		}
		return c.Date(value[ledger.Date](raw), c.Env.Today())
	}},
	{"blocker", func(c Ctx, raw json.RawMessage) string {
		b := value[*ledger.Blocker](raw)
		if b == nil {
			return ""
		}
		s := b.Reason
		if b.Waiting != "" {
			s += c.T("WaitingFor", "Who", b.Waiting)
		}
		return s
	}},
	{"extension", func(c Ctx, raw json.RawMessage) string {
		x := value[*ledger.Extension](raw)
		if x == nil {
			return ""
		}
		return c.Due(x.To, c.Env.Today())
	}},
	{"filed", filedText},
	{"milestones", func(c Ctx, raw json.RawMessage) string {
		var names []string
		for _, m := range value[[]ledger.Milestone](raw) {
			s := m.Text
			if m.Done {
				s += c.T("StepDone")
			}
			names = append(names, s)
		}
		return c.Some(names, 6)
	}},
	{"after", func(c Ctx, raw json.RawMessage) string {
		var names []string
		for _, l := range value[[]ledger.Link](raw) {
			names = append(names, c.Number(l.Number))
		}
		return c.Some(names, 6)
	}},
	{"into", func(c Ctx, raw json.RawMessage) string {
		if m := value[*ledger.Merging](raw); m != nil {
			return c.Number(m.Number)
		}
		return ""
	}},
	{"merged", func(c Ctx, raw json.RawMessage) string {
		var names []string
		for _, m := range value[[]ledger.Merging](raw) {
			names = append(names, c.Number(m.Number))
		}
		return c.Some(names, 6)
	}},
	{"next", plainText},
	{"evidence", func(c Ctx, raw json.RawMessage) string {
		var names []string
		for _, e := range value[[]ledger.Evidence](raw) {
			for _, s := range []string{e.Name, e.Ref, Clip(e.Text, 30)} {
				if s != "" {
					names = append(names, s)
					break
				}
			}
		}
		return c.List(names)
	}},
	{"snoozed", func(c Ctx, raw json.RawMessage) string {
		t := value[time.Time](raw)
		if t.IsZero() {
			return ""
		}
		return c.Clock(t, c.Env.Zone())
	}},
}

// Changes says what an event changed, field by field, before → after.
func (c Ctx) Changes(e ledger.Event) []string {
	out := c.kept(e)
	for _, f := range changedFields {
		d, ok := e.Fields[f.name]
		if !ok || e.Kind == ledger.EventIssued && (f.name == "text" || f.name == "state" || f.name == "title") {
			continue
		}
		before, after := f.say(c, d.Before), f.say(c, d.After)
		id := "Change"
		switch {
		case before == after, f.name == "filed" && e.Kind != ledger.EventFiled:
			continue
		case before == "" || f.name == "filed" || e.Kind == ledger.EventIssued:
			id = "ChangeSet"
		case after == "":
			id = "ChangeUnset"
		}
		out = append(out, c.T(id, "Field", c.T("Change_"+f.name), "Before", before, "After", after))
	}
	return out
}

// ReadAs words how an event's words were read: an intent, a button or a form.
func (c Ctx) ReadAs(read string) string {
	how, id, _ := strings.Cut(read, " ")
	switch {
	case read == "":
		return ""
	case how == "button" && c.Has("Do_"+id):
		return c.T("ReadButton", "Label", c.T("Do_"+id))
	case how == "form" && c.Has("Do_"+id):
		return c.T("ReadForm", "Label", c.T("Do_"+id))
	case c.Has("Read_" + read):
		return c.T("Read_" + read)
	}
	return read
}
