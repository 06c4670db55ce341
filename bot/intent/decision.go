package intent

import (
	"regexp"
	"strings"
)

var (
	approveWords = words("批了|允许|延吧|给你们|give you|you can have|you have until|you have till|fine|sure|ok|okay|yes|同意|通过|approve|approved|agree|agreed|accept|accepted|granted|grant|go ahead|confirmed|confirm|可以|准")
	denyWords    = words("不能延|不得延|不可延|不给延|不让延|不延|没法延|不能再延|不得再延|不再延|不能往后|别延|不要延|没得延|一天也不能|不给时间|no more time|not possible|no way|not going to|cannot extend|can't extend|won't extend|不同意|不予|不准|不批|不可以|不许|驳回|否决|拒绝|deny|denied|reject|rejected|refuse|refused|decline|declined|not approved|not granted|no extension|can't approve|cannot approve|don't approve|disapprove|not agree|按原时限|按原定|按原期限|时限不变|期限不变|仍按原|维持原|原定时间不变|keep the original|stick to the original|original deadline stands|original date stands|keep the deadline|deadline stays|按期完成,不")
	closeWords   = words("销号|办结|结项|结案|核销|关闭|归档|close|closed|closing|closure|sign off|signed off|sign-off|done|complete")
	returnWords  = words("rejected|rejecting|再补|补一份|补上|补一下|补报|补交|补附|补传|补个|再报|重报|重弄|重写|重填|回炉|不够|不足|不全|不齐|不符|不到位|不合规|不规范|没附|有出入|不实|太粗|太虚|太空|太简单|看不出|不能算|不算完成|没做完|没办完|还不行|这不行|不行,|通不过|过不了|send this back|sending it back|bounce|reject this|not there yet|not done|not complete|not finished|more detail|more details|too thin|too vague|where is the|where's the|where are the|lacks|lacking|fix and|revise and|needs work|do over|needs another|not convinced|doesn't show|does not show|no evidence|without evidence|进一步完善|退回|打回|返工|重办|重新办|重做|重新报|重新提交|重新整理|补充|补齐|请完善|再完善|不通过|未通过|不予销号|不予办结|不合格|不合要求|质量不高|质量不行|质量太差|没有达到|未达到|达不到|不达标|未达标|太笼统|数据不对|数据有误|缺|没有附|未附|不能销号|不同意销号|不同意办结|再改|修改后|redo|return|returned|send back|sent back|send it back|sending back|sending this back|not sufficient|insufficient|not enough|needs more|need more|please add|please provide|please attach|please supplement|please include|resubmit|rework|incomplete|not acceptable|not good enough|not accepted|not approved|do it again|missing|below standard|doesn't meet|does not meet|please revise|please fix|try again")
	redoWords    = words("重报|重弄|重写|重填|回炉|do over|重新报|重新提交|重办|重做|返工|重新办|重新整理|redo|rework|do it again|start over|重来|try again")
	needWords    = words("请附上|请附|请提供|请上传|请注明|请写明|请列明|请说明|附上|please upload|please send|please specify|再补一份|再补个|再补|补一份|补报|补交|补上|补附|补传|补个|再附|再加|再提供|再报一份|where is the|where's the|where are the|lacks|lacking|send us|include the|请补充完善|请补充|需补充|补充一下|补充|请补齐|补齐|请完善|需提供|还需|还要|还缺|缺少|缺|please add|please provide|please attach|please supplement|please include|need to see|we need|i need|needs|need|missing|add|attach|include|provide")
)

// dateStands reads "no, the date stands", 日期不变: what was asked for is not given.
var dateStands = regexp.MustCompile(`\b(?:date|deadline|due date)(?: still)? (?:stands|stays|holds|remains|doesn't move|does not move|won't move|is fixed)|(?:stick|keep) (?:to|with) the (?:original )?(?:date|deadline)|(?:日期|时限|期限|节点|时间)(?:一律)?(?:不变|不动|不能变|不能动|不调整|照旧)`)

// readDecision reads what the office and the leaders decide on what was submitted. Who leads the item may decide nothing of it.
func readDecision(m *message) (draft, bool) {
	if m.isQuestion() && !returnWords.in(m.s) {
		return draft{}, false
	}
	decides := m.c.Speaker == Supervisor || m.c.Speaker == Leader || m.c.Speaker == Admin
	if m.c.Place == InChannel && len(m.refs) == 0 || m.c.Place == InDirect && len(m.refs) == 0 && m.c.Item == 0 && !m.bareYes() {
		return draft{}, false
	}
	ext := ofExtend.in(m.s) || words("不能延|不许延|别延|不得延|不能再延|不让延|不给延|不延|没法延|不再延|不要延|准延|可延|同意延|批延|允许延|延吧|准你们延|给你们延|缓期|宽限|再给你们|more time|extra week|extra days|another week|延一|延两|延三|延五|延十|延半|延至|延到|延长至|顺延|延后|extend|extra time|new date").in(m.s)
	switch {
	case !decides:
		return m.ownDecision(ext)
	case ext && denyWords.in(m.s) && !words("不予销号|不同意销号").in(m.s), !ext && denyWords.in(m.s) && words("时限|期限|deadline|extension|original").in(m.s), denyWords.prefix(trimEnds(m.bare())) > 0 && words("按期|按时|如期|准时|on time").in(m.s):
		d := m.about(DenyExtension)
		for _, c := range m.cl {
			if words("理由|不充分|不足|不成立|因为|由于|because|since|reason").in(c.s) && d.s.Reason == "" {
				d.s.Reason = m.orig(c.i, c.j)
			}
		}
		return d, true
	case dateStands.MatchString(m.s):
		return m.about(DenyExtension), true
	case ext && (approveWords.in(m.s) || words("最多延|只能延|只批|延到|延至|延期到").in(m.s)):
		return m.grant()
	case m.returns():
		return m.returned()
	case m.approvesClose():
		return m.about(ApproveClose), true
	case m.bareYes():
		return m.about(ApprovePending), true
	}
	return draft{}, false
}

