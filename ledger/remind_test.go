package ledger_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-bot/followup/ledger"
)

func date(y int, m time.Month, d int) ledger.Date { return ledger.Date{Year: y, Month: m, Day: d} }

// shanghai is an instant of November or December 2026.
func shanghai(m time.Month, d, hour, minute int) time.Time {
	return time.Date(2026, m, d, hour-8, minute, 0, 0, time.UTC)
}

// look plans the item at its issue and then decides at each planned look up to an instant, as the service does.
func look(t testing.TB, e ledger.Env, it ledger.Item, until time.Time) (ledger.Item, []ledger.Change) {
	t.Helper()
	it.Plan.Next = ledger.NextLook(e, it)
	var out []ledger.Change
	for !it.Plan.Next.IsZero() && !it.Plan.Next.After(until) {
		e.Now = it.Plan.Next
		c, err := ledger.Remind(e, it)
		if err != nil {
			t.Fatal(err)
		}
		if it = c.Items[0]; !it.Plan.Next.After(e.Now) && !it.Plan.Next.IsZero() {
			t.Fatalf("at %s the next look is %s", e.Now, it.Plan.Next)
		}
		out = append(out, c)
	}
	return it, out
}

func active(change ...func(*ledger.Item)) ledger.Item {
	it := in(ledger.StateActive, "")
	it.AcceptedAt, it.IssuedAt = actNow, actNow
	for _, f := range change {
		f(&it)
	}
	return it
}

func TestStepsThatReachNobodyAreSkippedAndSaid(t *testing.T) {
	o := actOrg()
	for i := range o.People {
		switch o.People[i].ID {
		case "overseer":
			o.People[i].Gone = true
		case "principal":
			o.People[i].Gone = true
		}
	}
	e := actEnv()
	e.Dir = ledger.NewDirectory(o)
	it, changes := look(t, e, active(), shanghai(12, 21, 12, 0))
	var notes []ledger.StepNote
	for _, c := range changes {
		for _, ev := range c.Events {
			if ev.Kind == ledger.EventEscalated {
				n, ok := ledger.ParseStepNote(ev.Read)
				if !ok {
					t.Fatalf("unreadable note %q", ev.Read)
				}
				notes = append(notes, n)
			}
		}
		for _, n := range c.Notices {
			if n.Kind == ledger.NoticeEscalated {
				t.Errorf("%s was told", n.To.Person)
			}
		}
	}
	if it.Escalation != 3 || len(notes) != 3 || len(notes[0].Told) != 0 || len(notes[1].Told) != 0 || !slices.Equal(notes[2].Told, []ledger.PersonID{"head"}) {
		t.Errorf("escalation %d, notes %+v", it.Escalation, notes)
	}
	if notes[0].To != ledger.ToOverseer || notes[2].To != ledger.ToExplanation || notes[2].Step != 3 {
		t.Errorf("notes %+v", notes)
	}
}

func TestNearestOverseer(t *testing.T) {
	e := actEnv()
	for _, tc := range []struct {
		unit   ledger.UnitID
		change func(*ledger.Org)
		want   []ledger.PersonID
	}{
		{"a", nil, []ledger.PersonID{"overseer"}},
		{"b", nil, []ledger.PersonID{"principal"}}, // only who oversees everything
		{"c", nil, []ledger.PersonID{"leader"}},
		{"c", func(o *ledger.Org) {
			for i := range o.People {
				switch o.People[i].ID {
				case "leader":
					o.People[i].Oversees = nil
				case "overseer":
					o.People[i].Contacts = []ledger.UnitID{"c"}
				}
			}
		}, []ledger.PersonID{"overseer"}}, // in contact with a court
		{"b", func(o *ledger.Org) { o.Units[2].Parent = "a" }, []ledger.PersonID{"overseer"}}, // over the unit above
		{"a", func(o *ledger.Org) {
			for i := range o.People {
				if o.People[i].ID == "overseer" {
					o.People[i].Absences = []ledger.Absence{{From: date(2026, 11, 1), To: date(2026, 11, 30), Deputy: "leader"}}
				}
			}
		}, []ledger.PersonID{"leader"}}, // whoever stands in
	} {
		o := actOrg()
		if tc.change != nil {
			tc.change(&o)
		}
		e.Dir = ledger.NewDirectory(o)
		if got := ledger.Recipients(e, ledger.Item{Lead: tc.unit}, ledger.ForOverseer); !slices.Equal(got, tc.want) {
			t.Errorf("over %s: %v, want %v", tc.unit, got, tc.want)
		}
	}
}

func TestRemindersAreRecorded(t *testing.T) {
	it, changes := look(t, actEnv(), active(), shanghai(12, 11, 12, 0))
	var reads []string
	for _, c := range changes {
		for _, ev := range c.Events {
			reads = append(reads, string(ev.Kind)+" "+ev.Read)
		}
	}
	if got := strings.Join(reads, ", "); got != "reminded due, reminded due, reminded today, reminded overdue" {
		t.Errorf("recorded %s", got)
	}
	if it.Reminders != 4 {
		t.Errorf("counted %d", it.Reminders)
	}
}

