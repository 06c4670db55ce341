package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/bot/when"
)

// A message is a text in its context, taken apart once for all rules.
type message struct {
	text
	c     Context
	latin bool // it has Latin letters
	han   bool // it has Chinese characters
	refs  []ref
	names []name
	cl    []clause
	pct   []percentage
	dates []when.Result
	read  bool // dates were looked for
	why   []Why
}

func newMessage(raw string, c Context) *message {
	if len(raw) > maxRead {
		raw = strings.ToValidUTF8(raw[:maxRead], "")
	}
	m := &message{text: foldText(raw), c: c}
	m.han, m.latin = hasHan(m.s), strings.ContainsAny(m.s, "abcdefghijklmnopqrstuvwxyz")
	m.refs = refs(m.s)
	m.names = m.findNames()
	m.cl = m.wholeRefs(cutRows(m.s, clauses(m.s)))
	m.pct = percentages(m.s)
	return m
}

// wholeRefs joins the clauses that were cut inside a list of items: "items 2, 4 and 7".
func (m *message) wholeRefs(cl []clause) []clause {
	var out []clause
	for _, c := range cl {
		if k := len(out) - 1; k >= 0 && m.inRef(c.i) {
			out[k].j, out[k].end = c.j, c.end
			out[k].s = m.s[out[k].i:c.j]
			continue
		}
		out = append(out, c)
	}
	return out
}

// row begins a point that a message numbers: "3.完成50%". What follows is no digit.
var row = regexp.MustCompile(`(?:^|[ \t])(\d{1,3}[.、)](?:[ ]?[^\d\s.]))`)

// cutRows cuts a line whose points are told apart by blanks alone: 3.完成50% 4.办结 5.无进展. It must begin with such a point.
func cutRows(s string, cl []clause) []clause {
	at := row.FindAllStringSubmatchIndex(s, -1)
	if len(at) < 2 || strings.TrimSpace(s[:at[0][2]]) != "" {
		return cl
	}
	var out []clause
	for _, c := range cl {
		start := c.i
		for _, a := range at {
			if k := a[2]; k > start && k < c.j {
				out = appendClause(out, s, start, k, ';')
				start = k
			}
		}
		out = appendClause(out, s, start, c.j, c.end)
	}
	return out
}

func (m *message) inRef(i int) bool {
	for _, r := range m.refs {
		if r.i < i && i < r.j {
			return true
		}
	}
	return false
}

// within reads the words s[i:j] of m as a message of their own, about the same things.
func (m *message) within(i, j int, c Context) *message {
	return newMessage(m.orig(i, j), c)
}

// whens are the dates and recurrences of the text; looked for once.
func (m *message) whens() []when.Result {
	if !m.read {
		m.read = true
		m.dates = when.All(m.withoutNumbers(0, len(m.s)), when.Options{Now: m.c.Now, Cal: m.c.Cal, Lang: m.dateLang()})
	}
	return m.dates
}

// countOf reads so many of so many: "9/12 courts", 9/12家.
var countOf = regexp.MustCompile(`\d+/\d+ ?(?:courts|cases|departments|units|items|sites|modules|reports|people|steps|件|家|项|个|人|份|名)`)

// withoutNumbers is s[i:j] with blanks for the items it names: the 2号 of an item is no day of the month.
func (m *message) withoutNumbers(i, j int) string {
	rs := m.refsIn(i, j)
	of := countOf.FindAllStringIndex(m.s[i:j], -1)
	if len(rs) == 0 && of == nil && !strings.Contains(m.s[i:j], ": ") {
		return m.s[i:j]
	}
	b := []byte(m.s[i:j])
	for k := 0; k+1 < len(b); k++ { // "Dec 18: supplier delay" tells no hour
		if b[k] == ':' && b[k+1] == ' ' {
			b[k] = ','
		}
	}
	for _, a := range of { // 9/12 courts are no day
		for k := a[0]; k < a[1]; k++ {
			b[k] = ' '
		}
	}
	for _, r := range rs {
		for k := r.i; k < r.j; k++ {
			b[k-i] = ' '
		}
	}
	return string(b)
}