// ownGrant reads 我来批准办结, 我们自己就销号了, "I'll approve it myself": who leads the item decides on it.
var ownGrant = regexp.MustCompile(`(?:我|我们|本人|咱们|我庭|我处)(?:来|自己|就|直接|先|这边|自行)+(?:批准|审批|批了|批|核准|准|同意|销号|销|审核通过)(?:了|这|该|此|办结|销号|延期|结项|吧|$)|(?:直接|帮我|给我|替我|帮忙|给我们)+(?:把[^,;。]{0,24})?(?:办结|销号|销掉|销了|结项|关闭|核销)(?:了|掉)?(?:吧|$)|\bi(?:'ll| will| hereby)? (?:approve|close|sign off)(?: on)? (?:it|this|the closure|the extension|my)`)

// ownDecision refuses a decision by who leads the item, and leaves requests (申请办结, 请批准延期) to their own rules.
func (m *message) ownDecision(ext bool) (draft, bool) {
	if words("自己批准|我批准自己").in(m.s) {
		return m.deny("owner cannot decide own extension"), true
	}
	if ownGrant.MatchString(m.s) && !m.isQuestion() {
		return m.deny(pickString(ext, "owner cannot decide own extension", "owner cannot close own item")), true
	}
	begins := words("同意|批准|准予|approve|approved|i approve|i agree|we approve").prefix(m.s) > 0 || words("我同意|我批准|本人同意").prefix(m.s) > 0
	switch {
	case begins && ext:
		return m.deny("owner cannot decide own extension"), true
	case words("please close").in(m.s) && len(m.cl) > 1 && m.doneness(m.cl[0]).is == doneWhole:
		return draft{}, false
	case begins && closeWords.in(m.s), words("予以销号|准予销号|直接销号|销号吧|销掉吧|帮我销号|给我销号|自行销号|我来销号|销号了吧|close it out|close this item|close the item|mark as closed|mark it closed|mark it as closed|mark this closed|mark this as closed|please close|just close|close item|close #").in(m.s) && !words("申请").in(m.s) && m.c.Speaker != Leader:
		return m.deny("owner cannot close own item"), true
	case words("close").prefix(m.s) > 0 && len(m.refs) > 0:
		return m.deny("owner cannot close own item"), true
	case begins && m.bareYes():
		return m.about(ApprovePending), true
	}
	return draft{}, false
}

func (m *message) deny(reason string) draft {
	d := m.about(Denied)
	d.s.Reason = reason
	d.expect = Deny
	return d
}

// grant reads 同意延期至12月20日. A date of one's own, shorter than what was asked for, is read back.
func (m *message) grant() (draft, bool) {
	d := m.about(ApproveExtension)
	for _, c := range m.cl {
		if day, ok := m.day(c.i, c.j); ok {
			d.s.NewDue = day
		}
	}
	if words("只能|最多|最晚|只批|只同意|但|不得超过|不超过|only|at most|no later than|but").in(m.s) && !d.s.NewDue.IsZero() {
		d.casual = true
	}
	return d, true
}

func (m *message) returns() bool {
	if m.c.Speaker == Supervisor && m.c.Place == InThread && words("请附|请附上|请提供|请上传|请一并|附上|请注明|请写明|请列明|请说明|请明确|请细化|请核实|请重新|please clarify|please explain|please specify|please upload|please send|please break down").prefix(m.s) > 0 && len(m.names) == 0 {
		return true
	}
	if m.c.Speaker == Supervisor && m.recheck() != "" {
		return true
	}
	if !returnWords.in(m.s) {
		return false
	}
	if words("同意|approved|approve").prefix(m.s) > 0 && !words("不同意").in(m.s) && !words("退回|但|return").in(m.s) {
		return false
	}
	return words("returned|returning|rejected|refused|bounced|退回|打回|返工|不通过|未通过|不予|不符合|不合|质量|材料|佐证|没有达到|未达|达不到|不达标|完善|数据|缺|未附|没附|不全|不齐|不足|不够|不行|不到位|不规范|不算|出入|补|再报|重|回炉|太|看不出|过不了|没做完|没办完|bounce|reject|lack|lacks|detail|details|thin|vague|where|evidence|not|fix|work|convinced|show|不能销号|不同意|再改|redo|return|sent back|send|sufficient|insufficient|enough|more|please|resubmit|rework|incomplete|acceptable|accepted|again|missing|meet|revise|standard").in(m.s)
}

