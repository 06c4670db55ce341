package minutes

import (
	"os"
	"testing"
)

func TestLooks(t *testing.T) {
	for _, f := range []string{"zh_office.txt", "zh_speech.txt", "en_monday.txt"} {
		b, err := os.ReadFile("testdata/" + f)
		if err != nil {
			t.Fatal(err)
		}
		if !Looks(string(b)) {
			t.Errorf("%s does not look like minutes", f)
		}
	}
	minutes := []string{
		"周会纪要 3月2日\n参会人：张伟、李娜\n1. 张伟：周五前完成接口联调\n2. 李娜：整理需求清单，3月6日前发出\n3. 王强负责测试环境，下周一前就绪",
		"Team sync, 2 March\nAttendees: Ana, Ben\n\nAction items\n- [ ] Ana to send the draft by Friday\n- [ ] Ben to book the room\n- [ ] Cara to update the budget sheet",
	}
	for _, m := range minutes {
		if !Looks(m) {
			t.Errorf("does not look like minutes: %q", m)
		}
	}
	others := []string{
		"已完成", "3号已完成,材料已报送", "1号已完成;2号60%;3号卡在经费,需要财政局批复以后才能继续推进,预计下周三前会有结果,届时我再来报一次",
		"1号已完成\n2号完成60%\n3号卡在经费审批,需要协调财政\n4号下周一提交\n5号还没有开始,等1号结束之后马上启动",
		"请审管办12月1日前报一份长期未结案件清单,要写明承办人、未结原因和下一步打算,由办公室汇总后交我,谢谢大家的配合与支持",
		"给我一份全院督办情况通报,把逾期的、临期的和等我定的都列出来,最好能按部门分开,顺便说说和上个月相比有什么变化,哪些部门进步最大?",
		"Done. The vendor confirmed on Monday and I uploaded the signed contract, so this can go to review; nothing else is open on my side for now.",
		"What is overdue in the finance team and who owns it? I would like the list by department, with the number of days each one is late, please.",
		"明天下午的会议改到三点,地点不变,请大家相互转告,参加会议的同志提前十分钟到场,会议材料由办公室统一准备,不用自带,谢谢。",
	}
	for _, m := range others {
		if Looks(m) {
			t.Errorf("taken for minutes: %q", m)
		}
	}
}
