package minutes

import (
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/when"
)

// prose drafts the items of a Chinese block, sentence by sentence.
func (r *reader) prose(x *block) {
	if x.kind == blockHeading || x.mark.class == markHan || x.mark.class == markHanBra {
		r.demand = 0
	}
	if metaLine(x.p.s) || masthead(x) {
		return
	}
	if n := actionMark(x.p.s); n > 0 && x.p.s[0] < utf8.RuneSelf && n < len(x.p.s) && x.p.s[n] == '(' {
		r.action(x, x.p, n)
		return
	}
	if n := zhMark(x.p.s); n > 0 && len(x.p.s) > n+6 {
		r.markedProse(x, r.whole(x).sub(n, len(r.whole(x).s)))
		return
	}
	ps := r.splitShared(foldLabels(x.pieces(r.whole(x), 0)))
	if len(ps) > 0 && ps[0].ordinal == "" && x.kind == blockPara && introducedBySpeech(ps[0].p.s) {
		r.demand = 0
	}
	from := len(r.out.Items)
	lastOfSentence := 0 // the item that the current sentence has made
	r.leadIn(x, ps)
	r.numberedBlock(x, ps)
	for i := range ps {
		if ps[i].cut != ';' {
			lastOfSentence = 0
		}
		if n := r.piece(x, &ps[i], lastOfSentence); n > 0 {
			lastOfSentence = n
		}
	}
	r.dropTitle(x, ps, from)
	if len(r.out.Items) == from && workLabels(x.labels) {
		r.add(r.labelled(x, r.whole(x), x.line))
	} else if len(r.out.Items) > from && len(x.labels) > 0 {
		r.addLabels(from, x.labels)
	}
}

// addLabels gives label lines below a block to the items that it made since index from.
func (r *reader) addLabels(from int, ls []label) {
	for k := from; k < len(r.out.Items); k++ {
		it := &draft{Item: r.out.Items[k]}
		w := r.who("")
		it.owners, it.co = w.asParties(it.Owners), w.asParties(it.Co)
		r.takeLabels(it, ls)
		r.resolve(it)
		r.out.Items[k] = it.Item
	}
}

func (w *who) asParties(names []string) []party {
	var out []party
	for _, n := range names {
		out = append(out, w.named(n))
	}
	return out
}

// foldLabels joins pieces that hold nothing but labels ("责任单位:X。") to the piece before.
func foldLabels(ps []piece) []piece {
	out := ps[:0]
	for _, q := range ps {
		q.labels = readLabels(q.p)
		if len(out) > 0 && onlyLabels(q.p, q.labels) && workLabels(q.labels) {
			prev := &out[len(out)-1]
			prev.extra = append(prev.extra, q.p)
			continue
		}
		out = append(out, q)
	}
	return out
}

// metaLine recognises lines about the document itself: where the meeting was, who gets a copy, when it was issued.
func metaLine(s string) bool {
	if len(s) > 240 {
		return false
	}
	if i := strings.IndexByte(s[:min(len(s), 24)], ':'); i > 0 {
		switch strings.TrimFunc(s[:i], func(r rune) bool { return r < utf8.RuneSelf }) { // "Time 时间"
		case "时间", "日期", "更新时间", "发布日期", "发布时间", "成文日期", "印发日期", "发文日期", "发布机构", "发文机构", "发文字号", "索引号", "主题分类", "公开属性", "信息来源", "浏览次数", "访问量", "点击数", "责任编辑", "版权所有", "上一篇", "下一篇", "上一条", "下一条", "轮值主持", "下次轮值主持", "下次会议主持人", "会议主持人", "会议链接", "会议号", "录制链接", "录屏", "回放", "与会人", "参会人", "参会人员", "请假人员":
			return true
		case "地点", "地址", "主持", "主题", "记录", "发", "送", "抄送", "抄报", "分送", "主送", "报送", "签发", "联系人", "来源", "参加", "出席", "列席", "请假", "缺席", "编辑", "作者", "整理", "审核", "校对", "附件", "会议地点", "会议时间", "会议主题", "召集人", "主持人", "记录人":
			return true
		}
	}
	return strings.HasSuffix(s, "印发") && hasDigit(s) && len(s) < 120 && !strings.Contains(s, ",")
}