// returned reads why something is returned, and what is asked for.
func (m *message) returned() (draft, bool) {
	d := m.about(Return)
	if n := m.recheck(); n != "" && !returnWords.in(m.s) {
		d.s.Need = n
		return d, true
	}
	if redoWords.in(m.s) {
		d.s.Redo = Said
	}
	for _, c := range m.cl {
		i, j := needWords.first(c.s)
		if words("add up|adds up").in(c.s) {
			i = -1
		}
		if i >= 0 && trimEnds(c.s[j:]) != "" && !words("退回补充|修改后").in(c.s[:j]) && d.s.Need == "" {
			d.s.Need = strings.TrimSuffix(strings.TrimSuffix(trimParticles(m.orig(c.i+j, c.j)), "后再报"), "后重新提交")
			m.because("need", "need", c.i+j, c.j)
			continue
		}
		if s := trimEnds(m.withoutRefs(c)); d.s.Reason == "" && !onlyReturn(s) && !(d.s.Redo == Said && redoWords.in(s)) {
			k, _ := words("退回,|退回:|退回").first(c.s)
			start := c.i
			if k == 0 {
				start += len("退回")
			}
			if r := trimEnds(strings.TrimLeft(m.orig(start, c.j), ",:，：")); r != "" {
				d.s.Reason = strings.TrimPrefix(strings.TrimPrefix(r, "因为"), "因")
				m.because("reason", "return", start, c.j)
			}
		}
	}
	if d.s.Redo == Said && d.s.Need == "" && !becauseWords.in(m.s) && len(m.cl) == 2 && words("质量不高|质量不行|质量太差|质量差").in(m.s) {
		d.s.Reason = ""
	}
	return d, true
}

// thenAgain reads 补齐再报, 修改后重新提交: what to do, and no reason.
var thenAgain = regexp.MustCompile(`^(?:请)?(?:补齐|补充|补全|补好|完善|修改|整改|改好|更正|核实|调整)(?:完善)?(?:后|完|好|了)*(?:再|重新)*(?:报|提交|报送|上报|报来|交)(?:过来|一次|一遍)?$`)

func onlyReturn(s string) bool {
	return s == "" || thenAgain.MatchString(s) || words("returned|rejected|refused|同意|原则同意|agreed|ok|退回|打回|请退回|返工|重办|退回重办|退回修改|退回补充|不通过|未通过|审核不通过|不予销号|不予办结|不同意办结|不同意销号|暂不办结|暂不销号|不能办结|不能销号|退回重做|退回重新办理|请修改后再报|修改后再报|补充后再报|完善后再报|请重新提交|重新提交|return|return it|send back|sent back|send it back|sending back|sending this back|redo|rework|resubmit|please resubmit|not approved|请完善后重新提交|完善后重新提交|补充后重新提交|尽快补充|尽快").is(trimParticles(s)) || isPolite(s)
}

var closePhrases = words("可以销|可以结|同意结|销了吧|结了吧|达到要求|符合要求|符合标准|达到标准|达标|验收合格|过了|审结|归档吧|可以归档|同意归档|同意办|all good, close|good work, close|fine, close|happy with this, close|satisfied|meets the criteria|meets the standard|criteria met|close off|you may close|good to go, close|准予结项|批准结项|予以结项|please close|予以办结|准予办结|可以办结|同意关闭|批准办结|核实无误|审核无误|核销|销号|已核实|通过|审核合格|close it|close this|close the item|close item|closing|closed|approved for closure|approve closure|approved, close|approve and close|accept and close|confirmed complete|confirmed as complete|confirm completion|sign off|signed off|looks good, close|good to close|ok to close|okay to close|you can close|close out|accept completion|accept the completion|accepted as complete|completion accepted|completion approved|approve completion|verified|evidence accepted|passes review|passed review|review passed")

func (m *message) approvesClose() bool {
	return closePhrases.in(m.s) && !words("通过不了|销不了|后再|才能|才可|如果|待|after|once|when|if|until|不能|不予|不同意|暂不|未通过|不通过|暂缓|申请|not|n't|don't|before").in(m.s)
}

var yesBare = words("可以了|行了|没问题|ok|okay|好的|好|yes|同意|同意的|批准|准|可以|行|同意,请办理|同意办理|同意。|照准|原则同意|同意请办|拟同意|同意上报|同意申请|approve|approved|agree|agreed|i agree|i approve|yes, approved|go ahead|granted|accepted|同意执行|同意同意|没意见|无意见|无异议|同意!|ok同意|ok,同意|fine by me|approved by me|please proceed|proceed|好的同意|我同意|已批准|批了")

// bareYes reads a yes that does not say to what.
func (m *message) bareYes() bool {
	s := trimParticles(m.bare())
	return yesBare.is(s) || yesBare.is(strings.TrimSuffix(strings.TrimSpace(s), "👍"))
}
