package ledger

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A Like is an open item that a draft's row may go on with.
type Like struct {
	Item   ItemID  `json:"item"`
	Number Number  `json:"number"`
	Title  string  `json:"title"`
	Lead   UnitID  `json:"lead,omitempty"`
	Due    Due     `json:"due,omitzero"`
	Near   float64 `json:"near"` // 0 to 1
}

// alike is how near two titles are that may be the same matter.
const alike = 0.5

// LikeOpen finds the open item of the same lead whose title is nearest to the row's, when it is near enough. A row with a collective owner is
// compared with items that have parts.
func LikeOpen(row DraftRow, open []Row) *Like {
	var best *Like
	for _, r := range open {
		same := row.Lead != "" && r.Lead == row.Lead && r.Parent == "" || row.Lead == "" && len(row.Members) > 0 && r.Children > 0
		if !same || !r.State.Open() {
			continue
		}
		if n := Similar(row.Title, r.Title); n >= alike && (best == nil || cmp.Or(cmp.Compare(n, best.Near), r.Number.Compare(best.Number)) > 0) {
			best = &Like{Item: r.ID, Number: r.Number, Title: r.Title, Lead: r.Lead, Due: r.Due, Near: n}
		}
	}
	return best
}

// Similar compares two titles by the pairs of Chinese characters and the Latin words that they share: 0 to 1 (Dice's coefficient).
func Similar(a, b string) float64 {
	x, y := grams(a), grams(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for _, g := range x {
		if i := slices.Index(y, g); i >= 0 {
			both++
			y = slices.Delete(y, i, i+1)
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y)+both)
}

// idle are words that tell nothing of what is to be done.
var idle = []string{"the", "and", "for", "with", "from", "will", "that", "this", "our", "all", "new"}

func grams(s string) (out []string) {
	var word strings.Builder
	var last rune
	flush := func() {
		if w := word.String(); len(w) > 2 && !slices.Contains(idle, w) {
			out = append(out, w)
		}
		word.Reset()
	}
	for _, r := range Fold(s) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if last != 0 {
				out = append(out, string([]rune{last, r}))
			}
			last = r
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word.WriteRune(r)
		default:
			flush()
		}
		last = 0
	}
	flush()
	return out
}
