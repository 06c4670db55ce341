package config

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// seedMark is the record that remembers what the file said when it was last taken over.
const seedMark = "seed"

// seeded is what the file said last, by record (kind/id), field by field.
type seeded map[string]map[string]json.RawMessage

// A Difference is one field where the ledger, changed in chat, no longer says what the file says. Values are JSON, empty where there is none.
type Difference struct {
	Kind    ledger.RecordKind
	ID      string
	Field   string
	File    string
	InForce string
}

// String gives "policy digest: the file says 540, in force is 510".
func (d Difference) String() string {
	name := string(d.Kind)
	if d.ID != name {
		name += " " + d.ID
	}
	return fmt.Sprintf("%s: %s: the file says %s, in force is %s", name, d.Field, cmp.Or(d.File, "nothing"), cmp.Or(d.InForce, "nothing"))
}

// A Seeding is what taking the file over into a ledger means.
type Seeding struct {
	Change      ledger.Change // without records: nothing to do
	Differences []Difference  // where what was changed in chat stays
}

// Seed compares the file with a ledger, field by field: what is new or changed in the file since it was last taken over is written, unless the
// field was changed in chat meanwhile; then the ledger's stays. Units and people that left the file are marked as gone, schedules are removed.
// next gives a rule's next instant.
func (c *Config) Seed(ctx context.Context, from ledger.Records, next func(ledger.Rule) (time.Time, error)) (Seeding, error) {
	base, markRev, err := ledger.Load[seeded](ctx, from, ledger.RecordMark, seedMark)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return Seeding{}, err
	}
	var out Seeding
	now := seeded{}
	for _, want := range c.records() {
		key := string(want.Kind) + "/" + want.ID
		fields, err := fieldsIn(want.Data)
		if err != nil {
			return out, err
		}
		now[key] = fields
		if err := out.merge(ctx, from, want, base[key], fields, next); err != nil {
			return out, err
		}
	}
	if err := out.removed(ctx, from, base, now); err != nil {
		return out, err
	}
	mark := ledger.NewRecord(ledger.RecordMark, seedMark, markRev, now)
	if len(out.Change.Records) > 0 || !sameSeed(base, now) {
		sum := sha256.Sum256(mark.Data)
		out.Change.Source = fmt.Sprintf("seed/%d/%s", markRev, hex.EncodeToString(sum[:8]))
		out.Change.Records = append(out.Change.Records, mark)
	}
	return out, nil
}

// records are what the file says, as the ledger keeps it.
func (c *Config) records() []ledger.Record {
	out := ledger.OrgRecords(c.org, c.Policy)
	for _, r := range c.rules {
		out = append(out, ledger.RuleRecord(r, 0))
	}
	return out
}

func fieldsIn(data json.RawMessage) (map[string]json.RawMessage, error) {
	var m map[string]json.RawMessage
	err := json.Unmarshal(data, &m)
	return m, err
}

// merge takes over one record: base is what the file said last, fields what it says now.
func (s *Seeding) merge(ctx context.Context, from ledger.Records, want ledger.Record, base, fields map[string]json.RawMessage, next func(ledger.Rule) (time.Time, error)) error {
	cur, err := from.Record(ctx, want.Kind, want.ID)
	switch {
	case errors.Is(err, ledger.ErrNotFound) && base != nil:
		s.Differences = append(s.Differences, Difference{want.Kind, want.ID, "all of it", "it is there", "it was removed"})
		return nil // removed in chat
	case errors.Is(err, ledger.ErrNotFound):
		return s.write(want, 0, next)
	case err != nil:
		return fmt.Errorf("%s %s: %w", want.Kind, want.ID, err)
	}
	have, err := fieldsIn(cur.Data)
	if err != nil {
		return fmt.Errorf("%s %s: %w", want.Kind, want.ID, err)
	}
	changed := false
	for _, k := range slices.Sorted(maps.Keys(union(base, fields, have))) {
		if derived(want.Kind, k) || sameJSON(have[k], fields[k]) {
			continue
		}
		back := base == nil && k == "gone" // it had left the file, and stands in it again
		if !back && (base != nil && !sameJSON(have[k], base[k]) || base == nil && have[k] != nil && fields[k] == nil) {
			s.Differences = append(s.Differences, Difference{want.Kind, want.ID, k, string(fields[k]), string(have[k])})
			continue
		}
		changed = true
		if fields[k] == nil {
			delete(have, k)
		} else {
			have[k] = fields[k]
		}
	}
	if !changed {
		return nil
	}
	want.Data, err = json.Marshal(have)
	if err != nil {
		return err
	}
	return s.write(want, cur.Rev, next)
}

// write adds a record; a rule is looked at when it fires next.
func (s *Seeding) write(r ledger.Record, rev int64, next func(ledger.Rule) (time.Time, error)) error {
	r.Rev = rev
	if r.Kind == ledger.RecordRule {
		rule, err := ledger.ReadRule(r)
		if err != nil {
			return err
		}
		if rule.Next, err = next(rule); err != nil {
			return fmt.Errorf("schedule %s: %w", rule.ID, err)
		}
		r = ledger.RuleRecord(rule, rev)
	}
	s.Change.Records = append(s.Change.Records, r)
	return nil
}

// derived are fields of a rule or person that the ledger keeps by itself.
func derived(kind ledger.RecordKind, field string) bool {
	return kind == ledger.RecordPerson && field == "profile" || kind == ledger.RecordRule && slices.Contains([]string{"next", "last", "sent", "skipped", "set"}, field)
}

// removed marks what left the file, where it wasn't changed in chat since.
func (s *Seeding) removed(ctx context.Context, from ledger.Records, base, now seeded) error {
	for _, key := range slices.Sorted(maps.Keys(base)) {
		if now[key] != nil {
			continue
		}
		kind, id := splitKey(key)
		cur, err := from.Record(ctx, kind, id)
		if errors.Is(err, ledger.ErrNotFound) {
			continue
		} else if err != nil {
			return fmt.Errorf("%s %s: %w", kind, id, err)
		}
		switch kind {
		case ledger.RecordRule:
			cur.Deleted = true
		case ledger.RecordUnit, ledger.RecordPerson:
			have, err := fieldsIn(cur.Data)
			if err != nil {
				return fmt.Errorf("%s %s: %w", kind, id, err)
			}
			have["gone"] = json.RawMessage("true")
			if cur.Data, err = json.Marshal(have); err != nil {
				return err
			}
		default:
			continue
		}
		s.Change.Records = append(s.Change.Records, cur)
	}
	return nil
}

func splitKey(key string) (ledger.RecordKind, string) {
	kind, id, _ := bytes.Cut([]byte(key), []byte("/"))
	return ledger.RecordKind(kind), string(id)
}

func union(ms ...map[string]json.RawMessage) map[string]bool {
	out := map[string]bool{}
	for _, m := range ms {
		for k := range m {
			out[k] = true
		}
	}
	return out
}

func sameSeed(a, b seeded) bool {
	return maps.EqualFunc(a, b, func(x, y map[string]json.RawMessage) bool {
		return maps.EqualFunc(x, y, func(p, q json.RawMessage) bool { return sameJSON(p, q) })
	})
}

// sameJSON compares two values whatever the order of their keys.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
