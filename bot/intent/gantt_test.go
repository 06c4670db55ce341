package intent_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/intent"
)

func TestGantt(t *testing.T) {
	for text, want := range map[string]string{
		"铁案工程的甘特图": "铁案工程", "给我画个铁案工程的甘特图": "铁案工程", "审管办工作的进度图": "审管办", "甘特图": "", "看看研究室的进度图吧": "研究室", "12号的甘特图": "12号", "指标看板的甘特图": "指标看板", "看板工作的甘特图发我": "看板", "给我画一张2号的甘特图": "2号", "项目横道图": "",
		"show me the Gantt chart of the quality programme": "quality", "gantt": "", "Progress chart for the research office, please": "research office",
	} {
		got, ok := intent.Gantt(text)
		if got = strings.Join(strings.Fields(got), " "); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"导出铁案工程的甘特图", "每周一把甘特图发到本群", "export the gantt chart", "铁案工程的计划表", "工程进度怎么样", "把施工图完善一下", "甘特图已更新", "完成60%,甘特图已报审", "the gantt chart is done", "plan the chart"} {
		if got, ok := intent.Gantt(text); ok {
			t.Errorf("%q is taken for a picture of %q", text, got)
		}
	}
}
