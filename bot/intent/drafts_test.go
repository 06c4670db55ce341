package intent

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func draftDir() *ledger.Directory {
	return ledger.NewDirectory(ledger.Org{ID: "o", Zone: "Asia/Shanghai",
		Units: []ledger.Unit{{ID: "zxj", Name: "执行局"}, {ID: "zzb", Name: "政治部"}, {ID: "sgb", Name: "审判管理办公室", Aliases: []string{"审管办"}}, {ID: "yjs", Name: "研究室"},
			{ID: "fin", Name: "Finance"}, {ID: "legal", Name: "Legal"}, {ID: "it", Name: "信息技术处", Aliases: []string{"信息处"}}},
		Groups:    []ledger.Group{{Name: "各基层法院", Members: []ledger.UnitID{"zxj"}}},
		Ambiguous: map[string][]ledger.UnitID{"民庭": {"zxj", "zzb"}}})
}

// short writes an order as one line, only what is set.
func short(o DraftOrder) string {
	parts := []string{string(o.Op), strings.Trim(fmt.Sprint(o.Rows), "[]")}
	add := func(ok bool, s string) {
		if ok {
			parts = append(parts, s)
		}
	}
	add(o.Rest, "rest")
	add(o.All, "all")
	add(o.Lead != "", "lead="+string(o.Lead))
	add(o.Lead == "" && o.LeadText != "", "who="+o.LeadText)
	add(len(o.LeadAsk) > 0, "ask")
	add(len(o.Support) > 0, "with="+strings.Trim(fmt.Sprint(o.Support), "[]"))
	add(o.MoreSupport, "more")
	add(o.NoSupport, "alone")
	add(len(o.LessSupport) > 0, "less="+strings.Trim(fmt.Sprint(o.LessSupport), "[]"))
	add(o.Undated, "undated")
	add(!o.Due.IsZero(), "due="+o.Due.String())
	add(o.RRule != "", o.RRule)
	add(o.NoDue, "nodue")
	add(o.Ongoing, "ongoing")
	add(o.Measure != "", "measure="+o.Measure)
	add(o.Title != "", "title="+o.Title)
	add(o.Priority != "", o.Priority)
	add(o.Reason != "", "because="+o.Reason)
	add(len(o.Parts) > 0, "parts="+strings.Join(o.Parts, "/"))
	add(o.Unread != "", "unread="+o.Unread)
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func TestDraftOrders(t *testing.T) {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c := Context{Place: InDrafts, Drafts: 8, Now: time.Date(2026, 11, 23, 10, 0, 0, 0, loc), Dir: draftDir(), Lang: "zh"}
	for _, row := range [][2]string{
		{"2号改为执行局牵头,12月10日前", "set 2 lead=zxj due=2026-12-10"},
		{"2号改由执行局牵头,期限12月10日", "set 2 lead=zxj due=2026-12-10"},
		{"1-5归政治部,12月31日前;其余删除", "set 1 2 3 4 5 lead=zzb due=2026-12-31 | drop rest"},
		{"3号审管办牵头,研究室配合", "set 3 lead=sgb with=yjs"},
		{"3号期限12月15日,牵头执行局,配合审管办、研究室", "set 3 lead=zxj with=sgb yjs due=2026-12-15"},
		{"3、5号给研究室", "set 3 5 lead=yjs"},
		{"2号、4号归审管办", "set 2 4 lead=sgb"},
		{"1到3号列为重点", "set 1 2 3 key"},
		{"第二项由研究室牵头", "set 2 lead=yjs"},
		{"1号归研究室", "set 1 lead=yjs"},
		{"2 执行局牵头", "set 2 lead=zxj"},
		{"把1号给信息处", "set 1 lead=it"},
		{"各基层法院负责2号,12月底前", "set 2 who=各基层法院 due=2026-12-31"},
		{"5号由张三牵头", "set 5 who=张三"},
		{"3号民庭牵头", "set 3 who=民庭 ask"},
		{"1号研究室;2号执行局;3号删", "set 1 lead=yjs | set 2 lead=zxj | drop 3"},
		{"其余12月31日前", "set rest due=2026-12-31"},
		{"全部12月31日前", "set all due=2026-12-31"},
		{"2号期限改到12月20日", "set 2 due=2026-12-20"},
		{"4号不设期限", "set 4 nodue"},
		{"6号长期坚持", "set 6 ongoing"},
		{"4号每月25日前报送", "set 4 FREQ=MONTHLY;BYMONTHDAY=25"},
		{"2号完成标准:清理率≥95%", "set 2 measure=清理率≥95%"},
		{"3号标题改为质效看板", "set 3 title=质效看板"},
		{"2号执行局牵头,内容改为协助研究室写报告", "set 2 lead=zxj title=协助研究室写报告"},
		{"合并2和3", "merge 2 3"},
		{"2号和3号合并", "merge 2 3"},
		{"4号拆成两项:建看板;按月通报", "split 4 parts=建看板/按月通报"},
		{"删除6号(重复)", "drop 6 because=重复"},
		{"2号不要了", "drop 2"},
		{"恢复6号", "restore 6"},
		{"下发", "issue"},
		{"下发吧", "issue"},
		{"下发1-8", "issue 1 2 3 4 5 6 7 8"},
		{"全部下发", "issue all"},
		{"逐项核对", "show"},
		{"2: lead Finance, due 10 Dec", "set 2 lead=fin due=2026-12-10"},
		{"row 3: Finance leads, Legal supports, by 15 December", "set 3 lead=fin with=legal due=2026-12-15"},
		{"rows 1-3 to Legal by Friday; drop the rest", "set 1 2 3 lead=legal due=2026-11-27 | drop rest"},
		{"drop 4-6", "drop 4 5 6"},
		{"delete row 2 because duplicate", "drop 2 because=duplicate"},
		{"merge 2 and 3", "merge 2 3"},
		{"restore 4", "restore 4"},
		{"issue all", "issue all"},
		{"all due 31 Dec", "set all due=2026-12-31"},
		{"3号执行局牵头,别忘了买花", "set 3 lead=zxj unread=别忘买花"},
		{"2号执行局牵头\n这里写了些别的东西", "set 2 lead=zxj | set unread=这里写了些别的东西"},
		{"2号不用配合了", "set 2 alone"},
		{"row 4: no support", "set 4 alone"},
		{"4号配合单位加上各基层法院", "set 4 with=zxj more"},
		{"4号加上研究室配合", "set 4 with=yjs more"},
		{"4号配合去掉研究室", "set 4 less=yjs"},
		{"1号2号一起办", "merge 1 2"},
		{"4号和5号合成一项办", "merge 4 5"},
		{"所有没有期限的都定12月底", "set all undated due=2026-12-31"},
		{"all without a date due 31 Dec", "set all undated due=2026-12-31"},
		{"十三号改到本周五", "set 13 due=2026-11-27"},
		{"1号这个是重点", "set 1 key"},
		{"3号标题改为12月10日前完成数据核对", "set 3 title=12月10日前完成数据核对"},
		// no orders
		{"我们不用配合也能办", ""}, {"一起吃饭", ""}, {"没有期限的事项有哪些?", ""},
		{"3号退回", ""}, {"3号完成80%", ""}, {"已完成", ""}, {"2号什么时候到期?", ""}, {"谢谢", ""}, {"2号加油", ""}, {"今天开会吗", ""}, {"收到", ""}, {"3号卡在经费", ""},
		{"how is row 3 going?", ""}, {"thanks a lot", ""},
	} {
		t.Run(row[0], func(t *testing.T) {
			orders, ok := ReadDraftOrders(row[0], c)
			var got []string
			for _, o := range orders {
				got = append(got, short(o))
			}
			if s := strings.Join(got, " | "); s != row[1] || ok != (row[1] != "") {
				t.Errorf("got %q %v, want %q", s, ok, row[1])
			}
		})
	}
}
