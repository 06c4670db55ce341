package boltstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

func someday() time.Time { return time.Date(2026, 11, 24, 10, 41, 35, 0, time.UTC) }

// A database of each released version opens, and holds what it held. `go test -run Released -update` writes the present one's.
func TestReleasedVersions(t *testing.T) {
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", fmt.Sprintf("v%d.db", Version)), sampleFile(t, 6), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for v := 1; v <= Version; v++ {
		t.Run(fmt.Sprint("v", v), func(t *testing.T) { released(t, put(t, fmt.Sprintf("v%d.db", v))) })
	}
}

// put is a released file, put where it can be worked on.
func put(t *testing.T, file string) (name string) {
	t.Helper()
	old, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), "followup.db")
	write(t, name, old)
	return name
}

func released(t *testing.T, name string) {
	ctx := context.Background()
	s, err := Open(name, Options{Org: "court", Now: someday})
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.List(ctx, ledger.Filter{Order: ledger.OrderDue})
	if err != nil || len(page.Items) != 6 {
		t.Fatal(len(page.Items), err)
	}
	it, err := s.Item(ctx, benchItem(3).ID)
	if err != nil || it.Number.Full("沈中法督") != "沈中法督〔2026〕1-1号" || it.Percent != 3 || it.State != ledger.StateActive || it.Lead != "unit3" ||
		it.Source.Quote != benchItem(3).Source.Quote || !it.UpdatedAt.Equal(benchItem(3).UpdatedAt) {
		t.Fatalf("%+v, %v", it, err)
	}
	events, err := s.Events(ctx, it.ID)
	if err != nil || len(events) != 2 || events[1].By != "clerk" {
		t.Fatal(events, err)
	}
	if words, err := s.Words(ctx, events[0].ID); words != "原话 3" || err != nil {
		t.Fatal(words, err)
	}
	if due, err := s.Due(ctx, benchStart.AddDate(1, 0, 0), 0); len(due) != 12 || err != nil {
		t.Fatal(len(due), err)
	}
	if n, _, err := s.Waiting(ctx); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	if err := s.Commit(ctx, benchChange(3)); !errors.Is(err, ledger.ErrDuplicate) {
		t.Fatal(err)
	}
	commit(t, s, benchChange(7))
	shut(t, s)
	r, err := Verify(ctx, name)
	if err != nil || r.Schema != Version || r.Orgs[0].Items != 7 || r.Orgs[0].Events != 13 || r.Orgs[0].Words != 6 {
		t.Fatalf("%+v, %v", r, err)
	}
}

var note = []byte("note")

// steps are the way to a later version.
func steps(fail error) []migration {
	return append(slices.Clone(migrations),
		migration{Version: Version + 1, Run: func(tx *bolt.Tx, _ time.Time) error { return tx.Bucket(metaBucket).Put(note, []byte("2")) }},
		migration{Version: Version + 2, Run: func(tx *bolt.Tx, at time.Time) error {
			if string(tx.Bucket(metaBucket).Get(note)) != "2" {
				return errors.New("the steps come out of order")
			}
			if !at.Equal(someday()) {
				return errors.New("the steps don't know the time")
			}
			return errors.Join(tx.Bucket(metaBucket).Put(note, []byte("3")), fail)
		}})
}

func TestMigration(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	name := filepath.Join(dir, "followup.db")
	s := open(t, name)
	sample(t, s, 5)
	shut(t, s)
	before := digest(t, name)

	broken := errors.New("broken off")
	if _, err := openDB(name, Options{Now: someday}, steps(broken)); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if digest(t, name) != before {
		t.Fatal("a migration that failed left traces")
	}
	db, err := openDB(name, Options{Now: someday}, steps(nil))
	if err != nil {
		t.Fatal(err)
	}
	later, err := db.Org("court")
	if err != nil {
		t.Fatal(err)
	}
	commit(t, later, benchChange(50))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	kept := fmt.Sprintf("%s.v%d.bak-20261124T104135Z", name, Version)
	if r, err := Verify(ctx, kept); err != nil || r.Schema != Version || digest(t, kept) != before {
		t.Fatalf("the copy from before: %+v, %v", r, err)
	}
	for what, call := range map[string]func() error{
		"open":   func() error { _, err := Open(name, Options{Org: "court"}); return err },
		"verify": func() error { _, err := Verify(ctx, name); return err },
	} {
		if err := call(); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), fmt.Sprintf("its schema is %d, this followup knows %d", Version+2, Version)) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if db, err = openDB(name, Options{}, steps(broken)); err != nil { // nothing is left to do
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOtherPrograms(t *testing.T) {
	name := filepath.Join(t.TempDir(), "other.db")
	db, err := bolt.Open(name, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("widgets")); return err })
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(name, Options{Org: "court"}); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Fatal(err)
	}
}

// Every field of a row survives being packed; a row that doesn't fit is kept whole.
func TestPackedRows(t *testing.T) {
	if !packs {
		t.Errorf("ledger.Row has %d fields, packed knows %d: rows are kept whole, in four times the memory", reflect.TypeFor[ledger.Row]().NumField(), rowFields)
	}
	full := ledger.Row{}
	v := reflect.ValueOf(&full).Elem()
	for i := range v.NumField() {
		set(t, v.Field(i), i+1)
	}
	empty := ledger.Row{ID: "x"}
	late, huge, odd := full, full, full
	late.ClosedAt = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)
	huge.Reminders = 1 << 40
	odd.Due.Date.Day = 77
	table := newTable()
	for n, want := range []ledger.Row{full, empty, late, huge, odd} {
		want.ID += ledger.ItemID(rune('a' + n))
		table.apply([]ledger.Row{{ID: want.ID, Title: "before"}})
		old := table.snapshot()
		table.apply([]ledger.Row{want})
		var got, was ledger.Row
		table.snapshot().row(n, &got)
		old.row(n, &was)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if was.Title != "before" || old.n != n+1 {
			t.Errorf("a snapshot changed: %+v", was)
		}
		if n < 2 && table.snapshot().at(n).more != nil && table.snapshot().at(n).more.whole != nil {
			t.Errorf("row %d was kept whole", n)
		}
	}
}

// set gives a field a value that no other has.
func set(t *testing.T, v reflect.Value, n int) {
	t.Helper()
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = benchStart.Add(time.Duration(n)*time.Hour + time.Nanosecond)
		return
	case *ledger.Date:
		*x = ledger.NewDate(2026, 1, n)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text" + string(rune('A'+n)))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		set(t, v.Index(0), n)
		set(t, v.Index(1), n+1)
	case reflect.Struct:
		for i := range v.NumField() {
			set(t, v.Field(i), n*3+i)
		}
	default:
		t.Fatalf("a field of type %s", v.Type())
	}
}
