package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
)

// Anchor is one hash over the heads of all items, which must come in the order of their ids, and the head of the log. Written down once a day,
// it shows whether a whole history was replaced, which a chain of its own cannot.
func Anchor(heads iter.Seq2[ItemID, string], log LogHead) string {
	h := sha256.New()
	for id, head := range heads {
		h.Write([]byte(id))
		h.Write([]byte{0})
		h.Write([]byte(head))
		h.Write([]byte{'\n'})
	}
	if log.Seq > 0 {
		h.Write([]byte("\x00log\x00" + log.Hash + "\n")) // no item's id is empty
	}
	return hex.EncodeToString(h.Sum(nil))
}

// AnchorPrefix begins the ids of the records, of the kind RecordMark, in which anchors are kept.
const AnchorPrefix = "anchor/"

// AnchorID names the record in which the anchor of a day is kept. The log holds it too, as LogAnchor, so that neither can be changed alone.
func AnchorID(day Date) string { return AnchorPrefix + day.String() }

// VerifyAnchors checks the anchors that were written down, by the day's name, against those that the log holds, from the first day that it holds.
func VerifyAnchors(marks map[string]string, log []LogEntry) error {
	logged := map[string]string{}
	first := ""
	for _, l := range log {
		if l.Kind == LogAnchor {
			day := l.Day.String()
			logged[day] = l.Text
			if first == "" || day < first {
				first = day
			}
		}
	}
	if first == "" {
		return nil
	}
	for day, hash := range logged {
		if marks[day] != hash {
			return fmt.Errorf("anchor of %s: it is not the one that was logged", day)
		}
	}
	for day := range marks {
		if _, ok := logged[day]; !ok && day > first {
			return fmt.Errorf("anchor of %s: the log does not hold it", day)
		}
	}
	return nil
}
