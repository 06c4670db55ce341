package minutes

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A field is what a label or a table column speaks about.
type field int

const (
	fieldNone    field = iota
	fieldTask          // what is to be done
	fieldDetail        // concrete steps below a task
	fieldOwner         // 责任人, Owner
	fieldLead          // 牵头单位: goes before other owners
	fieldCo            // 配合单位
	fieldLeader        // 责任领导: oversees, does not do it
	fieldDue           // 完成时限, Due
	fieldStatus        // 状态
	fieldMeasure       // 完成标准
	fieldSpeaker       // 汇报人: no owner
	fieldMinutes       // what was said and concluded: to be read as text
	fieldSerial        // 序号
	fieldPerson        // 姓名: a list of people
	fieldResult        // 确认结果: the matter is settled
	fieldStart         // 开始时间
	fieldMeeting       // 会议时间 and the like
)

var labelWords = map[field]string{
	fieldOwner:   "责任人 责任单位 责任部门 责任科室 责任处室 责任主体 责任方 第一责任人 负责人 负责单位 负责部门 负责同学 承办单位 承办部门 承办人 承办 主责单位 主责部门 跟进人 跟踪人 经办人 处理人 执行人 落实人 落实单位 完成人 认领人 对接人 实施单位 承接人 实施人 主要责任单位 直接责任人 责任分工 责任归属|owner|owners|assignee|assignees|assigned to|assigned|responsible|responsible person|responsibility|responsible party|action owner|action by|by whom|dri|poc|who|person responsible|action officer",
	fieldLead:    "牵头单位 牵头部门 牵头人 牵头处室 牵头科室 牵头 主办单位 主办部门 主办人 主办 总牵头单位|lead|leads|lead unit|lead department|lead owner",
	fieldCo:      "配合单位 配合部门 配合人 配合处室 配合 协同部门 协同单位 协同人 协同 协办单位 协办部门 协办人 协办 协助单位 协助部门 协助人 协助 参与单位 参与部门 参加单位 支持单位 支持部门 支持人 会办单位|support|supporting|supported by|supporting unit|co-owner|co-owners|helpers|assisted by",
	fieldLeader:  "责任领导 分管领导 包保领导 挂牌领导 督办领导 牵头领导 分管院领导 分管负责人|sponsor|executive sponsor",
	fieldDue:     "完成时间 完成时限 完成期限 完成日期 完成时间节点 截止时间 截止日期 截止 时限 期限 时间节点 时间要求 计划完成时间 预计完成时间 预计完成 计划完成 要求完成时间 闭环时间 解决时间 办结时限 办理时限 整改时限 时间 反馈时间 目标时间 完成节点|ddl|due|due date|deadline|by when|eta|target date|target completion|timeline|complete by|completion date|date due|timeframe|when|due by",
	fieldStatus:  "状态 当前状态 进展 进度 完成情况 办理情况 落实情况 进展情况|status|state|progress",
	fieldMeasure: "完成标准 验收标准 衡量标准 成果形式 成果 交付物 输出物 产出物 产出 目标值 考核标准 输出 完成目标|success criteria|deliverable|measure of success|definition of done|acceptance criteria|kpi",
	fieldSpeaker: "汇报人 报告人 主讲人 分享人 申报人 提出人 提议人 主持人 记录人 发起人|presenter|speaker|reporter|facilitator|scribe|chair|note taker|minute taker|raised by|proposed by|seconded by",
	fieldResult:  "确认结果 处理结果 答复 结果 回复|",
	fieldStart:   "开始时间 启动时间|start|start date",
	fieldMeeting: "会议时间 会议日期 会议地点 地点 日期|date|time|location|venue|place",
}

// A label is a field given with its name: "责任人:张三", "Due: Friday".
type label struct {
	field field
	key   string
	val   plain
	line  int // of a label on a line of its own; 0: in the block's own line
	i, j  int // span in the text it was read from, value included
}

type labelKey struct {
	word  string
	field field
}

