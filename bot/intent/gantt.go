package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	ganttWords = regexp.MustCompile(`甘特图?|横道图|进度图|(?:进度|施工|推进|工作)示意图|\bgantt\b|\btimeline chart\b|\bprogress chart\b`)
	ganttOther = regexp.MustCompile(`导出|文件|表格|计划表|excel|xlsx|下载|附件|每[天日周月年季]|\b(?:export|file|spreadsheet|attach|every|weekly|monthly|daily|updated|finished|done|drawn)\b|已|完成|更新|正在|绘制|编制|完善|修改`)
	ganttNoise = regexp.MustCompile(`\b(?:please|can|could|you|i|we|want|need|show|me|us|draw|give|get|make|see|a|an|the|of|for|on|our|chart|diagram|picture|work|project|programme|program|items?|tasks?|all)\b|[\s,。,?!?!、“”"':;]+`)
	ganttHead  = regexp.MustCompile(`^(?:请|帮忙|帮我|麻烦|给我|我要|我想|想要|需要|看一下|看一看|看看|看下|画一张|画一个|画个|画张|画出|来一张|来个|来张|出一张|出个|出张|生成|打开|显示|展示|发一下|发我|做一个|做一张|做个|把|有关|关于|所有|全部|一下| )`)
	ganttTail  = regexp.MustCompile(`(?:的|工作|项目|事项|任务|一下|发我|给我|看看|吗|呢|吧|了| )$`)
)

// Gantt reads a wish for the Gantt chart of something as a picture (铁案工程的甘特图, 审管办工作的进度图). subject are the words that say of what, where there
// are any beside those of every such wish; ok is false for other words, where a file is wanted, or something on a schedule, and for what is reported of one.
func Gantt(text string) (subject string, ok bool) {
	s := ledger.Fold(text)
	if !ganttWords.MatchString(s) || ganttOther.MatchString(s) {
		return "", false
	}
	s = ganttNoise.ReplaceAllString(ganttWords.ReplaceAllString(s, ""), " ")
	for _, edge := range []*regexp.Regexp{ganttHead, ganttTail} { // inside, the same words are part of a name: 看板
		for edge.MatchString(s) {
			s = edge.ReplaceAllString(s, "")
		}
	}
	return strings.Join(strings.Fields(s), " "), true
}

var oneNumber = regexp.MustCompile(`^(?:#|item |no\.? ?)?[\d〔〕\[\]()-]+ ?号?$`)

// GanttOfItem reports whether the subject of a Gantt chart is an item's number and nothing else.
func GanttOfItem(subject string) bool { return oneNumber.MatchString(subject) }
