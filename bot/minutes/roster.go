package minutes

import (
	"strings"
	"unicode/utf8"
)

// A roster is who the text says was there: names, given names, family names, initials and handles, in lower case.
type roster struct {
	names  words
	given  map[string]bool // 秀奇 of 谢秀奇: whom colleagues call so
	firsts [64]uint64      // hashes of the characters that names begin with
	full   int             // how many people were listed
}

func (p *roster) put(name string) {
	p.names[name] = true
	p.note(name)
}

// note remembers what a name begins with.
func (p *roster) note(name string) {
	if name != "" {
		h := startHash(name, 0)
		p.firsts[h>>6] |= 1 << (h & 63)
	}
}

// begins reports whether one of the names may stand at the beginning of s.
func (p *roster) begins(s string) bool {
	if p == nil {
		return false
	}
	h := startHash(s, 0)
	return p.firsts[h>>6]&(1<<(h&63)) != 0
}

// readRoster collects the people of attendance sections and lines.
func readRoster(bs []*block) *roster {
	p := &roster{names: words{}, given: map[string]bool{}}
	for k, x := range bs {
		if p.full > 500 {
			break
		}
		switch {
		case x.kind == blockTable && (x.ctx == ctxAttend || x.table.col(fieldPerson) >= 0):
			p.addTable(x.table)
		case x.ctx == ctxAttend && x.kind != blockHeading:
			p.addLine(x.p.s)
		case x.kind == blockPara && k < 40 && presentAt(x.p.s) > 0:
			s := x.p.s
			for n := presentAt(s); n > 0; n = presentAt(s) {
				s = s[n:]
				p.addLine(firstSentence(s))
			}
		case x.kind != blockHeading:
			if i := strings.IndexByte(x.p.s[:min(len(x.p.s), 60)], ':'); i > 0 && classify(x.p.s[:i]) == ctxAttend {
				p.addLine(x.p.s[i+1:])
			}
		}
	}
	return p
}

func (p *roster) addTable(t *table) {
	k := max(t.col(fieldPerson), 0)
	for _, row := range t.rows {
		for c := k; c < len(row.cells) && c < k+2; c++ {
			p.addLine(row.cells[c].s)
		}
	}
}

// addLine adds the names of an enumeration, or of one line of a list: "Jane Doe (Acme) @jane - chair".
func (p *roster) addLine(s string) {
	if i := strings.IndexByte(s[:min(len(s), 30)], ':'); i > 0 {
		if body := trimSpace(s[:i]); hasHan(body) && runeCount(body) <= 8 && classify(body) == ctxNone {
			p.put(lower(body)) // whom they come from
		}
		s = s[i+1:]
	}
	if len(s) > 3000 {
		s = clip(s, 3000)
	}
	depth := 0
	for _, part := range strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return depth <= 0 && strings.ContainsRune(",;、，；|&/", r)
	}) {
		if ns := blankSeparated(part); ns != nil {
			for _, n := range ns {
				p.add(n)
			}
			continue
		}
		for _, n := range strings.Split(part, " and ") {
			p.add(n)
		}
	}
}

// blankSeparated gives the Chinese names that only blanks separate, also where a blank fills up a short one: "熊伟 包 青 邵云飞"; nil for all else.
func blankSeparated(s string) []string {
	var buf [8]string
	words := fields(buf[:0], s)
	if len(words) < 2 || !isHan(firstRune(words[0])) {
		return nil
	}
	var out []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		if runeCount(w) == 1 && i+1 < len(words) && runeCount(words[i+1]) == 1 {
			i++
			w += words[i]
		}
		if !looksPerson(w) {
			return nil
		}
		out = append(out, w)
	}
	return out
}

// presentAt gives where the names begin behind words for who was there, in running text: "Selectmen present: …", "Present were …"; 0 for none.
func presentAt(s string) int {
	if len(s) > 2000 || hasHan(s) {
		return 0
	}
	l := lower(s)
	for _, v := range [...]string{"present were ", "present was ", "present:", "in attendance were ", "in attendance:", "attending were ", "attendees were ", "those present were ", "members present were "} {
		if i := strings.Index(l, v); i >= 0 {
			return i + len(v)
		}
	}
	return 0
}

// firstSentence is the text up to a full stop that ends a sentence.
func firstSentence(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '.' && periodAt(s, i) == '.' {
			return s[:i]
		}
	}
	return s
}

// beforeSentence drops a sentence that follows a name: "Ann B. A quorum was confirmed".
func beforeSentence(s string) string {
	i := strings.Index(s, ". ")
	if i < 0 || strings.Count(s[i:], " ") < 2 {
		return s
	}
	if last := s[strings.LastIndexByte(s, ' ')+1:]; last == "" || isUpper(last[0]) {
		return s
	}
	return s[:i]
}

