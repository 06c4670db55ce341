package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// TestRerouteIsReadBack holds that the office's words about a new owner change nothing before a yes, and that 撤销 is no yes.
func TestRerouteIsReadBack(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	before := w.item(2)
	if got := w.say("ducha", "把2号交给研究室办"); !strings.Contains(got, "?") && !strings.Contains(got, "吗") {
		t.Errorf("no question: %s", got)
	}
	if it := w.item(2); it.Lead != before.Lead {
		t.Errorf("lead is %s before anybody said yes", it.Lead)
	}
	w.say("ducha", "撤销")
	if it := w.item(2); it.Lead != before.Lead {
		t.Errorf("撤销 was a yes: lead is %s", it.Lead)
	}
}

// TestReturnSaysWhatIsMissing holds that the unit is told what the office asks for.
func TestReturnSaysWhatIsMissing(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	issue(w)
	w.say("zxj-head", "收到")
	w.reply("zxj-head", w.find("zxj-head", "🆕"), "已完成,台账已报送督查室")
	w.say("ducha", "2号退回,缺附件")
	if it := w.item(2); it.State != ledger.StateActive {
		t.Fatalf("state is %s", it.State)
	}
	w.find("zxj-head", "需要附件")
}
