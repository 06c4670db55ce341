package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// crashConfig is a house in which everything overdue is reminded of on each working day, and nothing else is planned.
var crashConfig = `version: 1
preset: company
org: {id: crash, name: House, zone: UTC, lang: en, office: Office}
calendar: {base: weekends}
policy: {before: [], overdue_every: 1, escalation: [], brief: off, key_every: 0, other_every: 0}
people:
` + crashPeople() + `units:
  - {id: office, name: Office}
` + crashUnits()

const crashTeams = 6

func crashPeople() string {
	var b strings.Builder
	fmt.Fprintln(&b, "  - {id: boss, name: Boss, roles: [supervisor, admin], identities: {wire: boss}}")
	for i := range crashTeams {
		for _, role := range []string{"head", "liaison", "member"} {
			fmt.Fprintf(&b, "  - {id: %[1]s%[2]d, name: %[1]s %[2]d, roles: [%[1]s], unit: u%[2]d, identities: {wire: %[1]s%[2]d}}\n", role, i)
		}
	}
	return b.String()
}

func crashUnits() string {
	var b strings.Builder
	for i := range crashTeams {
		fmt.Fprintf(&b, "  - {id: u%d, name: Team %d}\n", i, i)
	}
	return b.String()
}

// A crashHouse is a server that is killed over and over, and what it must not forget.
type crashHouse struct {
	t     *testing.T
	kind  string
	dir   string
	srv   *crashServer
	url   string
	rnd   *rand.Rand
	began time.Time
	base  time.Time
	said  int
	asked map[string]string // by message: what was reported
	due   map[string]bool   // keys of the digests that must have come
	kills map[string]int
}

// TestKillPoints kills followup at every point at which it matters and checks that nothing is missing, and nothing is said twice where the
// messenger can tell. It runs where FOLLOWUP_KILLS says how often.
func TestKillPoints(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("FOLLOWUP_KILLS"))
	if err != nil {
		t.Skip("set FOLLOWUP_KILLS to how often it is to be killed")
	}
	begun := time.Now()
	kinds := []string{"look-up", "key", "look-up", "without either"}
	houses := make([]*crashHouse, len(kinds))
	var all sync.WaitGroup
	for i, kind := range kinds {
		houses[i] = newCrashHouse(t, kind, uint64(i))
		all.Go(func() { houses[i].lives((kills + len(kinds) - 1) / len(kinds)) })
	}
	all.Wait()
	points := map[string]int{}
	total := 0
	for _, h := range houses {
		posts, twice, unlabelled := h.srv.witness()
		missing := h.missing()
		t.Logf("%s: %d messages, %d missing, %d sent twice (%d of them without saying so), faults %v", h.kind, posts, missing, twice, len(unlabelled), h.srv.faults)
		if missing > 0 || len(unlabelled) > 0 || twice > 0 && h.kind != "without either" {
			t.Errorf("%s: %d missing; twice without saying so: %s", h.kind, missing, strings.Join(unlabelled, "\n"))
		}
		for p, n := range h.kills {
			points[p] += n
			total += n
		}
	}
	t.Logf("%d kills in %s: %v", total, time.Since(begun).Round(time.Second), points)
	if total < kills {
		t.Errorf("only %d kills", total)
	}
}

func newCrashHouse(t *testing.T, kind string, seed uint64) *crashHouse {
	return foundHouse(t, filepath.Join(t.TempDir(), "data"), kind, seed)
}

func foundHouse(t *testing.T, dir, kind string, seed uint64) *crashHouse {
	h := &crashHouse{t: t, kind: kind, dir: dir, srv: newCrashServer(kind, seed), rnd: rand.New(rand.NewPCG(seed, 9)),
		began: time.Now(), base: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), asked: map[string]string{}, due: map[string]bool{}, kills: map[string]int{}}
	web := httptest.NewUnstartedServer(h.srv)
	web.Config.ConnState = h.srv.conn
	web.Start()
	t.Cleanup(web.Close)
	h.url = web.URL
	h.found()
	return h
}

