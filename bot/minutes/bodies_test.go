package minutes

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// Offices and bodies without capitals, people in the plural, who does what is to be done: text, owners separated by commas.
func TestEnglishBodies(t *testing.T) {
	for _, c := range []struct{ text, owners string }{
		{"Park inspection- clerk to get quotes for an inspection", "clerk"},
		{"Bins - district councillor and clerk to complain about missed bins", "district councillor,clerk"},
		{"Hall: chairman to write to the landlord.", "chairman"},
		{"Footpaths- church path blocked to be chased up by clerk, other path not cut", "clerk"},
		{"The fence is to be mended by the caretaker.", "caretaker"},
		{"The amenities group will fit the table when it arrives.", "amenities group"},
		{"The PC to supply welfare facilities.", "PC"},
		{"The finance committee will draft a budget.", "finance committee"},
		{"Office volunteers will be trimming the coupons.", "Office volunteers"},
		{"Room parents to collect the forms.", "Room parents"},
		{"It was agreed for Anna to book the hall.", "Anna"},
		{"Sam: I think I should write feedback on this, and then I'll do that.", "Sam"},
		{"The talk (by Bob (and others) was fine. Cathy to contact the host.", "Cathy"},
	} {
		it := one(t, "Minutes\nPresent: Sam Hill, Cathy Low, Anna Weir, Bob Ray\n\nNotes\n\n"+c.text, nil)
		if !slices.Equal(it.Owners, strings.Split(c.owners, ",")) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, c.owners)
		}
	}
	for _, s := range []string{
		"Both boards voted to form a merger committee to work on terms.", "The board suggested areas for the committee to consider.", "They moved as a board to take no action.",
		"Everyone will get a ticket when they enter.", "The council will meet in May.", "The working group will continue to exist.", "There is a plan for a council to appear.",
		"The members will receive a letter.", "The form was signed by the clerk.", "A letter to be read.", "The group to which we belong is small.",
	} {
		if r := Read("Notes\n\n"+s, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}}); len(r.Items) > 0 {
			t.Errorf("%q made an item of %q: %+v", s, r.Items[0].Owners, r.Items[0].Why)
		}
	}
}

// Demands in speeches and minutes that somebody else's past, or a principle, stands beside: text, owners.
func TestChineseDemandsBeside(t *testing.T) {
	for _, c := range []struct{ text, owners string }{
		{"调研组听取了汇报,要求县住建局、县自然资源局要加强协调,及时上报资料。", "县住建局 县自然资源局"},
		{"会议再次强调志愿服务的重要意义,并要求有关部门加强督查力度。", "有关部门"},
		{"会议要求,各职能部门要积极支援分院,首批医疗队已于27日派遣到位。", "各职能部门"},
		{"院长强调,对于今年的工作,有关部门要严格按照安排部署推进。", "有关部门"},
		{"也希望全局干警再接再厉,9月底前完成上级部署的任务。", "全局干警"},
		{"会议要求,两级法院执行干警要做好下步工作。", "两级法院执行干警"},
		{"会议指出,住建系统要全面梳理排查存在问题。", "住建系统"},
		{"同时外事部还将负责大赛的宣传。", "外事部"},
		{"此项工作需各部门配合,由办公室汇总。", "办公室"},
	} {
		it := one(t, "会议纪要\n\n"+c.text, nil)
		if !slices.Equal(it.Owners, names(c.owners)) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, names(c.owners))
		}
	}
	for _, s := range []string{
		"9月3日下午,执行局召开全体会议,院长对专项行动进行周督办。", "2026年9月4日晚八点,学生会召开部长例会,参与例会的有各部部长。", "更新时间:2026-09-03 16:44:04点击次数:2378次", "信息系统要求较高。",
		"9月3日上午,县长率队调研住建工作。", "目前还需进一步研究。",
	} {
		if r := Read("滨江县召开会议\n\n"+s, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}}); len(r.Items) > 0 {
			t.Errorf("%q made an item of %q: %+v", s, r.Items[0].Owners, r.Items[0].Why)
		}
	}
}

// A numbering goes on with what led in to it; who signs a line does what another said; who is called on may be several.
func TestChineseLists(t *testing.T) {
	for _, c := range []struct{ text, owners string }{
		{"遗留问题\n1. 熊伟:范围较大,下次例会做规划汇报 --杨昭", "杨昭"},
		{"讨论\n- 需求清单需要刷新,下次评审 @于洋 @章洁", "于洋 章洁"},
		{"讨论\n- 章程更新,各委员线下反馈意见,下周评审", "各委员"},
	} {
		it := one(t, "# 例会纪要\n\n## "+c.text, nil)
		if !slices.Equal(it.Owners, names(c.owners)) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, names(c.owners))
		}
	}
	r := Read("县政府召开调度会\n\n副县长要求:一是力度要更大。始终绷紧思想之弦;二是措施要更硬。保持定力。三是督查室要加强督查。", Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}})
	if len(r.Items) != 3 {
		t.Errorf("%d items: %+v", len(r.Items), r.Items)
	}
}

// Times that say more about a thing set no deadline.
func TestNoDueOfThings(t *testing.T) {
	for _, s := range []string{
		"有关部门要确保2026年城建项目圆满收官。", "财务处要做好全年的收支核算。", "各部门要持续加大抓投资的力度。", "外事部负责11月份的礼仪大赛。", "各部门要将进度细化到每一天。",
		"Clerk to complain about missed bins as it is happening on a weekly basis.", "Clerk to look at cost savings for the year.", "The Treasurer will move the meeting to 6 pm.",
	} {
		for _, it := range Read("会议纪要\n\n"+s, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}}).Items {
			if it.DueText != "" || it.RRule != "" || !it.Due.IsZero() {
				t.Errorf("%q: due %q %s %s", s, it.DueText, it.Due, it.RRule)
			}
		}
	}
}
