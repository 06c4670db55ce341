package intent

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// A name is a unit, person, body or group that a text names.
type name struct {
	kind  ledger.MentionKind
	i, j  int
	canon string   // canonical name; of an ambiguous alias as written
	cands []string // of an ambiguous alias: canonical names
	ask   bool     // a unit's own name that people also use for others: told, and asked about where it matters
	weak  bool     // a word of the language too
}

func (n name) unit() bool  { return n.kind == ledger.MentionUnit || n.kind == ledger.MentionAmbiguous }
func (n name) owner() bool { return n.unit() || n.kind == ledger.MentionGroup }

// names finds the organisation's names in s, the English ones of customary departments included, from left to right.
func (m *message) findNames() []name {
	d := m.c.Dir
	var out []name
	for _, x := range d.Mentions(m.s) {
		if x.Kind == ledger.MentionOrg || bareVerb(m.s, x) || x.Kind == ledger.MentionPerson && strings.HasSuffix(m.s[:x.Start], "副") { // 王副院长 is not 院长
			continue
		}
		out = append(out, canonical(d, x))
	}
	if !m.latin || d == nil {
		return out
	}
	for _, x := range m.englishNames(d) {
		if !slices.ContainsFunc(out, func(o name) bool { return o.i < x.j && x.i < o.j }) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b name) int { return a.i - b.i })
	return out
}

// bareVerb keeps aliases that are also plain words (执行, 立案) from being found inside a sentence where they are verbs.
func bareVerb(s string, x ledger.Mention) bool {
	w := s[x.Start:x.End]
	if strings.HasPrefix(w, "院") && words("全|本|我|咱|法|各|中|下|基层|贵").suffix(s[:x.Start]) > 0 {
		return true // 全院办结率 holds no 院办
	}
	if x.Kind != ledger.MentionUnit || !words("执行|立案|政工|审管").is(w) {
		return false
	}
	if w == "审管" || w == "政工" {
		return false
	}
	after, before := s[x.End:], strings.TrimRight(s[:x.Start], " ")
	return words("了|完|到位|案|率|情|难|款|中|工|办|指|部|条|人|程|信|权|力|标|数|登|服|材|流|院|计|方").prefix(after) > 0 ||
		words("已|正在|在|强制|继续|申请|恢复|可|未|没|没有|严格|认真|抓紧|开始|按|被|集中|年|能|要|应|首|再|网上|跨域|审|不|待|予以|难以|终").suffix(before) > 0
}

func canonical(d *ledger.Directory, x ledger.Mention) name {
	n := name{kind: x.Kind, i: x.Start, j: x.End, weak: x.Weak}
	switch x.Kind {
	case ledger.MentionUnit:
		n.canon = d.Unit(x.Unit).Name
		_, n.ask = d.Org().Ambiguous[x.Text]
	case ledger.MentionPerson:
		p, _ := d.Person(x.Person)
		n.canon = p.Name
		if n.canon == "" {
			n.canon = p.Title
		}
	case ledger.MentionGroup:
		n.canon = x.Text
	case ledger.MentionExternal:
		n.canon = x.External
	case ledger.MentionAmbiguous:
		n.canon = x.Text
		for _, u := range x.Units {
			n.cands = append(n.cands, d.Unit(u).Name)
		}
	}
	return n
}

// namesIn gives the names that stand in s[i:j].
func (m *message) namesIn(i, j int) []name {
	lo := 0
	for lo < len(m.names) && m.names[lo].i < i {
		lo++
	}
	hi := lo
	for hi < len(m.names) && m.names[hi].j <= j {
		hi++
	}
	return m.names[lo:hi]
}

// firstName gives the first name in s[i:j] that the test accepts.
func (m *message) firstName(i, j int, want func(name) bool) (name, bool) {
	for _, n := range m.namesIn(i, j) {
		if want(n) {
			return n, true
		}
	}
	return name{}, false
}

