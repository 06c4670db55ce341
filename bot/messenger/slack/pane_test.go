package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// inFront is the view that was opened last.
func (o *office) inFront() openedView {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.views[len(o.views)-1]
}

// opened is a view as a post, for looking at it and clicking on it.
func (o *office) opened(id string) (*post, openedView) {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, v := range o.views {
		if v.id == id {
			var in struct {
				Blocks json.RawMessage `json:"blocks"`
			}
			if err := json.Unmarshal(v.raw, &in); err != nil {
				o.t.Fatal(err)
			}
			return &post{Blocks: in.Blocks, plain: true}, v
		}
	}
	o.t.Fatalf("no view %s", id)
	return nil, openedView{}
}

// inPane clicks a control of an open view.
func (o *office) inPane(user, view, id string) {
	o.t.Helper()
	p, v := o.opened(view)
	c := o.control(p, id)
	o.front.deliver(o.t, kindInteract, map[string]any{
		"type": "block_actions", "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": user, "team_id": testTeam}, "trigger_id": "trigger-" + user,
		"container": map[string]any{"type": "view", "view_id": view},
		"view":      map[string]any{"id": v.id, "type": "modal", "callback_id": v.view.CallbackID, "private_metadata": v.view.PrivateMetadata},
		"actions":   []map[string]any{{"type": "button", "action_id": findAction(o.t, p, id), "block_id": "b", "value": c.Value, "action_ts": o.stampNow()}},
	})
}

// next opens a view by a click, and gives its id.
func (o *office) next(click func()) string {
	o.t.Helper()
	o.mu.Lock()
	before := len(o.views)
	o.mu.Unlock()
	click()
	eventually(o.t, "a view", func() bool { o.mu.Lock(); defer o.mu.Unlock(); return len(o.views) > before })
	return o.inFront().id
}

// shownAnew waits until a view was changed since it was looked at last, and gives what it shows.
func (o *office) shownAnew(view string, after int) string {
	o.t.Helper()
	eventually(o.t, "the view anew", func() bool { _, v := o.opened(view); return v.updates > after })
	p, _ := o.opened(view)
	return look(o.t, p).Text
}

// An item's button on the App Home opens its card in a window: a click there takes effect and shows in it, a form opens above it, and so does
// its history. Somebody else's item is refused.
func TestItemInAWindow(t *testing.T) {
	for name, start := range transports {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, start)
			issued(o)
			home := o.openHome("UHEAD")
			id := o.next(func() { o.onHome("UHEAD", home, "show") })
			p, v := o.opened(id)
			if seen := look(t, p).Text; !strings.Contains(seen, "档案数字化") || !strings.Contains(seen, "牵头") || !strings.Contains(seen, "未签收") {
				t.Errorf("the window shows\n%s", seen)
			}
			if v.view.Submit != nil || v.view.CallbackID != paneID || v.view.Close.Text != "关闭" {
				t.Errorf("there is nothing to send: %s", v.raw)
			}
			o.after(func() { o.inPane("UHEAD", id, "accept") })
			if it := o.item("档案数字化"); it.State != ledger.StateAccepted {
				t.Fatalf("accepted in the window, it is %s", it.State)
			}
			if seen := o.shownAnew(id, 0); strings.Contains(seen, "未签收") || !strings.Contains(seen, "私信") {
				t.Errorf("after the receipt the window shows\n%s", seen)
			}
			form := o.next(func() { o.inPane("UHEAD", id, "report") })
			if _, v := o.opened(form); v.under != id || v.view.Submit == nil {
				t.Errorf("the report is asked for in %+v", v)
			}
			o.sendForm("UHEAD", map[string]string{"percent": "40", "note": "正在扫描"})
			if it := o.item("档案数字化"); it.Percent != 40 {
				t.Fatalf("reported in the window, it stands at %d%%", it.Percent)
			}
			if seen := o.shownAnew(id, 1); !strings.Contains(seen, "40%") {
				t.Errorf("after the report the window shows\n%s", seen)
			}
			eventually(t, "the page below it shown anew", func() bool { return strings.Contains(look(t, o.home("UHEAD")).Text, "40%") })
			past, _ := o.opened(o.next(func() { o.inPane("UHEAD", id, "history") }))
			if seen := look(t, past).Text; !strings.Contains(seen, "签收") || !strings.Contains(seen, "40%") {
				t.Errorf("its history shows\n%s", seen)
			}
			o.othersItem("ULAT")
			o.leavesTheWindow("UHEAD", id)
		})
	}
}

// othersItem asks for the window of an item that is not somebody's, which no page offers.
func (o *office) othersItem(user string) {
	o.t.Helper()
	o.mu.Lock()
	before := len(o.views)
	o.mu.Unlock()
	o.front.deliver(o.t, kindInteract, homeClick(user, actionIDFor("f", 0, "show"), string(o.item("档案数字化").ID), o.stampNow()))
	eventually(o.t, "refusal", func() bool { o.settle(); return o.told(user, "能查看") > 0 })
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.views) != before {
		o.t.Error("somebody else's item was shown")
	}
}

// leavesTheWindow has an item handed to another unit while somebody looks at it: their next click there finds it gone, and says so once.
func (o *office) leavesTheWindow(user, view string) {
	o.t.Helper()
	p, v := o.opened(view)
	c := o.control(p, "history")
	it := o.item("档案数字化")
	it.Lead = "lat"
	if err := o.store.Commit(o.t.Context(), ledger.Change{Source: "elsewhere", Items: []ledger.Item{it}, Events: []ledger.Event{{Item: it.ID, At: o.now(), Kind: ledger.EventCorrected, By: "uclerk"}}}); err != nil {
		o.t.Fatal(err)
	}
	told := o.told(user, "能查看")
	o.front.deliver(o.t, kindInteract, map[string]any{
		"type": "block_actions", "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": user, "team_id": testTeam}, "trigger_id": "trigger-" + user,
		"container": map[string]any{"type": "view", "view_id": view},
		"view":      map[string]any{"id": v.id, "type": "modal", "callback_id": v.view.CallbackID, "private_metadata": v.view.PrivateMetadata},
		"actions":   []map[string]any{{"type": "button", "action_id": actionIDFor("b", 0, "show"), "block_id": "b", "value": c.Value, "action_ts": o.stampNow()}},
	})
	if seen := o.shownAnew(view, v.updates); strings.Contains(seen, "档案数字化") || !strings.Contains(seen, "私信") {
		o.t.Errorf("an item that is no longer theirs is shown:\n%s", seen)
	}
	o.settle()
	if n := o.told(user, "能查看"); n != told+1 {
		o.t.Errorf("told %d times", n-told)
	}
}
