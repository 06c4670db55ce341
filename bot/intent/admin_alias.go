package intent

import (
	"strings"
	"unicode/utf8"
)

var (
	// sameAs stand between an alias and the unit that it names: “后勤”就是指行装处, "the lab" is another name for Research.
	sameAs = words(cross("就是|就|是|即|即是|指|指的|说的", "|指|指的|是", "|是") + "|等于|等同于|代表|对应|=|means|mean|refers to|refer to|stands for|is short for|short for|is another name for|another name for|is the same as|is what we call|is what people call|is")
	// goesBy stand between a unit and its alias: 政治部大家叫干部口, "Research goes by the lab".
	goesBy = words(cross("|大家|我们|平时|一般|有时|群众|院里|内部|私下|就|也|都|又|还|俗|简|统|习惯", "叫|叫做|叫作|称|称作|称为|称之为|喊|喊做|喊作|说成|写成|写作|记作") + "|缩写|缩写为|缩写是|代号|代号是|外号|goes by|is also called|is called|is also known as|is known as|also known as|aka|a.k.a.|=")
	// aliasLead and aliasTail stand around an alias and are no part of it.
	aliasLead = words("以后|今后|往后|从今往后|大家|我们|平时|凡是|凡|说到|提到|遇到|谁说|有人说|说|写|叫|喊|看到|听到|里的|when someone says|when people say|if someone says|when we say|from now on|people call|we call|call|please|add|note|that|记住|记一下|注意|把|将|管|,|:| ")
	aliasTail = words("的意思|的别名|的别称|的简称|这个名字|这个叫法|这个说法|这几个字|二字|两个字|记一下|加上|加进去|登记一下|too|as well|for short|please|也行|吧|的|,| ")
)

// aliasSaid reads that a name is a unit's without a word like 别名: the sentence is nothing but the two names and what makes them one.
func (m *message) aliasSaid() (draft, bool) {
	n, ok := m.firstName(0, len(m.s), name.unit)
	if !ok || len(m.refs) > 0 || words("群|channel|room").in(m.s) {
		return draft{}, false
	}
	d := draft{name: AliasAdd}
	d.s.Unit = n.canon
	i, j := 0, 0
	before, after := strings.TrimRight(m.s[:n.i], " \"'"), strings.TrimLeft(m.s[n.j:], " \"'")
	rest := len(m.s) - len(after)
	switch same, by := sameAs.suffix(before), goesBy.prefix(after); {
	case by > 0:
		i, j = rest+by, len(m.s)
	case same > 0:
		i, j = 0, len(before)-same
	case sameAs.prefix(after) > 0 && aliasLead.is(strings.TrimSpace(before)):
		i, j = rest+sameAs.prefix(after), len(m.s)
	case words("call").suffix(before) > 0 && after != "":
		i, j = len(m.s)-len(after), len(m.s)
	default:
		return draft{}, false
	}
	d.s.Alias = m.aliasIn(i, j)
	size := utf8.RuneCountInString(d.s.Alias)
	quotes := strings.ContainsAny(m.s[i:j], "\"'")
	if size == 0 || hasHan(d.s.Alias) && size > 8 || size > 24 || !quotes && words("谁|哪|什么|吗|多少|领导|院长|牵头|负责|联络员|管|who|what|where|which|in charge|responsible|late|overdue").in(m.s[i:j]) {
		return draft{}, false
	}
	return d, true
}

// aliasIn is the alias at s[i:j]: what stands in quotation marks, else the words without those around it.
func (m *message) aliasIn(i, j int) string {
	if a := strings.IndexAny(m.s[i:j], "\"'"); a >= 0 {
		if b := strings.IndexByte(m.s[i+a+1:j], m.s[i+a]); b > 0 {
			return m.orig(i+a+1, i+a+1+b)
		}
	}
	for {
		n := aliasLead.prefix(m.s[i:j])
		if n == 0 {
			break
		}
		i += n
	}
	if k := strings.IndexAny(m.s[i:j], ",;。"); k > 0 {
		j = i + k
	}
	for {
		n := aliasTail.suffix(m.s[i:j])
		if n == 0 || n == j-i {
			break
		}
		j -= n
	}
	return quoted(m.orig(i, j))
}