// overseer reports whether s names the leader who oversees the speaker's unit without saying who.
var overseer = words("分管副院长|分管院长|分管领导|分管院领导|分管的副院长|主管副院长|主管领导|主管院长|主管院领导|分管局领导|分管负责人|overseeing leader|overseeing vice president|overseeing vp|responsible vp|vp in charge|vice president in charge|leader in charge|the vp|our vp|our director|overseer")

// leadersNamed are the collective names of those who lead.
var leadersNamed = words("院领导|领导|上级|班子|党组|院党组|主要领导|management|leadership|leaders|senior management")

// glossary holds the customary English names of departments and bodies; the first Chinese name that the organisation knows is meant.
// A strict entry needs a word such as "office" or "department" after it, because it is a plain word too.
var glossary = []struct {
	english list
	strict  bool
	chinese list
}{
	{words("enforcement|executions"), false, words("执行局")},
	{words("research|judicial reform|policy research"), true, words("研究室")},
	{words("information technology|informatics|technology|tech|it|information"), true, words("信息技术处|信息处|信息技术部|技术部")},
	{words("case filing|case-filing|docketing|litigation service|litigation services"), false, words("立案庭")},
	{words("filing"), true, words("立案庭")},
	{words("trial management|trial administration|case management|adjudication management"), false, words("审判管理办公室|审管办")},
	{words("political"), true, words("政治部")},
	{words("human resources|hr|personnel|organization and personnel"), false, words("组织人事处|人事处|人力资源部")},
	{words("education and training|training|education"), true, words("教育培训处|培训部")},
	{words("publicity|press|communications|news|media"), true, words("宣传处|宣传部")},
	{words("supervision|supervisory|followup|follow-up"), true, words("督查室|督办室")},
	{words("inspection|judicial inspection|discipline"), true, words("督察局|督察室")},
	{words("letters and visits|petitions|petition|complaints"), false, words("信访办公室|信访办")},
	{words("first civil|1st civil|civil no. 1|no. 1 civil|civil 1|civil i"), false, words("民事审判第一庭|民一庭")},
	{words("second civil|2nd civil|civil no. 2|no. 2 civil|civil 2|civil ii|commercial"), false, words("民事审判第二庭|民二庭")},
	{words("third civil|3rd civil|civil no. 3|no. 3 civil|civil 3|civil iii"), false, words("民事审判第三庭|民三庭")},
	{words("fourth civil|4th civil|civil no. 4|no. 4 civil|civil 4|civil iv"), false, words("民事审判第四庭|民四庭")},
	{words("fifth civil|5th civil|civil no. 5|no. 5 civil|civil 5|civil v"), false, words("民事审判第五庭|民五庭")},
	{words("first criminal|1st criminal|no. 1 criminal|criminal 1|criminal i"), false, words("刑事审判第一庭|刑一庭")},
	{words("second criminal|2nd criminal|no. 2 criminal|criminal 2|criminal ii"), false, words("刑事审判第二庭|刑二庭")},
	{words("administrative|administrative trial"), true, words("行政审判庭")},
	{words("trial supervision|adjudication supervision"), false, words("审判监督庭")},
	{words("environment and resources|environmental resources|environmental"), true, words("环境资源审判庭")},
	{words("juvenile"), true, words("未成年人案件综合审判庭|少年庭")},
	{words("bankruptcy|liquidation|insolvency"), true, words("清算与破产审判庭|破产庭")},
	{words("intellectual property|ip"), true, words("知识产权法庭|知产庭")},
	{words("state compensation|compensation"), true, words("赔偿委员会办公室|赔偿办")},
	{words("judicial police|bailiff|bailiffs"), false, words("司法警察支队|法警支队")},
	{words("judicial administration|equipment|logistics|procurement|judicial equipment|equipment and logistics"), true, words("司法行政装备管理处|行装处|采购部")},
	{words("general|administration|court"), true, words("办公室")},
	{words("party committee"), false, words("机关党委")},
	{words("retired cadres|veteran cadres|retirees"), true, words("离退休干部处")},
	{words("legal"), true, words("法务部")},
	{words("finance bureau|fiscal bureau|municipal finance|city finance"), false, words("财政局")},
	{words("finance"), true, words("财务部|财务处|财务装备处")},
	{words("data bureau|big data bureau"), false, words("数据局|大数据局")},
	{words("political and legal affairs commission"), false, words("政法委")},
	{words("high people's court|high court|higher court|provincial court|provincial high court|liaoning high court"), false, words("省法院|省高院|高院")},
	{words("supreme people's court|supreme court|spc"), false, words("最高人民法院|最高法")},
	{words("shenhe"), false, words("沈河法院")}, {words("heping"), false, words("和平法院")}, {words("huanggu"), false, words("皇姑法院")},
	{words("dadong"), false, words("大东法院")}, {words("tiexi"), false, words("铁西法院")}, {words("hunnan"), false, words("浑南法院")},
	{words("yuhong"), false, words("于洪法院")}, {words("shenbei"), false, words("沈北法院")}, {words("sujiatun"), false, words("苏家屯法院")},
	{words("liaozhong"), false, words("辽中法院")}, {words("xinmin"), false, words("新民法院")}, {words("faku"), false, words("法库法院")},
	{words("kangping"), false, words("康平法院")}, {words("high-tech zone|hi-tech zone|gaoxin"), false, words("高新法院")},
	{words("economic development zone|jingkai"), false, words("经开法院")},
	{words("basic-level courts|basic level courts|basic courts|district courts|lower courts|local courts|grassroots courts|all courts|each court|every court|each basic court|each basic-level court|each district court|each lower court"), false, words("各基层法院")},
	{words("all departments|every department|each department|all the departments"), false, words("各部门")},
	{words("all units|every unit|each unit"), false, words("各单位")},
	{words("trial divisions|all trial divisions"), false, words("各业务庭")},
	{words("executive vice president|executive vp"), false, words("常务副院长")},
	{words("court president|the president"), false, words("院长")},
}

