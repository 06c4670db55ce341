package bot

import (
	"bytes"
	"fmt"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// auditExport gives an admin the audit of one item, of a period, or all of it, as a file, and says whether the chains hold.
func (t *turn) auditExport(in intent.Intent) error {
	if !t.m.Direct {
		t.whisper(t.v.Say(t.v.T("AuditDirect")))
		return nil
	}
	var w ledger.AuditWish
	if in.Slots.Item != nil || in.Slots.Ref != "" {
		items, err := t.which(in)
		if err != nil || len(items) != 1 {
			return err
		}
		w.Item = items[0].ID
	}
	if from, err := ledger.ParseDate(in.Slots.From); err == nil && !from.IsZero() {
		p := t.period(in.Slots)
		w.Since, w.Until = p.From.In(t.env.Zone()), p.To.AddDays(1).In(t.env.Zone())
	}
	var file bytes.Buffer
	out, err := view.NewAuditWriter(&file, view.AuditCSV, t.v.Lang())
	if err != nil {
		return err
	}
	sum, err := ledger.Audit(t.ctx, t.cfg.Store, w, func(a ledger.AuditEntry) error { return out.Entry(t.v.Audited(a)) })
	if err != nil {
		return err
	}
	var log []string
	for _, l := range sum.Log {
		log = append(log, t.v.Logged(l))
	}
	if err := out.End(sum, log); err != nil {
		return err
	}
	if file.Len() > chat.MaxUpload {
		t.reply(t.v.Say(t.v.T("AuditLarge", "Size", fmt.Sprintf("%.0f", float64(file.Len())/(1<<20)))))
		return nil
	}
	card := t.v.Say(append([]string{view.AuditResult(t.v.Printer, sum)}, log[max(0, len(log)-auditLog):]...)...)
	card.Private = true
	name := t.v.T("AuditFile", "Date", t.env.Today().String())
	card.Blocks = append(card.Blocks, chat.FileBlock(name, "text/csv", t.v.T("AuditAlt"), file.Bytes()))
	t.log(ledger.LogEntry{Kind: ledger.LogExported, N: int64(sum.Events), Text: name})
	t.reply(card)
	return nil
}

// auditLog is how many of the log's latest lines stand beside the file.
const auditLog = 8
