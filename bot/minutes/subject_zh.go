package minutes

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// subject reads names at the beginning of a clause and what they are said to do: X牵头, X会同Y, Y配合, X要, X于12月4日前提交.
func (w *who) subject(f *finding, i int) {
	if i >= len(w.s) || strings.HasPrefix(w.s[i:], "由") || askStart.prefix(w.s[i:]) > 0 || strings.HasPrefix(w.s[i:], "除") {
		return
	}
	ps, end := w.take(i)
	if end == 0 {
		return
	}
	rest := w.s[end:]
	k := blanks(rest)
	many := manyMore(rest[k:])
	k += many
	k += cutPrefixes(rest[k:], []string{"等单位", "等部门", "等有关部门", "等有关单位", "等人", "等"})
	if strings.HasPrefix(rest[k:], "(") && !strings.HasPrefix(rest[k:], "(牵头") {
		k += bracketEnd(rest[k:])
	}
	k += adverbs(rest[k:])
	rest = rest[k:]
	switch {
	case speaks(rest):
	case strings.HasPrefix(rest, "不再"):
		f.refused = true
	case cutPrefixes(rest, leadVerbs) > 0, strings.HasPrefix(rest, "为牵头"), strings.HasPrefix(rest, "为责任"), strings.HasPrefix(rest, "是第一责任"), strings.HasPrefix(rest, "为第一责任"):
		if !isPast(rest) && !soleTitle(rest) {
			w.lead(f, ps, i, end, "zh.lead", true)
		}
	case strings.HasPrefix(rest, "配合") || strings.HasPrefix(rest, "协助") || strings.HasPrefix(rest, "协办") || coAfter(rest):
		if len(f.owners) > 0 {
			f.co = addParties(f.co, dropParties(ps, f.owners)...)
		} else {
			w.lead(f, ps, i, end, "zh.support", false)
		}
	case cutPrefixes(rest, withVerbs) > 0 && !strings.HasPrefix(rest, "商业") && !strings.HasPrefix(rest, "商品"):
		w.lead(f, ps, i, end, "zh.with", true)
	case many > 0 && len(f.owners) == 0 && !toldAsPast(rest):
		w.lead(f, ps, i, end, "zh.named-ones", true)
	case modalAt(rest) > 0 && len(f.owners) > 0 && f.strong && strings.Contains(w.s[i:end], "的"): // 排名末位的社区书记要作表态发言: what may come of it
	case modalAt(rest) > 0:
		w.lead(f, ps, i, end, "zh.must", false)
	case len(f.owners) == 0 && cutPrefixes(rest, []string{"对", "就", "围绕", "按照", "根据", "结合", "在", "针对"}) > 0 && modalLater(rest):
		w.lead(f, ps, i, end, "zh.must", false)
	case latinUnknown(ps, w):
	case len(f.owners) == 0 && timed(rest) && !toldAsPast(rest):
		w.lead(f, ps, i, end, "zh.dated", true)
	case len(f.owners) == 0 && pressed(rest) && !toldAsPast(rest):
		w.lead(f, ps, i, end, "zh.urged", true)
	}
}

// latinUnknown reports whether the names are Latin words that nobody is known by: as likely a product as a person.
func latinUnknown(ps []party, w *who) bool {
	for _, p := range ps {
		if !p.known() && !hasHan(p.name) && !w.people.has(p.name) && !strings.Contains(w.s, "@"+p.name) {
			return true
		}
	}
	return false
}

// manyMore gives the length of "等3家法院", "等5个部门" at the beginning of s.
func manyMore(s string) int {
	if !strings.HasPrefix(s, "等") {
		return 0
	}
	i := len("等")
	_, k := readInt(s[i:])
	if k == 0 {
		_, k = hanNumber(s[i:])
	}
	m := cutPrefixes(s[i+k:], []string{"家", "个", "名", "所"})
	if k == 0 || m == 0 {
		return 0
	}
	i += k + m
	n := cutPrefixes(s[i:], []string{"基层法院", "法院", "单位", "部门", "庭室", "公司", "街道", "乡镇", "学院", "学校", "企业", "区县", "处室", "科室"})
	if n == 0 {
		return 0
	}
	return i + n
}

// speaks reports whether a clause introduces what somebody said: 在会上强调, 指出.
func speaks(rest string) bool {
	c := rest
	if i := strings.IndexAny(c, ",:;"); i >= 0 {
		c = c[:i]
	}
	return len(c) < 120 && (speakFinder.in(c) || strings.HasSuffix(c, "说")) && !strings.HasPrefix(c, "要")
}

