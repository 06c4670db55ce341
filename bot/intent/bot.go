package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// readBot reads talk about the bot itself, and answers to its pending question. It takes whole messages only, so that nothing about items is lost to it.
func (m *message) readBot() (draft, bool) {
	s := trimParticles(strings.TrimPrefix(trimEnds(m.s), "/followup "))
	if m.c.Pending != "" {
		if d, ok := m.answer(s); ok {
			return d, true
		}
	}
	if strings.HasPrefix(s, "/clock") || strings.HasPrefix(s, "clock +") {
		return m.clock(s)
	}
	switch {
	case words("帮助|help|/help|使用说明|使用帮助|你会什么|你能做什么|你能干什么|能做什么|怎么用你|有什么功能|功能|菜单|指令|命令|commands|what can you do|how do you work|man|usage|what can i say|怎么用|如何使用|怎么使用").is(s) && (m.c.Place != InThread || !words("怎么用|如何使用|怎么使用").is(s)):
		return draft{name: Help, item: true, expect: Answer}, true
	case words("草稿|草稿箱|我的草稿|看草稿|看看草稿|查看草稿|未下发|未下发的|待下发|待下发的|未下发事项|打开草稿|drafts|draft|my drafts|show drafts|show the drafts|list drafts|open drafts|unissued|unissued drafts|有哪些草稿|还有草稿吗|草稿列表").is(s):
		return draft{name: Drafts, item: true, expect: Answer}, true
	case words("提醒运行情况|提醒运行状态|运行情况|运行状态|系统状态|提醒状态|提醒情况|提醒队列|投递情况|发送情况|/status|系统运行情况|reminder status|delivery status|system status|bot status|queue status|health|are reminders running|how are the reminders running|reminders running|运行正常吗|提醒运行正常吗").is(s):
		return draft{name: Status, item: true, expect: Answer}, true
	}
	if openPage.is(s) { // the whole message: an item may be called 看板 too
		return draft{name: Dashboard, item: true, expect: Answer}, true
	}
	if d, ok := m.readOperate(s); ok {
		return d, true
	}
	if d, ok := m.readRecords(s); ok {
		return d, true
	}
	if d, ok := m.language(s); ok {
		return d, true
	}
	return m.introduction(s)
}

var (
	yesWords    = words("是|是的|对|对的|好|好的|好滴|可以|行|行的|同意|确认|确定|没错|没问题|嗯|嗯嗯|ok|okay|okey|yes|yep|yeah|yup|y|sure|confirm|confirmed|correct|right|go|go ahead|do it|please do|proceed|send|send it|发|发吧|发出去|下发|下发吧|确认下发|全部下发|发送|提交|都办结|办结|批准|通过|就这样|就这么办|照办|1|👌|👍|✅|👌🏻|👍🏻|✔️|妥|成|中|approve|approved|agree|agreed|accept|issue|issue them|issue all|looks good|lgtm|that's right|that is right|fine|sounds good|please proceed|is right|it is|好的确认|对,是的|可|没意见|按此办理|就按这个|请下发|ok下发|submit|yes please|yes, please|absolutely|of course")
	noWords     = words("不|不是|不对|不行|否|不同意|不用|不用了|不要|先不|先不要|先不发|暂不|暂时不|别|别发|不发|不下发|no|nope|nah|n|not yet|don't|do not|wrong|incorrect|that's wrong|not right|disagree|reject|不可以|不确认|错了|不对,|再看看|我再看看|再看一下|再想想|看看再说|再说|等等|等一下|先等等|稍等|回头再说|晚点再说|later|wait|hold on|not now|let me look|let me check|let me see|不是的|❌|👎|🙅|0|算错了|不合适")
	cancelWords = words("取消|算了|作罢|放弃|不弄了|不搞了|算了吧|取消吧|cancel|never mind|nevermind|forget it|abort|stop|drop it|quit|exit|scrap that|leave it|别管了|当我没说|忽略|忽略吧|不用管")
	undoWords   = words("撤销|撤回|撤销刚才|撤回刚才|撤销下发|撤回下发|收回|收回下发|回退|恢复上一步|undo|undo that|undo it|revert|take it back|roll back|rollback|undo issue|recall|unsend|撤销操作|还原")
)

// answer reads the answer to a pending question.
func (m *message) answer(s string) (draft, bool) {
	d := draft{item: true, expect: Apply}
	plain := strings.TrimSpace(strings.Trim(s, "!.。~ "))
	switch {
	case undoWords.is(plain):
		d.name = Undo
	case cancelWords.is(plain):
		d.name = Cancel
	case noWords.is(plain):
		d.name = No
	case yesWords.is(plain), politeYes(plain):
		d.name = Yes
	default:
		return draft{}, false
	}
	if m.c.Item > 0 {
		d.s.Item = ints(float64(m.c.Item))
	}
	return d, true
}

