package intent

import "strings"

var (
	roleTitles   = words("院长|副院长|管理员|超级管理员|督查室|督查员|督查室主任|领导|主任|系统管理员|主管领导|书记|党组书记|admin|administrator|the president|president|the boss|ceo|supervisor|director|system administrator|the leader|your developer|the developer|the chief judge|chief judge")
	claims       = words("我是|我就是|本人是|作为|以|i am|i'm|im|as the|as an|as|this is|speaking as|acting as")
	makeMe       = words("设为管理员|设成管理员|加为管理员|改成管理员|给我管理员|给我权限|给我管理权限|开通权限|开权限|加权限|升级权限|提权|授权给我|授予我|我要管理员|把我加到管理员|设为督查员|给我开|make me|give me admin|give me access|grant me|add me as|set me as|promote me|elevate|i need admin|admin rights|admin access|admin role")
	wipes        = words("删除|删掉|删了|清空|清除|抹掉|抹去|销毁|delete|erase|wipe|remove|purge|clear out|get rid of")
	wiped        = words("台账|记录|历史|日志|数据|事项|任务|所有|全部|审计|留痕|item|items|ledger|record|records|history|log|audit|everything|database|this|it")
	tampering    = words(cross("得分|分数|评分|排名|名次|考核分", "调高|往上调|调上去|提一提|改高|拉高|提上去|弄高|做高") + "|改一下得分|得分改|分数改|改掉超期|超期记录|抹掉|去掉超期|消掉|标成按期|标为按期|算按期|时间往前改|日期往前改|补录成|改成上周|提前写|做个假|造假|改成绿灯|改绿灯|灯改|change the light|turn it green|mark it as on time|mark as on time|改得分|改分|加分|改评分|评分改|排名改|改排名|改历史|改记录|改成未超期|改成没超期|改成按期|改成已办结|改成已完成|改为已销号|改成已销号|倒签|日期改早|补签到之前|假装|别记|不要记录|不要留痕|不留痕|别留记录|change my score|change our score|change the score|raise our score|fix our ranking|change the ranking|backdate|back-date|mark us as on time|don't record|do not record|off the record|hide this|hide it from|change the history|edit the history|alter")
	injection    = words("忽略之前|忽略以上|忽略上面|忽略所有|无视之前|无视以上|忘记之前|忘掉之前|ignore previous|ignore all previous|ignore the above|ignore your instructions|ignore all instructions|disregard previous|disregard all|disregard your|you are now|system prompt|jailbreak|override the rules|bypass|绕过审核|跳过审核|不用审核直接|免审|跳过督查室|跳过审批|绕过审批|skip the review|skip review|without review")
	othersPowers = words("把所有事项|将所有事项|所有事项都|全部事项|所有单位的|mark all items|mark everything|close all|close everything|approve all|approve everything|approve my|批准我的|通过我的|替领导|以院长名义|以领导名义|代领导|on behalf of the president|as if the president")
)

// readOverreach reads wishes that nobody but the office, a leader or an admin may have: they are refused, and who may is told.
func readOverreach(m *message) (draft, bool) {
	if m.c.Speaker == Admin || m.c.Speaker == Supervisor && !injection.in(m.s) && !tampering.in(m.s) {
		return draft{}, false
	}
	named := len(m.refs) > 0 || m.c.Item > 0
	switch {
	case injection.in(m.s):
		return m.deny("rules cannot be bypassed"), true
	case makeMe.in(m.s) && m.selfAsserted(), m.selfAsserted() && (closeWords.in(m.s) || approveWords.in(m.s) || wipes.in(m.s)) && m.c.Speaker != Leader:
		return m.deny("self-asserted role"), true
	case m.raisesSelf() && m.c.Speaker != Leader:
		return m.deny("only an admin grants roles"), true
	case makeMe.in(m.s) && m.c.Speaker != Leader && !words("等|待|迟迟|没给我|未给我|还没给|没有给我").in(m.s):
		return m.deny("only an admin grants roles"), true
	case wipes.in(m.s) && m.wipesLedger(named):
		return m.deny("records cannot be deleted"), true
	case tampering.in(m.s) && m.c.Speaker != Leader:
		return m.deny("records and scores cannot be changed"), true
	case othersPowers.in(m.s) && m.c.Speaker != Leader && (closeWords.in(m.s) || words("标成|标为|改成|改为|设成|设为|mark").in(m.s) && words("完成|完结|绿灯|done|complete|green").in(m.s) || approveWords.in(m.s)) && !words("申请").in(m.s):
		return m.deny("owner cannot approve or close items"), true
	}
	return draft{}, false
}

// raisesSelf reads 把我升成管理员, 给我督查权限.
func (m *message) raisesSelf() bool {
	i, j := words("把我|将我|给我|让我|帮我|我要|我想要|我想当|我想做|我申请|make me|give me|let me be|i want to be|i want|turn me into").first(m.s)
	return i >= 0 && j < len(m.s) && words("管理员|管理权|督查员权限|督查权限|最高权限|所有权限|超级权限|后台权限|院长权限|审批权|审核权|销号权限|admin|administrator|superuser|root|supervisor rights|supervisor role|full access|approval rights|all permissions").in(m.s[j:]) && !words("分管|谁|什么|名单|联系").in(m.s)
}

// selfAsserted reports whether the message claims a role: identity comes from the messenger, never from what is said.
func (m *message) selfAsserted() bool {
	for start := 0; ; {
		i, j := claims.from(m.s, start)
		if i < 0 {
			return false
		}
		rest := strings.TrimLeft(m.s[j:], " ")
		if n := words("新来的|新任的|新任|新到任的|刚来的|刚上任的|你们的|你们|咱们|咱|本院的|本院|院里的|the new|your new|your|the").prefix(rest); n > 0 {
			rest = strings.TrimLeft(rest[n:], " ")
		}
		if roleTitles.prefix(rest) > 0 || roleTitles.prefix(strings.TrimPrefix(strings.TrimPrefix(rest, "the "), "an ")) > 0 {
			return true
		}
		for _, n := range m.names {
			if n.i >= j && n.i <= j+4 && n.kind == 3 {
				return true
			}
		}
		start = j
	}
}

// wipesLedger tells deleting what the ledger holds from deleting words in a text that is worked on.
func (m *message) wipesLedger(named bool) bool {
	if !wiped.in(m.s) && len(m.refs) == 0 {
		return false
	}
	if words("已删除|删除了|已清除|已清空|清除积案|清空积案|deleted the|has been deleted|we deleted|removed the").in(m.s) {
		return false
	}
	i, _ := wipes.first(m.s)
	before := strings.TrimRight(m.s[:i], " ")
	plain := before == "" || words("请|帮我|帮忙|把|将|给我|麻烦|please|can you|could you|just|掉|直接|要|想|to").suffix(before) > 0 || words("把|将").in(before)
	return plain && (len(m.refs) > 0 || words("台账|记录|历史|日志|数据库|审计|留痕|ledger|record|records|history|log|audit|database|事项|任务|item|items|everything").in(m.s) || named && m.c.Place == InThread && len(m.s) < 40)
}