// labelKeys are the label words by first letter, the longest first.
var labelKeys = func() map[rune][]labelKey {
	m := map[rune][]labelKey{}
	for f, words := range labelWords {
		zh, en, _ := strings.Cut(words, "|")
		for _, w := range append(strings.Fields(zh), strings.Split(en, "|")...) {
			if w == "" {
				continue
			}
			r, _ := runeAt(w)
			m[r] = append(m[r], labelKey{w, f})
		}
	}
	for _, l := range m {
		sort.Slice(l, func(i, j int) bool {
			if len(l[i].word) != len(l[j].word) {
				return len(l[i].word) > len(l[j].word)
			}
			return l[i].word < l[j].word
		})
	}
	return m
}()

// keyAtRune is where the keys of a character are in keyLists, one more than the index; 0: it begins none.
var keyAtRune, keyLists = func() (at [0x10000]uint8, lists [][]labelKey) {
	for r, l := range labelKeys {
		lists = append(lists, l)
		at[r] = uint8(len(lists))
	}
	return at, lists
}()

func keysOf(r rune) []labelKey {
	if r >= 0x10000 || keyAtRune[r] == 0 {
		return nil
	}
	return keyLists[keyAtRune[r]-1]
}

// readLabels finds the labels of a text in order.
func readLabels(p plain) []label {
	s := p.s
	if len(s) > maxPiece {
		s = clip(s, maxPiece)
	}
	if !labelFinder.in(s) {
		return nil
	}
	var out []label
	for i := 0; i < len(s); {
		k, after := keyAt(s, i)
		if after == 0 {
			i += runeLen(s[i])
			continue
		}
		end := valueEnd(s, after, k.field)
		a, z := trimSpan(s, after, end)
		z = a + len(valueEnds.trimRight(s[a:z]))
		if a <= z {
			out = append(out, label{field: k.field, key: k.word, val: p.sub(a, z), i: i, j: end})
		}
		i = max(end, after)
	}
	return out
}

// leadingLabels is readLabels for a text that begins with a label; nil for all others.
func leadingLabels(p plain) []label {
	i := len(p.s) - len(listEdges.trimLeft(p.s))
	if i >= len(p.s) {
		return nil
	}
	if _, after := keyAt(p.s, i); after == 0 {
		return nil
	}
	return readLabels(p)
}

func runeLen(c byte) int {
	switch {
	case c < 0xC0:
		return 1
	case c < 0xE0:
		return 2
	case c < 0xF0:
		return 3
	}
	return 4
}

// keyAt reads a label's name and separator at s[i:]; after is where the value begins, 0 when there is no label.
func keyAt(s string, i int) (labelKey, int) {
	c := s[i]
	if c < utf8.RuneSelf {
		if !isLetter(c) || i > 0 && isAlnum(s[i-1]) {
			return labelKey{}, 0
		}
		c |= 0x20
	}
	r := rune(c)
	if c >= utf8.RuneSelf {
		r, _ = runeAt(s[i:])
	}
	for _, k := range keysOf(r) {
		if len(s)-i > len(k.word) && foldedEqual(s[i:i+len(k.word)], k.word) && !insideWord(s, i, k.word) {
			if n := separator(s, i, i+len(k.word), k); n > 0 {
				return k, n
			}
		}
	}
	return labelKey{}, 0
}

// insideWord reports whether a short label is the end of a longer word: 发布时间 gives no deadline.
func insideWord(s string, i int, key string) bool {
	if i == 0 || len(key) > 6 || s[i-1] < utf8.RuneSelf {
		return false
	}
	r, _ := lastRune(s[:i])
	return isHan(r)
}

// separator reads what stands between a label's name and its value: a colon, dashes, or only a blank where a name or a number follows.
func separator(s string, start, i int, k labelKey) int {
	if i < len(s) && s[i] == '(' && !hasHan(k.word) { // Owner(s):
		if e := strings.IndexByte(s[i:min(len(s), i+6)], ')'); e > 0 {
			i += e + 1
		}
	}
	j := i + blanks(s[i:])
	if j >= len(s) {
		return 0
	}
	if s[j] == ':' || s[j] == '=' && hasHan(k.word) {
		return j + 1
	}
	if !hasHan(k.word) {
		return dashAfter(s, start, j, i, k)
	}
	if j > i && strings.HasPrefix(s[j:], "-") || strings.HasPrefix(s[j:], "—") || strings.HasPrefix(s[j:], "–") {
		for j < len(s) && (s[j] == '-' || s[j] == ' ' || strings.HasPrefix(s[j:], "—") || strings.HasPrefix(s[j:], "–")) {
			j += runeLen(s[j])
		}
		return j
	}
	return bareValue(s, i, j, k)
}

