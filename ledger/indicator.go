package ledger

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RecordIndicator keeps an IndicatorTable; its id is TableID's.
const RecordIndicator RecordKind = "indicator"

// An Indicator is one figure of one entity in one period, as an imported table has it. Rank is 0 where the table gives none.
type Indicator struct {
	Name        string  `json:"name"`
	Entity      string  `json:"entity"`
	Period      string  `json:"period,omitempty"`
	Value       float64 `json:"value,omitempty"`
	HasValue    bool    `json:"has_value,omitempty"`
	Rank        int     `json:"rank,omitempty"`
	Unit        string  `json:"unit,omitempty"`         // of measure: %, 天
	LowerBetter bool    `json:"lower_better,omitempty"` // the lowest value is the best
}

// Figure writes the value with its unit of measure, without what adding decimals leaves behind; — where there is none.
func (x Indicator) Figure() string {
	if !x.HasValue {
		return "—"
	}
	return Decimal(x.Value) + x.Unit
}

// Decimal writes a number with at most four decimals, and no zeros at their end.
func Decimal(v float64) string {
	s := strconv.FormatFloat(v, 'f', 4, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// An IndicatorTable is one indicator of all entities in one period. Importing it again takes its place.
type IndicatorTable struct {
	Name   string      `json:"name"`
	Period string      `json:"period,omitempty"`
	Rows   []Indicator `json:"rows"`
	At     time.Time   `json:"at"`
	By     PersonID    `json:"by,omitempty"`
}

// TableID is the id of the table's record.
func (t IndicatorTable) TableID() string { return Fold(t.Name) + "|" + Fold(t.Period) }

// IndicatorTables parts rows into tables, in the order in which they first come.
func IndicatorTables(rows []Indicator, at time.Time, by PersonID) []IndicatorTable {
	var out []IndicatorTable
	for _, r := range rows {
		t := IndicatorTable{Name: r.Name, Period: r.Period, At: at, By: by}
		i := slices.IndexFunc(out, func(o IndicatorTable) bool { return o.TableID() == t.TableID() })
		if i < 0 {
			out, i = append(out, t), len(out)
		}
		out[i].Rows = append(out[i].Rows, r)
	}
	return out
}

var periodForm = regexp.MustCompile(`(\d{4})\D*(\d{1,2})?`)

var quarterEnds = []string{"一季", "1季", "q1", "二季", "2季", "q2", "三季", "3季", "q3", "四季", "4季", "q4"}

// periodOrder sorts periods: 2026年10月 before 2026年三季度 before 2026年12月; a year alone is its end. What names no year comes first.
func periodOrder(s string) int {
	s = Fold(s)
	m := periodForm.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	for i, q := range quarterEnds {
		if strings.Contains(s, q) {
			month = 3 * (i/3 + 1)
		}
	}
	if strings.Contains(s, "上半年") || strings.Contains(s, "h1") {
		month = 6
	}
	if month < 1 || month > 12 {
		month = 13
	}
	return y*100 + month
}

// LatestTables gives each indicator's table of its latest period, in the order of names.
func LatestTables(all []IndicatorTable) []IndicatorTable {
	last := map[string]IndicatorTable{}
	for _, t := range all {
		key := Fold(t.Name)
		old, ok := last[key]
		if !ok || cmp.Or(cmp.Compare(periodOrder(t.Period), periodOrder(old.Period)), t.At.Compare(old.At)) > 0 {
			last[key] = t
		}
	}
	out := make([]IndicatorTable, 0, len(last))
	for _, t := range last {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b IndicatorTable) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// A Placing is one's place in a table: the entity just above (标兵), the one just below (追兵), and the first. They are nil where there is none.
// Ranked are the table's rows in their order, each with its rank.
type Placing struct {
	Table  IndicatorTable
	Own    *Indicator
	Above  *Indicator
	Below  *Indicator
	Ranked []Indicator
}

// Placing finds the organisation's place. Own is nil when the table has no row of it.
func (e Env) Placing(t IndicatorTable) Placing {
	s := Placing{Table: t, Ranked: ranked(t.Rows)}
	own := e.ownRow(s.Ranked)
	if own < 0 {
		return s
	}
	s.Own = &s.Ranked[own]
	for i := own - 1; i >= 0 && s.Above == nil; i-- {
		if s.Ranked[i].Rank < s.Own.Rank {
			s.Above = &s.Ranked[i]
		}
	}
	for i := own + 1; i < len(s.Ranked) && s.Below == nil; i++ {
		if s.Ranked[i].Rank > s.Own.Rank {
			s.Below = &s.Ranked[i]
		}
	}
	return s
}

// ranked sorts rows by the table's own ranks; where it gives none, by value, equals sharing a rank. Rows that have neither stand last with rank 0.
func ranked(rows []Indicator) []Indicator {
	out := slices.Clone(rows)
	given := slices.ContainsFunc(out, func(r Indicator) bool { return r.Rank > 0 })
	last := func(r Indicator) bool { return given && r.Rank == 0 || !given && !r.HasValue }
	slices.SortStableFunc(out, func(a, b Indicator) int {
		switch {
		case last(a) != last(b):
			return compareBool(last(a), last(b))
		case given:
			return cmp.Compare(a.Rank, b.Rank)
		case a.LowerBetter:
			return cmp.Compare(a.Value, b.Value)
		}
		return cmp.Compare(b.Value, a.Value)
	})
	for i := range out {
		switch {
		case given || last(out[i]):
		case i > 0 && out[i].Value == out[i-1].Value:
			out[i].Rank = out[i-1].Rank
		default:
			out[i].Rank = i + 1
		}
	}
	return out
}

// ownRow finds the organisation by its name or an alias; otherwise by the only entity that its name begins with (沈阳 in 沈阳市中级人民法院).
func (e Env) ownRow(rows []Indicator) int {
	o := e.Dir.Org()
	for i, r := range rows {
		if m, ok := e.Dir.Lookup(r.Entity); ok && m.Kind == MentionOrg {
			return i
		}
	}
	found := -1
	for i, r := range rows {
		if n := Fold(r.Entity); len([]rune(n)) >= 2 && strings.HasPrefix(Fold(o.Name), n) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// Gap is how far own is from another of the table: positive when own is better. ok is false where a value is missing.
func (s Placing) Gap(other *Indicator) (gap float64, ok bool) {
	if s.Own == nil || other == nil || !s.Own.HasValue || !other.HasValue {
		return 0, false
	}
	gap = s.Own.Value - other.Value
	if s.Own.LowerBetter {
		gap = -gap
	}
	return gap, true
}
