package intent

import (
	"strings"
	"unicode/utf8"

	"github.com/followup-bot/followup/ledger"
)

// A doneness is what a clause says about work being done.
type doneness int

const (
	notSaid    doneness = iota
	doneWhole           // the work is done, without hedge
	donePart            // a part, a draft, a stage, a number of things is done
	doneNearly          // 基本完成, "almost done"
	doneNot             // 还没完成
	doneLater           // 预计明天完成, "will be done by"
	doneSaid            // 财务处说完成了: somebody else is said to have said it; "I wish it was done"
	doneAsked           // 完成了吗
	doneIf              // 完成后, "once done"
	doneOnTime          // 按时完成没有问题
	doneMiss            // 完不成
)

// A finding is a doneness with the place of its word, what was done (subject or object), and how it was said.
type finding struct {
	is         doneness
	i, j       int    // of the word in the clause
	part       string // folded words: what was done, when it is a part
	pi, pj     int    // its place in the clause
	colloquial bool
}

var (
	doneVerbs = words(cross("都|均|全", "结了|清了|销了") + "|" + cross("整改|清理|办理|处理|落实|解决|办结|销号", "完成") + "|收工|完结|达成|圆满收官|大功告成|已闭环|闭环|见底清零|办利落|办成了|全搞定|" + cross("整改|落实|工作|措施|任务|各项工作|要求", "已|均已|都已|已全部|全部|已经|都", "到位|落地|见效|落实到位|清零|兑现") + "|" + cross("办|做|弄|搞|干|整|忙|处理|落实|整改|清理|办理|解决|忙活", "完|好|妥|毕|完毕|利索|妥当|到位|停当|清爽|下来|成") + "|交差|齐活|完活|收尾完成|竣工|交付|完成|落实完毕|办理完毕|办结|办完|做完|搞定|落实到位|办妥|完工|处理完毕|处理完|弄完|弄好|做好|搞完|干完|整改到位|整改完毕|整改完|清理完毕|清理完|完毕|完事|清零|结项|了结|结束|收官|办理完|落地|整完|搞掂|弄妥|销号")
	doneEn    = words("implemented|done|finished|completed|complete|wrapped up|resolved|delivered|all set|closed out|closed|sorted|taken care of|fulfilled|accomplished|finalized|finalised")
	casual    = words("达成|大功告成|办利落|全搞定|完了事|弄利索|办利索|整利索|搞利索|做利索|弄妥当|齐活|完活|交差|忙完|忙活完|整好|整成|搞好|干好|弄成|搞成|办成|办妥当|搞到位|弄到位|搞定|弄完|弄好|搞完|干完|整完|搞掂|完事|弄妥|收工|sorted|all set|taken care of|wrapped up")

	// nominal words after the verb make it part of a noun.
	nominal    = words("条件|情况|时间|时限|标准|率|度|进度|质量|日期|期限|得|要求|申请|手续|清单|材料|任务书|时点|节点|目标|比例|程度|结果")
	afterIf    = words("后|之后|以后|前|之前|以前|再|的话|才|时|与否|的时候|了再|了以后|了之后|了我|了就")
	cannot     = words("不了|不成|不掉")
	negated    = words("没|没有|未|尚未|还未|仍未|并未|不能|无法|难以|未能|没能|不可能|难|不|还没|还没有|未曾|很难|不会|没法|来不及|不算|暂未|暂时没|不敢说")
	nearWords  = words("基本|基本上|大体|大体上|大致|初步|差不多|即将|快要|快|马上|就要|接近|几乎|大部分|主体|总体|主要|马上就|就快|差不多要|临近|将近|部分|阶段性|多数|绝大部分|已部分|大半|过半")
	laterWords = words("预计|计划|拟|将|准备|打算|争取|力争|确保|保证|尽快|有望|估计|应该|能|可以|可望|会|要|抓紧|尽量|预期|努力|需|需要|必须|才能|想|希望|待|等|一定|承诺|可|目标是|完成于|限|务必|尽早|早日|加快|推动|推进|如何|怎么|应|按要求|继续|正在|在|还要|还需|由|请|把|负责|明天|明日|后天|下周|下月|下个月|月底|周五前|本周内|本月内|今天下班前|年底")
	ifWords    = words("如果|若|一旦|只要|假如|要是|除非|等到|倘若|万一|如能|如")
	asked      = words("了吗|了没|了没有|了么|没有啊|吗|么|没呢|没|了不|否|了嘛|没有")
	positive   = words("按时限要求|按期限要求|按规定|按通知要求|按督办要求|按文件要求|按照督查意见|按督查意见|按反馈意见|根据要求|对照要求|已|已经|均已|都已|全部|全面|都|均|顺利|圆满|如期|按期|按时|提前|按要求|按照要求|业已|现已|就|也|也已|皆已|全|于|刚刚|刚|总算|终于|彻底|完全|早就|早已|早|今天|昨天|昨日|今日|上午|下午|今早|上周|上周五|前天|目前|现在|截至目前|截至今日|经过努力|基本上都|统统|悉数|一并|按时限|按节点|在规定时间内|保质保量|高质量|超额|逐项|逐一|并|且|现|真的|确实|实际|即")
	owners     = words("督办|活儿|这活儿|这活|活|事儿|这事儿|差事|那活儿|手续|那个|那件|那项|那事|那个事|那件事|那个任务|手上的|手头的|手头|手上|手里的|交办的|交代的|布置的|安排的|您交办的|领导交办的|本次|我们这边|我们|我庭|我部门|我处|我办|我院|我局|我室|我科|我支队|本庭|本部门|本处|本院|本单位|我单位|咱们|我们庭|我们部门|我们院|我们处|这边|我方|我这边|俺们|我|这一项|这项工作|这项任务|这项|此项工作|此项|该项工作|该项任务|该项|本项工作|本项|该事项|此事项|本事项|此事|这个事项|这个任务|这个事|这件事|这事|这个|该任务|该工作|此工作|事项|任务|工作|督办事项|督办件|上述|以上|所有|各项|整体|整个|项目|报告领导|报告|汇报|领导|您好|你好|牵头的|牵头|负责的|负责|承办的|的|第|该|此|本|事情|事|全部任务|各位|督查室|老师|主任|处长|工作汇报|进展|进展情况|最新进展|更新|反馈|回复|情况|目前")
	okObjects  = words("办结标准|销号标准|销号条件|办结条件|整改目标|各项指标|全部指标|指标任务|既定目标|所有要求|各项要求|指标|考核指标|全部整改任务|全部整改工作|整改事项|各项整改任务|各项整改|任务|工作|事项|该项工作|该项任务|本项任务|本项工作|整改任务|整改工作|整改|全部|所有|上述|各项|督办事项|此项|该事项|这项|该项|本项|项目|此项工作|这项工作|这项任务|目标|目标任务|既定任务|要求|全部工作|全部任务|全部内容|所有工作|所有任务|全部事项|督办任务|工作任务|该任务|以上|年度任务|全部整改|各项任务|各项工作|整改要求|整改内容")
	afterDone  = words("请予审核|请审核|请核验|请验收|了|完毕|完|啦|咯|喽|嘞|哈|哦|呢|的|过了|掉了|掉|并|且|,|:|(|请|材料|佐证|附件|见|详见|报告见|可以销号|可销号|申请|报请|烦请|望|谢谢|辛苦|✅|!|特此|现|达到|符合|提前|如期|按期|按时")
)