// soleTitle keeps 负责人 and 牵头人 after a name from reading as verbs.
func soleTitle(rest string) bool {
	return strings.HasPrefix(rest, "负责人") || strings.HasPrefix(rest, "牵头人") || strings.HasPrefix(rest, "负责的") || strings.HasPrefix(rest, "负责同志")
}

func coAfter(rest string) bool {
	n := cutPrefixes(rest, []string{"积极", "做好", "全力", "密切", "予以", "给予", "协同"})
	return n > 0 && strings.HasPrefix(rest[n:], "配合")
}

func (w *who) lead(f *finding, ps []party, from, end int, rule string, strong bool) {
	f.owners = addParties(f.owners, dropParties(ps, f.co)...)
	f.strong = f.strong || strong
	f.mark(rule, w.s, from, w.role(f, end))
}

// beforeVerbs may stand between a name and what it does.
var beforeVerbs = []string{"力争", "争取", "主要负责人", "主要负责同志", "负责同志", "党组", "党委", "分别", "均", "都", "也", "还", "一定", "共同", "具体", "主要", "后续", "会后", "下来", "下一步", "将", "将会", "同学", "老师", "同志", "后续需", "应当", "尽快", "抓紧", "及时", "继续", "相应", "同步", "进一步", "认真", "切实", "统一", "各自", "再", "先", "一律", " "}

func adverbs(s string) int {
	n := 0
	for k := 0; k < 3; k++ {
		m := adverbStart.prefix(s[n:])
		if m == 0 || cutPrefixes(s[n:], []string{"具体承办", "具体负责", "具体实施", "分别负责", "共同负责", "应当"}) > 0 || pressed(s[n:]) {
			return n
		}
		n += m
	}
	return n
}

// modalAt gives the length of a modal verb at the beginning of s; 要求, 要点, 应用 and their like are none.
func modalAt(s string) int {
	n := modalStart.prefix(s)
	if n == 0 {
		return 0
	}
	r, _ := runeAt(s[n:])
	switch s[:n] {
	case "要", "也要", "还要", "都要", "均要":
		if strings.ContainsRune("素点件领义闻害么", r) {
			return 0
		}
	case "应":
		if strings.ContainsRune("用对急邀付聘变知诺允届试", r) && !strings.HasPrefix(s, "应对照") && !strings.HasPrefix(s, "应用尽") {
			return 0
		}
	case "要求":
		return 0
	case "得":
		if !strings.HasPrefix(s, "得在") && !strings.HasPrefix(s, "得把") {
			return 0
		}
	case "需":
		if r == '求' {
			return 0
		}
	}
	return n
}

// modalLater reports whether a modal verb opens a later clause, or stands further on: 各部门对…工作,要高度重视.
func modalLater(s string) bool {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		if dutyStart.prefix(s[i:]) > 0 {
			if modalAt(s[i:]) > 0 && !endsWithAny(s[:i], []string{"需", "主", "重", "必", "只", "首", "概", "摘", "纪", "不", "相", "适", "反", "供", "回", "响", "效"}) {
				return true
			}
		}
	}
	return false
}

// timed reports whether a deadline or a cadence follows a name.
func timed(s string) bool {
	if s == "" {
		return false
	}
	if isDigit(s[0]) {
		n := 0
		for n < len(s) && (isDigit(s[n]) || s[n] == '.' || s[n] == '/' || s[n] == '-') {
			n++
		}
		return cutPrefixes(s[n:], []string{"月", "日", "号", "个工作日", "天", "周", "个月", "前", "年底", "年1", "年2", "年3", "年4", "年5", "年6", "年7", "年8", "年9", "年上半年", "年下半年", "年末"}) > 0
	}
	if strings.HasPrefix(s, "周") || strings.HasPrefix(s, "星期") {
		return cutPrefixes(strings.TrimPrefix(strings.TrimPrefix(s, "周"), "星期"), []string{"一", "二", "三", "四", "五", "六", "日", "天", "末", "内"}) > 0
	}
	if strings.HasPrefix(s, "第") {
		return strings.Contains(s[:min(len(s), 15)], "季度")
	}
	return cutPrefixes(s, timeWords) > 0 && !strings.HasPrefix(s, "在会") && !strings.HasPrefix(s, "于会") && !strings.HasPrefix(s, "周边") && !strings.HasPrefix(s, "每个")
}

