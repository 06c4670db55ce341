package export

import (
	"fmt"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// notice is 督办通知单: what one unit, or a collective owner's units, are asked to do, with room for what became of it.
func (m *maker) notice() (Doc, error) {
	it, err := m.src.Item(m.ctx, m.r.Item)
	if err != nil {
		return Doc{}, err
	}
	lead, err := m.leadOf(it)
	if err != nil {
		return Doc{}, err
	}
	d := &docx{lang: m.Lang()}
	d.para(para{align: "center", line: 660, runs: []run{{m.env.Dir.Org().Name, faceTitle, size2, false}}})
	d.para(para{align: "center", line: 660, runs: []run{{m.T("Doc_notice"), faceTitle, size2, false}}})
	d.para(para{align: "center", line: lineOfText, runs: []run{{m.number(it.Number), faceBody, size3, false}}})
	d.para(para{line: 200})
	d.table(m.noticeTable(it, lead))
	d.para(para{line: 300})
	d.sign(m.unit(m.env.Dir.Org().Office), m.LongDate(m.dateOf(it.IssuedAt)))
	data, err := d.bytes(m.T("Doc_notice")+" "+m.number(it.Number), m.env.Now)
	return Doc{Name: m.name("docx", m.number(it.Number), m.T("Doc_notice")), MIME: DOCX, Data: data, Items: 1}, err
}

// leadOf names the lead unit; of a parent, those of its children.
func (m *maker) leadOf(it ledger.Item) (string, error) {
	if it.Children == 0 {
		return m.unit(it.Lead), nil
	}
	var names []string
	err := m.src.Rows(m.ctx, ledger.Filter{Parent: it.ID}, func(r ledger.Row) bool {
		names = append(names, m.unit(r.Lead))
		return true
	})
	return m.List(names), err
}

func (m *maker) noticeTable(it ledger.Item, lead string) grid {
	label := func(id string) cell {
		return cell{shade: true, paras: []para{{align: "center", runs: []run{{m.T(id), faceHead, sizeS4, false}}}}}
	}
	value := func(s string, span int) cell {
		return cell{span: span, paras: []para{{runs: []run{{s, faceBody, sizeS4, false}}}}}
	}
	pair := func(a, x, b, y string) []cell { return []cell{label(a), value(x, 0), label(b), value(y, 0)} }
	whole := func(a, x string) []cell { return []cell{label(a), value(x, 3)} }
	quote := it.Source.Quote
	if quote == "" {
		quote = it.Text
	}
	return grid{widths: []int{1400, 3022, 1400, 3022}, height: 560, rows: [][]cell{
		pair("Col_number", m.number(it.Number), "Col_issued", m.LongDate(m.dateOf(it.IssuedAt))),
		whole("Col_title", it.Title),
		whole("Col_origin", m.origin(it.Source)),
		whole("Col_instructions", m.instructions(it)),
		whole("Col_lead", lead),
		whole("Col_support", m.units(it.Support)),
		pair("Col_leader", m.leaders(it.Lead), "Col_responsible", m.responsible(it.Lead, it.Handler)),
		whole("Col_request", m.join(quote, Steps(it.Milestones))),
		pair("Col_measure", it.Measure, "Col_output", it.Output),
		pair("Col_due", m.dueWords(it), "Col_feedback", m.T("NoticeFeedback", "Office", m.unit(m.env.Dir.Org().Office))),
		pair("Col_issuer", m.person(it.IssuedBy), "Col_signed", m.signed(it)),
		whole("Col_result", m.result(it)),
		whole("Col_opinion", m.opinion(it)),
	}}
}

func (m *maker) origin(s ledger.Source) string {
	parts := []string{s.Title}
	if s.Order != "" {
		parts = append(parts, m.T("NoticeOrder", "Who", m.person(s.Order)))
	}
	for _, x := range []string{m.LongDate(s.Date), s.Number, s.Section} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func (m *maker) instructions(it ledger.Item) string {
	var lines []string
	for _, v := range it.Involved {
		lines = append(lines, fmt.Sprintf("%s%s%s%s", m.person(v.Person), v.Kind, m.T("Colon"), v.Text))
	}
	return strings.Join(lines, "\n")
}

func (m *maker) dueWords(it ledger.Item) string {
	due := m.due(it.Due, it.Ongoing, it.RRule)
	d, ok := due.(ledger.Date)
	if !ok {
		return fmt.Sprint(due)
	}
	s := m.LongDate(d)
	if it.Due.At != "" {
		s += " " + it.Due.At
	}
	if !it.FirstDue.IsZero() && it.FirstDue.Date != d {
		s += m.T("NoticeFirstDue", "Date", m.LongDate(it.FirstDue.Date))
	}
	return s
}

func (m *maker) signed(it ledger.Item) string {
	if it.AcceptedAt.IsZero() {
		return ""
	}
	return strings.TrimSpace(m.person(it.AcceptedBy) + " " + m.clock(it.AcceptedAt)[:16])
}

// result is what came of it so far.
func (m *maker) result(it ledger.Item) string {
	s := m.progress(it)
	if it.State.Open() && it.Percent > 0 {
		s = m.join(s, m.T("NoticePercent", "Percent", it.Percent))
	}
	if it.Blocker != nil {
		s = m.join(s, m.T("NoticeProblem", "Text", m.join(it.Blocker.Reason, it.Blocker.Need)))
	}
	return s
}

// opinion is how what was handed in was judged.
func (m *maker) opinion(it ledger.Item) string {
	switch {
	case it.State == ledger.StateClosed:
		return m.T("NoticeClosed", "Who", m.person(it.ClosedBy), "Date", m.LongDate(m.dateOf(it.ClosedAt)))
	case it.Returned != "" && it.State.Open():
		return m.T("NoticeReturned", "Reason", it.Returned)
	case it.State == ledger.StateTerminated:
		return m.state(it)
	}
	return ""
}