func (p *roster) add(s string) {
	s = beforeSentence(s)
	for h := range strings.FieldsSeq(s) {
		if h[0] == '@' && len(h) > 2 {
			p.put(lower(strings.Trim(h, "@(),.;")))
			p.full++
		}
	}
	if i := strings.IndexByte(s, '('); i >= 0 { // initials or a handle in brackets
		if e := strings.IndexByte(s[i:], ')'); e > 1 && e < 40 && !strings.Contains(s[i:i+e], " ") {
			p.put(lower(strings.Trim(s[i:i+e], "()@")))
		}
		s = s[:i]
	}
	for _, d := range [...]string{" - ", " – ", " — "} {
		if i := strings.Index(s, d); i > 0 {
			s = s[:i]
		}
	}
	s = strings.Trim(s, " .@*")
	if s == "" || len(s) > 60 || !looksPerson(s) && !looksPerson(titleless(s)) {
		return
	}
	s = officeless(titleless(s))
	p.full++
	p.put(lower(s))
	if r, n := runeAt(s); utf8.RuneCountInString(s) == 3 && surnameSet.has(r) && !hasAny(s[n:], doubleSurnames) {
		p.given[s[n:]] = true
		p.note(s[n:])
	}
	words := strings.Fields(s)
	if len(words) < 2 || hasHan(s) {
		return
	}
	initials := ""
	for _, w := range words {
		if t := strings.Trim(w, "."); len(t) > 1 {
			p.put(lower(t))
		}
		r, _ := utf8.DecodeRuneInString(w)
		initials += lower(string(r))
		if i := strings.IndexByte(w, '\''); i > 0 && i+1 < len(w) {
			p.put(initials + "'" + lower(w[i+1:i+2]))
		}
	}
	p.put(initials)
}

var courtesy = []string{"Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", "Dr. ", "Mr. ", "Mrs. ", "Ms. ", "Cllr ", "Cllr. ", "Cllrs ", "Councillor ", "Councillors ", "Prof ", "Prof. ", "Professor ", "Rev ", "Rev. ", "Sir ", "Lady ", "Ald ", "Alderman ", "County Councillor ", "Commissioner ", "Supervisor "}

// officeless drops the office before a name: Parks Director Karen Lund.
func officeless(s string) string {
	words := strings.Fields(s)
	for k := len(words) - 2; k >= 0; k-- {
		if roleNouns.has(words[k]) {
			return strings.Join(words[k+1:], " ")
		}
	}
	return s
}

func titleless(s string) string {
	return s[cutPrefixes(s, courtesy):]
}

// has reports whether s is somebody on the roster.
func (p *roster) has(s string) bool {
	if p == nil {
		return false
	}
	s = rosterEdges.trim(titleless(s))
	return s != "" && (s[0] < utf8.RuneSelf || p.begins(s)) && (p.names.has(s) || p.given[s])
}

// at gives the length of the listed Chinese name at the beginning of s, 0 for none.
func (p *roster) at(s string) int {
	if p == nil || len(p.names) == 0 || s == "" || s[0] < utf8.RuneSelf {
		return 0
	}
	if !p.begins(s) {
		return 0
	}
	best, n := 0, 0
	for i, r := range s {
		if n >= 2 && p.names[s[:i]] {
			best = i
		}
		if n++; n > 6 || !isHan(r) {
			break
		}
	}
	if best == 0 && n <= 6 && p.names[s] {
		return len(s)
	}
	return best
}

// called gives the length of a listed person's given name at the beginning of s, where a word follows that says that he acts; 0 for none.
func (p *roster) called(s string) int {
	const n = 2 * len("人")
	if p == nil || len(p.given) == 0 || len(s) < n+6 || s[0] < utf8.RuneSelf || !p.begins(s) || !p.given[s[:n]] {
		return 0
	}
	rest := s[n:]
	rest = rest[cutPrefixes(rest, []string{"会后", "下周", "下来", "后续", "尽快", "本周"}):]
	if cutPrefixes(rest, leadVerbs)+cutLong(rest, workVerbs)+modalAt(rest) == 0 || isPast(rest) || cutPrefixes(rest, []string{"提出", "汇报", "报告", "介绍", "分享", "反馈", "建议", "提供的"}) > 0 {
		return 0
	}
	return n
}

// known reports whether the text lists who was there.
func (p *roster) known() bool { return p != nil && p.full >= 2 }

const commonSurnames = "张王李赵刘陈杨黄周吴徐孙朱马胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶魏苏吕丁沈任姚卢姜崔钟谭陆汪范廖石贾夏韦付邹孟熊秦邱侯江尹薛闫段雷黎史陶贺毛郝顾龚邵覃武钱戴严莫孔向汤"

// surePerson reports whether a name may be taken for a person without a word that says so: somebody on the roster, a handle, or a common Chinese name.
func (w *who) surePerson(s string) bool {
	s = trimSpace(s)
	if s == "" || len(s) > 60 {
		return false
	}
	if s[0] == '@' || w.people.has(s) {
		return true
	}
	if s[0] < utf8.RuneSelf {
		return looksPerson(s) && !hasHan(s) && w.sureLatin(s)
	}
	if c, _ := runeAt(s); !personFirst.has(c) {
		return false
	}
	if nickname(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	n := runeCount(s)
	if !looksPerson(s) || !commonSurnameSet.has(r) && titleSet.of(s) == "" {
		return n == 3 && looksPerson(s) && !w.people.known() && !hasAny(s, []string{"工", "方", "文", "平", "计"})
	}
	return n >= 3 || !w.people.known() || titleSet.of(s) != ""
}
