package intent

import (
	"strings"
	"unicode/utf8"
)

var (
	favours  = words("关照|照顾|打招呼|打个招呼|通融|帮忙|帮个忙|费心|从轻|轻判|减轻|判轻|缓刑|取保|改判|维持原判|支持原告|支持被告|驳回起诉|驳回上诉|胜诉|赢|尽快判|快点判|早点判|早日开庭|加快审理|尽快结案|拖一拖|缓一缓|压一压|先别判|放一放|执行缓|别执行|暂缓执行|解除查封|解封|倾斜|关注一下|关注下|过问|说一声|说句话|说情|递个话|带个话|疏通|走走关系|关系户|熟人|亲戚|老同学|朋友的案|我朋友|领导交代|领导打过|领导关心|请你们庭|跟承办|给承办|和承办|找承办|承办法官|主审法官|put in a word|go easy|be lenient|take care of|look after|favour|favor|special attention|lean toward|rule for|rule against|speed up the trial|friend of mine|my friend|relative|talk to the judge|speak to the judge|tell the judge|ask the judge")
	outcomes = words("怎么判|如何判|会判|判几年|判多少|判决结果|裁判结果|什么结果|判了吗|判了没|判决了吗|谁赢|谁会赢|胜诉吗|能胜诉|能赢|能不能赢|结果如何|结果怎么样|裁判意见|判决意见|合议庭意见|合议意见|合议庭怎么|合议庭的意见|合议庭讨论|合议笔录|评议意见|评议笔录|审委会意见|审委会讨论意见|审委会怎么|审委会决定了|审委会结论|倾向性意见|倾向意见|少数意见|多数意见|拟判|拟改判|是否改判|会不会改判|要改判|会改判|维持还是改判|量刑|判轻|判重|案件怎么判|outcome of the case|outcome of case|how will the case|how will case|be decided|how will they rule|how will the court rule|the verdict|verdict|the ruling|panel's opinion|panel opinion|collegial panel|deliberation|deliberations|will he be convicted|sentence be|likely ruling|who will win|who wins|draft judgment")
	caseWord = words("案|被告|原告|当事人|上诉|刑|判|合议庭|审委会|case|judgment|trial|lawsuit|litigation|panel|verdict|appeal")
	parties  = words("当事人|原告|被告|被告人|上诉人|被上诉人|申请人|被申请人|被执行人|申请执行人|第三人|辩护人|代理人|代理律师|律师|证人|被害人|嫌疑人|住址|身份证|电话|联系方式|手机号|地址|名字|姓名|plaintiff|defendant|party|parties|appellant|respondent|witness|victim|lawyer|counsel")
	partyAsk = words("which party|which side|who won|who lost|谁赢|谁输|是谁|叫什么|哪个公司|哪家公司|联系方式|电话|手机号|身份证|住址|地址|住哪|姓名|名字|名单|信息|发我|告诉我|查一下|查查|查下|给我|提供|是哪|who is|who are|who's|name of|names of|phone|address|contact|send me|give me|tell me|look up|what's the")
	caseAsk  = words("谁承办|承办人是谁|谁审的|承办法官是谁|谁主审|主审是谁|主审法官是谁|开庭了吗|什么时候开庭|何时开庭|审到哪|审到什么|到哪一步|到哪步|进展|进度|立案了吗|结了吗|结案了吗|案情|案由|卷宗|查一下|查下|查查|查询|情况|怎么样了|看一下|看看|材料|status|details|who is the judge|which judge|look up|where is|what happened|progress|info on|about|hearing date|when is the hearing|the file")
	workOn   = words("督办|事项|台账|我院|平均|类案|长期未结案|积案|件案|案件数|案件质量|案件评查|结案率|案件办理|案件管理|一批|全部案件|审限")
)

// caseGuard finds a case number with a wish to influence the case or a question about it, and questions about outcomes and parties.
func caseGuard(s string) (string, int, int) {
	i, j := findCaseNumber(s)
	if i >= 0 {
		near := s[max(0, i-300):min(len(s), j+300)]
		switch {
		case outcomes.in(near), words("合议庭|评议|审委会|审判委员会|panel").in(near) && words("意见|结论|倾向|opinion|view|verdict").in(near):
			return GuardTrial, i, j
		case favours.in(near):
			return GuardThreeRules, i, j
		case parties.in(near) && partyAsk.in(near):
			return GuardCase, i, j
		case namedParty(near) && sentences.in(near):
			return GuardCase, i, j
		case caseAsk.in(near) && len(s) < 600:
			return GuardCase, i, j
		case words("请|尽快|加快|抓紧|务必|要|please|must|should|hurry").in(near) && len(s) < 300 && words("审理|审结|判|开庭|结案|执行|办|处理|hearing|decide|judgment|rule").in(near):
			return GuardThreeRules, i, j
		}
		return "", 0, 0
	}
	if len(s) > 1000 {
		return "", 0, 0
	}
	return looseCase(s)
}

