package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

// TestThanksAreNotAnswered: what is nothing but politeness is left alone; a greeting, and what is not understood, is answered with what can be done.
func TestThanksAreNotAnswered(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	for _, s := range []string{"谢谢", "辛苦了", "thanks for the reminder!", "大家周末愉快"} {
		if got := w.say("zxj-head", s); got != "" {
			t.Errorf("%s was answered: %s", s, got)
		}
	}
	for _, s := range []string{"hello", "在吗", "您好"} {
		w.want(w.say("zxj-head", s), "办结", "帮助")
	}
	w.want(w.say("zxj-head", "今天中午吃啥"), "没听懂", "帮助")
}