// doneness reads what a Chinese or English clause says about work being done.
func (m *message) doneness(c clause) finding {
	if m.han {
		if f := m.doneZh(c); f.is != notSaid {
			return f
		}
	}
	if m.latin {
		return m.doneEnglish(c)
	}
	return finding{}
}

func (m *message) doneZh(c clause) finding {
	best := finding{}
	for start := 0; ; {
		i, j := doneVerbs.from(c.s, start)
		if i < 0 {
			s := trimParticles(c.s)
			plain := s
			for _, w := range asAsked.all {
				plain = strings.ReplaceAll(plain, w, "")
			}
			if k := settled.suffix(plain); k > 0 && best.is == notSaid && c.end != '?' && m.remainder(plain[:len(plain)-k]) == "" {
				return finding{is: doneWhole, i: max(0, len(s)-k), j: len(s)}
			}
			if k := cannotMake.where(c.s); k >= 0 && c.end != '?' {
				return finding{is: doneMiss, i: k, j: k + len("完不成")}
			}
			return best
		}
		f := m.judgeZh(c, i, j)
		f.i, f.j, f.colloquial = i, j, casual.is(c.s[i:j])
		if f.is != notSaid && (best.is == notSaid || f.is > best.is) {
			best = f
		}
		start = j
	}
}

