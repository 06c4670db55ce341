package config

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
)

func nextIs(ledger.Rule) (time.Time, error) { return time.Date(2026, 12, 7, 1, 0, 0, 0, time.UTC), nil }

func seed(t *testing.T, c *Config, s ledger.Ledger) Seeding {
	t.Helper()
	got, err := c.Seed(t.Context(), s, nextIs)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Change.Records) > 0 {
		if err := s.Commit(t.Context(), got.Change); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func store(t *testing.T) ledger.Ledger {
	t.Helper()
	s := memstore.New("acme")
	t.Cleanup(func() { s.Close() })
	return s
}

func inForce(t *testing.T, s ledger.Ledger) (ledger.Org, ledger.Policy) {
	t.Helper()
	o, p, err := ledger.ReadOrg(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return o, p
}

func TestSeedOnceThenNothing(t *testing.T) {
	s := store(t)
	c := parse(t, small)
	seed(t, c, s)
	o, p := inForce(t, s)
	if o.Name != "Acme" || len(o.Units) != 2 || len(o.People) != 2 || p.Receipt {
		t.Errorf("got %+v %+v", o, p)
	}
	if again := seed(t, c, s); len(again.Change.Records) != 0 || len(again.Differences) != 0 {
		t.Errorf("the same file again changes %v, %v", again.Change.Records, again.Differences)
	}
}

func change(t *testing.T, s ledger.Ledger, kind ledger.RecordKind, id string, set map[string]any) {
	t.Helper()
	r, err := s.Record(t.Context(), kind, id)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(r.Data, &m); err != nil {
		t.Fatal(err)
	}
	for k, v := range set {
		m[k] = v
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	r.Data = b
	if err := s.Commit(t.Context(), ledger.Change{Source: "chat/" + string(b), Records: []ledger.Record{r}}); err != nil {
		t.Fatal(err)
	}
}

// What was changed in chat stays; what else changes in the file is taken over, even in the same record.
func TestChatWinsFieldByField(t *testing.T) {
	s := store(t)
	seed(t, parse(t, small), s)
	change(t, s, ledger.RecordPolicy, "policy", map[string]any{"digest": 600})
	changed := parse(t, small+"policy: {digest: \"08:00\", overdue_every: 2}\n")
	got := seed(t, changed, s)
	_, p := inForce(t, s)
	if p.Digest != 600 || p.OverdueEvery != 2 {
		t.Errorf("in force: digest %d, overdue every %d", p.Digest, p.OverdueEvery)
	}
	if len(got.Differences) != 1 || got.Differences[0].String() != "policy: digest: the file says 480, in force is 600" {
		t.Errorf("differences: %v", got.Differences)
	}
	if again := seed(t, changed, s); len(again.Change.Records) != 0 || len(again.Differences) != 1 {
		t.Errorf("again: %v, %v", again.Change.Records, again.Differences)
	}
}

func TestLeavingTheFile(t *testing.T) {
	s := store(t)
	rule := "schedules:\n  - {id: w, job: bulletin, cron: \"0 9 * * 1\"}\n"
	seed(t, parse(t, small+rule), s)
	if r, err := s.Record(t.Context(), ledger.RecordRule, "w"); err != nil || r.At.IsZero() {
		t.Errorf("the rule is %+v, %v", r, err)
	}
	without := strings.Replace(small, "  - {id: fin, name: Finance, kind: office, parent: eng}\n", "", 1)
	seed(t, parse(t, without), s)
	o, _ := inForce(t, s)
	if len(o.Units) != 2 || !o.Units[1].Gone {
		t.Errorf("units: %+v", o.Units)
	}
	if _, err := s.Record(t.Context(), ledger.RecordRule, "w"); err == nil {
		t.Error("the rule is still there")
	}
	seed(t, parse(t, small), s)
	if o, _ = inForce(t, s); o.Units[1].Gone {
		t.Error("a unit that is back in the file is still gone")
	}
}
