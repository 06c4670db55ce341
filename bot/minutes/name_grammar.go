package minutes

import (
	"strings"
	"unicode/utf8"
)

// grammar reads a name that the organisation does not know.
func (w *who) grammar(i int) (party, int) {
	s := w.s
	if r, _ := runeAt(s[i:]); neverFirstSet.has(r) && !strings.HasPrefix(s[i:], "有关") || r == '和' && cutPrefixes(s[i:], []string{"和平", "和田", "和县", "和龙", "和顺", "和静", "和硕", "和政", "和林"}) == 0 || r == '一' && cutPrefixes(s[i:], []string{"一名", "一位", "一个", "一批", "一定", "一律"}) > 0 || r == '专' && strings.HasPrefix(s[i:], "专人") {
		return party{}, 0
	}
	first, _ := runeAt(s[i:])
	person := surnameSet.has(first) || first < 0x250 || first == '小' || first == '老' || first == '阿' || cutPrefixes(s[i:], jobs) > 0
	sure := first < utf8.RuneSelf || personFirst.has(first) || w.people.begins(s[i:]) // surePerson may say so
	end, folk, unit := 0, 0, 0
	last := rune(0)
	most := 26
	if v := follows(s[i:]); v >= 6 && !strings.Contains(s[i:min(len(s), i+60)], "的") {
		most = 6 // what begins with a verb is a name only if it is short: 组织部
	}
	for e, n := i, 0; e <= len(s) && n <= most; n++ {
		if nameEndSet.has(last) && e > i+3 {
			t := s[i:e]
			if folkEndSet.of(t) != "" && collectiveStart.prefix(t) > 0 && looksUnit(t) {
				folk = e // 全市法院领导干部 may be followed by any verb
			}
			if !(last == '办' && officeGoesOn(s[e:])) && (unit == 0 || e-unit <= 9) && hardEndSet.of(t) != "" && looksUnit(t) && !beginsWithVerb(t) {
				unit = e // 宣传处 may be followed by any verb; 民政局 may go on to 民政局办公室
			}
		}
		if e > i && e < len(s) && s[e] == '(' {
			if k := innerBracket(s[e:]); k > 0 {
				e += k // 各区(市)教育局
				continue
			}
		}
		stop := e == len(s) || stopRune(s[e:])
		if e > i && (nameEndSet.has(last) || person && (n <= 5 || first < 0x250)) && (stop || w.nameEnds(s[e:])) {
			if t := s[i:e]; (looksUnit(t) || sure && w.surePerson(t) || soleUnits[t] && cutPrefixes(s[e:], coVerbs)+cutPrefixes(s[e:], leadVerbs) > 0) && !beginsWithVerb(t) {
				end = e
				break
			}
		}
		if stop {
			break
		}
		r, size := runeAt(s[e:])
		last = r
		e += size
	}
	if end == 0 {
		if end = max(folk, unit); end == 0 {
			return party{}, 0
		}
	}
	return w.named(s[i:end]), end
}

// nameEnds reports whether a name may end before rest: a word follows that can follow a name, and is not itself the rest of a unit's name.
func (w *who) nameEnds(rest string) bool {
	n := follows(rest)
	return n > 0 && !unitGoesOn(rest, n)
}

// innerBracket gives the length of a short bracket inside a name: (市), (街道), when the name goes on behind it.
func innerBracket(s string) int {
	k := strings.IndexByte(s[:min(len(s), 16)], ')')
	if k < 4 || k+1 >= len(s) || !isHan(firstRune(s[1:])) || !isHan(firstRune(s[k+1:])) || follows(s[k+1:]) > 0 {
		return 0
	}
	return k + 1
}

// officeGoesOn reports whether 办 is part of a longer word: 办公会, 办理, 办法.
func officeGoesOn(rest string) bool {
	return rest != "" && strings.ContainsRune("公理法案好结事学成完", firstRune(rest))
}

// neverFirst are characters that no unit's name begins with.
const neverFirst = "遇请列与现就对为从以把将按据当在是有无并但而因如若则此这那使让被给向自所其它他她我你您再又还也都很更最已曾正不没未了着过的"

// hardEnds are the endings that make a unit's name by themselves.
var hardEnds = []string{"处", "科", "局", "办", "部", "办公室", "委员会", "中心", "研究室", "支队", "大队", "学院", "公司", "庭", "厅", "街道办", "管委会", "党委", "工会", "团委", "教研室", "项目部", "事业部", "委"}

var folkEnds = []string{"领导干部", "部门", "单位", "法院", "党员", "干警", "同志", "同学", "教师", "负责人", "成员"}

func stopRune(s string) bool {
	r, _ := runeAt(s)
	return stopSet.has(r)
}
