package minutes

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// Sentences that look like demands and are none.
func TestTraps(t *testing.T) {
	court := testCourt()
	for _, s := range []string{
		"会议听取了执行局关于案件核查的汇报。", "方案由研究室起草完成并已印发。", "上半年由审管办牵头开展了专项评查。", "会议由王院长主持。",
		"如需延期的,应提前3个工作日提出书面申请。", "若执行局未按期完成,由办公室通报。", "一旦发现问题,要立即报告。",
		"信访化解方案缓议,待意见明确后再研究。", "有同志建议由研究室牵头,会议未作决定。", "建议由宣传处牵头组织培训。",
		"(2026)辽01民终1234号案件由合议庭依法审理。", "定于11月27日召开下次调度会。", "下次会议时间:9月14日", "下次例会由张伟主持。",
		"推动矛盾和平化解,维护新民群众权益。", "日前,滨江市召开全市法院工作会议。", "由第9位上升至第6位。", "出席:院领导、各部门负责人", "分送:院领导,各部门,各基层法院",
		"上半年结案率达到98%,同比上升2个百分点。", "审管办已完成案件清理工作。", "会议通过了预算方案。", "办公室介绍了近期工作。", "各部门认真落实了会议要求。",
		"会议同意立案庭提出的方案。", "自由裁量要有依据的理由有三条。",
		"The minutes of the last meeting were approved and signed by the Chairman.", "Cllr Lyle reported that Mill Lane will be resurfaced in May.", "The next meeting will be held on 14 September.",
		"The noticeboard has been repaired.", "If the budget is cut, Daniel will pause hiring.", "Maria is working on the annual report.", "Bob would like to join the group.",
		"The report will be published next week.", "We should think about a second recruiter at some point.", "Welcome to the new members.", "Introduction to Python", "John will not attend the fair.",
		"No action items.", "Action items: none", "The Council would like to thank Mr Green for his work.", "Apologies: Jane to arrive late", "The Chairman agreed to make the minutes", "Does Anna want to send it?",
		"Firefox will support the new format in version 99.", "Kubernetes will drop the old API.", "Postgres will require an upgrade.",
	} {
		if r := Read(s, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}, Dir: court}); len(r.Items) > 0 {
			t.Errorf("%q made an item of %q: %+v", s, r.Items[0].Owners, r.Items[0].Why)
		}
	}
}
