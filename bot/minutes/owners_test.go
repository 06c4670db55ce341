package minutes

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// one reads a sentence as minutes of 7 September 2026 and gives its only item.
func one(t *testing.T, text string, dir *ledger.Directory) Item {
	t.Helper()
	r := Read(text, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}, Dir: dir})
	if len(r.Items) != 1 {
		t.Fatalf("%q: %d items: %+v", text, len(r.Items), r.Items)
	}
	return r.Items[0]
}

func names(s string) []string {
	if s == "" {
		return []string{}
	}
	return strings.Split(s, " ")
}

// The owner forms of the domain: text, owners, co, each as written and separated by blanks.
func TestChineseOwners(t *testing.T) {
	for _, c := range []struct{ text, owners, co string }{
		{"由立案庭牵头,民一庭、民二庭配合,制定调解指引。", "立案庭", "民一庭 民二庭"},
		{"由立案庭牵头，民一庭和民二庭配合，制定调解指引。", "立案庭", "民一庭 民二庭"},
		{"由发展规划处会同财务处、基建处编制预算。", "发展规划处", "财务处 基建处"},
		{"食堂改造由后勤保障部负责。", "后勤保障部", ""},
		{"后勤保障部负责食堂改造。", "后勤保障部", ""},
		{"学生工作处牵头负责宿舍安全检查。", "学生工作处", ""},
		{"请研究室于9月30日前提交报告。", "研究室", ""},
		{"责成城建公司限期整改。", "城建公司", ""},
		{"请分管副主任督促采购中心抓紧办理。", "采购中心", ""},
		{"推进系统上线(责任单位:信息中心;完成时限:2026年10月底)。", "信息中心", ""},
		{"推进系统上线。责任单位：信息中心、网络安全科", "信息中心 网络安全科", ""},
		{"牵头单位:区教育局 配合单位:区财政局、各街道", "区教育局", "区财政局 各街道"},
		{"开展联合检查(城管局、公安局、住建局,列首位者为牵头单位)。", "城管局", "公安局 住建局"},
		{"总务处(牵头)、教务处、保卫处。", "总务处", "教务处 保卫处"},
		{"由政治部商督察局提出办法。", "政治部", "督察局"},
		{"各学院要在10月15日前完成自查。", "各学院", ""},
		{"各部门主要负责人为第一责任人。", "各部门主要负责人", ""},
		{"民一庭、民二庭、民三庭按职责分工负责。", "民一庭 民二庭 民三庭", ""},
		{"该项工作不再由办公室负责,移交研究室承担。", "研究室", ""},
		{"会议同意技术处提出的方案,由装备处抓好采购工作。", "装备处", ""},
		{"张伟下周三前给出评估报告", "张伟", ""},
		{"由@chenhao负责跟进。", "chenhao", ""},
		{"请 @王珂 补充测试用例", "王珂", ""},
		{"由[lighthouse](https://github.com/lighthouse)协调跟进。", "lighthouse", ""},
		{"审管办按月通报。", "审管办", ""},
		{"执行局每周调度一次。", "执行局", ""},
		{"各业务庭要逐案梳理,11月底前报审管办。", "各业务庭", ""},
		{"由审监庭具体承办案件评查。", "审监庭", ""},
		{"县教育局要会同公安、水利等部门开展专项行动。", "县教育局", "公安 水利"},
	} {
		it := one(t, c.text, nil)
		if !slices.Equal(it.Owners, names(c.owners)) || !slices.Equal(it.Co, names(c.co)) {
			t.Errorf("%s\n got %q + %q, want %q + %q", c.text, it.Owners, it.Co, c.owners, c.co)
		}
	}
}

func TestEnglishOwners(t *testing.T) {
	for _, c := range []struct{ text, owners, co string }{
		{"Maria will send the revised forecast by Friday.", "Maria", ""},
		{"ACTION: Clerk to contact the contractor.", "Clerk", ""},
		{"ACTION: JB, KM order the signs", "JB KM", ""},
		{"Action item: Mark to close this", "Mark", ""},
		{"AI(Jane): write the summary", "Jane", ""},
		{"RESOLVED: That the Finance Officer be requested to report back.", "Finance Officer", ""},
		{"It was RESOLVED that the Clerk write to the owner.", "Clerk", ""},
		{"It was agreed that Cllr Webb would draft an article.", "Cllr Webb", ""},
		{"The Clerk was asked to obtain three quotations.", "Clerk", ""},
		{"Mr Davies agreed to inspect the roof.", "Mr Davies", ""},
		{"Dr Owen undertook to circulate the examples.", "Dr Owen", ""},
		{"Council directed the City Manager to bring back options.", "City Manager", ""},
		{"Grass cutting, it was agreed the Clerk would talk to the contractor.", "Clerk", ""},
		{"@bcole will open an issue", "bcole", ""},
		{"@mkz can you send the survey out?", "mkz", ""},
		{"[rob] I will edit the templates.", "rob", ""},
		{"Elena and Tom to prepare the slides", "Elena Tom", ""},
		{"Anna will coordinate with Sue on the announcement.", "Anna", "Sue"},
		{"Renew the insurance. ACTION: Treasurer", "Treasurer", ""},
		{"Renew the insurance (Action: Treasurer)", "Treasurer", ""},
		{"Heads of Department to prepare action plans by 15 December.", "Heads_of_Department", ""},
		{"- move the docs (Wei to create)", "Wei", ""},
	} {
		it := one(t, c.text, nil)
		want := names(c.owners)
		for i := range want {
			want[i] = strings.ReplaceAll(strings.NewReplacer("Finance Officer", "Finance Officer").Replace(want[i]), "_", " ")
		}
		if c.owners == "Cllr Webb" || c.owners == "Finance Officer" || c.owners == "Mr Davies" || c.owners == "Dr Owen" || c.owners == "City Manager" {
			want = []string{c.owners}
		}
		if !slices.Equal(it.Owners, want) || !slices.Equal(it.Co, names(c.co)) {
			t.Errorf("%s\n got %q + %q, want %q + %q", c.text, it.Owners, it.Co, want, c.co)
		}
	}
}