// numberedBlock makes the title sentence of a numbered paragraph of a speech ("一、提高思想认识。…") a numbered demand, unless the paragraph numbers demands of its
// own.
func (r *reader) numberedBlock(x *block, ps []piece) {
	if !r.speech() || x.mark.class <= markBullet || x.mark.class >= markTopic || len(ps) < 2 || runeCount(ps[0].p.s) > 30 || !startsDemand(ps[0].p.s) {
		return
	}
	for _, q := range ps {
		if q.ordinal != "" {
			return
		}
	}
	ps[0].ordinal, ps[0].lead = "#", "要求"
}

// leadIn notes for numbered sentences what leads in to the numbering: "强调六点意见", or "主要问题有".
func (r *reader) leadIn(x *block, ps []piece) {
	lead := ""
	if up := x.prev; up != nil && (strings.HasSuffix(up.p.s, ":") || strings.HasSuffix(up.p.s, "意见。") || strings.HasSuffix(up.p.s, "要求。")) {
		lead = up.p.s[max(0, len(up.p.s)-90):]
	}
	first := lead
	for i := range ps {
		switch {
		case ps[i].ordinal == "":
			lead = ps[i].p.s
		case strings.HasPrefix(ps[i].ordinal, "一") || ps[i].ordinal == "首先" || ps[i].ordinal == "第一":
			first = lead
		}
		ps[i].lead = lead
		if ps[i].ordinal != "" && first != "" {
			ps[i].lead = first // 二是… goes on what led in to 一是…
		}
	}
}

// introducedBySpeech recognises a paragraph that begins with who speaks: "周明强调,…".
func introducedBySpeech(s string) bool {
	i := strings.IndexByte(s, ',')
	return i > 0 && i < 60 && hasAny(s[:i], []string{"强调", "指出", "要求", "表示"})
}

// splitShared cuts off a closing clause that hands the work to somebody: "…,具体工作由X负责".
func (r *reader) splitShared(ps []piece) []piece {
	var out []piece
	for k, q := range ps {
		cut := sharedAt(q.p.s)
		if cut < 0 {
			cut = r.secondActor(q.p.s)
		}
		if cut < 0 {
			if out != nil {
				out = append(out, q)
			}
			continue
		}
		if out == nil {
			out = append(make([]piece, 0, len(ps)+2), ps[:k]...)
		}
		head, tail := q, q
		head.p, tail.p = q.p.sub(0, cut), q.p.sub(cut+1, len(q.p.s))
		head.labels, tail.labels = readLabels(head.p), readLabels(tail.p)
		head.extra, tail.cut, tail.first, tail.ordinal = nil, '.', false, ""
		out = append(out, head, tail)
	}
	if out == nil {
		return ps
	}
	return out
}

// sharedAt gives where such a clause begins; also a request that follows somebody else's task: "由X承担,请Y做好移交". -1 when there is none.
func sharedAt(s string) int {
	if strings.IndexByte(s, ',') < 0 || !strings.Contains(s, "由") {
		return -1
	}
	for _, w := range [...]string{",具体工作由", ",具体由", ",日常工作由", ",具体事宜由"} {
		if i := strings.Index(s, w); i > 0 && hasAny(s[:i], []string{"要", "必须", "须", "务必", "应"}) {
			return i
		}
	}
	if i := strings.LastIndex(s, ",请"); i > 0 && strings.Contains(s[:i], "由") && hasAny(s[:i], []string{"承担", "负责", "牵头"}) {
		return i
	}
	return -1
}

// secondActor gives the comma before a clause in which somebody else has a date of his own: "A牵头制定计划,各单位于每月底前报送". -1 when there is none.
func (r *reader) secondActor(s string) int {
	if i := r.secondDate(s); i > 0 {
		return i
	}
	if !strings.Contains(s, ",各") || !r.mayDate(s) {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(s[from:], ",各")
		if i < 0 {
			return -1
		}
		i += from
		from = i + 1
		w := r.who(s)
		if ps, end := w.take(i + 1); len(ps) > 0 && timed(s[end:]) {
			if f := r.zhOwners(s[:i]); f.strong && len(f.owners) > 0 && len(f.except) == 0 {
				return i
			}
		}
	}
}

