package intent

// A toggle is a rule of the house that an admin switches on and off in a sentence.
type toggle struct {
	kind    string
	on, off list
}

var (
	switchOn  = "打开|开启|启用|开放|恢复|开通|使用|实行|要|要求"
	switchOff = "关闭|停用|关掉|不要|取消|隐藏|不显示|不用|无需|不再要求|停止"
)

// toggleOf makes a toggle of its Chinese and English names and of whole sentences that say it otherwise.
func toggleOf(kind, zh, en, on, off string) toggle {
	english := func(word, verbs string) string {
		return cross("turn "+word+" |switch "+word+" |"+verbs+" ", en) + "|" + cross("turn |switch ", en, " "+word)
	}
	return toggle{kind,
		words(cross(switchOn, zh) + "|" + english("on", "enable") + "|" + on),
		words(cross(switchOff, zh) + "|" + english("off", "disable") + "|" + off)}
}

var toggles = []toggle{
	toggleOf("rankings", "排名|排行|评分排名", "rankings|ranking",
		"显示排名|show rankings|allow rankings", "hide rankings|no rankings"),
	toggleOf("leader_approval", "领导审批|院领导审批|下发前领导审批|下发审批", "leader approval|leaders' approval|approval before issue",
		cross("下发|印发|交办|发出", "前|之前", "要|须|需|必须|先|应|要先|须经|要经|需经|先报|先由|须由", "领导|院领导|分管领导|院长", "审批|批准|同意|审定|签批|审核")+
			"|"+cross("drafts need |items need |need ", "a leader's approval|leader approval", " before issue|"),
		cross("下发|印发|交办|发出", "前|之前", "不用|不必|无需|不再|不需要", "领导|院领导|分管领导|院长", "审批|批准|同意|审定|签批|审核")+"|no leader approval|issue without approval"),
	toggleOf("two_step", "两级审核|两步审核|二级审核|负责人审核|部门负责人审核", "two-step review|two step review|heads' review",
		cross("办结|申请办结|销号", "先|须先|要先|须|需|要", "由|经|", "部门负责人|庭长|负责人|部门领导", "审核|把关|确认|同意"), "one-step review"),
	toggleOf("co_sign", "领导会签|会签|院领导会签", "co-signing|co-sign|cosigning|co-signature",
		cross("办结|销号", "须|要|需|必须", "领导|院领导|交办领导|批示领导", "会签|签字|签批|同意"), "no co-signing"),
	toggleOf("need_measure", "必填完成标准|完成标准必填|衡量标准必填", "mandatory measures|required measures",
		cross("没有|无", "完成标准|衡量标准|量化指标", "不能|不得|不予|不准", "下发|印发|交办")+"|"+cross("下发|交办", "必须|须|要|应", "有|写明|明确", "完成标准|衡量标准|量化指标")+"|no issue without a measure|require measures|require a measure", "measures are optional"),
	toggleOf("need_evidence", "办结佐证|办结附件", "evidence on closing|mandatory evidence", "", cross("办结|销号", "不用|不必|无需|不再|不要求|不需要", "上传|附|提交|交|", "佐证|佐证材料|附件|材料|证明材料")+"|no evidence needed to close|closing needs no evidence"),
	toggleOf("receipt", "签收|签收制度", "receipts|signing for items", "units sign for items", "no receipts"),
	toggleOf("auto_send", "通报自动发送|自动发送通报|通报自动发布|自动发布通报|通报自动发", "automatic bulletins|auto-send of bulletins|bulletin auto-send",
		"通报自动发送|通报自动发布|通报自动发|通报直接发|通报不用发布直接发|send bulletins automatically|bulletins go out by themselves|bulletins go out automatically",
		"通报先看后发|通报发布后再发|通报先审后发|通报不自动发|通报不要自动发|bulletins wait for release|bulletins wait for the office"),
	toggleOf("lights", "红绿灯|亮灯|红黄绿灯|灯号", "lights|traffic lights", "显示红绿灯", "不显示灯|不亮灯|hide lights"),
}

// readToggle reads whether a rule of the house is to hold: 打开排名, 下发前须领导审批, "turn two-step review off".
func readToggle(m *message) (draft, bool) {
	s := trimParticles(trimEnds(m.s))
	if n := words("请|把|以后|今后|从今天起|从现在起|please|从本月起").prefix(s); n > 0 {
		s = trimEnds(s[n:])
	}
	for _, x := range toggles {
		on, off := x.on.is(s), x.off.is(s)
		if !on && !off {
			continue
		}
		d := draft{name: RuleSet, expect: Confirm}
		d.s.Kind, d.s.State = x.kind, pickString(on, "on", "off")
		return d, true
	}
	return draft{}, false
}
