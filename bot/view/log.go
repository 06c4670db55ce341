package view

import (
	"fmt"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// Logged words an entry of the ledger's log, in one line.
func (c Ctx) Logged(l ledger.LogEntry) string {
	return c.T("LogLine", "Time", l.At.In(c.Env.Zone()).Format(auditTime), "Who", c.logger(l), "What", c.logged(l, 64))
}

// logger is who did what is logged.
func (c Ctx) logger(l ledger.LogEntry) string {
	if l.By == "" && l.Operator != "" {
		return c.T("LogOperator", "Name", l.Operator)
	}
	return c.Person(l.By)
}

// logged is what happened, with so much of hashes.
func (c Ctx) logged(l ledger.LogEntry, hash int) string {
	id := "Log_" + string(l.Kind)
	if !c.Has(id) {
		id = "Log_"
	}
	return c.N(id, int(l.N), "Kind", string(l.Kind), "Before", l.Before.In(c.Env.Zone()).Format(auditTime), "Day", l.Day.String(), "Text", l.Text,
		"Was", Clip(l.Was, hash), "Blob", Clip(l.Blob, hash), "Size", c.Size(l.N))
}

// Size words a number of bytes.
func (c Ctx) Size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// Log shows the latest entries of the log, at most so many, and whether its chain holds. The daily anchors are only counted.
func (c Ctx) Log(sum ledger.AuditSum, most int) chat.Card {
	var rows []chat.Row
	anchors := 0
	for _, l := range sum.Log {
		if l.Kind == ledger.LogAnchor {
			anchors++
			continue
		}
		rows = append(rows, chat.Row{Mark: c.Clock(l.At, c.Env.Zone()), Text: c.logger(l) + c.T("Sep") + Clip(c.logged(l, 16), 300)})
	}
	card := c.card(c.T("LogCard"))
	if more := len(rows) - most; more > 0 {
		rows = rows[more:]
		card.Blocks = append(card.Blocks, note(c.N("LogEarlier", more)))
	}
	if len(rows) > 0 {
		card.Blocks = append(card.Blocks, rowsBlock(rows...))
	} else {
		card.Blocks = append(card.Blocks, para(c.T("LogEmpty")))
	}
	result := AuditResult(c.Printer, sum)
	if anchors > 0 {
		result += c.N("LogAnchors", anchors)
	}
	card.Blocks = append(card.Blocks, note(result))
	for _, s := range sum.Broken {
		card.Blocks = append(card.Blocks, note(s))
	}
	return card
}
