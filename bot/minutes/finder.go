package minutes

import "strings"

// A finder tells in one pass over a text whether it contains one of many words.
type finder struct {
	seen  [64]uint64   // which hashes of beginnings the words have
	at    [4096]uint16 // where the words of a hash are in lists
	lists [][]string
}

func newFinder(lists ...[]string) *finder {
	f := &finder{}
	for _, l := range lists {
		for _, w := range l {
			if len(w) > 1 {
				f.put(startHash(w, 0), w)
				continue
			}
			for next := range 256 { // a single byte begins with anything behind it
				f.put(startHash(string([]byte{w[0], byte(next)}), 0), w)
			}
		}
	}
	return f
}

func (f *finder) put(h uint16, w string) {
	if f.seen[h>>6]&(1<<(h&63)) == 0 {
		f.seen[h>>6] |= 1 << (h & 63)
		f.at[h] = uint16(len(f.lists))
		f.lists = append(f.lists, nil)
	}
	f.lists[f.at[h]] = append(f.lists[f.at[h]], w)
}

// in reports whether s contains one of the words.
func (f *finder) in(s string) bool {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		if h := startHash(s, i); f.seen[h>>6]&(1<<(h&63)) != 0 {
			rest := s[i:]
			for _, w := range f.lists[f.at[h]] {
				if len(w) <= len(rest) && w[len(w)-1] == rest[len(w)-1] && rest[:len(w)] == w {
					return true
				}
			}
		}
	}
	return false
}

// startHash gives twelve bits of what stands at s[i:]: of one Chinese character, or of two bytes of other scripts.
func startHash(s string, i int) uint16 {
	c := uint16(s[i])
	if c >= 0xE0 && i+2 < len(s) {
		return c&0xF<<8 ^ uint16(s[i+1]&0x3F)<<6 ^ uint16(s[i+2]&0x3F)
	}
	next := uint16(0)
	if i+1 < len(s) {
		next = uint16(s[i+1])
	}
	return (c<<5 ^ next) & 0xFFF
}

// A memo keeps what the reader last found out about a sentence, which several rules ask for in turn.
type memo[T any] struct {
	of  string
	set bool
	val T
}

// get gives what is known of s, or finds it out.
func (m *memo[T]) get(s string, find func(string) T) T {
	if !m.set || len(m.of) != len(s) || m.of != s {
		m.val = find(s)
		m.of, m.set = s, true
	}
	return m.val
}

// low gives a sentence in small letters.
func (r *reader) low(s string) string { return r.lastLow.get(s, lower) }

// foldedHash is a hash of strings in which capital letters count as small ones.
func foldedHash(parts ...string) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037)
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			c := p[i]
			if isUpper(c) {
				c |= 0x20
			}
			h = (h ^ uint64(c)) * prime
		}
		h = (h ^ 0xff) * prime
	}
	return h
}

// Finders of the lists that are asked for most.
var (
	pastFinder    = newFinder(pastWords)
	tellFinder    = newFinder(tellWords)
	workFinder    = newFinder(workWords)
	taskFinder    = newFinder(workWords, cadenceWords)
	doneFinder    = newFinder(doneMarks)
	zhTimeFinder  = newFinder(zhTimes)
	enTimeFinder  = newFinder(enTimes)
	enVerbFinder  = newFinder(enVerbMarks)
	topicFinder   = newFinder(topicWords())
	shelvedFinder = newFinder([]string{"缓议", "暂缓", "暂不", "再行研究", "再研究", "另行研究", "未作决定", "未做决定", "不予同意", "未形成决议", "未达成一致", "暂不变更", "有同志建议", "有委员建议", "有人建议", "有代表建议", "有人提出"})
	enPastFinder  = newFinder([]string{"has been completed", "was completed", "have been completed", "is working on", "are working on", "has already", "have already", "had already", "no action required", "no further action"})
	toldFinder    = newFinder([]string{"已经", "已完成", "已于", "已在", "正在", "完成了", "了会议", "召开了", "开展了", "进行了", "作了", "做了", "主持召开", "组织召开了", "上报了", "报告了", "汇报了", "介绍了", "分享了", "提出了", "反馈了", "同步了"})
	setsFinder    = newFinder([]string{" to be ", "someone needs to ", "somebody needs to ", "someone should ", "somebody should ", "we must ", "we need to ", "must be ", "should be ", "need to be ", "needs to be ", "are due", "is due", "due by", "will be "})
	nextFinder    = newFinder([]string{"下次", "next meeting", "Next meeting", "Next Meeting", "NEXT MEETING"})
	notUnitFinder = newFinder([]string{"后转", "后报", "后由", "后交", "后送", "日前", "月底", "年底", "持股", "入股", "控股", "参股", "的是", "了", "根据", "按照", "通过", "关于", "由", "每周", "每月", "每日", "于", "任组长", "任主任", "担任", "为组长"})
	targetFinder  = newFinder([]string{"确保", "力争", "努力", "不低于", "不少于", "不得", "控制在", "不超过", "提升至", "提高到", "提升到", "以上", "清零", "全覆盖", "全部化解", "全部办结", "压降", "降至", "争取"})
	labelFinder   = newFinder([]string{":", "-", "—", "责任", "时间", "人 "})
	looseFinder   = newFinder(looseTimes)
	rankFinder    = newFinder([]string{"至第", "到第", "进入前", "跻身前", "to "})
	dayFinder     = newFinder([]string{"前", "日", "月", "周", "天", "每"})
	wholeFinder   = newFinder(wholes)
	saidFinder    = newFinder([]string{"进行汇报", "作了汇报", "汇报了", "表示支持", "表示同意", "认为", "介绍了", "表示,", "提出了", "进行了讨论", "会上,"})
	speakFinder   = newFinder([]string{"强调", "指出", "讲话", "表示", "致辞", "传达", "主持", "作了", "宣读", "通报了", "提出要求", "总结", "说"})
)

func topicWords() (all []string) {
	for _, t := range topics {
		all = append(all, t.words...)
	}
	return append(all, "next week", "next sprint", "next time", "下周")
}

// columnFields are the fields of a table's columns, by the words of their heads.
var columnFields = func() map[string]field {
	m := map[string]field{}
	put := func(words string, f field) {
		zh, en, _ := strings.Cut(words, "|")
		for _, w := range append(strings.Fields(zh), strings.Split(en, "|")...) {
			if _, taken := m[w]; !taken && w != "" {
				m[w] = f
			}
		}
	}
	for _, c := range columnWords {
		put(c.words, c.field)
	}
	for _, f := range [...]field{fieldLeader, fieldLead, fieldCo, fieldOwner, fieldDue, fieldMeasure, fieldSpeaker, fieldStart} {
		put(labelWords[f], f)
	}
	return m
}()
