package slack

import (
	"fmt"
	"strings"
)

// words are the few texts that are this messenger's own: what it adds to cards and says about Slack itself.
type words struct {
	more    string // with the number left out
	cut     string
	cancel  string
	send    string
	choose  string
	all     string
	failed  string
	inDM    string
	home    string // with the command
	picked  string // the name of a message as a document
	help    string
	noFile  string // with the name
	after   string // with a date
	before  string // with a date
	needed  string
	between string // separates a label from a value
	lights  map[string]light
}

// A light is a sign, the word for it, and words in a row's text that say the same already.
type light struct {
	sign string
	word string
	also []string
}

var english = words{
	more: "… and %d more", cut: "… (shortened)", cancel: "Cancel", send: "Send", choose: "Choose", all: "%d–%d",
	failed: "That could not be saved. Please try again in a moment.",
	inDM:   "I have answered in our direct messages.", help: "help",
	home:   "Write to me under Messages, name me in a channel, type %s, or pick “Follow up on this” from a message's menu.",
	picked: "message.txt",
	noFile: "The file %s could not be attached.", after: "On or after %s, please.", before: "On or before %s, please.",
	needed: "Please fill this in.", between: ": ",
	lights: map[string]light{
		"red":    {"🔴", "overdue", []string{"overdue", "late"}},
		"yellow": {"🟡", "due soon", []string{"due", "days left", "behind"}},
		"green":  {"🟢", "on track", []string{"on track", "done", "closed", "on time"}},
		"blue":   {"🔵", "in review", []string{"review", "submitted"}},
		"grey":   {"⚪", "not accepted", []string{"not accepted", "waiting", "draft", "suspended", "unsigned"}},
		"warn":   {"⚠️", "attention", []string{"missing", "no ", "without", "blocked", "attention", "ambiguous", "?"}},
		"new":    {"🆕", "new", []string{"new"}},
	},
}

var chinese = words{
	more: "……另有 %d 项", cut: "……(有删节)", cancel: "取消", send: "提交", choose: "请选择", all: "第 %d–%d 项",
	failed: "没能保存,请稍后再试一次。",
	inDM:   "已在私信中回复您。", help: "帮助",
	home:   "请在“消息”页给我留言,在频道里点我的名字,输入 %s,或在一条消息的菜单里选“把这条消息列入督办”。",
	picked: "消息.txt",
	noFile: "文件 %s 未能附上。", after: "请选 %s 或之后的日期。", before: "请选 %s 或之前的日期。",
	needed: "请填写此项。", between: ":",
	lights: map[string]light{
		"red":    {"🔴", "逾期", []string{"逾期", "超期", "过期"}},
		"yellow": {"🟡", "临期", []string{"临期", "到期", "还有", "滞后"}},
		"green":  {"🟢", "正常", []string{"正常", "按期", "办结", "销号", "完成"}},
		"blue":   {"🔵", "待审", []string{"待审", "审核", "申请办结"}},
		"grey":   {"⚪", "未签收", []string{"未签收", "待签收", "草稿", "中止", "暂停"}},
		"warn":   {"⚠️", "注意", []string{"缺", "未", "无", "注意", "不明", "卡", "?", "?"}},
		"new":    {"🆕", "新", []string{"新"}},
	},
}

// wordsFor picks by BCP 47 tag; what is neither begins with zh is English.
func wordsFor(lang string) words {
	if strings.HasPrefix(strings.ToLower(lang), "zh") {
		return chinese
	}
	return english
}

// shine is a light as sign and word, each left out where the row says it; an unknown light is shown as it is written.
func (w words) shine(name, text string) string {
	if name == "" {
		return ""
	}
	l, ok := w.lights[name]
	if !ok {
		return clip(oneLine(name), 20, width)
	}
	if strings.Contains(text, strings.TrimSuffix(l.sign, "\ufe0f")) {
		return "" // the text brings the sign itself
	}
	text = strings.ToLower(text)
	for _, also := range l.also {
		if strings.Contains(text, also) {
			return l.sign
		}
	}
	return l.sign + " " + l.word
}

func (w words) andMore(n int) string { return fmt.Sprintf(w.more, n) }