func (m *message) judgeZh(c clause, i, j int) finding {
	before, after := strings.TrimSpace(c.s[:i]), strings.TrimSpace(c.s[j:])
	tail := stripBack(before, positive)
	switch {
	case c.end != '?' && words("吗|么").prefix(after) == 0 && words("按时|按期|如期|准时|按节点|按计划|提前").in(before+" ") && (words("没有问题|没问题|问题不大|有把握|有信心|没有任何问题|不成问题").in(after) || words("能|可|保证|确保|肯定|一定|没问题|没有问题").in(before) && !negated.in(before)):
		return finding{is: doneOnTime}
	case cannot.prefix(after) > 0 || words("有困难|有难度|有点难|困难|有风险|有压力|存在困难|存在难度|难度大|难度较大|比较难|较难|恐怕难|悬|够呛|不现实|不太可能|不大可能|来不及|没戏|无望|够戗").prefix(after) > 0:
		return finding{is: doneMiss}
	case c.end == '?' || asked.prefix(after) > 0 || words("是否|有没有|是不是|有无|什么时候|何时|多久|谁").in(before):
		return finding{is: doneAsked}
	case hearsay.in(before) || m.saidBy(c, i):
		return finding{is: doneSaid}
	case experience.in(before) && (strings.HasPrefix(after, "过") || strings.HasPrefix(after, "了过")) || strings.HasPrefix(after, "过类似") || strings.HasPrefix(after, "过同类") || strings.HasPrefix(after, "过相似"):
		return finding{}
	case ifWords.in(before) && before != "" || afterIf.prefix(strings.TrimPrefix(after, "了")) > 0 || afterIf.prefix(after) > 0:
		return finding{is: doneIf}
	case nominal.prefix(after) > 0:
		return finding{}
	case cannotMake.in(before+"完成") && inTime.in(before):
		return finding{is: doneMiss}
	case negated.suffix(tail) > 0 || negated.suffix(before) > 0 || words("没有|尚未|还没|仍未|未能|没能|并未|无法|不能").in(before):
		return finding{is: doneNot}
	case words("尽快|赶快|加快|抓紧").suffix(tail) > 0:
		return finding{is: doneLater}
	case nearWords.suffix(tail) > 0 || nearWords.suffix(before) > 0:
		return m.nearly(c, j)
	case later(before, tail), m.toCome(c.i, c.i+i) && words("已|了|过").suffix(before) == 0 && !strings.HasPrefix(after, "了"):
		return finding{is: doneLater}
	}
	return m.extent(c, i, j, before, after)
}

// toCome reports whether s[i:j] names a day that lies ahead: 月底前办结 is a promise.
func (m *message) toCome(i, j int) bool {
	for _, r := range m.whens() {
		ahead := r.Due.After(dateOf(m)) && r.Due.DaysSince(dateOf(m)) < 300 && (r.Deadline || r.From.IsZero() || r.From.After(dateOf(m)))
		if r.Start >= i && r.End <= j && !r.Past && ahead {
			return true
		}
	}
	return false
}

