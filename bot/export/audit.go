package export

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var auditColumns = []column{
	{"Col_n", 5, cellCount}, {"Col_when", 19, cellCentre}, {"Col_who", 16, cellText}, {"Col_what", 14, cellCentre}, {"Col_reason", 28, cellText},
	{"Col_words", 36, cellText}, {"Col_read", 20, cellText}, {"Col_changes", 60, cellText}, {"Col_source", 20, cellText}, {"Col_hash", 24, cellText},
}

// audit is the whole history of one item: who did what when, in which words, how they were read, what it changed; and whether the chain holds.
func (m *maker) audit() (Doc, error) {
	it, err := m.src.Item(m.ctx, m.r.Item)
	if err != nil {
		return Doc{}, err
	}
	events, err := m.src.Events(m.ctx, it.ID)
	if err != nil {
		return Doc{}, err
	}
	note := m.N("DocHolds", len(events), "Date", m.clock(m.env.Now))
	if err := ledger.VerifyChain(it.ID, it.Head, events); err != nil {
		note = m.T("DocBroken", "Error", err.Error())
	}
	s := sheet{name: m.T("Doc_audit"), title: m.T("DocTitle_audit", "Number", m.number(it.Number), "Title", it.Title), note: note, cols: auditColumns, keep: 2, A3: true}
	for _, e := range events {
		words, err := m.words(e)
		if err != nil {
			return Doc{}, err
		}
		who := m.person(e.By)
		if e.By == "" {
			who = m.T("Bot")
		}
		if e.For != "" {
			who = m.T("OnBehalf", "Who", who, "Unit", m.unit(e.For))
		}
		s.rows = append(s.rows, []any{int(e.Seq), m.clock(e.At), who, m.T("Event_" + string(e.Kind)), e.Reason, words, e.Read, changes(e), e.Source, e.Hash})
	}
	b := m.book()
	if err := b.add(s); err != nil {
		return Doc{}, err
	}
	data, err := b.bytes()
	return Doc{Name: m.name("xlsx", m.number(it.Number), m.T("Doc_audit")), MIME: XLSX, Data: data, Items: 1}, err
}

// words is the raw text of an event, or that it was deleted.
func (m *maker) words(e ledger.Event) (string, error) {
	if e.Words == "" {
		return "", nil
	}
	s, err := m.src.Words(m.ctx, e.ID)
	if errors.Is(err, ledger.ErrNotFound) {
		return m.T("DocDeleted"), nil
	}
	return s, err
}

// changes lists the fields that an event changed, before and after, as they are recorded.
func changes(e ledger.Event) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		d := e.Fields[name]
		lines = append(lines, fmt.Sprintf("%s: %s → %s", name, orDash(d.Before), orDash(d.After)))
	}
	for _, k := range e.Kept {
		if k.Hash != "" {
			lines = append(lines, fmt.Sprintf("%s: sha256 %s, %d bytes", k.Name, k.Hash, k.Size))
		} else {
			lines = append(lines, fmt.Sprintf("%s: not copied, %s", k.Name, k.Why))
		}
	}
	return strings.Join(lines, "\n")
}

func orDash(b []byte) string {
	if len(b) == 0 {
		return "—"
	}
	return strings.Trim(string(b), `"`)
}