// pressed reports whether a name is urged on by what follows: 尽快, 抓紧, 加快进度, 下来梳理.
func pressed(s string) bool {
	n := cutPrefixes(s, []string{"先行", "率先", "尽快", "抓紧", "加快", "加紧", "及时", "下来", "会后", "立即", "马上", "继续跟", "持续跟", "负责", "牵头", "跟进", "督促", "继续", "认真落实", "严格落实", "切实", "进一步"})
	return n > 0 && len(s) > n
}

// toldAsPast reports whether a clause tells what is done already or going on.
func toldAsPast(s string) bool {
	c := s
	if i := strings.IndexAny(c, ",;"); i > 0 {
		c = c[:i]
	}
	return already(c) || toldFinder.in(c) || strings.HasSuffix(blankStop.trimRight(c), "了")
}

// already reports whether 已 tells that something is done: "并已印发", but not "已建立的台账".
func already(c string) bool {
	i := strings.Index(c, "已")
	if i < 0 || cutPrefixes(c[i:], []string{"已有", "已知", "已往"}) > 0 {
		return false
	}
	k := strings.Index(c[i:], "的")
	return k < 0 || k > 24
}

// bracketLead reads X(牵头)、Y、Z.
func (w *who) bracketLead(f *finding) {
	for _, mark := range [...]string{"(牵头单位)", "(牵头)", "(主办)", "(主责)"} {
		i := strings.Index(w.s, mark)
		if i <= 0 {
			continue
		}
		p, start := w.back(i)
		if start < 0 {
			continue
		}
		f.owners = addParties([]party{p}, dropParties(f.owners, []party{p})...)
		f.strong = true
		end := i + len(mark)
		if n := nameSep(w.s[end:]); n > 0 {
			if ps, e := w.take(end + n); e > 0 {
				f.co = addParties(f.co, ps...)
				end = e
			}
		}
		f.owners = []party{p}
		f.mark("zh.bracket-lead", w.s, start, end)
	}
}

// back reads the name that ends at byte i; start is -1 when there is none.
func (w *who) back(i int) (party, int) {
	for k := range w.mentions {
		if m := &w.mentions[k]; m.End == i && m.Kind != ledger.MentionOrg {
			return party{name: m.Text, mention: m}, m.Start
		}
	}
	start := i
	for n := 0; start > 0 && n < 20; n++ {
		r, size := lastRune(w.s[:start])
		if backStops.has(r) {
			break
		}
		start -= size
	}
	if looksName(w.s[start:i]) {
		return w.named(w.s[start:i]), start
	}
	return party{}, -1
}

// firstLeads reads (X、Y,列首位者为牵头单位): the first of an enumeration leads, the others support.
func (w *who) firstLeads(f *finding) {
	i := strings.Index(w.s, "列首位")
	if i < 0 {
		i = strings.Index(w.s, "列第一位")
	}
	if i < 0 {
		i = strings.Index(w.s, "排第一")
	}
	if i < 0 {
		return
	}
	open := strings.LastIndexByte(w.s[:i], '(')
	ps, end := w.take(open + 1)
	if end == 0 || len(ps) == 0 {
		return
	}
	f.owners, f.strong = ps[:1], true
	f.co = addParties(f.co, ps[1:]...)
	f.mark("zh.first-leads", w.s, open+1, end)
}

var reportVerbs = []string{"报请", "上报", "呈报", "报送", "抄送", "分送", "报告", "报", "提交", "提请"}

// reportTo reads who hears or approves: 报X审定, 报审管办. They are never owners.
func (w *who) reportTo(f *finding) {
	var out []string
	for _, verb := range reportVerbs {
		if !w.seen.may(verb) {
			continue
		}
		for from := 0; ; {
			i := strings.Index(w.s[from:], verb)
			if i < 0 {
				break
			}
			from += i + len(verb)
			if p, end := w.takeOne(from); end > 0 && !stringsContain(out, p.name) && (p.known() || looksUnit(p.name) || looksPerson(p.name)) {
				out = append(out, p.name)
			}
		}
	}
	f.report = out
}

func stringsContain(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// collect notes the collective owner of the sentence: an owner that stands for many, or a group that reports to somebody who gathers.
func (w *who) collect(f *finding, gathers bool) {
	for _, p := range f.owners {
		if p.known() && p.mention.Kind == ledger.MentionGroup || !p.known() && isCollective(p.name) {
			f.fanout, f.group = p.name, p.mention
			return
		}
	}
	if !gathers && len(f.except) == 0 {
		return
	}
	for k := range w.mentions {
		if m := &w.mentions[k]; m.Kind == ledger.MentionGroup && !hasAny(w.s[:m.Start], []string{"分送", "抄送"}) {
			f.fanout, f.group = m.Text, m
			return
		}
	}
}