// Who something is handed to does not act, also where a verb follows the name.
func TestHandedTo(t *testing.T) {
	for _, c := range []struct{ text, owners string }{
		{"会议议定:\n进一步做好大厅改造经费论证工作,10个工作日内报分管院领导审定。", ""},
		{"会议议定:\n抓紧完善方案,12月3日前报县政府办公室核定。", ""},
		{"会议议定:\n财务股做好拨付后的监控,12月底前报局办公室备案。", "财务股"},
		{"会议议定:\n报社编辑部完善专栏方案,12月3日前上线。", "报社编辑部"},
	} {
		if it := one(t, c.text, nil); !slices.Equal(it.Owners, names(c.owners)) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, c.owners)
		}
	}
}

// The organisation's English names stand with and without an article.
func TestEnglishOrganisation(t *testing.T) {
	dir := ledger.NewDirectory(ledger.Org{ID: "c", Name: "County Court", Units: []ledger.Unit{
		{ID: "en", Name: "Enforcement Bureau"}, {ID: "ar", Name: "Archives"}}})
	for _, text := range []string{
		"The Enforcement Bureau is to complete the review by 4 December, with support from Archives.",
		"Enforcement Bureau will complete the review by 4 December; support from the Archives.",
		"It was agreed that the Enforcement Bureau would complete the review, supported by Archives.",
	} {
		it := one(t, text, dir)
		if !slices.Equal(it.LeadIDs, []ledger.UnitID{"en"}) || !slices.Equal(it.SupportIDs, []ledger.UnitID{"ar"}) {
			t.Errorf("%s\n got %q + %q", text, it.LeadIDs, it.SupportIDs)
		}
	}
	it := one(t, "The Enforcement Bureau to bring first-response time under 4 hours.", dir)
	if len(it.Measures) != 1 || it.Measures[0].Metric != "first-response time" {
		t.Errorf("measures %+v", it.Measures)
	}
}

func TestOrganisation(t *testing.T) {
	court := testCourt()
	it := one(t, "由审管办牵头,研究室、信息技术处配合,建成看板,报市财政局备案。", court)
	if !slices.Equal(it.Lead, []string{"审判管理办公室"}) || !slices.Equal(it.SupportIDs, []ledger.UnitID{"u-研究室", "u-信息技术处"}) || len(it.Unknown) > 0 {
		t.Errorf("lead %q support %q unknown %q", it.Lead, it.SupportIDs, it.Unknown)
	}
	it = one(t, "除法警支队外,各部门均需上报培训计划。", court)
	if it.Fanout != "各部门" || slices.Contains(it.FanoutUnits, "u-司法警察支队") || len(it.FanoutUnits) != 13 {
		t.Errorf("fanout %q to %d: %q", it.Fanout, len(it.FanoutUnits), it.FanoutUnits)
	}
	it = one(t, "请民庭于9月20日前提交分析报告。", court)
	if len(it.Ambiguous) != 1 || len(it.Ambiguous[0].Candidates) != 2 || len(it.Lead) != 0 {
		t.Errorf("ambiguous %+v lead %q", it.Ambiguous, it.Lead)
	}
	it = one(t, "由审委办负责整理案例。", court)
	if len(it.Lead) != 0 || !slices.Equal(it.Unknown, []string{"审委办"}) {
		t.Errorf("unknown %q lead %q", it.Unknown, it.Lead)
	}
	it = one(t, "东江法院、西山法院、和平等3家法院先行试点,10月底前完成。", testCourt())
	if !slices.Contains(it.LeadIDs, "u-和平") {
		t.Errorf("a weak name in an enumeration is a unit: %q", it.LeadIDs)
	}
	it = one(t, "请财政局拨付经费,由行装处负责对接。", court)
	if !slices.Equal(it.Lead, []string{"司法行政装备管理处"}) || !slices.Equal(it.Outside, []string{"财政局"}) {
		t.Errorf("lead %q outside %q", it.Lead, it.Outside)
	}
}
