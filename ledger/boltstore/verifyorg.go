package boltstore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// A verifier checks what one organisation's buckets hold against each other.
type verifier struct {
	ctx    context.Context
	t      *txn
	report OrgReport
	found  []error

	heads    map[ledger.ItemID]string
	words    map[string]string // by event: the hash of its raw text
	numbers  map[ledger.Number]ledger.ItemID
	years    map[int]int           // the highest number of each year
	children map[ledger.Number]int // the highest child of each number
	anchors  map[string]string     // by day
	blobs    ledger.BlobCount
	index    [bucketCount]map[string]bool
}

func (v *verifier) run(tx *bolt.Tx) {
	s := &Store{org: v.report.Org}
	for i := range s.names {
		s.names[i] = bucketName(s.org, i)
	}
	v.t = newTxn(s, tx)
	for in := range bucketCount {
		if _, err := v.t.bucket(in); err != nil {
			v.problem(err)
			return
		}
	}
	v.anchors, v.blobs = map[string]string{}, ledger.BlobCount{}
	v.heads, v.words = map[ledger.ItemID]string{}, map[string]string{}
	v.numbers, v.years, v.children = map[ledger.Number]ledger.ItemID{}, map[int]int{}, map[ledger.Number]int{}
	for _, in := range []int{inDue, inReady, inLeases, inFailed} {
		v.index[in] = map[string]bool{}
	}
	v.items()
	v.events()
	v.raws()
	v.records()
	v.logged()
	v.copies()
	v.slips(inOutbox)
	v.slips(inSettled)
	v.sources()
	v.counters()
	for in, keys := range v.index {
		if keys != nil {
			v.compare(in, keys)
		}
	}
	v.report.Anchor = ledger.Anchor(func(yield func(ledger.ItemID, string) bool) {
		for _, id := range slices.Sorted(maps.Keys(v.heads)) {
			if !yield(id, v.heads[id]) {
				return
			}
		}
	}, v.report.LogHead)
}

func (v *verifier) problem(err error) {
	if len(v.found) < maxProblems {
		v.found = append(v.found, err)
	}
}

func (v *verifier) wrong(in int, key []byte, format string, args ...any) {
	v.problem(v.t.damage(in, key, fmt.Sprintf(format, args...)))
}

// each calls fn with each entry whose checksum fits. What fn says is wrong is noted, and the next is looked at.
func (v *verifier) each(in int, fn func(k, content []byte) error) {
	c, err := v.t.cursor(in)
	if err != nil {
		v.problem(err)
		return
	}
	for k, val := c.First(); k != nil && len(v.found) < maxProblems && v.ctx.Err() == nil; k, val = c.Next() {
		content, err := v.t.check(in, k, val)
		if err == nil {
			err = fn(k, content)
		}
		var d *Damage
		switch {
		case errors.As(err, &d):
			v.problem(err)
		case err != nil:
			v.wrong(in, k, "%v", err)
		}
	}
}

func (v *verifier) items() {
	v.each(inItems, func(k, content []byte) error {
		v.report.Items++
		var it ledger.Item
		if err := v.t.decode(inItems, k, content, &it); err != nil {
			return err
		}
		if string(it.ID) != string(k) {
			return fmt.Errorf("it is item %s", it.ID)
		}
		v.heads[it.ID] = it.Head
		if !it.Plan.Next.IsZero() {
			v.index[inDue][string(dueKey("", string(it.ID), it.Plan.Next))] = true
		}
		if other, twice := v.numbers[it.Number]; twice {
			v.wrong(inItems, k, "it has number %s of %d, as item %s has", it.Number.Short(), it.Number.Year, other)
		}
		v.numbers[it.Number] = it.ID
		v.years[it.Number.Year] = max(v.years[it.Number.Year], it.Number.Seq)
		if n := it.Number; n.Child > 0 {
			of := ledger.Number{Year: n.Year, Seq: n.Seq}
			v.children[of] = max(v.children[of], n.Child)
		}
		events, err := v.t.events(it.ID)
		if err != nil {
			return nil // told when the events are looked at
		}
		return history(it, events)
	})
}

// history checks an item against its events.
func history(it ledger.Item, events []ledger.Event) error {
	if err := ledger.VerifyChain(it.ID, it.Head, events); err != nil {
		return err
	}
	if it.Seq != int64(len(events)) {
		return fmt.Errorf("it counts %d events, %d are there", it.Seq, len(events))
	}
	made, _, err := ledger.Replay(events, noUntil)
	if err != nil {
		return err
	}
	it.Rev, it.Seq, it.Head, it.Plan = 0, 0, "", ledger.Plan{}
	want, err := plainJSON(it)
	if err != nil {
		return err
	}
	got, err := plainJSON(made)
	if err != nil {
		return err
	}
	if !bytes.Equal(want, got) {
		return errors.New("it is not what its events make of it")
	}
	return nil
}

// plainJSON encodes an item twice, so that text which is not UTF-8 looks as it does in an event that was read.
func plainJSON(it ledger.Item) ([]byte, error) {
	b, err := json.Marshal(it)
	if err != nil || !bytes.Contains(b, []byte(`\ufffd`)) {
		return b, err
	}
	var again ledger.Item
	if err := json.Unmarshal(b, &again); err != nil {
		return nil, err
	}
	return json.Marshal(again)
}