// looseCase finds the same where a case is told without its number.
func looseCase(s string) (string, int, int) {
	if i, j := panelView(s); i >= 0 {
		return GuardTrial, i, j
	}
	if i, j := outcomes.first(s); i >= 0 && caseWord.in(s) && !workOn.in(s) && !words("评查|规范|制度|培训|统计|上传|录入|归档|整改|办法|指引|guidelines|training").in(s) {
		return GuardTrial, i, j
	}
	one := words("号案件|号案子|该案|此案|的案子|某案|个案|张某|李某|王某|的案件|诉|案的|案中|那起案|这起案|的官司|xx案|this case|that case|'s case|case of|a case").in(s)
	if !one || workOn.in(s) {
		return "", 0, 0
	}
	if i, j := words("关照|照顾一下|照顾照顾|打招呼|打个招呼|打声招呼|通融|从轻|轻判|判轻|说情|递个话|跟承办|给承办|和承办|找承办|put in a word|go easy|be lenient|favour|favor").first(s); i >= 0 {
		return GuardThreeRules, i, j
	}
	if i, j := parties.first(s); i >= 0 && partyAsk.in(s) {
		return GuardCase, i, j
	}
	return "", 0, 0
}

var (
	// panels decide cases behind closed doors.
	panels = words("主审法官|主审|承办法官|审判长|presiding judge|审委会|审判委员会|合议庭|合议|评议|专业法官会议|the panel|collegial panel|judicial committee|adjudication committee|trial committee|the judges|judges")
	// leans tell what a panel thinks.
	leans = words("说|透露|打算|意见|倾向|主张|认为|多数|少数|分歧|结论|表决|赞成|反对|票|拟|定了|决定|view|views|opinion|leans|leaning|think|thinks|favours|favors|inclined|divided|split|majority|voted|minded|going to|decided")
	// rulings are what a case can come to, and is said of none of the house's works.
	rulings = words(cross("判", "一|二|三|四|五|六|七|八|九|十|刑|赔|无|有|缓|轻|重|死|实|支持|驳|被告|原告") + "|" + cross("驳回|维持|撤销", "上诉|起诉|原判|一审|二审|再审|原告|诉请|诉讼请求") + "|发回|改判|无罪|有罪|死缓|死刑|支持原告|支持被告|支持上诉|败诉|胜诉|acquit|acquittal|convict|conviction|guilty|dismiss the|dismissing the|uphold the|upholding the|overturn|overturning|reversal|remand|remanding|retrial")
	// mildRulings are told of works too (减刑假释专项检查): only beside one case they tell what it comes to.
	mildRulings = words("缓刑|从轻|从重|减刑|免刑|无期|有期|驳回|维持|lenient|sentence|dismiss|uphold|reverse")
	// madeOf are works about such things: nothing of a case stands in them.
	madeOf = words("专项|检查|抽查|活动|报告|办法|制度|规定|分析|通报|评查|统计|指引|机制|细则|标准|模板|规则|流程|规范|培训|类案|案件质量|发改|率|guideline|guidelines|rules|statistics|report|template|training|policy|rate")
	// sentences tell what somebody was given.
	sentences = words("判了|被判|判处|获刑|判刑|有期徒刑|缓刑|死刑|无期|无罪|赔偿|败诉|sentenced|convicted|acquitted|got")
)

// panelView reads 审委会讨论该案的意见是发回重审: what those who decide a case think of it.
func panelView(s string) (int, int) {
	i, j := panels.first(s)
	if i < 0 || workOn.in(s) || madeOf.in(s) {
		return -1, -1
	}
	near := s[j:min(len(s), j+120)]
	for len(near) > 0 && !utf8.ValidString(near) {
		near = near[:len(near)-1]
	}
	one := words("该案|此案|本案|这案|这个案|这起案|那个案|案子|某案|this case|that case|the case").in(s)
	if !leans.in(near) || !rulings.in(near) && !(one && mildRulings.in(near)) {
		return -1, -1
	}
	return i, j
}

// namedParty reports whether somebody of a case is named: 被告人李某.
func namedParty(s string) bool {
	return strings.Contains(s, "某") || words("被告|原告|上诉人|被害人|罪犯|defendant|plaintiff").in(s)
}

// findCaseNumber finds the number of a court case: (2026)辽01民终123号.
func findCaseNumber(s string) (int, int) {
	for start := 0; start < len(s); {
		k := strings.IndexAny(s[start:], "([")
		if k < 0 {
			break
		}
		k += start
		start = k + 1
		if k+6 > len(s) || !digit(s[k+1]) || !digit(s[k+2]) || !digit(s[k+3]) || !digit(s[k+4]) || s[k+5] != ')' && s[k+5] != ']' {
			continue
		}
		if j, ok := caseTail(s, k+6); ok {
			return k, j
		}
	}
	return -1, -1
}

// caseTail reads court, kind and number: 辽01民终123号, 最高法民申4567号, 沪0105执恢8号.
func caseTail(s string, i int) (int, bool) {
	j, kind, n := i, false, 0
	for j < len(s) && j-i < 48 {
		r, size := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == '号':
			return j + size, kind && n > 0
		case r == ' ':
		case r < 0x80 && digit(s[j]):
			n++
		case strings.ContainsRune("民刑行执商知破赔监诉调财保申再终初特督认清", r):
			kind, n = true, 0
		case r < 0x2E80:
			return 0, false
		}
		j += size
	}
	return 0, false
}
