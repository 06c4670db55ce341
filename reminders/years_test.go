package reminders_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// TestTwoYearsOfABusyCourt runs two years of a court of 55 units in three zones with about 500 open items, and compares what was sent, slot
// by slot, with what a plain reading of the rules says should have been.
func TestTwoYearsOfABusyCourt(t *testing.T) {
	years, units, items := 2, 55, 500
	if testing.Short() || raced {
		years, units, items = 1, 12, 60
	}
	o := court(units, "", "", "America/New_York", "", "Europe/London")
	for i := range o.Units { // some are elsewhere as a whole
		if i%7 == 3 {
			o.Units[i].Zone = "Europe/London"
		}
	}
	begin := at(t, "2025-01-06 08:00")
	within(t, o, begin, func(w *world) {
		y := &courtLife{world: w, rnd: rand.New(rand.NewPCG(7, 11)), open: map[ledger.ItemID]bool{}, steps: map[ledger.ItemID]int{}, units: units}
		for range items {
			y.issue()
		}
		for d := ledger.DateOf(begin); d.Before(ledger.DateOf(begin.AddDate(years, 0, 0))); d = d.AddDays(1) {
			y.day(d)
		}
		t.Logf("%d messages in %d slots, %d open items at the end", y.sent, y.slots, len(y.open))
		if y.sent < years*1000 {
			t.Errorf("only %d messages were sent", y.sent)
		}
	})
}

// courtLife is a court at work and the oracle that follows it.
type courtLife struct {
	*world
	rnd   *rand.Rand
	open  map[ledger.ItemID]bool
	steps map[ledger.ItemID]int // of the escalation, by the oracle's own account
	units int
	sent  int
	slots int
}

func (y *courtLife) issue() {
	u := ledger.UnitID(fmt.Sprintf("u%02d", y.rnd.IntN(y.units)))
	due := ledger.DateOf(y.now().In(y.dir.Zone())).AddDays(3 + y.rnd.IntN(60)).String()
	if y.rnd.IntN(10) == 0 {
		due = ""
	}
	id := y.item(u, due, func(it *ledger.Item) {
		if y.rnd.IntN(4) == 0 {
			it.Priority = ledger.PriorityKey
		}
		if y.rnd.IntN(3) > 0 {
			it.State, it.AcceptedAt = ledger.StateIssued, time.Time{}
		}
	})
	y.open[id] = true
}

// day lets one day pass: at each zone's slot what was sent is compared, and in between people act.
func (y *courtLife) day(d ledger.Date) {
	type stop struct {
		at   time.Time
		zone string
	}
	stops := []stop{{d.At(8*60+31, y.dir.Zone()), "brief"}}
	for _, z := range []string{"Asia/Shanghai", "Europe/London", "America/New_York"} {
		loc, err := time.LoadLocation(z)
		if err != nil {
			y.t.Fatal(err)
		}
		stops = append(stops, stop{d.At(9*60, loc), z})
	}
	slices.SortFunc(stops, func(a, b stop) int { return a.at.Compare(b.at) })
	acts := y.rnd.IntN(2 + len(y.open)/4)
	for _, s := range stops {
		if s.zone == "brief" {
			y.compareBriefs(d, y.until(s.at))
			continue
		}
		if early := y.until(s.at.Add(-time.Second)); len(early) > 0 {
			y.t.Fatalf("sent between slots: %v", told(y.t, early))
		}
		want := y.expect(d, s.zone, s.at)
		y.compare(want, y.until(s.at.Add(time.Second)), s.at)
		if y.cal.Workday(d) && s.zone != "America/New_York" {
			for range acts / 2 {
				time.Sleep(time.Duration(1+y.rnd.IntN(3*3600*2/(acts+2))) * time.Second)
				y.act()
			}
		}
	}
}

