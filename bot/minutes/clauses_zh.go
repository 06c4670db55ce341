package minutes

import (
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/when"
)

// severalActs reports whether a line of an action section is a paragraph of minutes: a short title before what is to be done, or several sentences with
// somebody of their own.
func (r *reader) severalActs(x *block) bool {
	if !r.zhDoc() || x.mark.class == markBullet || x.mark.box != 0 || !hasHan(x.p.s) || len(x.labels) > 0 || len(x.p.s) < 60 {
		return false
	}
	ps := sentences(r.whole(x), x.line)
	if len(ps) < 2 {
		return false
	}
	acting, stops := 0, 0
	for i := range ps {
		if ps[i].cut == '.' {
			stops++
		}
		if len(r.zhOwners(ps[i].p.s).owners) > 0 {
			acting++
		}
	}
	return acting > 1 || stops > 0 && r.shortTitle(ps[0].p.s)
}

// shortTitle recognises the words that a numbered paragraph begins with before its first full stop: "(二)加快项目建设。".
func (r *reader) shortTitle(s string) bool {
	return len(s) <= 63 && strings.HasSuffix(s, "。") && runeCount(s) <= 20 && !strings.ContainsAny(s, ",:;") && !r.mayDate(s)
}

// titled recognises lines that are the title of a text: they end like one and hold no stop.
func titled(s string) bool {
	return len(s) <= 150 && !titleStops.in(s) && endsWithAny(strings.TrimRight(s, " )0123456789("), []string{"纪要", "通知", "方案", "通报", "意见", "办法", "分解表", "记录", "报告", "要点", "台账", "清单"})
}

// masthead recognises lines that hold nothing but who issued the text and when.
func masthead(x *block) bool {
	s := x.p.s
	if x.kind != blockPara || x.mark.class != markNone || len(s) > 90 || x.kids > 0 || len(x.labels) > 0 || unitStops.in(s) {
		return false
	}
	t := trimSpace(dateMarks.trim(s))
	if t == "" {
		return hasDigit(s) && hasHan(s)
	}
	if hasAny(t, []string{"完成", "提交", "办结", "建成", "制定", "开展", "整改", "落实", "前"}) {
		return false // 行装处春节前完成采购
	}
	return looksUnit(t) && collectiveStart.prefix(t) == 0 && (hasDigit(s[len(t):]) || x.next == nil || masthead(x.next) && x.next.p.s != s)
}

// dropTitle takes back the item that was made of a paragraph's title when the sentences behind it say who does it: "建立处置机制。由办公室牵头,…".
func (r *reader) dropTitle(x *block, ps []piece, from int) {
	its := r.out.Items[from:]
	if len(ps) < 2 || len(its) < 2 || !r.shortTitle(ps[0].p.s) || ps[0].ordinal != "" || len(its[0].Owners) > 0 || its[0].Text != ps[0].p.words() || len(its[1].Owners) == 0 {
		return
	}
	its = append(its[:0], its[1:]...)
	for i := range its {
		if its[i].Parent == from+1 {
			its[i].Parent = 0
		} else if its[i].Parent > from+1 {
			its[i].Parent--
		}
	}
	r.out.Items = r.out.Items[:from+len(its)]
	r.demand = min(r.demand, from)
	if x.item > from {
		x.item--
	}
}

// secondDate gives the comma before a clause in which a unit or person has a day of his own, where the words before have both too. -1 when there is none.
func (r *reader) secondDate(s string) int {
	if c := strings.IndexByte(s, ','); c < 0 || !dayFinder.in(s[c:]) {
		return -1
	}
	var w *who
	for i := 0; i < len(s) && i < 600; i++ {
		if s[i] != ',' {
			continue
		}
		if w == nil {
			w = r.who(s)
		}
		ps, end := w.take(i + 1)
		if len(ps) == 0 || !w.assuredly(ps) || end >= len(s) || toldAsPast(s[end:]) {
			continue
		}
		clause := s[end:]
		if k := strings.IndexByte(clause, ','); k > 0 {
			clause = clause[:k]
		}
		ds := r.dues(clause)
		if !setsDay(ds) || !setsDay(r.dues(s[:i])) && !(ds[0].Kind == when.Recurring && ds[0].Start <= 3) {
			continue
		}
		if f := r.zhOwners(s[:i]); len(f.owners) > 0 && !hasParty(f.owners, ps[0].name) {
			return i
		}
	}
	return -1
}

func setsDay(ds []due) bool {
	for _, d := range ds {
		if d.Kind == when.Day && !d.vague || d.Kind == when.Recurring {
			return true
		}
	}
	return false
}