func aside(ls []label, line int) []label {
	for i := range ls {
		ls[i].line = line
	}
	return ls
}

// fill puts labels, owners and dates into a draft; labels win over what the sentence's grammar says.
func (r *reader) fill(it *draft, f finding, ls []label, ds []due) {
	r.takeLabels(it, ls)
	if len(it.owners) > 0 && len(ls) > 0 && r.zhDoc() && f.rule != "zh.dated" && f.rule != "zh.urged" {
		for _, p := range f.owners {
			if p.known() || looksUnit(p.name) {
				it.owners = addParties(it.owners, p) // the unit that acts, beside its 责任人
			}
		}
	}
	if len(it.owners) == 0 || f.strong && f.rule != "zh.dated" && f.rule != "zh.urged" && len(ls) == 0 {
		it.take(f, it.Line)
	}
	it.setDue(ds, it.Line)
	r.setLoose(it, it.src.s)
	it.milestones(ds)
}

// milestones keeps the stages of an item that has several deadlines.
func (it *draft) milestones(ds []due) {
	if len(ds) < 2 {
		return
	}
	days := make([]*due, 0, len(ds))
	for i := range ds {
		if d := &ds[i]; d.Kind == when.Day && !d.vague && d.Deadline {
			days = append(days, d)
		}
	}
	if len(days) < 2 {
		return
	}
	for i, d := range days {
		end := len(it.src.s)
		if i+1 < len(days) {
			end = days[i+1].Start
		}
		t := strings.Trim(it.src.s[min(d.End, end):end], " ,;。、于在")
		if t != "" && d.End <= end {
			it.Milestones = append(it.Milestones, Milestone{Text: runeCut(t, 60), Due: d.Due})
		}
	}
}

// filed adds a draft and remembers which numbered demand it is or belongs to.
func (r *reader) filed(it *draft, x *block, q *piece, same int) int {
	if q.ordinal == "" && r.demand > 0 {
		it.Parent = r.demand
	}
	if len(it.owners) == 0 && x.parent != nil && len(x.parent.owners) > 0 {
		it.owners = x.parent.owners
	}
	if same > 0 && q.ordinal == "" && len(it.owners) == 0 && !it.Due.IsZero() {
		it.owners = r.who("").asParties(r.out.Items[same-1].Owners)
		if len(it.owners) > 0 {
			it.Fanout = r.out.Items[same-1].Fanout
			it.why("owner", strings.Join(r.out.Items[same-1].Owners, "、"), it.Line, "same-sentence")
		}
	}
	n := r.add(it)
	if q.ordinal != "" {
		r.demand = n
	}
	return n
}

// ownerOfDemand gives the subject of "要求X…" to the numbered demand that the sentence explains.
func (r *reader) ownerOfDemand(q *piece, f finding) int {
	if r.demand == 0 || q.ordinal != "" || len(f.owners) == 0 || f.strong && !strings.HasPrefix(q.p.s, "要求") || r.out.Items[r.demand-1].Line != q.line {
		return 0
	}
	if f.rule == "zh.must" && (f.fanout == "" || delivers(q.p.s) || len(r.dues(q.p.s)) > 0) {
		return 0
	}
	it := &draft{Item: r.out.Items[r.demand-1]}
	if len(it.Owners) > 0 {
		return 0
	}
	r.exhort(q, r.demand)
	it.take(f, q.line)
	r.resolve(it)
	r.out.Items[r.demand-1] = it.Item
	return r.demand
}

// exhort keeps a demand that is no item as a principle.
func (r *reader) exhort(q *piece, same int) int {
	if !demands(q.p.s) || r.narrates(q.p.s) {
		return 0
	}
	item := r.demand
	if same > 0 {
		item = same
	}
	r.out.Principles = append(r.out.Principles, Principle{Line: q.line, Text: q.p.words(), Item: item})
	return 0
}
