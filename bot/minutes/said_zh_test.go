package minutes

import (
	"slices"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// Who acts in minutes whose words for it are not those of an office: text, owners.
func TestChineseSaid(t *testing.T) {
	head := "技术委员会会议纪要\n与会人:谢秀奇、胡新蔚、曹志、侯健、zeno、Gobby\n\n"
	for _, c := range []struct{ text, owners string }{
		{"结论:胡Core提交PR撤销该小组。", "胡Core"},
		{"最终结论:曹志提交评估方案。", "曹志"},
		{"结论:秀奇会后牵头写成规范。", "秀奇"},
		{"新蔚负责联系厂商。", "新蔚"},
		{"遗留事项:胡Core将国一加入维护者名单。", "胡Core"},
		{"遗留问题: 曹志补充测试报告。", "曹志"},
		{"--遗留问题:为软件包动态调整提供评估工具——曹志", "曹志"},
		{"待跟进:侯健与厂商沟通授权。", "侯健"},
		{"zeno: 可以接受,会后会和 Gobby 讨论,发到新的草案中", "zeno"},
		{"侯健:这块我来跟进,下周给结果", "侯健"},
		{"曹志：好的，我负责整理清单", "曹志"},
		{"- 发送摆摊邀请 -> Gobby", "Gobby"},
		{"- 回馈问卷 → 曹志、侯健", "曹志 侯健"},
		{"- 海报设计 => @lily", "lily"},
		{"关于经费问题。县财政安排县卫计局工作经费50万元,由县卫计局报送使用方案。", "县卫计局"},
		{"设备配备由领导小组提出方案后另行研究确定。", "领导小组"},
		{"即日起,市中院执行局长每天通报进度。", "市中院执行局长"},
	} {
		it := one(t, head+c.text, nil)
		if !slices.Equal(it.Owners, names(c.owners)) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, names(c.owners))
		}
	}
}

// What stands at the end of a line of tasks and is, or is not, somebody.
func TestChineseSigned(t *testing.T) {
	head := "例会纪要\n与会人:谢秀奇、胡新蔚、曹志\n\n遗留问题\n"
	for _, c := range []struct{ text, owners string }{
		{"1. 新增项目介绍 -- 阮涵", "阮涵"}, {"1. 构建策略评审(刘路)", "刘路"}, {"1. 构建策略评审（刘路）", "刘路"}, {"1. 文档翻译 —— 欧阳青", "欧阳青"}, {"1. 接口联调(王小明、曹志)", "王小明 曹志"},
		{"1. 方案评审(草案)", ""}, {"1. 预算编制(万元)", ""}, {"1. 安全检查(周报)", ""}, {"1. 系统切换(高级)", ""}, {"1. 场地租借(施工)", ""}, {"1. 合同签订(付款)", ""}, {"1. 接口文档 -- 全部", ""}, {"1. 名单核对(明天)", ""},
	} {
		it := one(t, head+c.text, nil)
		if !slices.Equal(it.Owners, names(c.owners)) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, names(c.owners))
		}
	}
}

// Demands in the meeting's name, and of things: how many items a text gives.
func TestChineseAsked(t *testing.T) {
	for _, c := range []struct {
		text  string
		items int
	}{
		{"项目协调会议纪要\n\n一、教育项目:\n1、职专:会议要求招标手续尽快落实。\n2、中学:目前正在选址,会议要求其他工作同步进行。\n3、小学:已经开工。\n4、十九中:会议听取了汇报。", 2},
		{"項目協調會議紀要\n\n一、教育項目:\n1、職專:會議要求招標手續盡快落實。\n2、中學:目前正在選址,會議要求其他工作同步進行。\n3、小學:已經開工。", 2},
		{"全区召开推进会\n\n会议要求,未开工项目要加快推进前期手续,有序开工。", 1},
		{"全区召开推进会\n\n会议强调,在建项目要优化施工组织。", 1},
		{"全区召开推进会\n\n这次会议很重要。主要任务是学习。需要说明的是,会议不要求发言。", 0},
		{"区政府召开第63次常务会议\n\n会议听取了:关于《重点工作任务分解方案(征求意见稿)》\n\n会议确定:\n\n1、要主动担责。工作任务是庄严承诺。\n\n2、要抓到实处。要坚持目标引领。", 2},
		{"会议纪要\n\n会议由党组副书记、副院长章钢主持。", 0},
		{"会议纪要\n\n2026年9月7日上午,区长侯军主持召开第62次常务会议。", 0},
		{"会议纪要\nData日期:2026-9-7\nTime 时间:10:00-12:00\n发布日期:2026-09-07\n", 0},
		{"法院召开会议\n\n一是要将工作进度细化到每一天、每一名干警。\n\n滨江法院立即组织召开会议贯彻会议精神的举措,体现了决心。\n\n关闭窗口", 1},
		{"会议纪要\n\n议题:\n1. 方案评审\n结论:曹志提交评估方案\n2. 其他", 1},
	} {
		r := Read(c.text, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}})
		if len(r.Items) != c.items {
			t.Errorf("%q: %d items, want %d: %+v", c.text, len(r.Items), c.items, r.Items)
		}
		for _, it := range r.Items {
			if it.RRule != "" || !it.Due.IsZero() {
				t.Errorf("%q: due %s %s", c.text, it.Due, it.RRule)
			}
		}
	}
}
