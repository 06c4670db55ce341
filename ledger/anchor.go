package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
)

// Anchor is one hash over the heads of all items, which must come in the order of their ids. Written down once a day, it shows whether a
// whole history was replaced, which an item's own chain cannot.
func Anchor(heads iter.Seq2[ItemID, string]) string {
	h := sha256.New()
	for id, head := range heads {
		h.Write([]byte(id))
		h.Write([]byte{0})
		h.Write([]byte(head))
		h.Write([]byte{'\n'})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// AnchorID names the record, of the kind RecordMark, in which the anchor of a day is kept.
func AnchorID(day Date) string { return "anchor/" + day.String() }