func (v *verifier) events() {
	v.each(inEvents, func(k, content []byte) error {
		v.report.Events++
		var e ledger.Event
		if err := json.Unmarshal(content, &e); err != nil {
			return err
		}
		if !bytes.Equal(k, eventKey(string(e.Item), e.Seq)) {
			return fmt.Errorf("it is event %d of item %s", e.Seq, e.Item)
		}
		if _, ok := v.heads[e.Item]; !ok {
			return fmt.Errorf("its item %s is missing", e.Item)
		}
		if e.Words != "" {
			v.words[e.ID] = e.Words
		}
		v.blobs.Event(e)
		return nil
	})
}

func (v *verifier) raws() {
	v.each(inRaws, func(k, content []byte) error {
		v.report.Words++
		var raw rawValue
		if err := v.t.decode(inRaws, k, content, &raw); err != nil {
			return err
		}
		switch hash, ok := v.words[string(k)]; {
		case !ok:
			return errors.New("no event has this text")
		case raw.raw(string(k)).Digest() != hash:
			return errors.New("the text is not the one whose hash its event keeps")
		}
		return nil
	})
}

func (v *verifier) records() {
	v.each(inRecords, func(k, content []byte) error {
		v.report.Records++
		kind, id, ok := cut(k)
		if !ok {
			return errors.New("the key is malformed")
		}
		var r recordValue
		if err := v.t.decode(inRecords, k, content, &r); err != nil {
			return err
		}
		if len(r.Data) > 0 && !json.Valid(r.Data) {
			return errors.New("its data is not JSON")
		}
		if day, ok := strings.CutPrefix(id, ledger.AnchorPrefix); ok && kind == string(ledger.RecordMark) {
			var hash string
			if err := json.Unmarshal(r.Data, &hash); err != nil {
				return err
			}
			v.anchors[day] = hash
		}
		if kind == string(ledger.RecordCopy) {
			c, err := ledger.ReadCopy(r.record(ledger.RecordCopy, id))
			if err != nil {
				return err
			}
			v.blobs.Copy(c)
		}
		if !r.At.IsZero() {
			v.index[inDue][string(dueKey(ledger.RecordKind(kind), id, r.At))] = true
		}
		return nil
	})
}

// copies checks the records of copies of evidence against events and log, and says which contents there have to be.
func (v *verifier) copies() {
	var wrong []error
	v.report.Blobs, wrong = v.blobs.Wanted()
	for _, err := range wrong {
		v.wrong(inRecords, []byte(ledger.RecordCopy), "%v", err)
	}
}

func (v *verifier) slips(in int) {
	v.each(in, func(k, content []byte) error {
		var s ledger.Slip
		if err := v.t.decode(in, k, content, &s); err != nil {
			return err
		}
		if s.Notice.Key != string(k) || slipHome(&s) != in {
			return fmt.Errorf("notice %s does not belong here", s.Notice.Key)
		}
		if in == inOutbox {
			v.report.Waiting++
		} else {
			v.report.Settled++
		}
		if at, key := slipIndex(&s); at >= 0 {
			v.index[at][string(key)] = true
		}
		return nil
	})
}

func (v *verifier) sources() {
	v.each(inSeen, func(_, content []byte) error {
		v.report.Sources++
		if len(content) != timeLen {
			return errors.New("it is not an instant")
		}
		return nil
	})
}

// counters checks that no number will be given a second time.
func (v *verifier) counters() {
	for year, used := range v.years {
		n, err := v.t.counter(inYears, yearKey(year))
		if err != nil {
			v.problem(err)
		} else if n < used {
			v.wrong(inYears, yearKey(year), "%d numbers of %d were given, but an item has number %d", n, year, used)
		}
		for seq := 1; seq <= n; seq++ {
			if _, ok := v.numbers[ledger.Number{Year: year, Seq: seq}]; !ok {
				v.report.Gaps++
			}
		}
	}
	for number, used := range v.children {
		parent, ok := v.numbers[number]
		if !ok {
			v.wrong(inChildren, nil, "number %s of %d has children, but no item has it", number.Short(), number.Year)
			continue
		}
		n, err := v.t.counter(inChildren, []byte(parent))
		if err != nil {
			v.problem(err)
		} else if n < used {
			v.wrong(inChildren, []byte(parent), "%d numbers were given to children, but one has number %d", n, used)
		}
	}
	for _, in := range []int{inYears, inChildren} {
		v.each(in, func(k, _ []byte) error {
			_, err := v.t.counter(in, k)
			return err
		})
	}
}

// compare checks an index against the keys that it has to have.
func (v *verifier) compare(in int, want map[string]bool) {
	v.each(in, func(k, _ []byte) error {
		if !want[string(k)] {
			return errors.New("the index names something that is not so")
		}
		delete(want, string(k))
		return nil
	})
	for _, k := range slices.Sorted(maps.Keys(want)) {
		v.wrong(in, []byte(k), "the index lacks it")
	}
}
