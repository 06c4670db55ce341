package boltstore

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/followup-bot/followup/ledger"
)

var benchStart = time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC)

// benchItem is an item as minutes make it.
func benchItem(n int) ledger.Item {
	at := benchStart.Add(time.Duration(n) * time.Second)
	due := ledger.DateOf(at).AddDays(20 + n%200)
	return ledger.Item{
		ID:     ledger.ItemID(ledger.NewID(at, fmt.Sprint("issue", n), 0)),
		Number: ledger.Number{Year: 2026},
		Source: ledger.Source{Meeting: ledger.MeetingID(fmt.Sprint("meeting", n/20)), Title: "党组会议纪要", Date: ledger.DateOf(at),
			Number: "〔2026〕8号", Line: 12, Quote: "会议要求,执行局要在十二月底前完成终本案件专项清理,清理情况报院党组。"},
		Title: fmt.Sprintf("完成终本案件专项清理(第%d批)", n), Text: "对2020年以来终结本次执行程序案件逐案核查,建立台账,符合恢复条件的依法恢复执行。",
		Measure: "核查率100%,恢复执行案件全部录入系统", Lead: ledger.UnitID(fmt.Sprint("unit", n%20)), Handler: ledger.PersonID(fmt.Sprint("person", n%97)),
		Priority: ledger.PriorityKey, Area: "执行", Due: ledger.Due{Date: due}, FirstDue: ledger.Due{Date: due}, State: ledger.StateIssued,
		IssuedAt: at, IssuedBy: "office1", UpdatedAt: at, Plan: ledger.Plan{Next: ledger.DateOf(at).AddDays(1+n%60).At(9*60, time.UTC)},
	}
}

// benchChange is one item issued: the item, its event, the message to its unit.
func benchChange(n int) ledger.Change {
	it := benchItem(n)
	source := fmt.Sprint("local/court/督办室/", n)
	return ledger.Change{
		Source: source, Items: []ledger.Item{it},
		Events: []ledger.Event{{Item: it.ID, At: it.IssuedAt, Kind: ledger.EventIssued, By: "office1"}},
		Notices: []ledger.Notice{{Key: "shenyang/" + string(it.Lead) + "/issued/" + source, To: ledger.Recipient{Person: it.Handler}, Kind: ledger.NoticeIssued,
			Class: ledger.ClassPrompt, Items: []ledger.ItemID{it.ID}, By: "office1", Event: source, NotBefore: it.IssuedAt}},
	}
}

func benchStore(b *testing.B, dir string) *Store {
	b.Helper()
	s, err := Open(filepath.Join(dir, "ledger.db"), Options{Org: "shenyang"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// A disk measures how fast a folder's disk is: 4 KiB written and waited for, one after the other.
type disk struct {
	f     *os.File
	n     int
	spent time.Duration
}

func newDisk(b *testing.B, dir string) *disk {
	b.Helper()
	f, err := os.CreateTemp(dir, "sync")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	})
	if _, err := f.Write(make([]byte, 256*4096)); err != nil {
		b.Fatal(err)
	}
	return &disk{f: f}
}

func (d *disk) measure(b *testing.B, span time.Duration) {
	b.Helper()
	block := make([]byte, 4096)
	start := time.Now()
	for ; time.Since(start) < span; d.n++ {
		if _, err := d.f.WriteAt(block, int64(d.n%256)*4096); err != nil {
			b.Fatal(err)
		}
		if err := datasync(d.f); err != nil {
			b.Fatal(err)
		}
	}
	d.spent += time.Since(start)
}

// BenchmarkCommit tells how many changes a second become durable, and how many that is for one wait for the disk. The disk is measured
// in turns with the commits, since its speed changes.
func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			dir := b.TempDir()
			d := newDisk(b, dir)
			s := benchStore(b, dir)
			var n atomic.Int64
			b.ReportAllocs()
			b.ResetTimer()
			for done := 0; done < b.N; {
				b.StopTimer()
				drain(b, s)
				d.measure(b, 30*time.Millisecond)
				b.StartTimer()
				done = min(done+100+writers*20, b.N)
				commitUntil(b, s, writers, &n, int64(done))
			}
			b.StopTimer()
			rate, syncs := float64(b.N)/b.Elapsed().Seconds(), float64(d.n)/d.spent.Seconds()
			b.ReportMetric(rate, "commits/s")
			b.ReportMetric(syncs, "fdatasync/s")
			b.ReportMetric(rate/syncs, "ratio")
		})
	}
}

