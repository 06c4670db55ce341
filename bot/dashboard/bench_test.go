package dashboard

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/ledger/calendar"
)

// BenchmarkPages serves pages of a ledger of 100,000 items with 50 units and a year of daily counts; "rows" is one plain walk over the same rows, so that
// the ratio to it says more than a machine's speed.
func BenchmarkPages(b *testing.B) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	store, err := boltstore.Open(b.TempDir()+"/l.db", boltstore.Options{Org: "o", Now: func() time.Time { return now }, NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	org := ledger.Org{ID: "o", Name: "O", Zone: "Asia/Shanghai", People: []ledger.Person{{ID: "p", Name: "P", Posts: []ledger.Post{{Role: ledger.RolePrincipal}, {Role: ledger.RoleLeader}}}}}
	for u := range 50 {
		org.Units = append(org.Units, ledger.Unit{ID: ledger.UnitID(fmt.Sprint("u", u)), Name: fmt.Sprint("Unit ", u)})
	}
	fill(b, store, org, now)
	env := ledger.Env{Now: now, Dir: ledger.NewDirectory(org), Policy: ledger.DefaultPolicy(), Cal: calendar.China()}
	s, err := New(b.Context(), Config{Ledger: store, Env: func(context.Context, time.Time) (ledger.Env, error) { return env, nil }, Now: func() time.Time { return now },
		Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := store.Rows(b.Context(), ledger.Filter{}, func(ledger.Row) bool { n++; return true }); err != nil || n != 100_000 {
				b.Fatal(n, err)
			}
		}
	})
	h := s.Handler()
	cookie := &http.Cookie{Name: "followup-page", Value: s.sign(ticket{Use: "session", Person: "p", Lang: "en", Ends: now.Add(time.Hour).Unix()})}
	for name, path := range map[string]string{"overview": "/", "unit": "/unit/u7", "list": "/items?q=%7B%22o%22%3Atrue%2C%22od%22%3A1%7D", "item": "/item/" + string(benchID(7))} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Host = "127.0.0.1"
				r.AddCookie(cookie)
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, r); w.Code != http.StatusOK {
					body, _ := io.ReadAll(w.Result().Body)
					b.Fatal(w.Code, string(body))
				}
			}
		})
	}
}

func benchID(i int) ledger.ItemID {
	return ledger.ItemID(ledger.NewID(time.Unix(int64(i), 0), "bench", i))
}

// fill makes the ledger; three in ten items are open, as after some years.
func fill(b *testing.B, store *boltstore.Store, org ledger.Org, now time.Time) {
	b.Helper()
	for n := 0; n < 100_000; n += 1000 {
		c := ledger.Change{Source: fmt.Sprint("fill", n)}
		for i := n; i < n+1000; i++ {
			it := ledger.Item{ID: benchID(i), Number: ledger.Number{Year: 2026}, Title: fmt.Sprint("Item ", i), Lead: org.Units[i%50].ID, Area: fmt.Sprint("Area ", i%11), State: ledger.StateClosed,
				IssuedAt: now.AddDate(0, 0, -i%700), Due: ledger.Due{Date: ledger.DateOf(now).AddDays(i%60 - 15)}}
			if i%10 < 3 {
				it.State = ledger.StateActive
			} else {
				it.ClosedAt = now.AddDate(0, 0, -i%600)
			}
			c.Items = append(c.Items, it)
			c.Events = append(c.Events, ledger.Event{Item: it.ID, Kind: ledger.EventIssued, By: "p", At: it.IssuedAt})
		}
		if err := store.Commit(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
	c := ledger.Change{Source: "days"}
	for _, u := range org.Units {
		for d := range 365 {
			c.Records = append(c.Records, ledger.DayRecord(ledger.DayCount{Unit: u.ID, Date: ledger.DateOf(now).AddDays(-d - 1), Open: 7}))
		}
	}
	if err := store.Commit(b.Context(), c); err != nil {
		b.Fatal(err)
	}
}
