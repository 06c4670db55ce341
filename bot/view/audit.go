package view

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// An Audited event is one line of an exported audit: what the ledger holds, and the same in words. Texts past their retention are Gone; their
// salted hash stays in Digest.
type Audited struct {
	Item    ledger.ItemID           `json:"item"`
	Number  string                  `json:"number"`
	Title   string                  `json:"title"`
	Seq     int64                   `json:"seq"`
	At      time.Time               `json:"at"` // in the organisation's zone
	Kind    ledger.EventKind        `json:"kind"`
	What    string                  `json:"what"`
	ByID    ledger.PersonID         `json:"by_id,omitempty"`
	By      string                  `json:"by"`
	Reason  string                  `json:"reason,omitempty"`
	Read    string                  `json:"read,omitempty"`
	Words   string                  `json:"words,omitempty"`
	Gone    bool                    `json:"gone,omitempty"`
	Changes []string                `json:"changes,omitempty"`
	Fields  map[string]ledger.Delta `json:"fields,omitempty"`
	Kept    []ledger.Kept           `json:"kept,omitempty"`
	Source  string                  `json:"source,omitempty"`
	Digest  string                  `json:"digest,omitempty"`
	Prev    string                  `json:"prev,omitempty"`
	Hash    string                  `json:"hash"`
}

// Audited words an entry.
func (c Ctx) Audited(a ledger.AuditEntry) Audited {
	e := a.Event
	return Audited{Item: e.Item, Number: a.Item.Number.Full(c.Env.Dir.Org().NumberPrefix), Title: a.Item.Title, Seq: e.Seq, At: e.At.In(c.Env.Zone()), Kind: e.Kind,
		What: c.T("Event_" + string(e.Kind)), ByID: e.By, By: c.Actor(e), Reason: e.Reason, Read: c.ReadAs(e.Read), Words: a.Words, Gone: a.Gone,
		Changes: c.Changes(e), Fields: e.Fields, Kept: e.Kept, Source: e.Source, Digest: e.Words, Prev: e.Prev, Hash: e.Hash}
}

const auditTime = "2006-01-02 15:04:05"

// The formats of an exported audit.
const (
	AuditText = "text"
	AuditJSON = "json" // one object a line
	AuditCSV  = "csv"

	AuditLogCSV = "csv of the log" // what AuditCSV is of the log alone
)

// An AuditWriter writes an audit as it comes.
type AuditWriter struct {
	w      io.Writer
	p      *text.Printer
	format string
	csv    *csv.Writer
	last   ledger.ItemID
}

// NewAuditWriter writes to w in one of the formats.
func NewAuditWriter(w io.Writer, format, lang string) (*AuditWriter, error) {
	a := &AuditWriter{w: w, p: text.For(lang), format: format}
	switch format {
	case AuditText, AuditJSON:
		return a, nil
	case AuditCSV, AuditLogCSV:
		if _, err := io.WriteString(w, "\ufeff"); err != nil { // so that spreadsheets take it for UTF-8
			return nil, err
		}
		a.csv = csv.NewWriter(w)
		head := "AuditHead"
		if format == AuditLogCSV {
			head = "LogHead"
		}
		return a, a.csv.Write(strings.Split(a.p.T(head), "|"))
	}
	return nil, fmt.Errorf("unknown format %q: text, json or csv", format)
}

// Entry writes one event.
func (a *AuditWriter) Entry(e Audited) error {
	switch a.format {
	case AuditJSON:
		return json.NewEncoder(a.w).Encode(e)
	case AuditCSV:
		words := e.Words
		if e.Gone {
			words = a.p.T("HistoryGone")
		}
		cells := []string{e.Number, e.Title, strconv.FormatInt(e.Seq, 10), e.At.Format(auditTime), e.By, e.What, words, e.Read, strings.Join(e.Changes, "; "), e.Reason, e.Source, e.Hash}
		for i, s := range cells {
			cells[i] = harmless(s)
		}
		return a.csv.Write(cells)
	}
	return a.entryText(e)
}

// harmless keeps a spreadsheet from taking what people wrote for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (a *AuditWriter) entryText(e Audited) error {
	var b strings.Builder
	if e.Item != a.last {
		a.last = e.Item
		fmt.Fprintf(&b, "\n%s  %s\n", e.Number, e.Title)
	}
	fmt.Fprintf(&b, "%4d  %s  %s  %s\n", e.Seq, e.At.Format(auditTime), e.By, e.What)
	line := func(s string) {
		if s != "" {
			b.WriteString("      " + strings.Join(strings.Fields(s), " ") + "\n")
		}
	}
	switch {
	case e.Gone:
		line(a.p.T("HistoryGone"))
	case e.Words != "":
		line(a.p.T("HistorySaid", "Text", e.Words))
	}
	if e.Reason != "" && e.Reason != e.Words && e.Kind != ledger.EventChild {
		line(a.p.T("BecauseOf", "Reason", e.Reason))
	}
	if e.Read != "" && e.Digest != "" {
		line(a.p.T("HistoryReadOnly", "As", e.Read))
	}
	line(strings.Join(e.Changes, a.p.T("HistorySep")))
	_, err := io.WriteString(a.w, b.String())
	return err
}

// End writes what the audit found: log lines as Logged words them, and whether the chains hold. A CSV holds events alone, or the log's entries alone.
func (a *AuditWriter) End(sum ledger.AuditSum, log []string) error {
	switch a.format {
	case AuditLogCSV:
		for i, l := range sum.Log {
			cells := []string{strconv.FormatInt(l.Seq, 10), l.At.Format(time.RFC3339), string(l.Kind), string(l.By), l.Operator, log[i], l.Source, l.Prev, l.Hash}
			for i, s := range cells {
				cells[i] = harmless(s)
			}
			if err := a.csv.Write(cells); err != nil {
				return err
			}
		}
		a.csv.Flush()
		return a.csv.Error()
	case AuditCSV:
		a.csv.Flush()
		return a.csv.Error()
	case AuditJSON:
		return json.NewEncoder(a.w).Encode(map[string]ledger.AuditSum{"sum": sum})
	}
	var b strings.Builder
	if len(log) > 0 {
		b.WriteString("\n" + a.p.T("LogTitle") + "\n")
		for _, l := range log {
			b.WriteString("      " + l + "\n")
		}
	}
	b.WriteString("\n" + AuditResult(a.p, sum) + "\n")
	for _, s := range sum.Broken {
		b.WriteString("      " + s + "\n")
	}
	_, err := io.WriteString(a.w, b.String())
	return err
}

// AuditResult says in a sentence what was read and whether the chains hold.
func AuditResult(p *text.Printer, sum ledger.AuditSum) string {
	var s string
	switch {
	case sum.Logged == 0:
		s = p.T("AuditSum", "Items", sum.Items, "Events", sum.Events)
	case sum.Items == 0:
		s = p.N("LogSum", int(sum.Logged))
	default:
		s = p.T("AuditSum", "Items", sum.Items, "Events", sum.Events) + p.T("Comma") + p.N("LogSum", int(sum.Logged))
	}
	if sum.Gone > 0 {
		s += p.N("AuditGone", sum.Gone)
	}
	if len(sum.Broken) > 0 {
		return s + p.N("AuditBroken", len(sum.Broken))
	}
	return s + p.T("AuditWhole")
}