// act is something that somebody does to some item.
func (y *courtLife) act() {
	ids := slices.Sorted(maps.Keys(y.open))
	if len(ids) == 0 || y.rnd.IntN(12) == 0 && len(ids) < 520 {
		y.issue()
		return
	}
	id := ids[y.rnd.IntN(len(ids))]
	it := y.get(id)
	now := y.now().UTC()
	today := ledger.DateOf(now.In(y.dir.Zone()))
	work := it.State == ledger.StateIssued || it.State == ledger.StateAccepted || it.State == ledger.StateActive
	switch n := y.rnd.IntN(14); {
	case it.State == ledger.StateSuspended && n < 7:
		y.edit(id, ledger.EventResumed, func(it *ledger.Item) { it.State = ledger.StateActive })
	case it.State == ledger.StateDeclined:
		y.edit(id, ledger.EventRerouted, func(it *ledger.Item) { it.State, it.Decline = ledger.StateIssued, nil })
	case it.State == ledger.StateSubmitted && n < 8:
		y.close(id)
	case it.State == ledger.StateSubmitted:
		y.edit(id, ledger.EventReturned, func(it *ledger.Item) { it.State, it.Submission, it.Returned = ledger.StateActive, nil, "more" })
	case !work:
	case it.State == ledger.StateIssued && n < 6:
		y.edit(id, ledger.EventAccepted, func(it *ledger.Item) { it.State, it.AcceptedAt = ledger.StateAccepted, now })
	case n < 4:
		y.edit(id, ledger.EventReported, func(it *ledger.Item) {
			it.State, it.ReportedAt, it.Blocker = ledger.StateActive, now, nil
			if y.rnd.IntN(3) == 0 {
				it.ETA = today.AddDays(y.rnd.IntN(12))
			}
		})
	case n < 6:
		y.edit(id, ledger.EventSubmitted, func(it *ledger.Item) {
			it.State = ledger.StateSubmitted
			it.Submission = &ledger.Submission{Stage: ledger.StageOffice, At: now}
		})
	case n == 6:
		y.edit(id, ledger.EventBlocked, func(it *ledger.Item) {
			it.State, it.ReportedAt, it.Blocker = ledger.StateActive, now, &ledger.Blocker{Reason: "money", Since: now}
		})
	case n == 7 && it.Extension == nil && !it.Due.IsZero():
		y.edit(id, ledger.EventExtensionRequested, func(it *ledger.Item) {
			it.Extension = &ledger.Extension{To: ledger.Due{Date: today.AddDays(20)}, At: now}
		})
	case it.Extension != nil:
		y.edit(id, ledger.EventExtensionGranted, func(it *ledger.Item) { it.Due, it.Extension, it.Escalation = it.Extension.To, nil, 0 })
		y.steps[id] = 0
	case n == 8 && y.rnd.IntN(4) == 0:
		y.edit(id, ledger.EventSuspended, func(it *ledger.Item) { it.State = ledger.StateSuspended })
	case n == 9 && y.rnd.IntN(4) == 0:
		y.edit(id, ledger.EventDeclined, func(it *ledger.Item) { it.State, it.Decline = ledger.StateDeclined, &ledger.Decline{At: now} })
	case n == 10:
		y.edit(id, ledger.EventSnoozed, func(it *ledger.Item) { it.Snoozed = ledger.NextWorkday(y.cal, today.AddDays(1)).At(9*60, y.dir.Zone()) })
	}
}

func (y *courtLife) close(id ledger.ItemID) {
	y.edit(id, ledger.EventClosed, func(it *ledger.Item) { it.State, it.ClosedAt = ledger.StateClosed, y.now().UTC() })
	delete(y.open, id)
}

// slot names one message: who and what kind.
type slot struct {
	to   ledger.PersonID
	kind ledger.NoticeKind
}

// compare checks the messages of one slot: each expected one exactly once, no other, and none with an item that is closed.
func (y *courtLife) compare(want map[slot]string, got []sent, when time.Time) {
	y.t.Helper()
	seen := map[slot]bool{}
	for _, m := range got {
		if m.notice.Kind == ledger.NoticeAdmin {
			continue
		}
		k := slot{m.notice.To.Person, m.notice.Kind}
		if seen[k] {
			y.t.Fatalf("%s: %v was sent twice", when, k)
		}
		seen[k] = true
		if _, ok := want[k]; !ok {
			y.t.Fatalf("%s: %v was not planned: %v", when, k, told(y.t, []sent{m}))
		}
		if !m.notice.Slot.Equal(when) || m.at.Sub(when) > time.Second {
			y.t.Fatalf("%s: %v of slot %s was sent at %s", when, k, m.notice.Slot, m.at)
		}
		for _, l := range m.lines {
			if !l.Item.State.Open() {
				y.t.Fatalf("%s: %v holds closed item %s", when, k, l.Item.ID)
			}
		}
	}
	for k, why := range want {
		if !seen[k] {
			y.t.Fatalf("%s: %v was not sent (%s)", when, k, why)
		}
	}
	y.sent += len(seen)
	y.slots++
}

