package when

import (
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// Extend reads the first length of time in a text and counts it from a given day instead of the reference: what a deadline becomes by 延期一周, 再给5个工作日
// or "two more weeks". The result's Due is the new day; false when the text has no length. Working days go by o.Cal as in Read. Of o.Now only the time of day counts, for lengths in hours.
func Extend(text string, from ledger.Date, o Options) (Result, bool) {
	if han, latin := scripts(text); han || !latin {
		if r, ok := extendZH(text, from, o.ref(calendar.China)); ok || !latin {
			return r, ok
		}
	}
	return extendEN(text, from, o.ref(calendar.Weekends))
}

func extendZH(text string, from ledger.Date, f ref) (Result, bool) {
	p := newZH(text, f)
	defer p.free()
	for i := 0; i < len(p.r); i = p.pass(i) {
		if p.rules(i)&rDuration == 0 || p.in(i-1, "月年到至于-/.第") {
			continue // 延期到20日 names a day
		}
		if l, j := p.measure(i); j > i && l.within() {
			return p.extended(l, from, text, int(p.at[i]), p.endOf(j)), true
		}
	}
	return Result{}, false
}

func extendEN(text string, from ledger.Date, f ref) (Result, bool) {
	p := newEN(text, f)
	defer p.free()
	for i := 0; i < len(p.t); i = p.pass(i) {
		if p.t[i].class <= cPlain {
			continue
		}
		if l, j := p.amount(i, false); j > i && l.within() {
			return p.extended(l, from, text, int(p.t[i].start), int(p.t[j-1].end)), true
		}
	}
	return Result{}, false
}

// within bounds what may be counted.
func (l length) within() bool {
	return l.months <= 12*200 && l.minutes <= 1e6 && l.workdays <= 400 && l.days <= 40_000
}

func (f ref) extended(l length, from ledger.Date, text string, start, end int) Result {
	f.today = from
	v := f.from(l, 1, "extend")
	v.from = v.to
	return f.result(v, text, start, end)
}