// drain sends what waits, as the bot does all the time.
func drain(b testing.TB, s *Store) {
	b.Helper()
	ctx, now := context.Background(), benchStart.AddDate(1, 0, 0)
	for {
		leased, err := s.Lease(ctx, now, time.Minute, 500)
		if err != nil {
			b.Fatal(err)
		}
		var g errgroup.Group
		for _, l := range leased {
			g.Go(func() error {
				return s.Settle(ctx, l.Notice.Key, l.Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: now})
			})
		}
		if err := g.Wait(); err != nil {
			b.Fatal(err)
		}
		if len(leased) == 0 {
			return
		}
	}
}

// commitUntil commits from so many writers until n changes were committed.
func commitUntil(b *testing.B, s *Store, writers int, n *atomic.Int64, until int64) {
	b.Helper()
	var g errgroup.Group
	for range writers {
		g.Go(func() error {
			for {
				i := n.Add(1)
				if i > until {
					n.Add(-1)
					return nil
				}
				if err := s.Commit(context.Background(), benchChange(int(i))); err != nil {
					return err
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
}

// hundredThousand makes a ledger of 100,000 items, of which 100 are due before the instant given.
func hundredThousand(b *testing.B, dir string) (due time.Time) {
	b.Helper()
	s, err := Open(filepath.Join(dir, "ledger.db"), Options{Org: "shenyang", NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; n < 100000; n += 500 {
		var c ledger.Change
		for i := n; i < n+500; i++ {
			one := benchChange(i)
			one.Items[0].Plan.Next = benchStart.AddDate(0, 0, 7).Add(time.Duration(i) * time.Minute)
			one.Notices = nil
			c.Add(one)
			c.Source = one.Source
		}
		if err := s.Commit(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return benchStart.AddDate(0, 0, 7).Add(100 * time.Minute)
}

// BenchmarkLarge reads a ledger of 100,000 open items.
func BenchmarkLarge(b *testing.B) {
	dir := b.TempDir()
	due := hundredThousand(b, dir)
	ctx := context.Background()
	fi, err := os.Stat(filepath.Join(dir, "ledger.db"))
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(filepath.Join(dir, "ledger.db"), Options{Org: "shenyang"})
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(fi.Size())/1e6, "MB-file")
	})
	b.Run("read", func(b *testing.B) { // the file itself, to measure open by
		block := make([]byte, 1<<20)
		for b.Loop() {
			f, err := os.Open(filepath.Join(dir, "ledger.db"))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, block); err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := benchStore(b, dir)
	b.Run("due", func(b *testing.B) {
		for b.Loop() {
			if got, err := s.Due(ctx, due, 1000); err != nil || len(got) != 100 {
				b.Fatal(len(got), err)
			}
		}
	})
	benchLists(b, s)
	b.Run("item", func(b *testing.B) {
		id := benchItem(5000).ID
		for b.Loop() {
			if _, err := s.Item(ctx, id); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			runtime.GC()
		}
		b.ReportMetric(anonymousMB(b), "MB-anon")
	})
}

// benchLists asks for rows and pages.
func benchLists(b *testing.B, s *Store) {
	b.Helper()
	ctx := context.Background()
	for name, f := range map[string]ledger.Filter{"rows": {}, "rows-of-unit": {Lead: []ledger.UnitID{"unit7"}}, "rows-open": {Open: true}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				if err := s.Rows(ctx, f, func(ledger.Row) bool { n++; return true }); err != nil || n < 5000 {
					b.Fatal(n, err)
				}
			}
		})
	}
	for _, o := range []ledger.Order{ledger.OrderNumber, ledger.OrderDue, ledger.OrderNewest} {
		b.Run("list-by-"+string("number"+o), func(b *testing.B) {
			for b.Loop() {
				if p, err := s.List(ctx, ledger.Filter{Order: o, Open: true}); err != nil || len(p.Items) != 100 {
					b.Fatal(err)
				}
			}
		})
	}
}

// anonymousMB is the process's own memory, without mapped files; 0 where the system doesn't say.
func anonymousMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "RssAnon: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
