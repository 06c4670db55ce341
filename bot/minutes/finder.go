package minutes

import "strings"

// A finder tells in one pass over a text which of many words it has.
type finder struct {
	seen  [64]uint64   // which hashes of beginnings the words have
	at    [4096]uint16 // where the words of a hash are in lists
	lists [][]found
}

// found is a word and the kind of words that it belongs to.
type found struct {
	word string
	kind hints
}

func newFinder(lists ...[]string) *finder {
	f := &finder{}
	for _, l := range lists {
		for _, w := range l {
			f.put(w, 1)
		}
	}
	return f
}

func (f *finder) put(w string, kind hints) {
	if len(w) > 1 {
		f.putAt(startHash(w, 0), found{w, kind})
		return
	}
	for next := range 256 { // a single byte begins with anything behind it
		f.putAt(startHash(string([]byte{w[0], byte(next)}), 0), found{w, kind})
	}
}

func (f *finder) putAt(h uint16, w found) {
	if f.seen[h>>6]&(1<<(h&63)) == 0 {
		f.seen[h>>6] |= 1 << (h & 63)
		f.at[h] = uint16(len(f.lists))
		f.lists = append(f.lists, nil)
	}
	f.lists[f.at[h]] = append(f.lists[f.at[h]], w)
}

// starts gives the words that may stand at the beginning of s.
func (f *finder) starts(s string) []found {
	if s == "" {
		return nil
	}
	h := startHash(s, 0)
	if f.seen[h>>6]&(1<<(h&63)) == 0 {
		return nil
	}
	return f.lists[f.at[h]]
}

// prefix gives the length of the longest of the words that s begins with, 0 for none.
func (f *finder) prefix(s string) (best int) {
	for _, w := range f.starts(s) {
		if n := len(w.word); n > best && n <= len(s) && s[n-1] == w.word[n-1] && s[:n] == w.word {
			best = n
		}
	}
	return best
}

// in reports whether s contains one of the words.
func (f *finder) in(s string) bool { return f.find(s, true) != 0 }

// kinds gives the kinds of all words that s contains.
func (f *finder) kinds(s string) hints { return f.find(s, false) }

func (f *finder) find(s string, first bool) (kinds hints) {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		h := startHash(s, i)
		if f.seen[h>>6]&(1<<(h&63)) == 0 {
			continue
		}
		rest := s[i:]
		for k := range f.lists[f.at[h]] {
			w := &f.lists[f.at[h]][k]
			if n := len(w.word); n <= len(rest) && w.word[n-1] == rest[n-1] && kinds&w.kind == 0 && rest[:n] == w.word {
				kinds |= w.kind
				if first {
					return kinds
				}
			}
		}
	}
	return kinds
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

// A memo keeps what the reader last found out about two sentences, or a sentence and a part of it, which several rules ask for in turn.
type memo[T any] struct {
	slots [2]struct {
		of  string
		set bool
		val T
	}
	last int // the slot asked for last
}

// get gives what is known of s, or finds it out.
func (m *memo[T]) get(s string, find func(string) T) T {
	for _, k := range [2]int{m.last, 1 - m.last} {
		if e := &m.slots[k]; e.set && len(e.of) == len(s) && e.of == s {
			m.last = k
			return e.val
		}
	}
	val := find(s)
	m.last = 1 - m.last
	e := &m.slots[m.last]
	e.of, e.set, e.val = s, true, val
	return val
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
	workFinder    = newFinder(workWords)
	doneFinder    = newFinder(doneMarks)
	topicFinder   = newFinder(topicWords())
	toldFinder    = newFinder([]string{"已经", "已完成", "已于", "已在", "正在", "完成了", "了会议", "召开了", "开展了", "进行了", "作了", "做了", "主持召开", "组织召开了", "上报了", "报告了", "汇报了", "介绍了", "分享了", "提出了", "反馈了", "同步了"})
	nextFinder    = newFinder([]string{"下次", "next meeting", "Next meeting", "Next Meeting", "NEXT MEETING"})
	notUnitFinder = newFinder([]string{"后转", "后报", "后由", "后交", "后送", "日前", "月底", "年底", "持股", "入股", "控股", "参股", "的是", "了", "根据", "按照", "通过", "关于", "由", "每周", "每月", "每日", "于", "任组长", "任主任", "担任", "为组长", "工作需", "还需", "仍需", "尚需"})
	labelFinder   = newFinder([]string{":", "-", "—", "责任", "时间", "人 "})
	dayFinder     = newFinder([]string{"前", "日", "月", "周", "天", "每"})
	saidFinder    = newFinder([]string{"进行汇报", "作了汇报", "汇报了", "表示支持", "表示同意", "认为", "介绍了", "表示,", "提出了", "进行了讨论", "会上,"})
	speakFinder   = newFinder([]string{"强调", "指出", "讲话", "表示", "致辞", "传达", "主持", "作了", "宣读", "通报了", "提出要求", "总结"})
)

// Finders of long lists of which a text may begin with one.
var (
	followStart     = newFinder(leadVerbs, coVerbs, withVerbs, workVerbs, actVerbs, modals, timeWords, otherNext, pastVerbs)
	introStart      = newFinder(intros)
	askStart        = newFinder(askWords)
	modalStart      = newFinder(modals)
	dutyStart       = newFinder([]string{"要", "必须", "务必", "应", "须"})
	adverbStart     = newFinder(beforeVerbs)
	collectiveStart = newFinder(collectives)
	markStart       = newFinder(zhMarks)
	demandStart     = newFinder(demandVerbs)
	workStart       = newFinder(workVerbs)
	titleStart      = newFinder(titleLeads)
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