// dashAfter accepts "Owner - Alice" at the beginning of a text or after punctuation.
func dashAfter(s string, start, j, i int, k labelKey) int {
	if (k.field == fieldOwner || k.field == fieldDue) && j > i && (strings.HasPrefix(s[j:], "- ") || strings.HasPrefix(s[j:], "– ")) &&
		(start == 0 || strings.ContainsRune("([,;-", rune(s[max(0, start-1)]))) {
		return j + runeLen(s[j])
	}
	return 0
}

// bareValue accepts "责任人 于佳耕" and "完成时间2025.4.20", where nothing but a blank, or nothing at all, separates.
func bareValue(s string, i, j int, k labelKey) int {
	switch k.field {
	case fieldOwner, fieldLead, fieldCo:
		if strings.HasPrefix(s[j:], "为") && len(k.word) >= 9 && (!strings.HasSuffix(k.word, "人") || i == len(k.word)) { // 责任单位为X、Y
			if v := j + len("为"); nameRun(s[v:]) > 0 {
				return v
			}
		}
		if j > i && len(k.word) >= 9 {
			if n := nameRun(s[j:]); n > 0 {
				return j
			}
		}
		if j == i && s[j] == '@' {
			return j
		}
	case fieldDue:
		if (len(k.word) >= 12 || k.word != "时间") && (isDigit(s[j]) || s[j] == '(') {
			if s[j] == '(' {
				j++
			}
			return j
		}
	}
	return 0
}

// nameRun gives the length of the list of names that s begins with when nothing but names stand up to the next stop.
func nameRun(s string) int {
	end := strings.IndexAny(s, ";,.()")
	if end < 0 {
		end = len(s)
	}
	if e := strings.Index(s[:end], "。"); e >= 0 {
		end = e
	}
	if e := strings.Index(s[:end], "  "); e >= 0 {
		end = e
	}
	for _, n := range splitNames(trimSpace(s[:end])) {
		if !looksPerson(n) && !looksUnit(n) && !(hasHan(n) && len(n) <= 9 && !hasAny(n, []string{"的", "是", "为", "要", "应", "和"})) {
			return 0
		}
	}
	return end
}

// valueEnd finds where a label's value ends: at a stop, a closing bracket that it did not open, or the next label.
func valueEnd(s string, i int, f field) int {
	depth := 0
	for j := i; j < len(s); {
		switch c := s[j]; {
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return j
			}
		case c == ';' || c == '|' || c == '-' && (strings.HasPrefix(s[j:], "-- ") || strings.HasPrefix(s[j:], "--")) && j > i+1:
			return j
		case c == '.' && f != fieldMeasure && (j+1 == len(s) || s[j+1] == ' ') && j-i > 3:
			return j
		case c >= utf8.RuneSelf && (strings.HasPrefix(s[j:], "。") || strings.HasPrefix(s[j:], "】") || strings.HasPrefix(s[j:], "【") || strings.HasPrefix(s[j:], "〕")):
			return j
		case j > i && depth == 0:
			if _, after := keyAt(s, j); after > 0 && (c >= utf8.RuneSelf || s[j-1] == ' ' || s[j-1] == ',') {
				return j
			}
		}
		j += runeLen(s[j])
	}
	return len(s)
}

// onlyLabels reports whether nothing but labels stands in the text.
func onlyLabels(p plain, ls []label) bool {
	if len(ls) == 0 || listEdges.trim(p.s[:ls[0].i]) != "" {
		return false
	}
	for i := range ls {
		if ls[i].field == fieldSpeaker || ls[i].field == fieldMeeting || ls[i].field == fieldMinutes {
			return ls[i].field == fieldSpeaker && len(ls) == 1
		}
		next := len(p.s)
		if i+1 < len(ls) {
			next = ls[i+1].i
		}
		if ls[i].j < next && strings.Trim(p.s[min(ls[i].j, next):next], " ;,.。、)|(-【】—") != "" {
			return false
		}
	}
	return true
}

// workLabels reports whether a label says who or when.
func workLabels(ls []label) bool {
	for _, l := range ls {
		if l.field == fieldOwner || l.field == fieldLead || l.field == fieldDue {
			return true
		}
	}
	return false
}
