package slack

import (
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// stored is a person as the ledger has them.
func (o *office) stored(id ledger.PersonID) (ledger.Person, int64) {
	o.t.Helper()
	p, rev, err := ledger.Load[ledger.Person](o.t.Context(), o.store, ledger.RecordPerson, string(id))
	if err != nil {
		o.t.Fatal(err)
	}
	return p, rev
}

func (o *office) save(p ledger.Person, rev int64) {
	o.t.Helper()
	c := ledger.Change{Source: "test/" + string(p.ID) + "/" + o.now().String(), Records: []ledger.Record{ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p)}}
	if err := o.store.Commit(o.t.Context(), c); err != nil {
		o.t.Fatal(err)
	}
	o.bot.Reload()
}

// Somebody whom the file names by address alone is found in Slack before they ever spoke, and known when they speak; an address that two would
// claim, a guest's, and one that Slack does not know change nothing.
func TestPeopleAreMatchedByAddress(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	o.mu.Lock()
	o.users["ULI"], o.users["UGUEST"] = person("ULI", "李"), person("UGUEST", "客")
	o.users["UGUEST"].IsRestricted = true
	o.mu.Unlock()
	o.save(ledger.Person{ID: "li", Name: "李丽", Email: "li@example.org", Posts: []ledger.Post{{Role: ledger.RoleLiaison, Unit: "das"}}}, 0)
	o.save(ledger.Person{ID: "guest", Name: "客人", Email: "guest@example.org"}, 0)
	o.save(ledger.Person{ID: "nobody", Name: "无此人", Email: "nobody@example.org"}, 0)
	if err := o.bot.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, _ := o.stored("li"); len(p.Identities) != 1 || p.Identities[0] != (ledger.Identity{Messenger: Name, Workspace: testTeam, User: "ULI"}) || p.Profile.Zone != "Asia/Shanghai" {
		t.Errorf("matched as %+v", p)
	}
	for _, id := range []ledger.PersonID{"guest", "nobody"} {
		if p, _ := o.stored(id); len(p.Identities) != 0 {
			t.Errorf("%s got %+v", id, p.Identities)
		}
	}
	issued(o)
	o.find("ULI", "🆕", "档案数字化")
}

// Somebody who speaks first is recognised by their address, at once.
func TestASpeakerIsRecognisedByAddress(t *testing.T) {
	o := newOffice(t, transports[Socket])
	issued(o)
	o.mu.Lock()
	o.users["ULI"] = person("ULI", "李")
	o.mu.Unlock()
	o.save(ledger.Person{ID: "li", Name: "李丽", Email: "LI@example.org", Posts: []ledger.Post{{Role: ledger.RoleLiaison, Unit: "das"}}}, 0)
	o.say("ULI", o.directTo("ULI"), "我的事项")
	o.find("ULI", "档案数字化")
	if o.told("ULI", "还不认识您") > 0 {
		t.Error("welcomed as a stranger")
	}
}

// Who leaves a unit's group leaves the unit, unless they have a post there by other means.
func TestGroupsAreUnits(t *testing.T) {
	o := newOffice(t, transports[Socket])
	u, rev, err := ledger.Load[ledger.Unit](t.Context(), o.store, ledger.RecordUnit, "das")
	if err != nil {
		t.Fatal(err)
	}
	u.Groups = map[string]string{Name: "@zhixingju"}
	if err := o.store.Commit(t.Context(), ledger.Change{Source: "group", Records: []ledger.Record{ledger.NewRecord(ledger.RecordUnit, "das", rev, u)}}); err != nil {
		t.Fatal(err)
	}
	o.bot.Reload()
	o.group = []string{"UANNA", "UHEAD", "UBOSS"}
	issued(o)
	o.say("UANNA", o.directTo("UANNA"), "我们部门有哪些在办事项?")
	o.find("UANNA", "档案数字化")
	if p, _ := o.stored("uboss"); !p.HasAt(ledger.RoleMember, "das") {
		t.Errorf("the group's known member is %+v", p.Posts)
	}
	o.group = []string{"UHEAD"}
	if err := o.bot.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, _ := o.stored("uboss"); p.HasAt(ledger.RoleMember, "das") || !p.Has(ledger.RolePrincipal) {
		t.Errorf("after leaving the group: %+v", p.Posts)
	}
	if p, _ := o.stored("uhead"); !p.HasAt(ledger.RoleHead, "das") {
		t.Errorf("the head is %+v", p.Posts)
	}
}

// Somebody unknown is welcomed, says in a form who they are, and can work once the office has confirmed it. The zone comes from the profile.
func TestAStrangerIsWelcomed(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	issued(o)
	o.mu.Lock()
	o.users["UNEW"] = person("UNEW", "赵六")
	o.users["UNEW"].TZ, o.users["UNEW"].Locale = "Asia/Urumqi", "en-GB"
	o.mu.Unlock()
	o.say("UNEW", o.directTo("UNEW"), "hello")
	welcome := o.find("UNEW", "do not know you yet", "report progress", "Say who I am")
	o.fill("UNEW", welcome, "intro", map[string]string{"name": "赵六", "post_unit": "das", "role": "liaison"})
	o.press("UCLERK", o.find("UCLERK", "赵六", "档案室联络员"), "intro_yes")
	o.find("UNEW", "has confirmed you")
	o.say("UNEW", o.directTo("UNEW"), "my items")
	o.find("UNEW", "档案数字化")
	env, err := o.bot.Env(t.Context(), o.now())
	if err != nil {
		t.Fatal(err)
	}
	p, ok := env.Dir.Who(ledger.Identity{Messenger: Name, Workspace: testTeam, User: "UNEW"})
	if !ok || p.Language() != "en-GB" || ledger.ZoneOf(env, p.ID).String() != "Asia/Urumqi" {
		t.Errorf("known as %+v", p)
	}
}

// Progress with evidence is reported by the form, and the files are kept by reference.
func TestReportWithEvidence(t *testing.T) {
	o := newOffice(t, transports[Socket])
	issued(o)
	first := o.find("UHEAD", "🆕", "档案数字化")
	o.say("UHEAD", chat.Address{Conversation: "DUHEAD", Thread: first.TS}, "收到")
	form := o.Open(t, "UHEAD", o.ref("UHEAD", first), o.control(o.find("UHEAD", "档案数字化"), "report"))
	o.after(func() {
		o.Submit(t, "UHEAD", o.ref("UHEAD", first), form, map[string]string{"percent": "70", "note": "扫描过半", "evidence": "scan.pdf list.xlsx"})
	})
	it := o.item("档案数字化")
	if it.Percent != 70 || len(it.Evidence) != 2 || it.Evidence[0].Name != "scan.pdf" || it.Evidence[0].Ref != "FFORM0" {
		t.Errorf("reported as %d%%, evidence %+v", it.Percent, it.Evidence)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, f := range readForm(t, o.views[len(o.views)-1]).Fields {
		if f.ID == "evidence" && (f.Kind != chat.FieldFile || !strings.Contains(f.Label, "佐证")) {
			t.Errorf("the form asks %+v", f)
		}
	}
}
