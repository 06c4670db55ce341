package minutes

import "strings"

// askedByMeeting gives what the meeting asks for behind 会议要求 and its like, "" when a sentence has no such words: "目前正在选址,会议要求其他工作同步进行".
func askedByMeeting(s string) string {
	for _, v := range [...]string{"会议要求", "会议明确", "会议议定", "会议确定", "会议决定"} {
		i := strings.Index(s, v)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(s[i+len(v):], " ,:")
		if runeCount(rest) >= 6 && cutPrefixes(rest, []string{"的", "如下", "以下", "事项", "同意", "通过", "批准", "如此"}) == 0 {
			return rest
		}
	}
	return ""
}

// asksAlone reports whether a numbered point of minutes asks for something in the meeting's name, whoever is to do it.
func (r *reader) asksAlone(x *block, s string) bool {
	if !r.zhDoc() || x.mark.class <= markBullet {
		return false
	}
	rest := askedByMeeting(s)
	return rest != "" && !r.narrates(rest) && !declaims(rest)
}

// thingMust reports whether a clause opens with the matter that must be dealt with: 未开工项目要加快前期手续.
func thingMust(c string) bool {
	if i := strings.IndexAny(c, ",;:"); i > 0 {
		c = c[:i]
	}
	for j, n := 0, 0; j < len(c) && n <= 14; n++ {
		if n >= 2 && strings.HasPrefix(c[j:], "要") && modalAt(c[j:]) > 0 && !endsWithAny(c[:j], []string{"需", "主", "重", "必", "只", "首", "概", "摘", "纪", "不", "就", "将", "快", "想", "正"}) {
			return cutPrefixes(c[j+len("要"):], demandVerbs)+cutLong(c[j+len("要"):], workVerbs) > 0
		}
		_, size := runeAt(c[j:])
		j += size
	}
	return false
}

// setBy reports whether a matter that was put off is put into somebody's hands all the same: "由领导小组提出方案后另行研究".
func setBy(s string, f finding) bool {
	return len(f.owners) > 0 && f.rule == "zh.by" && hasAny(s[min(len(s), f.to):], []string{"提出", "制定", "拟定", "研究提出", "牵头", "负责", "拿出", "论证", "修改", "测算", "完善"}) && !hasAny(s, []string{"缓议", "暂缓", "暂不", "不予同意"})
}

// spokenZh reads who says a line of a Chinese discussion, "张伟: …" or "zeno: …", and takes something on in it: 会后会找人讨论, 我来跟进.
func (r *reader) spokenZh(s string, f *finding) {
	i := strings.IndexByte(s[:min(len(s), 40)], ':')
	if i <= 0 || strings.HasPrefix(s[i:], "://") {
		return
	}
	w := r.who(strings.TrimSpace(s[:i]))
	ps := w.whole()
	if len(ps) != 1 || !w.people.has(ps[0].name) && !ps[0].known() && !w.surePerson(ps[0].name) {
		return
	}
	if !promisedZh(s[i+1:]) {
		return
	}
	f.owners, f.strong = ps, true
	f.mark("line.speaker", s, 0, i+1)
}

// promisedZh reports whether a clause says what the speaker himself will do.
func promisedZh(s string) bool {
	for _, c := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;。，；", r) }) {
		c = strings.TrimLeft(c, " ")
		c = c[cutPrefixes(c, []string{"那", "好的", "可以", "这个", "这块", "这边", "这里"}):]
		k := cutPrefixes(c, []string{"会后我会", "会后我来", "会后我去", "会后会", "后续我会", "后续我来", "我后续会", "我后面会", "我会后会", "我这边会", "我这边来", "我们这边会", "我们会", "我会", "我来", "我去", "我负责", "我再", "我先", "我下周", "我明天", "我下来", "我回头", "我们来", "我们负责", "回头我", "下周我", "明天我", "后面我", "我跟进"})
		if k > 0 && !hasAny(clip(c[k:], 30), []string{"觉得", "认为", "建议", "理解", "想问", "不", "看到", "发现", "没"}) && len(c) > k+3 {
			return true
		}
	}
	return false
}

// arrowName reads somebody behind an arrow at the end of a list item: "发送摆摊邀请 -> Gobby", "问卷 → 小李、小王".
func (r *reader) arrowName(s string, f *finding) {
	t := lineEnds.trimRight(s)
	for _, a := range [...]string{"→", "->", "=>", "➡", "⇒", "-＞", "-->"} {
		i := strings.LastIndex(t, a)
		if i < 6 || len(t)-i > 60 {
			continue
		}
		name := strings.TrimSpace(t[i+len(a):])
		w := r.who(name)
		if ps := w.whole(); len(ps) > 0 && strings.Trim(t[:i], " -") != "" {
			f.owners, f.strong = ps, true
			f.mark("line.arrow", s, i, len(t))
			return
		}
	}
}