var officeWords = words("bureau|office|division|department|dept|dept.|tribunal|team|unit|section|center|centre|group|chamber|court|people's court|district court|corps|commission|division's|guys|folks")

// englishNames finds glossary names. IT is a name when written in capitals.
func (m *message) englishNames(d *ledger.Directory) []name {
	var out []name
	for _, g := range glossary {
		for _, w := range g.english.all {
			for i := at(m.s, w, 0); i >= 0; i = at(m.s, w, i+1) {
				j := i + len(w)
				if k := officeWords.prefix(strings.TrimLeft(m.s[j:], " ")); k > 0 {
					j = len(m.s) - len(strings.TrimLeft(m.s[j:], " ")) + k
				} else if g.strict && !(m.capitals(i, j) && (len(w) <= 3 || len(m.s) > 0 && afterPreposition(m.s, i))) {
					continue
				}
				if n, ok := lookup(d, g.chinese, i, j); ok && !slices.ContainsFunc(out, func(o name) bool { return o.i < j && i < o.j }) {
					out = append(out, n)
				}
			}
		}
	}
	return out
}

func afterPreposition(s string, i int) bool {
	return words("on|to|from|by|with|for|of|in|and|is|the|ask|remind").suffix(strings.TrimRight(s[:i], " ")) > 0
}

// capitals reports whether the word at s[i:j] was written with a capital.
func (m *message) capitals(i, j int) bool {
	c := m.raw[m.off[i]]
	return 'A' <= c && c <= 'Z' && (j-i > 2 || m.raw[m.off[i]+1] == m.s[i+1]-32)
}

func lookup(d *ledger.Directory, chinese list, i, j int) (name, bool) {
	for _, w := range chinese.all {
		if x, ok := d.Lookup(w); ok {
			n := canonical(d, x)
			n.i, n.j = i, j
			return n, true
		}
	}
	return name{}, false
}
