package minutes

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// Deadlines in unusual forms, and times that are none; minutes of Friday 20 November 2026. An empty date: none may be read.
func TestDueForms(t *testing.T) {
	for _, c := range []struct{ text, due string }{
		{"张三最晚下周三中午给出结论", "2026-11-25"}, {"办公室年内完成档案数字化", "2026-12-31"}, {"法警支队月内完成清点", "2026-11-30"}, {"后勤处赶在元旦前把暖气修好", "2026-12-31"},
		{"行装处春节前办结采购", "2027-02-05"}, {"立案庭四季度末前建成新大厅", "2026-12-31"}, {"研究室力争12月底前完成初稿", "2026-12-31"}, {"原定11月25日的培训由教培处改到12月15日组织", "2026-12-15"},
		{"信息处联系厂商更换8:30那台服务器", ""}, {"后勤处补齐11月5日会议的签到表", ""}, {"政治部参照去年12月的做法修改方案", ""}, {"王五核对12号楼的图纸", ""}, {"财务处按1:3的比例配套资金", ""}, {"宣传处制作庆祝建院70周年的展板", ""},
		{"办公室待方案批准后10日内印发", ""}, {"执行局对超过6个月未结案件逐案分析", ""},
		{"Tom will reply by Tues", "2026-11-24"}, {"Ann to advertise the post w/e 30 Nov", "2026-11-30"}, {"Jane will draft the letter; due Fri 11/27", "2026-11-27"},
		{"Originally due 4 December, Tom will now deliver on 18 December", "2026-12-18"}, {"Tom will post it on the Monday", "2026-11-23"}, {"Tom will phone the bank by the Friday after next", "2026-12-04"},
		{"Jane will archive the minutes of 3 March", ""}, {"Tom to thank the May Day volunteers", ""}, {"Tom to fix the Monday build", ""}, {"Jane to move the Friday club to the main hall", ""}, {"Bob will sort out the Sunday rota", ""},
		{"Tom to ask April about the stall", ""}, {"Ann will fix ticket 11-24", ""}, {"Bob to tidy the 9 to 5 rota", ""}, {"Tom will tell the board about the move to 6 pm", ""},
	} {
		head := "Minutes\nPresent: Bob Hill, Ann Low, Tom Ray, Jane Fox\n\nNotes\n\n"
		if hasHan(c.text) {
			head = "会议纪要\n\n"
		}
		got := ""
		for _, it := range Read(head+c.text+"\n", Options{Date: ledger.Date{Year: 2026, Month: 11, Day: 20}}).Items {
			if !it.Due.IsZero() {
				got = it.Due.String()
			}
		}
		if got != c.due {
			t.Errorf("%s: due %q, want %q", c.text, got, c.due)
		}
	}
}
