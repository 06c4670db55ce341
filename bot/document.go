package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// document sends the document that was asked for, of what the speaker may see. In a channel it goes to the speaker alone, unless all of it is the
// channel's own.
func (t *turn) document(a asked) error {
	r := export.Request{Kind: export.Kind(a.in.Slots.What), Query: a.q, Scope: a.scope, Over: a.over}
	switch r.Kind {
	case export.Notice, export.Audit:
		return t.itemDocument(a.in, r.Kind)
	case export.Tasks:
		d, ok, err := t.draftAsked(a.in)
		if err != nil {
			return err
		}
		if ok {
			r.Draft = d.ID
		}
	case export.Bulletin:
		r.Query = standing(a.q)
		r.Rank = t.canDo(ledger.ActViewAll) && t.env.Policy.Rankings
	}
	return t.sendDocument(r, ledger.Number{})
}

// draftAsked is the draft whose task table is meant: the one that the message stands under, else the only one that still waits.
func (t *turn) draftAsked(in intent.Intent) (d ledger.Draft, ok bool, err error) {
	if !t.canDo(ledger.ActRegister) || in.Slots.Unit != "" {
		return d, false, nil
	}
	if d, _ := t.draftHere(); len(d.Rows) > 0 && !d.Finished() {
		return d, true, nil
	}
	all, err := t.draftsThatWait(strings.TrimPrefix(in.Slots.Meeting, "@last:"))
	if err != nil || len(all) != 1 {
		return ledger.Draft{}, false, err
	}
	return all[0], true, nil
}

// draftTable sends the task table of a draft, for circulating.
func (t *turn) draftTable(id ledger.MeetingID) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	d, _, err := t.draft(id)
	if err != nil || d.Finished() {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	return t.sendDocument(export.Request{Kind: export.Tasks, Draft: id}, ledger.Number{})
}

// itemDocument is a notice or an audit of one item.
func (t *turn) itemDocument(in intent.Intent, kind export.Kind) error {
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	it := items[0]
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	return t.sendDocument(export.Request{Kind: kind, Item: it.ID, Query: ledger.Query{Units: []ledger.UnitID{it.Lead}}}, it.Number)
}

// Document makes a document, as export.Make does; a plan has its chart as a picture too.
func (b *Bot) Document(ctx context.Context, env ledger.Env, lang string, r export.Request) (export.Doc, error) {
	if b.cfg.Charts != nil {
		r.Gantt = func(w *text.Printer, g ledger.Gantt, from int, scope string) ([]byte, int, error) {
			p, err := b.cfg.Charts.Gantt(w, env, g, from, scope)
			return p.PNG, chart.GanttMost, err
		}
	}
	return export.Make(ctx, b.cfg.Store, env, lang, r)
}

// sendDocument makes the document and answers with it; number is of the item that it is about, if it is about one.
func (t *turn) sendDocument(r export.Request, number ledger.Number) error {
	d, err := t.Document(t.ctx, t.env, t.v.Lang(), r)
	switch {
	case errors.Is(err, export.ErrNothing):
		t.reply(t.v.Say(t.v.T("DocNothing")))
		return nil
	case err != nil:
		return err
	case len(d.Data) > chat.MaxUpload:
		t.reply(t.v.Say(t.v.T("DocLarge", "Name", d.Name)))
		return nil
	}
	name := t.v.T("Doc_" + string(r.Kind))
	lines := []string{t.v.N("DocSent", d.Items, "Doc", name)}
	switch {
	case r.Item != "":
		lines[0] = t.v.T("DocSentOne", "Doc", name, "Number", t.v.Number(number))
	case r.Draft != "":
		lines = append(lines, t.v.T("DocSentTasks"))
	}
	card := t.v.Say(lines...)
	card.Blocks = append(card.Blocks, chat.FileBlock(d.Name, d.MIME, name, d.Data))
	kind := ledger.LogDocument
	if r.Kind == export.Audit {
		kind = ledger.LogExported
	}
	t.log(ledger.LogEntry{Kind: kind, N: int64(d.Items), Text: d.Name})
	if r.Draft != "" && !t.m.Direct {
		t.whisper(card)
		return nil
	}
	t.answer(card, r.Query)
	return nil
}

// ruleDocument is the document that a schedule sends: of the channel's units, or of the whole house where the channel belongs to none.
func (d *delivery) ruleDocument(rule ledger.Rule) (chat.Card, ledger.Binding, error) {
	q, scope, ok := d.scopeOf(d.l.Notice.To)
	if !ok {
		return chat.Card{}, ledger.Binding{}, errStale
	}
	if rule.Target.Unit != "" {
		q.Units, scope = []ledger.UnitID{rule.Target.Unit}, d.v.Unit(rule.Target.Unit)
	}
	kind := export.Kind(rule.Document)
	doc, err := d.Document(d.ctx, d.env, d.v.Lang(), export.Request{Kind: kind, Query: q, Scope: scope})
	if errors.Is(err, export.ErrNothing) {
		return chat.Card{}, ledger.Binding{}, errStale
	}
	if err != nil {
		return chat.Card{}, ledger.Binding{}, err
	}
	name := d.v.T("Doc_" + string(kind))
	if len(doc.Data) > chat.MaxUpload {
		return d.v.Say(d.v.T("DocLarge", "Name", doc.Name)), ledger.Binding{}, nil
	}
	card := d.v.Say(d.v.N("DocPlanned", doc.Items, "Doc", name, "Scope", scope))
	card.Blocks = append(card.Blocks, chat.FileBlock(doc.Name, doc.MIME, name, doc.Data))
	return card, ledger.Binding{}, nil
}

// scheduledDocument is the rule of a notice whose job is to send a document; ok is false for every other notice.
func (d *delivery) scheduledDocument() (rule ledger.Rule, ok bool, err error) {
	n := d.l.Notice
	if n.Kind != ledger.NoticeRule || n.Rule == "" {
		return rule, false, nil
	}
	rule, err = d.rule(d.ctx, n.Rule)
	if errors.Is(err, ledger.ErrNotFound) {
		return rule, false, nil
	}
	return rule, rule.Job == ledger.JobExport, err
}

// rule reads a schedule.
func (b *Bot) rule(ctx context.Context, id string) (ledger.Rule, error) {
	rec, err := b.cfg.Store.Record(ctx, ledger.RecordRule, id)
	if err != nil {
		return ledger.Rule{}, err
	}
	return ledger.ReadRule(rec)
}

// documentWords say that a schedule is to send a file, not a message.
var documentWords = []struct {
	kind  export.Kind
	words []string
}{
	{export.Tasks, []string{"分解表", "task table"}},
	{export.Plan, []string{"甘特", "施工图", "计划表", "gantt"}},
	{export.Ledger, []string{"台账", "excel", "xlsx", "表格", "ledger", "spreadsheet"}},
}

// scheduledKind is which document a schedule's words ask for; none: it sends messages.
func scheduledKind(words string) export.Kind {
	words = ledger.Fold(words)
	for _, d := range documentWords {
		if slices.ContainsFunc(d.words, func(w string) bool { return strings.Contains(words, w) }) {
			return d.kind
		}
	}
	return ""
}
