package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// OrgRecords are the records that hold an organisation and its policy: one for the organisation itself, one a unit, one a person, one for
// the policy. Their revisions are 0.
func OrgRecords(o Org, p Policy) []Record {
	out := []Record{NewRecord(RecordPolicy, string(RecordPolicy), 0, p)}
	for i, u := range o.Units {
		u.Order = i + 1
		out = append(out, NewRecord(RecordUnit, string(u.ID), 0, u))
	}
	for i, q := range o.People {
		q.Order = i + 1
		out = append(out, NewRecord(RecordPerson, string(q.ID), 0, q))
	}
	o.Units, o.People = nil, nil
	return append(out, NewRecord(RecordOrg, string(RecordOrg), 0, o))
}

// ReadOrg reads what OrgRecords made, as it is in force now. A ledger without an organisation is ErrNotFound.
func ReadOrg(ctx context.Context, from Records) (Org, Policy, error) {
	o, _, err := Load[Org](ctx, from, RecordOrg, string(RecordOrg))
	if err != nil {
		return Org{}, Policy{}, err
	}
	p, _, err := Load[Policy](ctx, from, RecordPolicy, string(RecordPolicy))
	if errors.Is(err, ErrNotFound) {
		p, err = DefaultPolicy(), nil
	}
	if err != nil {
		return Org{}, Policy{}, err
	}
	if o.Units, err = LoadAll[Unit](ctx, from, RecordUnit, ""); err != nil {
		return Org{}, Policy{}, err
	}
	if o.People, err = LoadAll[Person](ctx, from, RecordPerson, ""); err != nil {
		return Org{}, Policy{}, err
	}
	last := func(n int) int { return cmp.Or(n, math.MaxInt) }
	slices.SortStableFunc(o.Units, func(a, b Unit) int { return cmp.Compare(last(a.Order), last(b.Order)) })
	slices.SortStableFunc(o.People, func(a, b Person) int { return cmp.Compare(last(a.Order), last(b.Order)) })
	return o, p, nil
}

// Load reads one record into a T and gives its revision.
func Load[T any](ctx context.Context, from Records, kind RecordKind, id string) (v T, rev int64, err error) {
	r, err := from.Record(ctx, kind, id)
	if err != nil {
		return v, 0, fmt.Errorf("%s %q: %w", kind, id, err)
	}
	if err := json.Unmarshal(r.Data, &v); err != nil {
		return v, 0, fmt.Errorf("%s %q: %w", kind, id, err)
	}
	return v, r.Rev, nil
}

// LoadAll reads every record of a kind whose id begins with prefix, in the order of ids.
func LoadAll[T any](ctx context.Context, from Records, kind RecordKind, prefix string) ([]T, error) {
	var out []T
	var bad error
	err := from.Records(ctx, kind, prefix, func(r Record) bool {
		var v T
		if err := json.Unmarshal(r.Data, &v); err != nil {
			bad = fmt.Errorf("%s %q: %w", kind, r.ID, err)
			return false
		}
		out = append(out, v)
		return true
	})
	return out, errors.Join(err, bad)
}