func (y *courtLife) compareBriefs(d ledger.Date, got []sent) {
	y.t.Helper()
	monday := d.AddDays(-(int(d.Weekday()) + 6) % 7)
	first := ledger.NextWorkday(y.cal, monday) == d
	for _, m := range got {
		if m.notice.Kind != ledger.NoticeBrief || !first {
			y.t.Fatalf("%s: unexpected %v", d, told(y.t, []sent{m}))
		}
	}
	want := map[ledger.PersonID]bool{}
	env, _ := y.env(context.Background(), y.now())
	for id := range y.open {
		it := y.get(id)
		if !first || it.State == ledger.StateSuspended {
			continue
		}
		over := (it.Lead[2]-'0')%2 == 0
		if env.Overdue(it.Row()) || it.Blocker != nil || it.Extension != nil && !over {
			want["president"] = true
		}
		if over && (env.Overdue(it.Row()) || it.Blocker != nil || it.Extension != nil) {
			want["vice"] = true
		}
	}
	if len(got) != len(want) {
		y.t.Fatalf("%s: %d briefs, want %v", d, len(got), want)
	}
}

// expect says who is to be told what at a slot, and why, by the rules as they are written down.
func (y *courtLife) expect(d ledger.Date, zone string, when time.Time) map[slot]string {
	want := map[slot]string{}
	if !y.cal.Workday(d) {
		return want
	}
	monday := d.AddDays(-(int(d.Weekday()) + 6) % 7)
	brief := ledger.NextWorkday(y.cal, monday) == d // it has told leaders already
	say := func(why string, kind ledger.NoticeKind, people ...string) {
		for _, p := range people {
			if brief && (p == "president" || p == "vice") {
				continue
			}
			q, _ := y.dir.Person(ledger.PersonID(p))
			z := q.Zone
			if _, unit, ok := strings.Cut(p, "-"); ok && z == "" {
				z = y.dir.Unit(ledger.UnitID(unit)).Zone
			}
			if z == zone || z == "" && zone == "Asia/Shanghai" {
				want[slot{q.ID, kind}] = why
			}
		}
	}
	loc, _ := time.LoadLocation(zone)
	for id := range y.open {
		it, err := y.store.Item(context.Background(), id)
		if err != nil {
			y.t.Fatal(err)
		}
		y.expectItem(it, d, when, loc, say)
	}
	return want
}

func (y *courtLife) expectItem(it ledger.Item, d ledger.Date, when time.Time, loc *time.Location, say func(string, ledger.NoticeKind, ...string)) {
	date := func(t time.Time) ledger.Date { return ledger.DateOf(t.In(y.dir.Zone())) }
	liaison, head := "liaison-"+string(it.Lead), "head-"+string(it.Lead)
	name := string(it.ID) + " "
	switch it.State {
	case ledger.StateDeclined:
		if d.After(date(it.Decline.At)) {
			say(name+"declined", ledger.NoticeDigest, "super")
		}
		return
	case ledger.StateSubmitted:
		if d.After(date(it.Submission.At)) {
			say(name+"review", ledger.NoticeDigest, "super")
		}
		return
	case ledger.StateSuspended:
		return
	}
	if it.Extension != nil && d.After(date(it.Extension.At)) {
		say(name+"extension", ledger.NoticeDigest, "super")
	}
	over := "president"
	if len(it.Lead) == 3 && (it.Lead[2]-'0')%2 == 0 {
		over = "vice"
	}
	if it.Blocker != nil && y.cycle(date(it.Blocker.Since), 7, d) {
		say(name+"blocked", ledger.NoticeDigest, "super", over)
	}
	reported := !it.ReportedAt.IsZero() && !it.ReportedAt.Before(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc))
	snoozed := when.Before(it.Snoozed) && (it.Due.IsZero() || !d.After(it.Due.Date))
	if !reported && !snoozed && when.After(it.IssuedAt) {
		y.expectUnit(it, d, date, liaison, head, say)
	}
	if !it.Snoozed.IsZero() && y.firstSlot(it.Snoozed, loc).Equal(when) && (it.ReportedAt.IsZero() || it.ReportedAt.Before(it.Snoozed)) {
		say(name+"snoozed", ledger.NoticeDigest, liaison)
	}
	y.expectSteps(it, d, over, head, loc, say)
}

