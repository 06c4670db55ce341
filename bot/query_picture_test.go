package bot_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat/chattest"
)

func withCharts(t *testing.T) *world {
	t.Helper()
	p, err := chart.Open("")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, chattest.Options{})
	w.charts = p
	w.restart()
	issue(w)
	return w
}

func (w *world) pictureTo(who string) {
	w.t.Helper()
	if f := w.file(who); f.MIME != "image/png" || f.Alt == "" {
		w.t.Errorf("%s got %s %s (%s)", who, f.Name, f.MIME, f.Alt)
	} else if _, err := png.Decode(bytes.NewReader(f.Data)); err != nil {
		w.t.Error(err)
	}
}

func TestPicturesInChat(t *testing.T) {
	w := withCharts(t)
	for _, words := range []string{"按部门画个图", "chart by unit", "给我一张趋势图", "逾期时长图"} {
		w.want(w.say("yuanzhang", words), "在办")
		w.pictureTo("yuanzhang")
	}
	w.say("yuanzhang", "情况怎么样")
	card := w.find("yuanzhang", "在办 6 项", "图表")
	w.want(w.click("yuanzhang", card, "chart"), "[1] ")
	w.pictureTo("yuanzhang")
	w.say("yuanzhang", "执行局有哪些在办")
	w.want(w.say("yuanzhang", "画个图"), "执行局")
	w.pictureTo("yuanzhang")
	got := w.say("zxj-head", "画个图")
	w.want(got, "执行局")
	w.none(got, "审管办", "东河")
	w.none(w.say("zxj-head", "画个审管办的图表"), "在办 1 项")
}

// The Gantt chart of whatever is named comes as a picture, and the plan as a file has it too.
func TestGanttInChat(t *testing.T) {
	w := withCharts(t)
	for words, want := range map[string]string{
		"执行局工作的甘特图": "执行局进度图:", "看看审管办的进度图": "审管办进度图:截至 2026年11月23日,2 项,已办结 0 项", "2号的甘特图": "2号 完成终本案件清理", "3号甘特图": "3号 报送长期未结案件清单",
		"指标看板的甘特图": "“指标看板”进度图:截至 2026年11月23日,1 项", "全院的甘特图": "云港市中级人民法院进度图:截至 2026年11月23日,6 项", "各基层法院的进度图": "3 项",
		"上次院长办公会的甘特图": "6 项", "show me the Gantt chart of the 执行局": "执行局进度图",
	} {
		w.want(w.say("yuanzhang", words), want)
		w.pictureTo("yuanzhang")
	}
	w.say("yuanzhang", "审管办的甘特图")
	w.want(w.say("yuanzhang", "那执行局呢"), "执行局进度图:")
	w.pictureTo("yuanzhang")
	w.say("yuanzhang", "研究室在办的有哪些")
	w.want(w.say("yuanzhang", "甘特图"), "没有符合条件的")
	w.want(w.say("yuanzhang", "登月工程的甘特图"), "没有找到“登月工程”")
	got := w.say("zxj-head", "审管办的甘特图")
	w.none(got, "进度图:")
	w.none(w.say("zxj-head", "1号的甘特图"), "看板")
	w.want(w.say("ops", "Gantt chart"), "Nothing fits")
	w.say("yuanzhang", "执行局的甘特图")
	w.click("yuanzhang", w.find("yuanzhang", "执行局进度图"), "say")
	if f := w.file("yuanzhang"); !strings.HasSuffix(f.Name, ".xlsx") || !strings.Contains(f.Name, "执行局") {
		t.Errorf("the button gives %s", f.Name)
	}
	x, err := excelize.OpenReader(bytes.NewReader(w.file("yuanzhang").Data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if pics, err := x.GetPictures("进度图(图)", "A1"); err != nil || len(pics) != 1 {
		t.Errorf("%d pictures, %v, in %v", len(pics), err, x.GetSheetList())
	}
}
