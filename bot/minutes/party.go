package minutes

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// A party is somebody named in the text.
type party struct {
	name    string          // as written, without @ and brackets
	mention *ledger.Mention // what the organisation knows; nil: it does not know the name
}

func (p party) known() bool { return p.mention != nil }

// speaker is who says the lines of a discussion.
type speaker = party

// A finding is what one stretch of text says about who acts.
type finding struct {
	owners, co []party
	except     []party
	fanout     string
	group      *ledger.Mention // what the organisation knows of the collective
	report     []string
	rule       string
	words      string
	from, to   int      // span of the words that name owner and role, for titles
	cuts       [][2]int // spans of words about who did it before: not part of the title
	strong     bool     // assigned in words; otherwise only the subject of a demand
	refused    bool     // 不再由X负责, 建议由X
}

// mark notes the rule that found the owner, and the words.
func (f *finding) mark(rule, s string, from, to int) {
	if f.rule == "" {
		f.rule, f.words, f.from, f.to = rule, s[from:to], from, to
	}
}

// cut notes the words about somebody who is no longer in charge, which end behind his verb.
func (f *finding) cut(s string, i, end int) {
	for _, w := range [...]string{"不再", "原来", "原", "此前", "之前", "以前", "过去"} {
		if strings.HasSuffix(s[:i], w) {
			end += cutPrefixes(s[end:], leadVerbs)
			f.cuts = append(f.cuts, [2]int{i - len(w), end})
			return
		}
	}
}

func hasParty(ps []party, name string) bool {
	for _, p := range ps {
		if p.name == name {
			return true
		}
	}
	return false
}

func addParties(to []party, ps ...party) []party {
	for _, p := range ps {
		if p.name != "" && !hasParty(to, p.name) {
			to = append(to, p)
		}
	}
	return to
}

// dropParties leaves out those of ps that are among others.
func dropParties(ps, others []party) []party {
	out := ps[:0:0]
	for _, p := range ps {
		if !hasParty(others, p.name) {
			out = append(out, p)
		}
	}
	return out
}

// A who finds names in one text: those of the organisation and those that grammar gives.
type who struct {
	dir      *ledger.Directory
	people   *roster
	script   *script
	resolved bool // the words of a resolution: its verbs stand bare
	s        string
	low      string // s in small letters, for English
	seen     sign   // which characters s has, for the rules of Chinese owners that look for many words
	mentions []ledger.Mention
	took     []taken // what was read before, of this text
}

// taken is what take read at a byte of a text.
type taken struct {
	at, end int
	ps      []party
}

func (r *reader) who(s string) *who {
	return r.lastWho.get(s, r.newWho)
}

func (r *reader) newWho(s string) *who {
	return &who{dir: r.o.Dir, people: r.people, script: &r.script, s: s, mentions: r.script.mentions(r.o.Dir, s)}
}

// mentionAt gives the organisation's name that begins at byte i; nil when none does.
func (w *who) mentionAt(i int) *ledger.Mention {
	k := sort.Search(len(w.mentions), func(k int) bool { return w.mentions[k].Start >= i })
	if k < len(w.mentions) && w.mentions[k].Start == i {
		return &w.mentions[k]
	}
	return nil
}

// named makes a party of a name as written.
func (w *who) named(name string) party {
	name = cleanName(name)
	if w.dir != nil {
		if m, ok := w.script.lookup(w.dir, name); ok {
			known := m // on the heap only where the name is known
			return party{name: name, mention: &known}
		}
	}
	return party{name: name}
}

// cleanName drops what surrounds a name: @, brackets with an affiliation, quotes.
func cleanName(s string) string {
	s = nameEdges.trim(s)
	s = strings.TrimLeft(s, "@")
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = strings.Trim(s, "[]@ ")
	}
	s = strings.TrimRight(stripBracket(s), " ")
	for _, plural := range [...]string{"Cllrs ", "Cllrs. ", "Councillors ", "Messrs "} {
		s = strings.TrimPrefix(s, plural)
	}
	return s
}

func stripBracket(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "(s)") {
		return trimSpace(s[:i])
	}
	return s
}

// names makes parties of an enumeration, as label values and table cells have it.
func (w *who) names(s string) []party {
	var out []party
	for _, n := range splitNames(openBrackets(s)) {
		n = trimSpace(n)
		if n == "" || placeholder(n) || runeCount(n) > maxName {
			continue
		}
		out = addParties(out, w.named(n))
	}
	return out
}

const maxName = 60 // characters; nothing longer is a name