// found makes the ledger: two overdue items in each team, and one far from due for its member to report on.
func (h *crashHouse) found() {
	cfg, err := config.Parse("crash.yaml", []byte(crashConfig))
	if err != nil {
		h.t.Fatal(err)
	}
	if err := makeData(h.dir); err != nil {
		h.t.Fatal(err)
	}
	s := h.open()
	defer s.Close()
	seed, err := cfg.Seed(context.Background(), s, func(ledger.Rule) (time.Time, error) { return time.Time{}, nil })
	if err != nil {
		h.t.Fatal(err)
	}
	env := ledger.Env{Now: h.base, Dir: cfg.Directory(), Policy: cfg.Policy, Cal: cfg.Days(), Source: "found"}
	c := ledger.Change{Source: env.Source}
	for i := range 3 * crashTeams {
		it := ledger.Item{ID: ledger.ItemID(ledger.NewID(env.Now, "found", i)), Number: ledger.Number{Year: 2026}, Title: fmt.Sprintf("item %d", i),
			Lead: ledger.UnitID(fmt.Sprintf("u%d", i%crashTeams)), State: ledger.StateActive, IssuedAt: env.Now, AcceptedAt: env.Now, UpdatedAt: env.Now,
			Due: ledger.Due{Date: ledger.NewDate(2026, 2, 20)}}
		if i < crashTeams {
			it.Due.Date, it.Handler = ledger.NewDate(2036, 1, 1), ledger.PersonID(fmt.Sprintf("member%d", i))
		}
		it.Plan.Next = ledger.NextLook(env, it)
		c.Items = append(c.Items, it)
		c.Events = append(c.Events, ledger.Event{Item: it.ID, At: env.Now, Kind: ledger.EventIssued})
	}
	for _, change := range []ledger.Change{seed.Change, c} {
		if err := s.Commit(context.Background(), change); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *crashHouse) open() *boltstore.Store {
	s, err := boltstore.Open(filepath.Join(h.dir, dbName), boltstore.Options{Org: "crash"})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// lives lets days pass, some deaths each, until there were enough.
func (h *crashHouse) lives(kills int) {
	day := ledger.DateOf(h.base)
	for n := 0; n < kills && !h.t.Failed(); {
		if day = day.AddDays(1); day.Weekday() == time.Saturday {
			day = day.AddDays(2)
		}
		h.base = h.base.Add(day.At(9*60, time.UTC).Add(-2 * time.Second).Sub(h.now()))
		h.expect(day)
		for k := 0; k < 5 && n < kills; k++ {
			h.chat()
			h.live(h.point(k), false)
			n++
		}
		h.live(neverAnywhere, true)
		h.day(day)
	}
}

func (h *crashHouse) now() time.Time { return h.base.Add(time.Since(h.began) * fast) }

// point is where the k-th life of a day ends: planning is only done in the morning.
func (h *crashHouse) point(k int) string {
	if k == 0 {
		return []string{beforePlan, afterPlan}[h.rnd.IntN(2)]
	}
	all := []string{afterClaim, accepted, beforeSettle, beforeAck, anywhere, leaseRanOut, whileLooking}
	if h.kind != "look-up" {
		all = all[:len(all)-1]
	}
	return all[h.rnd.IntN(len(all))]
}

// expect notes the digests of a day.
func (h *crashHouse) expect(d ledger.Date) {
	for i := range crashTeams {
		for _, role := range []string{"head", "liaison"} {
			to := ledger.Recipient{Person: ledger.PersonID(fmt.Sprintf("%s%d", role, i))}
			h.due[ledger.NoticeKey("crash", to, "digest", d.At(9*60, time.UTC), time.UTC)] = true
		}
	}
}

// chat has somebody report.
func (h *crashHouse) chat() {
	h.said++
	id := fmt.Sprintf("in%d", h.said)
	h.asked[id] = fmt.Sprintf("we are at %d%%, part %d is drafted", h.said%90+1, h.said)
	h.srv.say(wireMessage{ID: id, User: fmt.Sprintf("member%d", h.rnd.IntN(crashTeams)), Text: h.asked[id]})
}

// live is one life of the process: it ends at its point, or when the day's work is done.
func (h *crashHouse) live(point string, settle bool) {
	after := h.rnd.IntN(3)
	if point == beforePlan || point == afterPlan || point == beforeAck || point == whileLooking || point == leaseRanOut {
		after = 0
	}
	b, err := json.Marshal(struct {
		Dir, URL, Kind, At string
		Began, Base        time.Time
		After              int
		Settle             bool
	}{h.dir, h.url, h.kind, point, h.began, h.base, after, settle})
	if err != nil {
		h.t.Error(err)
		return
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+string(b))
	var errs bytes.Buffer
	cmd.Stderr = &errs
	h.srv.alone()
	h.srv.life(point, after, settle)
	h.srv.kill = func() { _ = cmd.Process.Signal(syscall.SIGKILL) }
	if err := cmd.Start(); err != nil {
		h.t.Error(err)
		return
	}
	err = h.wait(cmd, point, settle)
	if settle && err != nil {
		h.t.Errorf("%s: a server ended with %v\n%s", h.kind, err, errs.String())
	}
}

// wait waits for the end. What does not pass its point in time is killed wherever it is.
func (h *crashHouse) wait(cmd *exec.Cmd, point string, settle bool) error {
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	patience := 2 * time.Second
	switch {
	case settle:
		patience = time.Minute
	case point == anywhere:
		patience = time.Duration(50+h.rnd.IntN(400)) * time.Millisecond
	}
	select {
	case err := <-done:
		if !settle {
			h.kills[point]++
		}
		return err
	case <-time.After(patience):
		_ = cmd.Process.Signal(syscall.SIGKILL)
		h.kills[anywhere]++
		<-done
		return fmt.Errorf("not done after %s", patience)
	}
}

// day checks a day that was settled.
func (h *crashHouse) day(d ledger.Date) {
	if n := h.missing(); n > 0 {
		h.t.Errorf("%s, %s: %d missing", h.kind, d, n)
	}
	if _, err := boltstore.Verify(context.Background(), filepath.Join(h.dir, dbName)); err != nil {
		h.t.Errorf("%s, %s: %v", h.kind, d, err)
	}
}

// missing counts the digests that nobody saw, reports that are not in the ledger exactly once, and answers that never came.
func (h *crashHouse) missing() int {
	n := 0
	seen := func(key string) {
		h.srv.mu.Lock()
		defer h.srv.mu.Unlock()
		if len(h.srv.posts[key]) == 0 {
			h.t.Logf("%s: missing %s", h.kind, key)
			n++
		}
	}
	for key := range h.due {
		seen(key)
	}
	s := h.open()
	defer s.Close()
	taken := map[string]int{}
	err := s.Rows(context.Background(), ledger.Filter{}, func(r ledger.Row) bool {
		events, err := s.Events(context.Background(), r.ID)
		if err != nil {
			h.t.Error(err)
		}
		for _, e := range events {
			if e.Kind == ledger.EventReported {
				taken[e.Source]++
			}
		}
		return true
	})
	if err != nil {
		h.t.Error(err)
	}
	for source, times := range taken {
		if times != 1 {
			h.t.Errorf("%s: message %s was taken %d times", h.kind, source, times)
		}
		seen("crash/reply/" + source + "/1")
	}
	return n + len(h.asked) - len(taken)
}