// nearly tells 初步完成方案 (a stage) from 基本完成.
func (m *message) nearly(c clause, j int) finding {
	return finding{is: doneNearly}
}

var (
	// hearsay begins what others are said to have done, and what one would like to be so.
	hearsay = words("听说|据说|据称|据了解|据悉|据反馈|好像|似乎|貌似|应该是|说是|说已|说都|说全|号称|声称|自称|告知|告诉我们|反映说|i wish|wish it|wish this|if only|i heard|heard that|apparently|supposedly|allegedly|they say|they said|he says|she says|he said|she said|says it|says it's|says they|said it|told me|told us|claims|claim|reportedly|i think|i believe|i guess|i suppose|i assume|i hope|hopefully|presumably|seems|looks like it's")
	// experience is of another time and other work.
	experience = words("以前|曾|过去|往年|去年|前年|早年|之前|当年|历年|以往|往常")
)

// saidBy reports whether the words before a verb are somebody else's name and a word of saying: 财务处说完成了.
func (m *message) saidBy(c clause, i int) bool {
	k, j := words("说|讲|称|表示|反馈|反馈说|回复|回复说|回话|says|said|reports|reported|tells|claims").last(c.s[:i])
	if k < 0 || trimEnds(stripBack(c.s[j:i], positive)) != "" {
		return false
	}
	n, ok := m.firstName(c.i, c.i+k+1, func(n name) bool { return n.kind != ledger.MentionOrg })
	if ok {
		for _, own := range m.c.Own {
			if n.canon == m.c.Dir.Unit(own).Name {
				return false
			}
		}
	}
	return ok || words("他|她|对方|那边|供应商|厂家|财务|财政|he|she|they|vendor|supplier").in(c.s[:k])
}

// settled end a clause that says 落实 is behind: 各项任务均已落实.
var settled = words(cross("均已|都已|已全部|全部|已全面|已经|已|皆已", "落实") + "|" + cross("均已|都已|已全部|已全面|已经|已", "落实了"))

// asAsked are words that tell how it was done, and hold 要求.
var asAsked = words("按照要求|按要求|按时限要求|按期限要求|按通知要求|按督办要求|按文件要求|根据要求|对照要求")

func later(before, tail string) bool {
	for _, w := range asAsked.all {
		before, tail = strings.ReplaceAll(before, w, ""), strings.ReplaceAll(tail, w, "")
	}
	if words("已|已经").suffix(before) > 0 && !words("计划|要求").in(before) {
		return false
	}
	for _, w := range laterWords.all {
		if strings.HasSuffix(tail, w) || strings.HasSuffix(before, w) {
			return true
		}
	}
	return words("预计|计划|争取|力争|确保|保证|有望|估计|打算|准备|尽快|预期|抓紧|继续|能够|能在|可在|将于|拟于|将在|拟在|会在|要在|待|正在|希望|承诺|努力|负责|要求|应当|请|必须|务必|才能|才算|可以在").in(before)
}

// extent tells the whole from a part by what stands before the verb and after it.
func (m *message) extent(c clause, i, j int, before, after string) finding {
	subject := m.remainder(before)
	object := strings.Trim(after, " 👍👌✅💯🏁")
	for {
		object = strings.TrimLeft(object, " ")
		n := words("了|完毕|啦|咯|喽|过").prefix(object)
		if n == 0 {
			break
		}
		object = object[n:]
	}
	switch {
	case objectWords.prefix(object) > 0 && len(object)-objectWords.prefix(object) <= len("条件标准"):
		return finding{is: doneWhole}
	case object != "" && afterDone.prefix(object) == 0 && sentenceEnds.prefix(object) == 0 && okObjects.prefix(object) < len(object) && !m.objectOfWhole(object):
		oi := strings.LastIndex(c.s, object)
		if _, ok := numberAt(object, 0); ok || words("一半|大半|部分|多半").prefix(object) > 0 || m.percentIn(clause{i: c.i + oi, j: c.j}) && words("量|数|额|率|度|进度|情况|约|占").prefix(object) > 0 {
			return finding{is: donePart}
		}
		return finding{is: donePart, part: object, pi: oi, pj: oi + len(object)}
	case subject != "":
		si := max(0, strings.Index(c.s, subject))
		return finding{is: donePart, part: subject, pi: si, pj: si + len(subject)}
	}
	return finding{is: doneWhole}
}