// behindDate reads who acts behind a deadline that opens a clause: 月底前每人提交一份小结, 9月10日前市住建局完成摸排.
func (r *reader) behindDate(x *block, s string, f *finding) {
	if len(f.owners) > 0 || !r.mayWork(s) || !r.assigns(x) && x.ctx != ctxAction && !r.zhDoc() {
		return
	}
	var starts []int
	for _, d := range r.dues(s) {
		if d.Kind == when.Day && d.Deadline && d.End < len(s) {
			k := d.End + cutPrefixes(s[d.End:], []string{",", "由"})
			starts = append(starts, k+blanks(s[k:]))
		}
	}
	if len(starts) > 0 {
		r.who(s).acting(f, starts[:1])
	}
}

// helpersBehind reads who supports, behind the name that a line begins with: "陶然:整理合同,贺敏协助".
func (r *reader) helpersBehind(s string, f *finding) {
	rest := s[min(f.to, len(s)):]
	if !hasHan(rest) || !hasAny(rest, []string{"配合", "协助", "协办", "会同", "支持"}) {
		return
	}
	g := r.zhOwners(rest)
	if g.rule == "zh.support" {
		g.co = append(g.co, g.owners...)
	}
	f.co = addParties(f.co, dropParties(g.co, f.owners)...)
}

// exceptIn takes 除X外 out of a value that names owners: "除法警支队外,各部门", "各部门(除法警支队外)".
func (r *reader) exceptIn(it *draft, s string) string {
	i := strings.Index(s, "除")
	if i < 0 {
		return s
	}
	w := r.who(s)
	ps, end := w.take(i + len("除"))
	if end == 0 {
		return s
	}
	n := cutPrefixes(s[end:], []string{"以外", "之外", "外"})
	if n == 0 {
		return s
	}
	it.except = addParties(it.except, ps...)
	head, tail := strings.TrimRight(s[:i], " ,、("), strings.TrimLeft(s[end+n:], " ,、)的")
	if head != "" && tail != "" {
		return head + "、" + tail
	}
	return head + tail
}

// declaims reports whether a demand only asks to think highly of something.
func declaims(s string) bool {
	return hasAny(s, []string{"提高认识", "站位", "统一思想", "思想统一", "高度重视", "深刻认识", "充分认识", "重要意义", "重大意义", "责任担当", "密切配合", "工作合力", "形成合力", "牢固树立", "思想和行动", "担当作为", "真抓实干", "大局意识", "责任意识", "充满信心"})
}

// ofTask leaves out days that only tell when something is on, in a clause before the one that calls on somebody: 电梯8月22日-23日检修,请相关科室做好安排.
func ofTask(s string, f finding, ds []due) []due {
	if f.rule != "zh.asked" || f.from == 0 {
		return ds
	}
	out := ds[:0:0]
	for _, d := range ds {
		if d.Kind == when.Day && !d.Deadline && d.End < f.from && strings.IndexByte(s[d.End:f.from], ',') >= 0 {
			continue
		}
		out = append(out, d)
	}
	return out
}

// halves splits a name that joins two departments of a firm: 销售与财务.
func (w *who) halves(p party) []party {
	if p.known() || len(p.name) > 36 {
		return []party{p}
	}
	for _, sep := range [...]string{"与", "和", "及"} {
		if a, b, ok := strings.Cut(p.name, sep); ok && shortUnits[a] && (shortUnits[b] || looksUnit(b)) {
			return []party{w.named(a), w.named(b)}
		}
	}
	return []party{p}
}

// personOf reads the person that a unit's name goes on with: 城投公司物资部张磊.
func (w *who) personOf(p party, i int) (party, int) {
	if i >= len(w.s) || w.s[i] < utf8.RuneSelf || !p.known() && hardEndSet.of(p.name) == "" || !commonSurnameSet.has(firstRune(w.s[i:])) || follows(w.s[i:]) > 0 {
		return party{}, 0
	}
	for e, n := i, 0; n < 3 && e < len(w.s); n++ {
		_, size := runeAt(w.s[e:])
		e += size
		if n >= 1 && (e == len(w.s) || stopRune(w.s[e:]) || cutLong(w.s[e:], workVerbs)+cutLong(w.s[e:], leadVerbs)+modalAt(w.s[e:]) > 0) && w.surePerson(w.s[i:e]) {
			return w.named(w.s[i:e]), e
		}
	}
	return party{}, 0
}

// reported recognises a paragraph below a heading of actions that tells what somebody said about the matter: "会上,村委委员赵志刚就…进行汇报".
func (r *reader) reported(x *block) bool {
	if !r.zhDoc() || x.kind != blockPara || x.mark.class != markNone || x.mark.box != 0 || len(x.labels) > 0 || !strings.Contains(x.p.s, "。") {
		return false
	}
	c := clip(x.p.s, 150)
	if i := strings.Index(c, "。"); i > 0 {
		c = c[:i]
	}
	return saidFinder.in(c) && !strings.Contains(c, "要求") && !strings.Contains(c, "由")
}
