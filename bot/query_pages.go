package bot

import (
	"encoding/json"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// listPage is a button's value: the rows of a query from one on.
type listPage struct {
	Query  ledger.Query `json:"q"`
	From   int          `json:"from"`
	ByUnit bool         `json:"by,omitempty"`
}

// turnPage shows the next rows of a list.
func (t *turn) turnPage(value string) error {
	var p listPage
	if err := json.Unmarshal([]byte(value), &p); err != nil || p.From < 0 {
		return t.unclear()
	}
	return t.list(p.Query, listWish{from: p.From, byUnit: p.ByUnit})
}

// pageRows is the part of a list's rows that is shown from a row on, with the title that says which, and the buttons to turn the page.
func (t *turn) pageRows(title string, q ledger.Query, w listWish, rows []ledger.Row, byUnit bool) (string, []ledger.Row, []chat.Control) {
	if byUnit {
		rows = view.Grouped(rows)
	}
	all := len(rows)
	from := min(w.from, all)
	end := min(from+view.ListMost, all)
	var turn []chat.Control
	button := func(at int, label string) {
		b, err := json.Marshal(listPage{q, at, byUnit})
		if err == nil {
			turn = append(turn, t.v.Button(view.DoMore, string(b), label, ""))
		}
	}
	if from > 0 {
		title += t.v.T("PageOf", "From", from+1, "To", end, "All", all)
		button(max(0, from-view.ListMost), t.v.T("PagePrev"))
	}
	if end < all {
		button(end, t.v.T("PageNext", "From", end+1, "To", min(end+view.ListMost, all), "All", all))
	}
	if from > 0 || end < all {
		rows = rows[from:end]
	}
	return title, rows, turn
}
