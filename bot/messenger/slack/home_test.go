package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// openHome lets somebody open their App Home, and gives what they see.
func (o *office) openHome(user string) *post {
	o.t.Helper()
	o.mu.Lock()
	delete(o.homes, user)
	o.mu.Unlock()
	o.tell(o.t, map[string]any{"type": "app_home_opened", "user": user, "tab": "home", "channel": "D" + user})
	return o.home(user)
}

func (o *office) home(user string) *post {
	o.t.Helper()
	var raw json.RawMessage
	eventually(o.t, "home of "+user, func() bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		raw = o.homes[user]
		return raw != nil
	})
	var v struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		o.t.Fatal(err)
	}
	for _, wrong := range checkBlocks(v.Blocks, viewBlocks) {
		o.t.Error(wrong)
	}
	return &post{Blocks: v.Blocks, plain: true}
}

// onHome clicks a control of somebody's App Home.
func (o *office) onHome(user string, p *post, id string) {
	o.t.Helper()
	c := o.control(p, id)
	o.mu.Lock()
	delete(o.homes, user)
	o.mu.Unlock()
	o.front.deliver(o.t, kindInteract, homeClick(user, findAction(o.t, p, id), c.Value, o.stampNow()))
}

func (w *workspace) stampNow() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stamp()
}

func findAction(t *testing.T, p *post, id string) string {
	t.Helper()
	var blocks []map[string]any
	if err := json.Unmarshal(p.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		elements := list(b["elements"])
		if a, ok := b["accessory"].(map[string]any); ok {
			elements = append(elements, a)
		}
		for _, e := range elements {
			action, _ := e["action_id"].(string)
			if _, own := parseActionID(action); own == id {
				return action
			}
		}
	}
	t.Fatalf("no action %s", id)
	return ""
}

func homeClick(user, action, value, ts string) map[string]any {
	return map[string]any{
		"type": "block_actions", "team": map[string]any{"id": testTeam}, "user": map[string]any{"id": user, "team_id": testTeam}, "trigger_id": "trigger-" + user,
		"container": map[string]any{"type": "view"}, "view": map[string]any{"id": "V1", "type": "home"},
		"actions": []map[string]any{{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": ts}},
	}
}

// formFrom opens a form by a control of somebody's App Home.
func (o *office) formFrom(user string, p *post, id string) {
	o.t.Helper()
	o.mu.Lock()
	before := len(o.views)
	o.mu.Unlock()
	o.onHome(user, p, id)
	eventually(o.t, "form "+id, func() bool { o.mu.Lock(); defer o.mu.Unlock(); return len(o.views) > before })
}

// sendForm fills in the form that was opened last.
func (o *office) sendForm(user string, values map[string]string) {
	o.t.Helper()
	o.after(func() { o.Submit(o.t, user, chat.Ref{}, o.lastForm(), values) })
}

func (o *office) lastForm() chat.Form {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.views) == 0 {
		o.t.Fatal("no form was opened")
	}
	return readForm(o.t, o.views[len(o.views)-1])
}

// The App Home shows a person's own items, what waits for them, their unit, what comes next and their settings; acts on it take effect, and it
// shows them.
func TestHomePage(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	issued(o)
	seen := look(t, o.openHome("UHEAD")).Text
	for _, want := range []string{"档案数字化", "在办 1 项", "未签收", "每日提醒", "免打扰 20:00–08:00", "档案室 在办 1 项"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the head's home lacks %q:\n%s", want, seen)
		}
	}
	if strings.Contains(seen, "网上预约") {
		t.Errorf("another unit's item on the head's home:\n%s", seen)
	}
	o.after(func() { o.onHome("UHEAD", o.openHome("UHEAD"), "accept") })
	if it := o.item("档案数字化"); it.State != ledger.StateAccepted {
		t.Fatalf("accepted on the home page, it is %s", it.State)
	}
	if seen := look(t, o.home("UHEAD")).Text; strings.Contains(seen, "未签收") {
		t.Errorf("the page was not shown anew:\n%s", seen)
	}
	o.say("UHEAD", o.directTo("UHEAD"), "已完成,材料已报")
	if seen := look(t, o.openHome("UCLERK")).Text; !strings.Contains(seen, "等您定 1 项") || !strings.Contains(seen, "档案数字化") {
		t.Errorf("what waits for the clerk:\n%s", seen)
	}
	o.mu.Lock()
	o.users["UNEW"] = person("UNEW", "新来的")
	o.mu.Unlock()
	if seen := look(t, o.openHome("UNEW")).Text; !strings.Contains(seen, "还不认识您") || !strings.Contains(seen, "我是谁") {
		t.Errorf("somebody unknown sees:\n%s", seen)
	}
}

