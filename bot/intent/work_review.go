package intent

import (
	"cmp"
	"regexp"
	"strings"
)

var (
	reviewHead = regexp.MustCompile(`^` + named + `(?:的)?(?:子项|分解事项|各单位|分解)?\s*[:,]\s*`)
	approveAll = regexp.MustCompile(`^(?:待审核的?|待审的?|这些)?(?:全部|都|一并|均)(?:审核)?(?:同意|通过|准予销号|同意办结)(?:销号|办结)?$|^(?:approve|close) (?:them )?all$|^all (?:approved|fine|ok)$|^approve everything$`)
	verdictOf  = regexp.MustCompile(`^(全部|都|其余|其他|剩下的?|余下的?|all(?: of them)?|the rest|the others|others|[0-9][0-9\-、和及至到~ &号]*?(?:号|项)?)\s*(?:都|全部|均)?\s*(同意销号|同意办结|同意|通过|准予销号|销号|可以|approved?|ok|close|fine|退回|打回|不同意|不通过|returned?|send back|sent back|back)\s*(.*)$`)
	verdictCut = regexp.MustCompile(`[,;。\n]+\s*`)
	childrenOf = regexp.MustCompile(`([0-9]+)(?:-([0-9]+))?(?:\s*[至到~]\s*([0-9]+)(?:-([0-9]+))?)?`)
)

// reviewWork reads how the office decides on the children of one item at once, 1-12同意,13退回,缺附件, or on all that waits for it.
func (m *message) reviewWork() (Work, bool) {
	if m.c.Pending != "" || m.isQuestion() {
		return Work{}, false
	}
	w := Work{Op: WorkReview}
	s := strings.TrimSpace(trimEnds(m.s))
	if approveAll.MatchString(s) && m.c.Speaker != Owner && m.c.Speaker != Member && (m.c.Place != InThread || m.c.Children > 0) {
		w.Verdicts = []Verdict{{OK: true, All: true}}
		return w, true
	}
	if loc := reviewHead.FindStringSubmatchIndex(s); loc != nil {
		for k := 1; k <= 3; k++ {
			if loc[2*k] >= 0 {
				w.Refs = []string{s[loc[2*k]:loc[2*k+1]]}
			}
		}
		s = s[loc[1]:]
	} else if m.c.Children == 0 {
		return Work{}, false
	}
	return m.verdicts(w, s)
}

func (m *message) verdicts(w Work, s string) (Work, bool) {
	parent := m.c.Item
	if len(w.Refs) > 0 {
		parent = atoi(w.Refs[0])
	}
	for _, seg := range verdictCut.Split(s, -1) {
		seg = strings.TrimSpace(seg)
		if seg == "" {
			continue
		}
		g := verdictOf.FindStringSubmatch(seg)
		k := len(w.Verdicts) - 1
		if g == nil {
			if k < 0 || w.Verdicts[k].OK {
				return Work{}, false
			}
			last := w.Verdicts[k].From
			for i := range w.Verdicts { // a list of numbers has one reason
				if v := &w.Verdicts[i]; !v.OK && (v.Reason == "" || v.From == last) {
					v.Reason = strings.Trim(v.Reason+","+seg, ",")
				}
			}
			continue
		}
		w.Verdicts = append(w.Verdicts, verdictsOf(parent, g[1], g[2], strings.Trim(g[3], " :,"))...)
	}
	return w, len(w.Verdicts) > 0
}

func verdictsOf(parent int, which, how, reason string) []Verdict {
	v := Verdict{OK: !words("退回|打回|不同意|不通过|return|returned|send back|sent back|back").is(how), Reason: reason}
	if v.OK {
		v.Reason = ""
	}
	switch {
	case words("全部|都|all|all of them").is(which):
		v.All = true
		return []Verdict{v}
	case !digit(which[0]):
		v.Rest = true
		return []Verdict{v}
	}
	var out []Verdict
	for _, g := range childrenOf.FindAllStringSubmatch(which, -1) {
		a, b, c, d := atoi(g[1]), atoi(g[2]), atoi(g[3]), atoi(g[4])
		switch {
		case c > 0: // 12-1至12-12, 1至12
			v.From, v.To = cmp.Or(b, a), cmp.Or(d, c)
		case b == 0:
			v.From, v.To = a, a
		case a > b || a == parent: // 12-3 is a child's number
			v.From, v.To = b, b
		default:
			v.From, v.To = a, b
		}
		out = append(out, v)
	}
	return out
}
