package ledger

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyText draws text with what JSON escapes, what HTML escapes, and what is not UTF-8.
func anyText(t *rapid.T, label string) string {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "执行局", `"\`, "<&>\u2028\x00", "\xff\xc3", "\uFFFD"})).Draw(t, label)
}

func anyItem(t *rapid.T) Item {
	it := Item{ID: "item", Rev: 1, Title: anyText(t, "title"), Text: anyText(t, "text"), Lead: UnitID(anyText(t, "lead")), State: StateIssued,
		Percent: rapid.IntRange(0, 100).Draw(t, "percent"), UpdatedAt: time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "at"), 5).UTC()}
	if rapid.Bool().Draw(t, "blocked") {
		it.Blocker = &Blocker{Reason: anyText(t, "reason"), Since: it.UpdatedAt}
	}
	for range rapid.IntRange(0, 3).Draw(t, "support") {
		it.Support = append(it.Support, UnitID(anyText(t, "unit")))
	}
	return it
}

// What an event's hash covers is exactly what encoding/json makes of it, and splitting an object loses nothing.
func TestCanonicalIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyItem(t), anyItem(t)
		if rapid.Bool().Draw(t, "new") {
			before = Item{}
		}
		fields, err := deltas(before, after)
		if err != nil {
			t.Fatal(err)
		}
		e := Event{ID: "e", Item: "item", Seq: 1, At: after.UpdatedAt, Kind: EventReported, Reason: anyText(t, "why"), Fields: fields,
			Words: rapid.StringMatching("[0-9a-f]*").Draw(t, "words"), Prev: rapid.StringMatching("[0-9a-f]*").Draw(t, "prev")}
		e.valid()
		got, err := e.canonical()
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(e)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("got  %s\nwant %s (%v)", got, want, err)
		}
		hash, encoded, err := e.hashed()
		if err != nil {
			t.Fatal(err)
		}
		e.Hash = hash
		if want, err = json.Marshal(e); err != nil || !bytes.Equal(encoded, want) {
			t.Fatalf("got  %s\nwant %s (%v)", encoded, want, err)
		}
		var back Event
		if err := json.Unmarshal(encoded, &back); err != nil {
			t.Fatal(err)
		}
		if again, _, err := back.hashed(); err != nil || again != hash {
			t.Fatalf("after reading, the hash is %s, was %s (%v)", again, hash, err)
		}
	})
}

func TestFieldsAreTheMembersOfTheJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		it := anyItem(t)
		b, err := json.Marshal(it)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		for _, name := range volatile {
			delete(want, name)
		}
		got := map[string]json.RawMessage{}
		fields, err := it.fields()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			got[f.name] = f.value
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}
