package intent

import "strings"

// questionKinds are what people ask about an item; the first that is found is meant.
var questionKinds = []struct {
	ask   string
	words list
}{
	{"extension_state", words(cross("延期|展期|延期申请|申请延期|延期的事|宽限", "批|批了|批下来|通过|同意|定了|有结果|有信|审批|审核|怎么样|咋样|如何|有没有|过了|能批|准了|什么时候批|啥时候批") + "|延期批了|延期批没批|延期通过|延期申请|延期审批|延期同意了|延期有结果|批准延期了|延期了吗|延期批下来|展期批|extension approved|extension been approved|extension been granted|extension granted|my extension|the extension|extension request|extension go through|extension status|延期的事")},
	{"acceptance", words("看什么|看哪些|查什么|检查什么|怎么验收|怎样验收|如何验收|算完|算办完|算做完|算过关|什么算|啥算|算佐证|要传吗|必须传|要不要传|要附什么|佐证要|材料要|要哪些|什么样的材料|什么样才|怎样才|怎么才|如何才|算数吗|才行|what proof|what counts|do we need to attach|need to attach|what do you need|enough evidence|acceptable|what would|good enough|完成标准|验收标准|办结标准|怎么才算完成|怎么算完成|怎样算完成|才算完成|才算办结|算办结|算完成|算不算完成|什么标准|标准是什么|标准是啥|要求是什么|要达到什么|做到什么程度|办到什么程度|成果形式|交什么材料|需要什么材料|提交什么材料|要什么材料|哪些材料|什么佐证|要不要附件|需要附件|需要提供什么|要提供什么|提供哪些|acceptance|criteria|what counts as done|count as done|counts as done|counts as complete|definition of done|considered done|considered complete|what evidence|which evidence|what documents|what do you need from us|what is required|what's required|what is the standard|what's the standard|how do we know it's done|what does done look like|what should we submit|what needs to be submitted|deliverable")},
	{"due", words(cross("几号|哪天|什么时候|何时|啥时候|哪日|周几|几月几号", "前|之前|以前|交|到期|截止|报|办结|交差|要|完") + "|什么时候到期|啥时候到期|何时到期|到期时间|哪天到期|几号到期|什么时候截止|何时截止|啥时候截止|截止时间|截止日期|截止到|截止是|几号截止|哪天截止|时限|期限|最晚什么时候|最迟什么时候|最晚哪天|最迟哪天|最晚几号|最迟几号|什么时候交|几号交|哪天交|什么时候要|啥时候要|啥时候交|何时完成|什么时候前|几号之前|还有几天|还剩几天|还有多少天|剩几天|剩多少天|还有多长时间|还有多久|when is it due|when's it due|when is this due|when's this due|due date|deadline|due when|when due|how long do we have|how many days|how much time|by when|when do we have to|when do i have to|when must|when should|what's the due|what is the due|when is item|time left|days left|什么时候要完成|要求什么时候|什么时候完成|多久完成|要多久")},
	{"report_to", words(cross("报给|交给|发给|送给|报到|交到|发到|送到|报送给|提交给|上报给|汇报给|反馈给|给", "哪个|哪里|谁|哪家|哪位|哪儿") + "|报给谁|交给谁|发给谁|送给谁|向谁报|向谁汇报|给谁报|报到哪|报哪里|交哪里|交到哪|发到哪|发哪里|送哪里|报送给谁|报送哪|报谁|联系谁|找谁|对接谁|和谁对接|哪个邮箱|谁收|材料交|材料报|往哪报|往哪交|报送到哪|who do i report|who do we report|report to whom|send it to|send this to|send to whom|submit to|where do i send|where do we send|where do i submit|where do we submit|where should|who should i send|who should we send|who to report|whom do|who do i contact|contact person|who is the contact|who do i send|who do we send|who gets")},
	{"lead", words("谁在管|谁管|谁跟的|谁在跟|谁在弄|谁在负责|谁跟进|谁牵头|哪个部门牵头|牵头单位|牵头部门|哪家牵头|哪个庭牵头|牵头的是|谁负责|哪个部门负责|由谁|归谁|谁承办|谁主办|谁配合|配合单位|责任单位|责任人|责任领导|谁在办|哪个单位负责|谁来办|负责人是|who leads|who's leading|who is leading|who owns|who's responsible|who is responsible|which department|which team|which unit|who is the lead|who's the lead|lead unit|who's in charge|who is in charge|who's on this|who is on this|who has this|the owner|who else is|supporting unit")},
	{"help", words(cross("怎么|如何|怎样|咋|咋样|在哪|哪里|在哪里|去哪|从哪|上哪", "提交|上传|填|填报|报|回复|操作|申请|办结|销号|签收|转|撤回|用|弄|写|反馈|延期|发|交|改|查|看|转交|退回|添加|附|加附件|传附件|报进展|更新|登记|确认|催|设置|报送|补材料|补交") + "|怎么用|怎么操作|如何操作|怎么报|如何报|怎么填|怎么回复|如何回复|怎么申请|如何申请|怎么延期|如何延期|怎么办结|如何办结|怎么销号|怎么签收|如何签收|怎么转|怎么撤回|能干什么|能做什么|会什么|会做什么|有什么功能|可以做什么|使用说明|说明书|帮助|指令|命令|怎么上传|怎么反馈|如何反馈|how do i|how do we|how can i|how can we|how to|what can you do|what can i say|how does this work|help|commands|怎么弄|咋弄|咋报|咋用")},
	{"status", words("the latest|latest on|how goes|where's this at|where is this at|how far along|how's this one|how is this one|how's it looking|how is it looking|how does it look|finished?|done?|closed?|结了吗|结了没|结没结|办没办|办了没|办了吗|弄好了吗|好没好|成了吗|成了没|有没有进展|有没有动静|有动静吗|办得怎么样|办得咋样|办到什么程度|办到哪|推进到哪|推得怎么样|落实没有|落实了没|目前进度|目前进展|现在进度|现在进展|最新进展|最新情况|啥进度|走到哪|卡在哪|完成了吗|完成了没|完成没|办结了吗|办完了吗|好了吗|好了没|进展如何|进展怎么样|进展咋样|进展怎样|到哪了|到哪一步|到哪步|什么进度|进度如何|进度怎么样|进度咋样|怎么样了|咋样了|怎样了|什么情况|啥情况|情况如何|状态|落实了吗|落实得怎么样|落实如何|批了吗|销号了吗|审核了吗|通过了吗|过了吗|有进展吗|有结果吗|有消息吗|做完了吗|弄完了吗|搞定了吗|什么进展|啥进展|进展呢|现在什么|how is it going|how's it going|how is this going|how's this going|how are we doing|what's the status|what is the status|status|where are we|where does it stand|where do we stand|where does this stand|is it done|is this done|done yet|finished yet|any update|any progress|any news|what's happening|how far|is it closed|has it been closed|has it been|was it|progress?|how's item|how is item|still open")},
}

