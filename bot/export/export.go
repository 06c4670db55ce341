// Package export makes documents of the ledger: the ledger itself (督办台账), the task table (任务分解表), a programme's plan with its Gantt chart
// and an item's audit as XLSX; the notice (督办通知单) and the bulletin (督查通报) as DOCX in the layout of official documents. What a reader may
// see is the caller's to say, in Request.Query; every figure is one of the ledger's own.
//
// Text is data: nothing that somebody wrote becomes a formula, a link or markup.
package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// A Kind of document.
type Kind string

// The kinds.
const (
	Ledger   Kind = "ledger"   // 督办台账
	Bulletin Kind = "bulletin" // 督查通报
	Notice   Kind = "notice"   // 督办通知单, of one item
	Tasks    Kind = "tasks"    // 任务分解表, of a draft or of issued items
	Plan     Kind = "plan"     // table and Gantt chart
	Audit    Kind = "audit"    // the whole history of one item
)

// Kinds in the order in which people are told of them.
var Kinds = []Kind{Ledger, Bulletin, Notice, Tasks, Plan, Audit}

// MIME types of the documents.
const (
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// A Doc is a finished document. Items says how many items it holds.
type Doc struct {
	Name  string
	MIME  string
	Data  []byte
	Items int
}

// A Source is what documents are made from.
type Source interface {
	ledger.Store
	ledger.Records
	ledger.History
}

// A Request says which document is wanted. Query already holds what its reader may see.
type Request struct {
	Kind  Kind
	Query ledger.Query
	Scope string           // whose items, in words; empty: the organisation
	Over  ledger.Period    // of a bulletin; zero: this month
	Item  ledger.ItemID    // of a notice or an audit
	Draft ledger.MeetingID // of a task table that is not issued yet
	Rank  bool             // the bulletin may rank units
	Gantt Gantt            // draws the chart of a plan; nil: the plan has none as a picture
}

// A Gantt draws the courses of a chart from one on as PNG, and says how many it has room for. The chart's title names the scope.
type Gantt func(w *text.Printer, g ledger.Gantt, from int, scope string) (png []byte, shown int, err error)

// ErrNothing means that the request selects nothing to write about.
var ErrNothing = errors.New("nothing to export")

// A maker writes one document.
type maker struct {
	*text.Printer
	env ledger.Env
	src Source
	ctx context.Context
	r   Request
}

// Make makes the document in a language (see text.Choose). Unknown items are ledger.ErrNotFound.
func Make(ctx context.Context, src Source, env ledger.Env, lang string, r Request) (Doc, error) {
	if r.Over.IsZero() {
		r.Over = env.Month()
	}
	if r.Scope == "" {
		r.Scope = env.Dir.Org().Name
	}
	m := &maker{text.For(lang), env, src, ctx, r}
	write := map[Kind]func() (Doc, error){Ledger: m.ledger, Bulletin: m.bulletin, Notice: m.notice, Tasks: m.tasks, Plan: m.plan, Audit: m.audit}[r.Kind]
	if write == nil {
		return Doc{}, fmt.Errorf("export: no kind %q", r.Kind)
	}
	d, err := write()
	if err != nil {
		return Doc{}, fmt.Errorf("export %s: %w", r.Kind, err)
	}
	return d, nil
}

// rows are what the request selects.
func (m *maker) rows() ([]ledger.Row, error) {
	return m.env.Find(m.ctx, m.src, m.r.Query)
}

// items are the request's items in the order of their numbers.
func (m *maker) items() ([]ledger.Item, error) {
	rows, err := m.rows()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, ledger.OrderNumber.Compare)
	out := make([]ledger.Item, 0, len(rows))
	for _, r := range rows {
		it, err := m.src.Item(m.ctx, r.ID)
		if err != nil {
			return nil, fmt.Errorf("item %s: %w", r.ID, err)
		}
		out = append(out, it)
	}
	return out, nil
}

// unit is a unit's full name, as documents write it.
func (m *maker) unit(id ledger.UnitID) string { return m.env.Dir.Unit(id).Name }

func (m *maker) units(ids []ledger.UnitID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = m.unit(id)
	}
	return m.List(names)
}

func (m *maker) person(id ledger.PersonID) string {
	p, ok := m.env.Dir.Person(id)
	switch {
	case ok:
		return p.Name
	case id == "":
		return ""
	}
	return string(id)
}

// leaders names the leaders in charge of a unit.
func (m *maker) leaders(u ledger.UnitID) string {
	if u == "" {
		return ""
	}
	return m.names(m.env.Overseers(u))
}

// responsible names who answers for an item.
func (m *maker) responsible(u ledger.UnitID, handler ledger.PersonID) string {
	if _, known := m.env.Dir.Person(handler); handler != "" && !known {
		return string(handler) // somebody whom the organisation has forgotten
	}
	return m.names(m.env.Responsible(u, handler))
}

func (m *maker) names(people []ledger.Person) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	return m.List(names)
}

func (m *maker) number(n ledger.Number) string {
	prefix := m.env.Dir.Org().NumberPrefix
	if m.Chinese() {
		return n.Full(prefix)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d-%s", prefix, n.Year, n.Short()))
}

// light is the row's light in a word; of what is no longer worked on, its state.
func (m *maker) light(r ledger.Row) string {
	if l := m.env.Light(r); l != ledger.LightNone {
		return m.T("Light_" + string(l))
	}
	return m.T("State_" + string(r.State))
}

// name makes a file's name: no separators, not too long.
func (m *maker) name(ext string, parts ...string) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return -1
		}
		return r
	}, strings.Join(parts, " "))
	for utf8.RuneCountInString(s) > 80 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimSpace(s) + "." + ext
}