// firstSlot is the first slot in a zone not before the instant.
func (y *courtLife) firstSlot(t time.Time, loc *time.Location) time.Time {
	for d := ledger.DateOf(t.In(loc)); ; d = d.AddDays(1) {
		if s := d.At(9*60, loc); y.cal.Workday(d) && !s.Before(t) {
			return s
		}
	}
}

// cycle reports whether d is the working day on which a call every n days after since falls.
func (y *courtLife) cycle(since ledger.Date, n int, d ledger.Date) bool {
	for k := 1; ; k++ {
		c := since.AddDays(k * n)
		if c.After(d) {
			return false
		}
		if ledger.NextWorkday(y.cal, c) == d {
			return true
		}
	}
}

func (y *courtLife) expectUnit(it ledger.Item, d ledger.Date, date func(time.Time) ledger.Date, liaison, head string, say func(string, ledger.NoticeKind, ...string)) {
	name := string(it.ID) + " "
	issued := date(it.IssuedAt)
	if it.State == ledger.StateIssued && d.After(ledger.AddWorkdays(y.cal, issued, 1)) {
		say(name+"unsigned", ledger.NoticeDigest, liaison)
	}
	every := 30
	if it.Priority == ledger.PriorityKey {
		every = 7
	}
	if due := it.Due.Date; !due.IsZero() {
		if day := ledger.PreviousWorkday(y.cal, due); d == day || d == ledger.AddWorkdays(y.cal, day, -3) || d == ledger.AddWorkdays(y.cal, day, -1) {
			say(name+"due", ledger.NoticeDigest, liaison)
		}
		blocked := it.Blocker != nil && d.Before(date(it.Blocker.Since).AddDays(every))
		if d.After(due) && it.Extension == nil && !d.Before(it.ETA) && !blocked {
			say(name+"overdue", ledger.NoticeDigest, liaison, head)
		}
	}
	last := it.IssuedAt
	for _, u := range []time.Time{it.AcceptedAt, it.ReportedAt} {
		if u.After(last) {
			last = u
		}
	}
	if it.State != ledger.StateIssued && y.cycle(date(last), every, d) {
		say(name+"cadence", ledger.NoticeDigest, liaison)
	}
}

// expectSteps follows the escalation: a step is taken on the first working day on which it is due, at the slot of whom it tells.
func (y *courtLife) expectSteps(it ledger.Item, d ledger.Date, over, head string, loc *time.Location, say func(string, ledger.NoticeKind, ...string)) {
	if it.Due.IsZero() {
		return
	}
	base := it.Due.Date
	if issued := ledger.DateOf(it.IssuedAt.In(y.dir.Zone())); base.Before(issued) {
		base = issued
	}
	headZone := y.dir.Zone()
	p, _ := y.dir.Person(ledger.PersonID(head))
	if z := cmp.Or(p.Zone, y.dir.Unit(it.Lead).Zone); z != "" {
		headZone, _ = time.LoadLocation(z)
	}
	for n := y.steps[it.ID]; n < 3; n++ {
		zone, who, kind := y.dir.Zone(), over, ledger.NoticeDigest
		switch n {
		case 1:
			who = "president"
		case 2:
			zone, who = headZone, head
		}
		if d.Before(base.AddDays([]int{3, 7, 10}[n])) || zone.String() != loc.String() {
			return
		}
		say(fmt.Sprintf("%s step %d", it.ID, n+1), kind, who)
		y.steps[it.ID] = n + 1
	}
}
