package when

// moveVerbs are the words by which a date is moved to another one; those without 至, 到, 为 take a length: 延期一周.
var moveVerbs = []string{"调整至", "调整到", "调整为", "延期至", "延期到", "延至", "延到", "延后至", "延后到", "延长至", "延长到", "延迟至", "延迟到", "推迟至", "推迟到", "推后至", "推后到", "顺延至", "顺延到", "后延至", "后延到",
	"改为", "改到", "改至", "改期至", "改期到", "改成", "提前至", "提前到", "变更为", "变更至", "展期至", "展期到", "放宽至", "放宽到", "缩短至", "压缩至", "推至", "推到"}

var moveLengths = []string{"延期", "延长", "延后", "延迟", "推迟", "推后", "顺延", "后延", "展期", "再延", "提前"}

// maxMove is how far after a date the verb that moves it is looked for.
const maxMove = 36

// moved reads 原定11月30日前完成…,调整至12月15日: the later date is the one that counts, the first is kept as Was.
func (p *zh) moved(a value, j int) (value, int) {
	if a.kind != Day || a.from.IsZero() || a.after {
		return value{}, none
	}
	for k := j; k < len(p.r) && k < j+maxMove && !stop(p.r[k]); k++ {
		if p.anotherDate(k) {
			return value{}, none // that one may be what is moved
		}
		if rulesAt(p.r[k])&rMove == 0 {
			continue
		}
		if w, e := p.oneOf(k, moveVerbs...); w >= 0 {
			if p.peek(e) == '"' {
				e++
			}
			b, end := p.ranged(p.skip(p.skip(e, "于"), "在"))
			if end < 0 || b.kind != Day || b.bare {
				return value{}, none
			}
			return p.supersede(a, b), end
		}
		if w, e := p.oneOf(k, moveLengths...); w >= 0 {
			l, end := p.measure(p.skip(p.skip(e, "了"), "至多"))
			if end < 0 {
				continue
			}
			g, sign := p.ref, 1
			g.today = a.to
			if moveLengths[w] == "提前" {
				if p.endsAny(k, "请", "应", "须") {
					return value{}, none
				}
				sign = -1
			}
			b := g.from(l, sign, "zh.moved")
			b.dur, b.from = false, b.to
			return p.supersede(a, b), end
		}
	}
	return value{}, none
}

// anotherDate reports whether a date or a recurrence begins at k.
func (p *zh) anotherDate(k int) bool {
	if p.r[k] == '每' {
		return true
	}
	if _, j := p.num(k); j < 0 || p.digit(k-1) {
		return false
	}
	_, j := p.date(k)
	if j < 0 {
		_, j = p.figures(k)
	}
	return j >= 0
}

func (p *zh) supersede(a, b value) value {
	if b.y == 0 && a.y != 0 && b.m != 0 && b.d != 0 { // 原定2027年3月1日,调整至4月1日
		if d, ok := nextDay(a.to, b.m, b.d); ok {
			b.from, b.to = d, d
		}
	}
	if a.y == 0 && a.m != 0 && a.d != 0 { // an old date may have passed already
		if d, ok := lastDay(b.to, a.m, a.d); ok {
			a.to = d
		}
	}
	b.was, b.deadline, b.rule = a.to, true, "zh.moved"
	return b
}
