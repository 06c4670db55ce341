package bot_test

import (
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

// Links in a report are evidence by reference, without what closes the sentence.
func TestLinksAreEvidence(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	w.issued()
	w.say("zxj-head", "2号完成60%,详见https://oa.example/doc/7?id=1。另见(https://oa.example/b)")
	ev := w.item(2).Evidence
	if len(ev) != 2 || ev[0].Kind != "link" || ev[0].Ref != "https://oa.example/doc/7?id=1" || ev[1].Ref != "https://oa.example/b" {
		t.Errorf("%+v", ev)
	}
}