// objectWords begin what is no part of the work but the whole of it: 办结条件, 既定目标.
var objectWords = words(cross("办结|销号|结项|既定|预定|预期|全部|所有", "条件|标准|目标|指标"))

// objectOfWhole reports whether the object is the item itself (3号任务, 全部清理工作).
func (m *message) objectOfWhole(object string) bool {
	if rs := refs(object); len(rs) > 0 && rs[0].i == 0 {
		return true
	}
	return words("全部|所有|上述|该项|本项|此项|这项|该事项|本事项").prefix(object) > 0 && utf8.RuneCountInString(object) <= 12
}

// remainder is what is left of the words before a verb once items, own unit, dates and adverbs are taken away: a foreign subject.
func (m *message) remainder(before string) string {
	s := before
	for {
		was := s
		s = trimEnds(s)
		s = strings.Trim(s, "@·/✅👌👍🎉💪🙏✔️☑ ")
		if rs := refs(s); len(rs) > 0 {
			s = s[:rs[0].i] + " " + s[rs[len(rs)-1].j:]
			continue
		}
		s = strings.TrimSuffix(strings.TrimPrefix(s, "100%"), "100%")
		lists := []list{positive, owners, dateWords, ackWords}
		if exceptWords.in(before) {
			lists = append(lists, exceptParts)
		}
		for _, l := range lists {
			if n := l.suffix(s); n > 0 {
				s = s[:len(s)-n]
			} else if n := l.prefix(s); n > 0 {
				s = s[n:]
			}
		}
		if s == was {
			return s
		}
	}
}

// cannotMake are words that the work will not be ready.
var cannotMake = words("no can do|don't think we can|don't think we'll|doubt we can|doubt we'll|don't see us finishing|do not think we can|no way we can|no way we'll|赶不上|赶不及|来不及弄|弄不出来|做不出来|拿不出|拿不出来|出不来|搞不定|交不出|can't get it done|cannot get it done|won't get it done|won't have it|can't have it|can't hit|won't hit|can't deliver|won't deliver|not going to make|won't be able to finish|can't be done by|won't be done|won't be ready|can't be ready|will not be ready|not be done|not be ready|not be done by|完不成|做不完|办不完|干不完|办不了|完不了|赶不完|来不及|交不了|交不上|报不了|报不上|弄不完|搞不完|办结不了|不能按期|不能按时|不能如期|无法按期|无法按时|无法如期|难以按期|难以按时|没法按时|没法按期|can't finish|cannot finish|can't make|cannot make|won't make|won't finish|can't do|cannot do|will not finish|can't complete|cannot complete|can't meet|won't meet|unable to finish|not be able to finish")

var dateWords = words("今天|昨天|前天|今日|昨日|今早|今晚|上午|下午|中午|晚上|本周|上周|这周|本月|上月|周一|周二|周三|周四|周五|周六|周日|刚才|刚刚|截至目前|截止目前|目前|现在|现|到目前|月底前|年底前|提前")

// stripBack takes the words of l off the end of s, as long as there are any.
func stripBack(s string, l list) string {
	for {
		s = strings.TrimRight(s, " ")
		n := l.suffix(s)
		if n == 0 {
			return s
		}
		s = s[:len(s)-n]
	}
}