// isQuestion reports whether the message asks.
func (m *message) isQuestion() bool {
	s := strings.TrimSpace(m.s)
	if strings.HasSuffix(strings.TrimRight(s, " !。.~"), "?") {
		return true
	}
	for _, c := range m.cl {
		if c.end == '?' {
			return true
		}
	}
	if m.han && words("批没批|办没办|好没好|过没过|结没结|完没完|要不要|该不该|交没交|报没报|吗|么|啥|如何|谁|哪|几号|几天|多少|多久|何时|咋|是否|有没有|是不是|呢|了没|怎样").in(s) && !words("啥样现在|啥样还|啥样,|什么样现在|什么样还|什么时候都|没什么|无论|不管|如何落实|怎么都|谁都|哪怕|哪里哪里|多少有|没啥|怎么办").in(s) {
		return true
	}
	return m.latin && !m.han && words("who|what|when|where|which|how|why|is it|is this|has it|what's|when's|who's|how's|where's|any update|any updates|any news|any progress|status").prefix(s) > 0
}

// asksExtension reports whether the message asks what became of a request for more time: 延期的申请领导批没批.
func (m *message) asksExtension() bool {
	return ofExtend.in(m.s) && m.isQuestion() && words("批没批|批了没|批了吗|批下来|批准没|批准了|通过没|通过了|同意没|同意了|过了没|下来没|下来了|有结果|结果呢|结果如何|审到|审完|审了|答复|回复了|approved|granted|accepted|decided|answer|outcome|go through|gone through|decision").in(m.s)
}

// readQuestion reads a question about an item.
func readQuestion(m *message) (draft, bool) {
	if !m.isQuestion() && !bareTopic.is(trimEnds(m.bare())) {
		return draft{}, false
	}
	if m.c.Place == InChannel && len(m.refs) == 0 && !words("事项|督办|任务|item|task|action").in(m.s) {
		return draft{}, false
	}
	ask := ""
	if m.asksExtension() {
		ask = "extension_state"
	}
	for _, k := range questionKinds {
		if ask == "" && k.words.in(m.s) {
			ask = k.ask
			break
		}
	}
	if ask == "" && asksPapers(m.s) {
		ask = "acceptance"
	}
	if ask == "" {
		for _, c := range m.cl {
			if m.doneness(c).is == doneAsked {
				ask = "status"
			}
		}
	}
	if ask == "" {
		return draft{}, false
	}
	d := m.about(Question)
	d.s.Ask = ask
	return d, true
}

// asksPapers reports whether a question is about what must be handed in: 要提交纸质材料吗, "do you need a stamped copy?".
func asksPapers(s string) bool {
	papers := words("材料|佐证|附件|照片|截图|台账|报告|纸质|书面|原件|复印件|扫描件|电子版|盖章|签字|公章|红头|总结|清单|表格|word|pdf|evidence|proof|copy|copies|original|originals|paper|scan|scans|stamped|attachment|attachments|photos|document|documents|report|hard copy|signed")
	if i, j := words("need to|have to|required to|supposed to|should i|should we").first(s); i >= 0 && words("upload|attach|submit|provide|hand in|include").in(s[j:]) && !words("who|when|where").in(s) {
		return true
	}
	needs := words("要不要|需不需要|用不用|需要|要|需|得|必须|用|是否|还是|交|提交|附|传|报|盖|need|needed|require|required|have to|must|should|enough|ok|accept|accepted|want")
	return papers.in(s) && needs.in(s) && !words("谁|哪天|几号|什么时候|收到|看到|批了|过了|通过|报了吗|交了吗|who|when|where|received|seen").in(s)
}

var bareTopic = words("进展?|时限|期限|标准|牵头|谁牵头|什么时候|update?|updates?|eta?|进展|进度|状态|status|帮助|help|截止时间|截止日期|完成标准|牵头单位|deadline|due date|什么情况|情况")