func TestItemsOfOneRecipientShareADigest(t *testing.T) {
	e := actEnv()
	keys := map[string]int{}
	for _, id := range []ledger.ItemID{"i", "j", "k"} {
		it := active(func(it *ledger.Item) { it.ID = id })
		_, changes := look(t, e, it, shanghai(12, 15, 12, 0))
		for _, c := range changes {
			for _, n := range c.Notices {
				keys[n.Key]++
			}
		}
	}
	if len(keys) == 0 {
		t.Fatal("nothing was planned")
	}
	for k, n := range keys {
		if n != 3 {
			t.Errorf("%s was planned by %d of 3 items", k, n)
		}
		if !strings.HasPrefix(k, "o|p:") || !strings.Contains(k, "@Asia/Shanghai") {
			t.Errorf("key %s", k)
		}
	}
}

func TestZonesOfRecipients(t *testing.T) {
	o := actOrg()
	for i := range o.People {
		if o.People[i].ID == "handler" {
			o.People[i].Zone = "America/New_York"
		}
	}
	e := actEnv()
	e.Dir = ledger.NewDirectory(o)
	_, changes := look(t, e, active(), shanghai(12, 15, 12, 0))
	ny, ok := ledger.Location("America/New_York")
	if !ok {
		t.Fatal("no zone")
	}
	for _, c := range changes {
		for _, n := range c.Notices {
			loc := ledger.ZoneOf(e, n.To.Person)
			if l := n.NotBefore.In(loc); l.Hour() != 9 || l.Minute() != 0 {
				t.Errorf("%s: %s", n.To.Person, l)
			}
			if n.To.Person == "handler" && loc != ny {
				t.Errorf("handler's zone is %s", loc)
			}
		}
	}
}

func TestSlots(t *testing.T) {
	p := ledger.DefaultPolicy()
	ny, _ := ledger.Location("America/New_York")
	sh, _ := ledger.Location("Asia/Shanghai")
	for _, tc := range []struct {
		digest, from, to int
		want             string
	}{{540, 1200, 480, "09:00"}, {420, 1200, 480, "08:00"}, {1230, 1200, 480, "08:00"}, {780, 720, 840, "14:00"}, {420, 0, 0, "07:00"}} {
		p.Digest, p.QuietFrom, p.QuietTo = tc.digest, tc.from, tc.to
		if got := ledger.DigestSlot(p, date(2026, 11, 24), sh).In(sh).Format("15:04"); got != tc.want {
			t.Errorf("%+v: %s", tc, got)
		}
	}
	p = ledger.DefaultPolicy()
	for d, n := date(2025, 1, 1), 0; n < 730; d, n = d.AddDays(1), n+1 {
		if l := ledger.DigestSlot(p, d, ny).In(ny); ledger.DateOf(l) != d || l.Hour() != 9 {
			t.Fatalf("%s: slot %s", d, l)
		}
	}
	for _, tc := range []struct{ at, want string }{{"2026-11-24 19:59", "2026-11-24 19:59"}, {"2026-11-24 20:00", "2026-11-25 08:00"},
		{"2026-11-25 07:59", "2026-11-25 08:00"}, {"2026-11-25 08:00", "2026-11-25 08:00"}} {
		at, err := time.ParseInLocation("2006-01-02 15:04", tc.at, sh)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.AfterQuiet(at, sh).In(sh).Format("2006-01-02 15:04"); got != tc.want {
			t.Errorf("after quiet %s: %s, want %s", tc.at, got, tc.want)
		}
	}
}

func TestDigestOrderAndReasons(t *testing.T) {
	e := actEnv()
	e.Now = shanghai(12, 11, 9, 0) // Friday
	items := []ledger.Item{
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Due.Date = "plain", 1, date(2027, 3, 1) }),
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Due.Date = "late", 2, date(2026, 12, 9) }),
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Due.Date = "later", 3, date(2026, 12, 4) }),
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Due.Date = "today", 4, date(2026, 12, 11) }),
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Due.Date = "soon", 5, date(2026, 12, 14) }),
		active(func(it *ledger.Item) {
			it.ID, it.Number.Seq, it.Due.Date, it.Returned = "returned", 6, date(2027, 3, 1), "more"
		}),
		active(func(it *ledger.Item) {
			it.ID, it.Number.Seq, it.Due.Date, it.ReportedAt = "answered", 7, date(2026, 12, 9), e.Now
		}),
		in(ledger.StateClosed, ""),
		active(func(it *ledger.Item) { it.ID, it.Number.Seq, it.Handler = "others", 8, "support" }),
	}
	var got []string
	for _, l := range ledger.DigestItems(e, "handler", ledger.NoticeDigest, items, ledger.Planned{Since: date(2026, 12, 11)}, e.Now) {
		s := string(l.Item.ID) + " " + string(l.Why)
		if l.Calls {
			s += "!"
		}
		got = append(got, s)
	}
	want := []string{"later overdue!", "late overdue!", "today today!", "soon due!", "answered overdue", "returned returned", "plain open"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	quiet := []ledger.Item{items[0], items[5], items[6]}
	if l := ledger.DigestItems(e, "handler", ledger.NoticeDigest, quiet, ledger.Planned{Since: date(2026, 12, 11)}, e.Now); len(l) > 0 {
		t.Errorf("nothing calls, and yet there are %d lines", len(l))
	}
}

