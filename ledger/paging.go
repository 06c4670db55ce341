package ledger

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// DefaultLimit is the length of a page whose Filter names none.
const DefaultLimit = 100

// Compare orders two rows; it is zero only for the same item.
func (o Order) Compare(a, b Row) int {
	first := 0
	switch o {
	case OrderDue:
		first = compareDue(a.Due, b.Due)
	case OrderNewest:
		first = b.UpdatedAt.Compare(a.UpdatedAt)
	}
	return cmp.Or(first, a.Number.Compare(b.Number), strings.Compare(string(a.ID), string(b.ID)))
}

func compareDue(a, b Due) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Date.Compare(b.Date)
}

// Compare orders numbers: by year, then number, then child; a parent comes before its children.
func (n Number) Compare(m Number) int {
	return cmp.Or(cmp.Compare(n.Year, m.Year), cmp.Compare(n.Seq, m.Seq), cmp.Compare(n.Child, m.Child))
}

type cursor struct {
	Order   Order     `json:"o,omitempty"`
	ID      ItemID    `json:"i"`
	Number  Number    `json:"n,omitzero"`
	Due     Date      `json:"d,omitzero"`
	Updated time.Time `json:"u,omitzero"`
}

// Mark is the cursor of a page that ends with r. It holds r's place in the order, so that the next page goes on behind that place
// whatever has changed meanwhile: nothing comes twice, and nothing that kept its place is left out.
func (f Filter) Mark(r Row) string {
	b, err := json.Marshal(cursor{Order: f.Order, ID: r.ID, Number: r.Number, Due: r.Due.Date, Updated: r.UpdatedAt.UTC()})
	if err != nil {
		panic("ledger: cursor: " + err.Error()) // only a year beyond 9999 does that, and no row with one was ever stored
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Start gives the row behind which the page begins; ok is false for the first page. Only the fields that f.Order compares are set.
// An unknown order, or a cursor that this order did not give, is an error.
func (f Filter) Start() (r Row, ok bool, err error) {
	switch f.Order {
	case OrderNumber, OrderDue, OrderNewest:
	default:
		return r, false, fmt.Errorf("list: unknown order %q", f.Order)
	}
	if f.Cursor == "" {
		return r, false, nil
	}
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(f.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err == nil && c.Order != f.Order {
		err = fmt.Errorf("it is of a list by %q, not %q", c.Order, f.Order)
	}
	if err != nil {
		return r, false, fmt.Errorf("list: cursor: %w", err)
	}
	return Row{ID: c.ID, Number: c.Number, Due: Due{Date: c.Due}, UpdatedAt: c.Updated}, true, nil
}

// PageSize is f.Limit, or DefaultLimit when f has none.
func (f Filter) PageSize() int {
	if f.Limit <= 0 {
		return DefaultLimit
	}
	return f.Limit
}