// openBrackets hides separators within brackets from splitNames by dropping what is bracketed.
func openBrackets(s string) string {
	if !strings.ContainsRune(s, '(') {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	if trimSpace(b.String()) == "" {
		return strings.Trim(s, "() ")
	}
	return b.String()
}

// placeholder reports whether a cell or value says that nothing is filled in.
func placeholder(s string) bool {
	switch lower(cellEdges.trim(s)) {
	case "", "无", "暂无", "待定", "未定", "none", "n/a", "na", "nil", "tbd", "tba", "tbc", "todo", "who", "name", "owner", "due_date", "due date", "xxx", "xx", "x", "?", "??", "unassigned", "未分配", "待分配", "空", "责任人", "负责人", "同上", "〃", "no one", "open", "username", "@username", "your name", "assignee":
		return true
	}
	return false
}

// take reads an enumeration of names beginning at byte i and gives where it ends; nil when none stands there. Names of the organisation end where
// the organisation says; others where a word follows that can follow a name.
func (w *who) take(i int) ([]party, int) {
	for _, t := range w.took {
		if t.at == i {
			return t.ps, t.end
		}
	}
	ps, end := w.enumeration(i)
	if w.took == nil {
		w.took = make([]taken, 0, 6)
	}
	if len(w.took) < 60 {
		w.took = append(w.took, taken{i, end, slices.Clip(ps)})
	}
	return slices.Clip(ps), end
}

func (w *who) enumeration(i int) ([]party, int) {
	var out []party
	for {
		p, end := w.takeOne(i)
		if end == 0 {
			if len(out) == 0 {
				return nil, 0
			}
			return out, w.backSep(i)
		}
		if joined.in(p.name) {
			out = addParties(out, w.halves(p)...)
		} else {
			out = addParties(out, p)
		}
		i = end
		if q, e := w.personOf(p, i); e > 0 {
			out, i = addParties(out, q), e
		}
		n := nameSep(w.s[i:])
		if n == 0 {
			return out, i
		}
		i += n
	}
}

// backSep steps back over the separator that was read before a place where no name stands.
func (w *who) backSep(i int) int {
	t := strings.TrimRight(w.s[:i], " ")
	for _, sep := range [...]string{"、", "和", "及", "与", "/", ",", "以及"} {
		if strings.HasSuffix(t, sep) {
			return len(t) - len(sep)
		}
	}
	return len(t)
}

// nameSep gives the length of a separator between two names.
func nameSep(s string) int {
	n := blanks(s)
	for _, sep := range [...]string{"、", "以及", "和", "及", "与", "/", "，", ","} {
		if strings.HasPrefix(s[n:], sep) {
			return n + len(sep) + blanks(s[n+len(sep):])
		}
	}
	return 0
}

// takeOne reads one name at byte i.
func (w *who) takeOne(i int) (party, int) {
	s := w.s
	if i >= len(s) {
		return party{}, 0
	}
	if s[i] == '@' {
		return w.handle(i)
	}
	if m := w.mentionAt(i); m != nil && m.Kind != ledger.MentionOrg && (!m.Weak || w.listed(m)) {
		return party{name: m.Text, mention: m}, m.End
	}
	if n := cutPrefixes(s[i:], []string{"所有人", "全体人员", "全员", "每个人", "每人", "全组"}); n > 0 {
		return party{name: s[i : i+n]}, i + n
	}
	if n := w.people.at(s[i:]); n > 0 {
		name := s[i : i+n]
		if looksUnit(name) {
			if p, end := w.grammar(i); end > i+n {
				return p, end // 城投公司 was listed, 城投公司物资部 acts
			}
		}
		return w.named(name), i + n + cutPrefixes(s[i+n:], []string{"同学", "老师", "同志"})
	}
	if n := w.people.called(s[i:]); n > 0 {
		return w.named(s[i : i+n]), i + n
	}
	if r, _ := runeAt(s[i:]); r == '“' {
		if e := strings.Index(s[i:min(len(s), i+60)], "”"); e > 0 && isCollective(s[i:i+e+len("”")]) {
			end := i + e + len("”")
			return party{name: s[i:end]}, end
		}
		return party{}, 0
	}
	return w.grammar(i)
}

// listed reports whether a weak name stands in an enumeration, where it can only be a unit.
func (w *who) listed(m *ledger.Mention) bool {
	return nameSep(w.s[m.End:]) > 0 && !strings.HasPrefix(strings.TrimLeft(w.s[m.End:], " "), ",") || endsWithAny(w.s[:m.Start], []string{"、", "和", "及", "与"})
}

func (w *who) handle(i int) (party, int) {
	s := w.s
	j := i + 1
	for j < len(s) && s[j] == '@' {
		j++
	}
	from := j
	if j < len(s) && s[j] >= utf8.RuneSelf {
		for n := 0; j < len(s) && n < 4; n++ {
			r, size := runeAt(s[j:])
			if !isHan(r) || n >= 2 && follows(s[j:]) > 0 {
				break
			}
			j += size
		}
	} else {
		for j < len(s) && (isAlnum(s[j]) || s[j] == '-' || s[j] == '_' || s[j] == '.' && j+1 < len(s) && isAlnum(s[j+1])) {
			j++
		}
		if j < len(s) && s[j] == ' ' && wholeName(s, from, j) > j {
			j = wholeName(s, from, j)
		}
	}
	if j == from {
		return party{}, 0
	}
	p := w.named(s[from:j])
	if j < len(s) && s[j] == '(' { // @clark(王伟超)
		if e := strings.IndexByte(s[j:min(len(s), j+40)], ')'); e > 0 && looksPerson(s[j+1:j+e]) {
			j += e + 1
		}
	}
	return p, j
}

// wholeName extends "@Jane" by a capitalised family name.
func wholeName(s string, from, j int) int {
	k := j + 1
	if k >= len(s) || !isUpper(s[k]) || !isUpper(s[from]) {
		return j
	}
	for k < len(s) && isLetter(s[k]) {
		k++
	}
	if enWords.has(s[j+1 : k]) {
		return j
	}
	return k
}
