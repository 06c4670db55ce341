package minutes

import (
	"fmt"
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// readMeeting finds the meeting's title, date and number in the text, and what kind of text it is.
func (r *reader) readMeeting() {
	m := &r.out.Meeting
	seen, long := 0, 0
	for _, x := range r.blocks {
		if x.kind == blockHeading && x.level <= 3 && x.line > 0 || x.mark.class == markBullet {
			r.markdown = r.markdown || x.kind != blockHeading || x.level <= 3
		}
		if x.kind == blockTable {
			continue
		}
		if seen++; seen <= 14 {
			r.head(x)
		}
		if len(x.p.s) > 150 && hasHan(x.p.s) {
			long++
		}
		if x.ctx == ctxNext || nextFinder.in(x.p.s) {
			r.nextMeeting(x)
		}
	}
	if m.Title == "" && len(r.blocks) > 0 {
		m.Title = runeCut(strings.Trim(r.blocks[0].p.s, "#* "), 60)
	}
	if r.o.Date.IsZero() {
		r.setNow(m.Date)
	} else {
		m.Date = r.o.Date
		r.setNow(m.Date)
	}
	if r.o.Date.IsZero() && strings.Contains(m.Title, "通知") && !strings.Contains(m.Title, "纪要") {
		r.signedDate() // a notice tells of a day to come; it counts from the day it was signed
	}
	if r.now.IsZero() {
		r.yearOnly(m.Title)
	}
	r.formal = r.formal || r.zh && (hasAny(m.Title, []string{"纪要", "方案", "通知", "记录"}) || strings.HasSuffix(m.Title, "通报"))
	r.regulation = r.zhDoc() && (r.o.Date.IsZero() && m.Date.IsZero() && r.laysDown(generalWords, 3) || r.laysDown(articleWords, 2))
	r.findIssue()
	r.findNext()
}

// generalWords speak of what holds in general, articleWords of a regulation by its own name.
var (
	generalWords = []string{"一般", "特殊情况", "特别情况", "必要时", "本办法", "本制度", "本规定", "第一条", "第二条", "第三条", "应当", "不得", "可以", "原则上"}
	articleWords = []string{"第一条", "第二条", "第三条", "本办法", "本制度", "本规定", "本规则", "本细则", "特制定", "自发布之日起", "自印发之日起施行", "议事规则", "负责解释"}
)

// laysDown reports whether the text reads like a regulation: it has at least most of the words.
func (r *reader) laysDown(words []string, most int) bool {
	found := map[string]bool{}
	for i, x := range r.blocks {
		if i > 200 {
			break
		}
		for _, w := range words {
			if !found[w] && strings.Contains(x.p.s, w) {
				found[w] = true
			}
		}
		if len(found) >= most {
			return true
		}
	}
	return false
}

// yearOnly takes the year that the title names ("2026年任务分解表") for dates that give month and day.
func (r *reader) yearOnly(title string) {
	for i := 0; i+4 <= len(title); i++ {
		if y, k := readInt(title[i:]); k == 4 && y >= 2000 && y < 2100 && (i == 0 || !isAlnum(title[i-1])) && (i+4 == len(title) || !isAlnum(title[i+4])) {
			r.setNow(ledger.Date{Year: y, Month: 1, Day: 1})
			r.yearly = true
			return
		}
	}
}

// signedDate takes the date that stands alone below a notice for the text's own.
func (r *reader) signedDate() {
	for i, n := len(r.blocks)-1, 0; i >= 0 && n < 6; i, n = i-1, n+1 {
		if s := r.blocks[i].p.s; len(s) <= 40 {
			if d := dateIn(s); !d.IsZero() {
				r.out.Meeting.Date = d
				r.setNow(d)
				return
			}
		}
	}
}

// findIssue reads the date that stands alone below the text.
func (r *reader) findIssue() {
	for i, n := len(r.blocks)-1, 0; i >= 0 && n < 6; i, n = i-1, n+1 {
		s := r.blocks[i].p.s
		if len(s) > 60 || !hasDigit(s) {
			continue
		}
		if d := dateIn(s); !d.IsZero() && d.After(r.out.Meeting.Date) && d.DaysSince(r.out.Meeting.Date) < 60 && !r.out.Meeting.Date.IsZero() && r.blocks[i].ctx != ctxNext {
			r.issued = d
			return
		}
	}
}

// head reads one of the first blocks for title, number, date.
func (r *reader) head(x *block) {
	m := &r.out.Meeting
	s := x.p.s
	if len(s) > maxPiece {
		s = clip(s, maxPiece)
	}
	if m.Number == "" {
		m.Number = documentNumber(s)
	}
	if m.Title == "" && titleLike(x) {
		m.Title = runeCut(strings.Trim(s, "#* :"), 80)
		r.titleText = s
	}
	if r.zh && len(s) < 120 && hasAny(s, []string{"会议纪要", "专题纪要", "现将会议", "分工方案", "任务分解"}) && !hasAny(s, []string{"听取", "审议", "传达", "讨论", "研究了", "《"}) || strings.Contains(s, "现纪要如下") || strings.Contains(s, "纪要如下") {
		r.formal = true
	}
	if r.o.Date.IsZero() && m.Date.IsZero() {
		m.Date = dateIn(clip(r.whole(x).s, maxPiece))
	}
}

// titleLike reports whether a block can be the minutes' title: a heading or a short line that names a meeting.
func titleLike(x *block) bool {
	s := x.p.s
	if s == "" || len(s) > 160 || strings.HasSuffix(s, ":") || len(x.parts) > 0 || strings.Contains(s, ". ") {
		return false
	}
	l := lower(s)
	if x.kind != blockHeading && strings.HasSuffix(l, ".") && hasAny(l, enVerbMarks) && !hasHan(l) {
		return false // a sentence
	}
	named := hasAny(l, []string{"纪要", "例会", "会议", "周会", "月会", "meeting", "minutes", "sync", "standup", "stand-up", "notes", "call", "会", "方案", "通知"})
	if x.kind == blockHeading && x.level <= 2 && x.ctx != ctxAttend && x.ctx != ctxAgenda && x.ctx != ctxAction {
		return named || x.prev == nil
	}
	return named && !strings.ContainsAny(s, "。;") && (x.prev == nil || x.prev.prev == nil) && len(readLabels(x.p)) == 0
}

// documentNumber finds the number of an official document: 〔2026〕12号, 第12期, 沈中法纪要〔2026〕3号.
func documentNumber(s string) string {
	for _, open := range [...]string{"〔", "[", "【", "("} {
		i := strings.Index(s, open)
		for i >= 0 {
			rest := s[i:min(len(s), i+40)]
			if y, k := readInt(rest[len(open):]); k == 4 && y > 1980 && y < 2100 {
				if e := strings.Index(rest, "号"); e > 0 && e < 24 && !isCase(s) {
					return strings.TrimSpace(s[i : i+e+len("号")])
				}
			}
			n := strings.Index(s[i+len(open):], open)
			if n < 0 {
				break
			}
			i += len(open) + n
		}
	}
	for _, w := range [...]string{"期", "次"} {
		if i := strings.Index(s, "第"); i >= 0 && len(s) < 90 {
			rest := s[i+len("第"):]
			n, k := readInt(rest)
			if k == 0 {
				n, k = hanNumber(rest)
			}
			if n > 0 && strings.HasPrefix(rest[k:], w) {
				return s[i : i+len("第")+k+len(w)]
			}
		}
	}
	return ""
}

// dateIn finds a full date in a text; of several, the first. Dates with a year come first, 第一 of all written ones.
func dateIn(s string) ledger.Date {
	if !hasDigit(s) && !strings.Contains(s, "年") {
		return ledger.Date{}
	}
	for _, x := range when.All(s, when.Options{Now: farPast, Lang: ""}) {
		if x.Kind == when.Day && x.Grain <= when.GrainDay && x.Due.Year > 1950 && (fullYear(x.Text) || strings.Contains(x.Text, "年")) {
			return x.Due
		}
	}
	if d := compactDate(s); !d.IsZero() {
		return d
	}
	return shortDate(s)
}

// shortDate reads 10/17/23 where only one order of month and day is possible; 05/06/23 names no day that one could be sure of.
func shortDate(s string) ledger.Date {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || i > 0 && (isAlnum(s[i-1]) || s[i-1] == '/' || s[i-1] == '.') {
			continue
		}
		a, n := readInt(s[i:])
		if n > 2 || i+n >= len(s) || s[i+n] != '/' {
			continue
		}
		b, m := readInt(s[i+n+1:])
		k := i + n + 1 + m
		if m == 0 || m > 2 || k >= len(s) || s[k] != '/' {
			continue
		}
		y, w := readInt(s[k+1:])
		if w != 2 || k+1+w < len(s) && (isAlnum(s[k+1+w]) || s[k+1+w] == '/') || a <= 12 && b <= 12 && a != b {
			continue
		}
		if a > 12 {
			a, b = b, a
		}
		if d, err := ledger.ParseDate(fmt.Sprintf("20%02d-%02d-%02d", y, a, b)); err == nil {
			return d
		}
	}
	return ledger.Date{}
}

// compactDate reads 20261120 where it stands free.
func compactDate(s string) ledger.Date {
	for i := 0; i+8 <= len(s); i++ {
		if s[i] != '2' || i > 0 && isAlnum(s[i-1]) || i+8 < len(s) && isAlnum(s[i+8]) {
			continue
		}
		t := s[i : i+8]
		if strings.Trim(t, "0123456789") != "" {
			continue
		}
		if d, err := ledger.ParseDate(t[:4] + "-" + t[4:6] + "-" + t[6:]); err == nil {
			return d
		}
	}
	return ledger.Date{}
}

// nextMeeting remembers lines that may print the next meeting's date.
func (r *reader) nextMeeting(x *block) {
	if len(r.nextLines) < 20 {
		r.nextLines = append(r.nextLines, x.p.s)
	}
}

// findNext reads the date of the next meeting, once the meeting's own is known.
func (r *reader) findNext() {
	for _, s := range r.nextLines {
		for _, d := range r.dues(s) {
			if d.Kind == when.Day && !d.vague && d.Due.After(r.out.Meeting.Date) && r.out.Meeting.Next.IsZero() && d.Grain <= when.GrainDay {
				r.out.Meeting.Next = d.Due
			}
		}
	}
}