// dateLang is the language that dates are read in: a text without Chinese characters is English, whoever wrote it.
func (m *message) dateLang() string {
	if m.latin && !m.han {
		return "en"
	}
	return m.c.Lang
}

// day gives the day that s[i:j] names: the one that binds, a deadline before a mere mention, none that lies in the past.
func (m *message) day(i, j int) (Moment, bool) {
	r, ok := when.Read(m.withoutNumbers(i, j), when.Options{Now: m.c.Now, Cal: m.c.Cal, Lang: m.dateLang()})
	if !ok || r.Kind != when.Day || m.isShare(i+r.Start, i+r.End) {
		return Moment{}, false
	}
	m.because("date", r.Rule, i+r.Start, i+r.End)
	return Moment{r.Due, r.At}, true
}

// because remembers which words gave what.
func (m *message) because(what, rule string, i, j int) {
	if i >= 0 && j <= len(m.s) && i < j {
		m.why = append(m.why, Why{what, rule, m.off[i], m.off[j], m.orig(i, j)})
	}
}

// refsIn gives the items that s[i:j] names.
func (m *message) refsIn(i, j int) []ref {
	var out []ref
	for _, r := range m.refs {
		if r.i >= i && r.j <= j {
			out = append(out, r)
		}
	}
	return out
}

// bare is the text without the items it names, addresses and outer punctuation.
func (m *message) bare() string {
	var b strings.Builder
	k := 0
	for _, r := range m.refs {
		b.WriteString(m.s[k:r.i])
		k = r.j
	}
	b.WriteString(m.s[k:])
	return trimEnds(b.String())
}

// items puts what the message names, or the thread's item, into the slots; ok is false when no item can be meant.
func (m *message) items(s *Slots) (ok bool) {
	var all []int
	for _, r := range m.refs {
		if r.text != "" && s.Ref == "" {
			s.Ref = r.text
			m.because("ref", "reference", r.i, r.j)
		}
		for _, n := range r.n {
			if !containsInt(all, n) {
				all = append(all, n)
			}
		}
		m.because("item", "reference", r.i, r.j)
	}
	if n, year := plainNumber(s.Ref); n > 0 && len(all) > 0 && year == m.c.Now.Year() && !containsInt(all, n) {
		all, s.Ref = append([]int{n}, all...), "" // 〔2026〕9号、10号
	}
	switch {
	case len(all) > 1:
		s.Items = all
	case len(all) == 1:
		s.Item = &all[0]
	case s.Ref != "":
	case m.c.Item > 0:
		s.Item = ints(float64(m.c.Item))
	case m.c.ItemRef != "":
		s.Ref = m.c.ItemRef
	case len(m.c.OpenItems) == 1 && m.c.Place == InDirect:
		s.Item = ints(float64(m.c.OpenItems[0]))
	default:
		return false
	}
	return true
}

// plainNumber reads a year's number that is no child's: 沈中法督[2026]9号; n is 0 for others.
func plainNumber(ref string) (n, year int) {
	i := strings.IndexAny(ref, "[(")
	if i < 0 || len(ref) < i+7 || ref[i+5] != ']' && ref[i+5] != ')' || !digit(ref[i+1]) {
		return 0, 0
	}
	d, ok := numberAt(ref, i+6)
	if !ok || strings.TrimPrefix(ref[d.j:], "号") != "" {
		return 0, 0
	}
	return int(d.v), int(digitsAt(ref, i+1).v)
}

// elsewhere reports whether the message names another item than its thread's.
func (m *message) elsewhere(s Slots) bool {
	return m.c.Item > 0 && s.Item != nil && *s.Item != m.c.Item
}

func containsInt(l []int, n int) bool {
	for _, v := range l {
		if v == n {
			return true
		}
	}
	return false
}