// politeYes reads a yes with a courtesy or an address around it: "yes, thanks", 好的,下发吧.
func politeYes(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool {
		return r == ',' || r == '。' || r == '!' || r == ' ' && !hasHan(s) && strings.Contains(s, ",")
	})
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if !yesWords.is(p) && !courtesies.is(p) && !chatterWords.is(p) {
			return false
		}
	}
	return yesWords.is(strings.TrimSpace(parts[0])) || yesWords.is(strings.TrimSpace(parts[1]))
}

// clock reads "/clock +3d", "/clock 2026-12-01".
func (m *message) clock(s string) (draft, bool) {
	d := draft{name: Clock, item: true, expect: Apply}
	_, arg, _ := strings.Cut(s, "clock")
	arg = strings.TrimSpace(arg)
	if date, err := ledger.ParseDate(arg); err == nil && arg != "" {
		d.s.Date = Moment{Date: date}
		return d, true
	}
	n, ok := numberAt(strings.TrimPrefix(arg, "+"), 0)
	if !ok {
		d.expect = Clarify
		return d, true
	}
	unit := strings.TrimSpace(strings.TrimPrefix(arg, "+")[n.j:])
	switch {
	case strings.HasPrefix(unit, "w") || strings.HasPrefix(unit, "周"):
		n.v *= 7
	case strings.HasPrefix(unit, "m") || strings.HasPrefix(unit, "个月") || strings.HasPrefix(unit, "月"):
		n.v *= 30
	case unit != "" && !strings.HasPrefix(unit, "d") && !strings.HasPrefix(unit, "天") && !strings.HasPrefix(unit, "日"):
		d.expect = Clarify
	}
	d.s.DeltaDays = ints(n.v)
	return d, true
}

// language reads 说中文, "switch to English".
func (m *message) language(s string) (draft, bool) {
	d := draft{name: Language, item: true, expect: Apply}
	for {
		n := words("以后|今后|从现在起|从今以后|请|麻烦|把|给我的|给我|我的|我收到的|我想|所有|全部|提醒|消息|通知|卡片|推送|回复|周报|都|一律|统一|发|改|都发|from now on|please|all|my|reminders|messages|cards|notifications|should be|are to be").prefix(s)
		if n == 0 || n == len(s) || len(s) > 60 {
			break
		}
		s = strings.TrimLeft(s[n:], " ,的")
	}
	switch {
	case words("发英文|发英文的|英文的|用英文发|用英文写|用英语发|成英文|换成英文|换英文|改用英文|改英文|to english|english only|written in english|英文|英语|说英文|说英语|用英文|用英语|切换英文|切换到英文|切换成英文|改成英文|请用英文|请说英文|英文版|english|in english|switch to english|english please|speak english|use english|change language to english|language english|/lang en|lang en|set language to english|please speak english|can we speak english").is(s):
		d.s.Lang = "en"
	case words("发中文|发中文的|中文的|用中文发|用中文写|成中文|换成中文|换中文|改用中文|改中文|to chinese|chinese only|written in chinese|中文|说中文|用中文|汉语|普通话|切换中文|切换到中文|切换成中文|改成中文|请用中文|请说中文|中文版|chinese|in chinese|switch to chinese|chinese please|speak chinese|use chinese|change language to chinese|language chinese|/lang zh|lang zh|set language to chinese").is(s):
		d.s.Lang = "zh"
	default:
		return draft{}, false
	}
	return d, true
}

// introduction reads 我是执行局联络员, "I'm the liaison of Finance". It is a wish that somebody confirms, never an identity.
func (m *message) introduction(s string) (draft, bool) {
	n := words("我是|我叫|本人是|这里是|大家好,我是|你好,我是|您好,我是|i am|i'm|im|this is|hi, i'm|hi, i am|hello, i'm|hello, i am").prefix(s)
	if n == 0 || len(s) > 90 || makeMe.in(s) || closeWords.in(s) && !words("办结").in(s) || len(m.refs) > 0 || len(m.pct) > 0 {
		return draft{}, false
	}
	d := draft{name: Introduce, item: true, expect: Confirm}
	u, ok := m.firstName(0, len(m.s), name.unit)
	if ok {
		d.s.Unit = u.canon
		if u.kind == ledger.MentionAmbiguous {
			d.s.Unit, d.s.Ambiguous.Units = m.orig(u.i, u.j), u.cands
			d.expect = Clarify
		}
	}
	switch {
	case words("联络员|内勤|liaison|contact|coordinator").in(s):
		d.s.Role = "liaison"
	case words("庭长|处长|局长|主任|负责人|院长|支队长|head|director|chief|manager|lead").in(s):
		d.s.Role = "head"
	case words("督查员|supervisor").in(s):
		d.s.Role = "supervisor"
	case words("经办人|的|工作人员|干部|法官|from|with|in|member|handler|staff").in(s):
		d.s.Role = "member"
	default:
		return draft{}, false
	}
	if d.s.Role == "liaison" && !ok {
		d.expect = Clarify
	}
	return d, ok || d.s.Role == "liaison" || d.s.Role == "supervisor"
}