func TestBriefItems(t *testing.T) {
	e := actEnv()
	e.Now = shanghai(12, 14, 8, 30)
	items := []ledger.Item{
		active(func(it *ledger.Item) { it.ID = "late" }),
		active(func(it *ledger.Item) {
			it.ID, it.Due.Date, it.Blocker = "blocked", date(2027, 3, 1), &ledger.Blocker{Reason: "money", Since: actNow}
		}),
		in(ledger.StateSubmitted, ledger.StageLeader),
		active(func(it *ledger.Item) {
			it.ID, it.Due.Date, it.Extension = "more", date(2027, 3, 1), &ledger.Extension{At: actNow}
		}),
		active(func(it *ledger.Item) { it.ID, it.Due.Date = "fine", date(2027, 3, 1) }),
		active(func(it *ledger.Item) { it.ID, it.Lead = "elsewhere", "c" }),
	}
	for who, want := range map[ledger.PersonID]string{
		"overseer":  "late overdue, i review, more extension, blocked blocked",
		"principal": "late overdue, elsewhere overdue, blocked blocked",
		"leader":    "elsewhere overdue",
		"liaison":   "",
	} {
		var got []string
		for _, l := range ledger.BriefItems(e, who, items) {
			got = append(got, string(l.Item.ID)+" "+string(l.Why))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: %s, want %s", who, s, want)
		}
	}
}

// TestLooksOfRandomItems checks of any item: looks go forward and fall on slots, whatever is closed has none, and each day's digest of a
// person is planned once.
func TestLooksOfRandomItems(t *testing.T) {
	e := actEnv()
	rapid.Check(t, func(t *rapid.T) {
		days := func(label string) ledger.Date {
			return ledger.DateOf(actNow).AddDays(rapid.IntRange(-20, 60).Draw(t, label))
		}
		it := in(rapid.SampledFrom([]ledger.State{ledger.StateIssued, ledger.StateAccepted, ledger.StateActive, ledger.StateDeclined, ledger.StateSubmitted,
			ledger.StateSuspended, ledger.StateClosed, ledger.StateTerminated}).Draw(t, "state"), ledger.StageOffice)
		it.Due.Date, it.ETA = days("due"), days("eta")
		it.IssuedAt = actNow.AddDate(0, 0, -rapid.IntRange(0, 30).Draw(t, "issued"))
		it.Priority = rapid.SampledFrom([]ledger.Priority{"", ledger.PriorityKey}).Draw(t, "priority")
		if rapid.Bool().Draw(t, "blocked") {
			it.Blocker = &ledger.Blocker{Since: actNow}
		}
		if rapid.Bool().Draw(t, "snoozed") {
			it.Snoozed = actNow.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "hours")) * time.Hour)
		}
		if rapid.Bool().Draw(t, "recurring") {
			it.RRule, it.Due = rapid.SampledFrom([]string{"FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2", "nonsense"}).Draw(t, "rrule"), ledger.Due{}
		}
		now := e
		it.Plan.Next = ledger.NextLook(now, it)
		if !it.State.Open() || it.State == ledger.StateSuspended {
			if !it.Plan.Next.IsZero() {
				t.Fatalf("%s is looked at", it.State)
			}
			return
		}
		seen := map[string]bool{}
		for range 40 {
			if it.Plan.Next.IsZero() {
				return
			}
			now.Now = it.Plan.Next
			c, err := ledger.Remind(now, it)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range c.Notices {
				if seen[n.Key] {
					t.Fatalf("%s is planned twice", n.Key)
				}
				seen[n.Key] = true
				if l := n.NotBefore.In(ledger.ZoneOf(e, n.To.Person)); !e.Cal.Workday(ledger.DateOf(l)) || l.Hour() < 8 || l.Hour() >= 20 {
					t.Fatalf("%s goes out at %s", n.Key, l)
				}
			}
			if it = c.Items[0]; !it.Plan.Next.IsZero() && !it.Plan.Next.After(now.Now) {
				t.Fatalf("looked at %s again", now.Now)
			}
		}
	})
}

func BenchmarkRemind(b *testing.B) {
	e := actEnv()
	it := active()
	it.Plan.Next = shanghai(12, 14, 9, 0)
	e.Now = it.Plan.Next
	for b.Loop() {
		if _, err := ledger.Remind(e, it); err != nil {
			b.Fatal(err)
		}
	}
}
