package minutes

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func readDay(text string) Reading {
	return Read(text, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}})
}

func open(r Reading) (out []Item) {
	for _, it := range r.Items {
		if it.Status == StatusOpen {
			out = append(out, it)
		}
	}
	return out
}

// short writes an item as "line:owners:due".
func short(it Item) string {
	return strings.Join([]string{string(rune('0' + it.Line)), strings.Join(it.Owners, "+"), it.Due.String()}, ":")
}

// Structure: what is an item where, who inherits what, and what is left out. Want is "line:owners:due" of the open items.
func TestStructure(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"owner on the next line", "待办事项:\n1. 完善接口文档\n责任人:张伟\n完成时间:9月20日\n2. 更新官网\n— 责任人: 李娜 时间: 9月25日", []string{"2:张伟:2026-09-20", "5:李娜:2026-09-25"}},
		{"owner from the parent", "## Action items\n- Alice:\n  - send the slides\n  - book the room by Friday\n- Bob: fix the build", []string{"3:Alice:", "4:Alice:2026-09-11", "5:Bob:"}},
		{"owner from the heading", "## 行动项\n### 张伟\n- 整理用例\n### 李娜\n- 联系供应商", []string{"3:张伟:", "5:李娜:"}},
		{"boxes", "## Notes\n- [ ] update the page (@kim)\n- [x] rotate the keys\n- [ ] call the vendor", []string{"2:kim:", "4::"}},
		{"breaks in a cell", "| 编号 | 议题 | 会议纪要 |\n|:--:|:--:|:--:|\n| 1 | 仓库变更 | 结论:<br>1、同意变更。<br>遗留问题:<br>1、补充说明。责任人:张伟<br>2、刷新文档。责任人:李娜/王强 |", []string{"3:张伟:", "3:李娜+王强:"}},
		{"pipe table", "### Next steps\n| Action | Owner | Due | Status |\n|--|--|--|--|\n| Draft the plan | Ana | 20 Sept | open |\n| Send invites | Ben | | Done |\n| TBD | | | |", []string{"4:Ana:2026-09-20"}},
		{"merged cells", "任务分解表\n序号\t重点任务\t具体措施\t牵头单位\t完成时限\n1\t营商环境\t制定措施\t发改局\t9月底\n\t\t建立台账\t\t10月15日前", []string{"3:发改局:2026-09-30", "4:发改局:2026-10-15"}},
		{"column of actions", "| Topic | Notes | Actions |\n|--|--|--|\n| Guide | Agreed | Paolo to update the guide by 14 Sept |\n| Search | Poor | Kofi: open a ticket<br>Ines: collect queries |", []string{"3:Paolo:2026-09-14", "4:Kofi:", "4:Ines:"}},
		{"no outer bars", "序号 | 议定事项 | 责任单位 | 完成时限\n1 | 修订办法 | 采购部(牵头)、信息部 | 9月底前", []string{"2:采购部:2026-09-30"}},
		{"HTML table", "<table><tbody>\n<tr>\n<td>\n\n任务\n\n</td><td>负责人</td><td>截止时间</td>\n</tr>\n<tr><td>整理|归档</td><td>张伟</td><td>9月20日</td></tr>\n</tbody></table>\n\n待办:\n- 李娜更新官网", []string{"9:张伟:2026-09-20", "=:李娜:"}},
		{"table of people", "## Attendees\n| Name | Role |\n|--|--|\n| Ana | Chair |\n| Ben | Secretary |", nil},
		{"agenda", "## Agenda\n- Release plan (@ana)\n- Budget --owner Ben\n\n## 议程\n1. 张伟汇报进展\n2. 讨论预算 负责人:李娜", nil},
		{"nothing left", "遗留问题:\n无。\n\n待办:\n暂无\n\n## Action items\n- None", nil},
		{"progress", "## 上周工作\n- 张伟完成了接口联调\n- 李娜:整理完需求文档\n## Updates\n- Ben finished the migration", nil},
		{"struck out", "## TODO\n- ~~Ana: renew the domain~~\n- Ben: renew the certificate", []string{"3:Ben:"}},
		{"settled below", "遗留问题:\n1、请与法务确认许可证。\n确认结果:无需变更。\n2、补充文档。责任人:张伟", []string{"4:张伟:"}},
		{"numbering goes on", "4、任务清单\n1)上线看板(责任人:张伟)\n5、参会须知\n1)请准时参加", []string{"2:张伟:"}},
		{"details are no items", "## Action items\n1. Ana to write the guide\n   - about ten pages\n   - with pictures\n2. Ben to review it", []string{"2:Ana:", "5:Ben:"}},
		{"inline numbering", "会议要求:一是由办公室制定方案;二是各部门9月20日前完成自查;三是加强宣传。", []string{"1:办公室:", "1:各部门:2026-09-20", "1::"}},
		{"reasons are no demands", "存在的主要问题:一是基础薄弱;二是人手不足;三是加强力度不够。", nil},
		{"template", "## Action items\n| Task | Owner | Due |\n|--|--|--|\n| <task> | <owner> | <date> |\n- [ ] \n", nil},
		{"code is no text", "```\nACTION: Bob to run this\n```\nACTION: Ana to read it", []string{"4:Ana:"}},
		{"front matter", "---\ntitle: x\ntags: a\n---\n- ACTION: Ana: order paper", []string{"5:Ana:"}},
		{"a body heads a list", "## Action items\n### The Committee\n- book the hall", []string{"3::"}},
		{"minute numbers", "1957       Grass Cutting, the Clerk to ask for a quote.\n1958       Finance. None.", []string{"1:Clerk:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, it := range open(readDay(c.text)) {
				got = append(got, short(it))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMeeting(t *testing.T) {
	for _, c := range []struct{ text, title, date, number, next string }{
		{"滨江市政府专题会议纪要\n〔2026〕12号\n2026年9月7日,市长主持召开会议。\n下次会议定于9月21日召开。", "滨江市政府专题会议纪要", "2026-09-07", "〔2026〕12号", "2026-09-21"},
		{"# Weekly sync 2026-09-07\n\nNext meeting: September 14", "Weekly sync 2026-09-07", "2026-09-07", "", "2026-09-14"},
		{"技术周会\n时间:2026年9月7日 14:00\n参会:张伟、李娜", "技术周会", "2026-09-07", "", ""},
		{"Minutes of the Parish Council meeting held on Monday 7th September 2026\nPresent: A, B", "Minutes of the Parish Council meeting held on Monday 7th September 2026", "2026-09-07", "", ""},
	} {
		m := Read(c.text, Options{}).Meeting
		if m.Title != c.title || m.Date.String() != c.date || m.Number != c.number || m.Next.String() != c.next {
			t.Errorf("%q\n got %+v", c.text, m)
		}
	}
}

func TestStages(t *testing.T) {
	it := one(t, "由行装处组织采购,10月20日前完成论证,12月10日前完成招标。", nil)
	if len(it.Milestones) != 2 || it.Milestones[0].Due.String() != "2026-10-20" || it.Due.String() != "2026-12-10" {
		t.Errorf("%+v due %s", it.Milestones, it.Due)
	}
	it = one(t, "原定9月10日前提交的方案,调整至9月25日前提交。责任单位:规划局", nil)
	if it.Due.String() != "2026-09-25" || it.Was.String() != "2026-09-10" {
		t.Errorf("due %s was %s", it.Due, it.Was)
	}
	it = one(t, "各部门严格落实值班制度,长期坚持。责任单位:各部门", nil)
	if !it.Ongoing || !it.Due.IsZero() {
		t.Errorf("ongoing %v due %s", it.Ongoing, it.Due)
	}
}

func TestMeasures(t *testing.T) {
	for _, c := range []struct {
		text string
		want Measure
	}{
		{"确保一审服判息诉率达到90%以上。", Measure{Metric: "一审服判息诉率", Op: ">=", Value: 90, Unit: "%"}},
		{"结案率不低于 95.5%", Measure{Metric: "结案率", Op: ">=", Value: 95.5, Unit: "%"}},
		{"平均办理天数控制在60天以内。", Measure{Metric: "平均办理天数", Op: "<=", Value: 60, Unit: "天"}},
		{"结案率在全省由第9位提升至第6位。", Measure{Metric: "结案率", Op: "rank<=", Value: 6, Unit: "位", Baseline: 9}},
		{"长期未结案件全部清零。", Measure{Metric: "长期未结案件", Op: "==", Value: 0}},
		{"网上立案实现全覆盖。", Measure{Metric: "网上立案", Op: ">=", Value: 100, Unit: "%"}},
		{"调解率由40%提升至55%。", Measure{Metric: "调解率", Op: ">=", Value: 55, Unit: "%", Baseline: 40}},
		{"Keep response time below 200 ms", Measure{Metric: "response time", Op: "<", Value: 200, Unit: "ms"}},
		{"at least 95% of desks", Measure{Metric: "", Op: ">=", Value: 95, Unit: "%"}},
	} {
		ms := measures(c.text)
		if len(ms) != 1 || ms[0] != c.want {
			t.Errorf("%s: %+v, want %+v", c.text, ms, c.want)
		}
	}
	if ms := measures("12月10日前完成,5个工作日内反馈,2026年3月召开第2次会议"); len(ms) != 0 {
		t.Errorf("dates are no measures: %+v", ms)
	}
}

// TestWrapped joins lines that a PDF's text broke in the middle of a sentence, and gives each sentence the line it begins on.
func TestWrapped(t *testing.T) {
	text := "关于校园安全的专题会议纪要\n2026年9月7日,学校召开专题会议,研究校园安全工作,现纪要如下。会议认为当前校\n园安全形势总体平稳,但是宿舍用电和食堂管理仍然存在一些需要改进的地方,必须引起高\n度重视。会议决定由后勤保障处牵头,学生工作处和保卫处配合,于9月30日前完成全校学\n生宿舍用电安全检查,并将检查结果报学校办公室;请基建处在10月20日前提出老旧楼栋线\n路改造方案,报校长办公会审议。会议要求各学院要在9月15日前开展一次安全教育活动,切\n实提高师生安全意识。"
	r := Read(text, Options{})
	var got []string
	for _, it := range r.Items {
		got = append(got, short(it))
	}
	want := []string{"4:后勤保障处:2026-09-30", "5:基建处:2026-10-20", "6:各学院:2026-09-15"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	en := "The meeting discussed the state of the hall roof at some length and noted the\ncost of scaffolding. The Clerk was asked to obtain three quotations from local\nfirms by 30 September. It was also noted that the gutters were cleaned in May."
	items := readDay(en).Items
	if len(items) != 1 || items[0].Line != 2 || items[0].Due.String() != "2026-09-30" {
		t.Errorf("%+v", items)
	}
}