// Language and quiet hours are set on the App Home, and are kept.
func TestPreferencesOnTheHomePage(t *testing.T) {
	o := newOffice(t, transports[Socket])
	home := o.openHome("UHEAD")
	o.formFrom("UHEAD", home, "prefs")
	o.sendForm("UHEAD", map[string]string{"lang": "en", "quiet_mode": "own", "quiet_from": "18:00", "quiet_to": "10:00", "zone": "Asia/Tokyo"})
	p, _, err := ledger.Load[ledger.Person](t.Context(), o.store, ledger.RecordPerson, "uhead")
	if err != nil || p.Lang != "en" || p.Zone != "Asia/Tokyo" || p.Quiet == nil || *p.Quiet != (ledger.Quiet{From: 18 * 60, To: 10 * 60}) {
		t.Fatalf("kept as %+v, %v", p, err)
	}
	o.find("UHEAD", "Saved", "quiet 18:00–10:00", "Asia/Tokyo")
	if seen := look(t, o.openHome("UHEAD")).Text; !strings.Contains(seen, "My settings") {
		t.Errorf("the page's language:\n%s", seen)
	}
	issued(o)
	o.until("2026-11-24 09:30") // 10:30 in Tokyo: the digest waits for the end of the quiet hours
	o.find("UHEAD", "Good morning")
	o.formFrom("UHEAD", o.openHome("UHEAD"), "prefs")
	o.sendForm("UHEAD", map[string]string{"lang": "profile", "quiet_mode": "policy", "zone": "Nowhere/Land"})
	o.find("UHEAD", "Nowhere/Land")
	if p, _, err = ledger.Load[ledger.Person](t.Context(), o.store, ledger.RecordPerson, "uhead"); err != nil || p.Lang != "en" {
		t.Errorf("a wrong zone changed the settings: %+v, %v", p, err)
	}
}

// An admin says on the App Home who somebody is, sets a schedule and gives a unit its user group; each by a form, and read back.
func TestAdminFormsOnTheHomePage(t *testing.T) {
	o := newOffice(t, transports[Socket])
	o.mu.Lock()
	o.users["UNEW"] = person("UNEW", "王小明")
	o.mu.Unlock()
	home := o.openHome("UADMIN")
	o.formFrom("UADMIN", home, "person")
	o.sendForm("UADMIN", map[string]string{"user": "UNEW", "role": "liaison", "post_unit": "das"})
	o.find("UADMIN", "王小明是档案室联络员")
	o.say("UNEW", o.directTo("UNEW"), "我的事项")
	if o.told("UNEW", "还不认识您") > 0 {
		t.Error("the new liaison is not known")
	}
	o.formFrom("UADMIN", home, "schedule")
	o.sendForm("UADMIN", map[string]string{"job": "overdue_reminder", "rhythm": "weekly", "weekday": "1", "time": "09:30"})
	o.press("UADMIN", o.find("UADMIN", "每周一 09:30", "逾期提醒"), "yes")
	rules := 0
	if err := o.store.Records(t.Context(), ledger.RecordRule, "", func(rec ledger.Record) bool {
		r, err := ledger.ReadRule(rec)
		if rules++; err != nil || r.Spec != "30 9 * * 1" || r.Job != ledger.JobOverdue {
			t.Errorf("the schedule is %+v, %v", r, err)
		}
		return true
	}); err != nil || rules != 1 {
		t.Errorf("%d schedules, %v", rules, err)
	}
	o.formFrom("UADMIN", home, "unit")
	o.sendForm("UADMIN", map[string]string{"post_unit": "xxc", "group": "@zhixingju"})
	o.find("UADMIN", "已保存 信息处")
	if err := o.bot.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	env, err := o.bot.Env(t.Context(), o.now())
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"UANNA", "UBENO"} {
		if p, ok := env.Dir.Who(ledger.Identity{Messenger: Name, Workspace: testTeam, User: user}); !ok || !p.HasAt(ledger.RoleMember, "xxc") {
			t.Errorf("%s of the group is %+v", user, p)
		}
	}
	o.onHomeDenied("UHEAD")
}

// onHomeDenied sends a form control of the admins' as somebody who is none.
func (o *office) onHomeDenied(user string) {
	o.t.Helper()
	o.front.deliver(o.t, kindInteract, homeClick(user, actionIDFor("f", 0, "person"), "", o.stampNow()))
	eventually(o.t, "refusal", func() bool { o.settle(); return o.told(user, "管理员") > 0 })
}
