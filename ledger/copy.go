package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The records of copies of evidence.
const (
	RecordCopy    RecordKind = "copy"    // id item + "/" + an id: Copy
	RecordCopying RecordKind = "copying" // Copying: copies that are still to be made
)

// A CopyState says what became of a file that was sent as evidence.
type CopyState string

// The states.
const (
	CopyWaiting CopyState = "waiting" // it is still to be copied
	CopyKept    CopyState = "kept"
	CopyRefused CopyState = "refused" // it is known by reference only, because of Why
	CopyErased  CopyState = "erased"  // its retention has ended
)

// A Whynot is why a file was not copied.
type Whynot string

// Why files are not copied.
const (
	NotLarge    Whynot = "large"    // larger than a file may be
	NotFull     Whynot = "full"     // the quota is used up
	NotGone     Whynot = "gone"     // its sender has removed it, or the messenger no longer has it
	NotSecret   Whynot = "secret"   // it is marked as secret, and must not be kept
	NotReadable Whynot = "failed"   // the messenger did not give it, however often it was asked
	NotHere     Whynot = "elsewise" // the messenger can't open a file again
	NotOn       Whynot = "off"      // copying was switched off meanwhile
)

// A Copy is a file that came as evidence of an item, with what became of it. The item and its events name the file by Ref.
type Copy struct {
	ID     string    `json:"id"`
	Item   ItemID    `json:"item"`
	Ref    string    `json:"ref"`
	Name   string    `json:"name"`
	From   Place     `json:"from"` // the messenger that has it, and the message that it came with
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
	State  CopyState `json:"state"`
	Why    Whynot    `json:"why,omitempty"`
	Hash   string    `json:"hash,omitempty"` // SHA-256 of the content, hex
	Size   int64     `json:"size,omitempty"`
	Erased time.Time `json:"erased,omitzero"`

	Rev int64 `json:"-"` // of its record
}

// CopyRecord is the record of a copy.
func CopyRecord(c Copy) Record { return NewRecord(RecordCopy, c.ID, c.Rev, c) }

// ReadCopy reads what CopyRecord made.
func ReadCopy(r Record) (c Copy, err error) {
	if err = json.Unmarshal(r.Data, &c); err != nil {
		err = fmt.Errorf("copy %s: %w", r.ID, err)
	}
	c.Rev = r.Rev
	return c, err
}

// CopiesOf gives the copies of an item's evidence, in the order in which they came.
func CopiesOf(ctx context.Context, from Records, item ItemID) ([]Copy, error) {
	return copies(ctx, from, string(item)+"/")
}

// Copies gives the copies of all items.
func Copies(ctx context.Context, from Records) ([]Copy, error) { return copies(ctx, from, "") }

func copies(ctx context.Context, from Records, prefix string) (out []Copy, err error) {
	var bad error
	err = from.Records(ctx, RecordCopy, prefix, func(r Record) bool {
		var c Copy
		if c, bad = ReadCopy(r); bad == nil {
			out = append(out, c)
		}
		return bad == nil
	})
	return out, errors.Join(err, bad)
}

// Copying is work to be done on copies of one item that came with one message. It waits until Next.
type Copying struct {
	ID     string    `json:"id"`
	Item   ItemID    `json:"item"`
	Copies []string  `json:"copies"` // their ids
	By     PersonID  `json:"by"`
	To     Place     `json:"to"` // where who sent them is told that one could not be made
	Tries  int       `json:"tries,omitempty"`
	Next   time.Time `json:"next,omitzero"`
}

// CopyTries is how often a file is asked for that can't be had at the moment.
const CopyTries = 8

// CopyWait is how long after so many tries in vain the next comes: from a minute doubling, some two hours in all.
func CopyWait(tries int) time.Duration { return time.Minute << min(max(tries-1, 0), 10) }

// StartCopies begins the copying of files that came with a message as evidence of an item. They are made once the change is committed.
func StartCopies(e Env, item ItemID, by PersonID, to Place, files []Copy) []Record {
	job := Copying{ID: string(item) + "/" + NewID(e.Now, e.Source, 0), Item: item, By: by, To: to}
	var out []Record
	for i, c := range files {
		c.ID = fmt.Sprintf("%s-%02d", job.ID, i+1)
		c.Item, c.By, c.At, c.State = item, by, e.Now.UTC(), CopyWaiting
		job.Copies = append(job.Copies, c.ID)
		out = append(out, CopyRecord(c))
	}
	return append(out, NewRecord(RecordCopying, job.ID, 0, job))
}

// Kept is what an event says of a copy: that it is kept, under which hash, or why it is not.
type Kept struct {
	Copy string `json:"copy"`
	Name string `json:"name"`
	Hash string `json:"hash,omitempty"`
	Size int64  `json:"size,omitempty"`
	Why  Whynot `json:"why,omitempty"`
}

// FinishCopies records what became of copies of an item, in its history too. Copies that still wait are left out. rest is the work that is left, nil
// when none is.
func FinishCopies(e Env, it Item, done []Copy, job Record, rest *Copying) Change {
	c := Change{Source: e.Source}
	var kept []Kept
	for _, x := range done {
		if x.State != CopyKept && x.State != CopyRefused {
			continue
		}
		kept = append(kept, Kept{x.ID, x.Name, x.Hash, x.Size, x.Why})
		c.Records = append(c.Records, CopyRecord(x))
	}
	if len(kept) > 0 {
		at := e.done(it, EventCopied, "", "")
		at.Events[0].Kept, at.Events[0].Raw, at.Events[0].Read = kept, "", ""
		c.Items, c.Events = at.Items, at.Events
	}
	if rest == nil {
		job.Deleted = true
		c.Records = append(c.Records, job)
	} else {
		c.Records = append(c.Records, NewRecord(RecordCopying, job.ID, job.Rev, *rest))
	}
	return c
}

// A Retention is how long copies are kept after their item was closed or ended: years and days, both zero for ever.
type Retention struct{ Years, Days int }

// Ends is the instant at which what belongs to an item closed at an instant is no longer kept; the zero time: never.
func (r Retention) Ends(closed time.Time) time.Time {
	if closed.IsZero() || r == (Retention{}) {
		return time.Time{}
	}
	return closed.AddDate(r.Years, 0, r.Days)
}

// EraseCopies erases those of an item's copies that are past their retention, and logs each. Their content may be deleted once nothing else is kept under
// its hash.
func EraseCopies(e Env, r Row, keep Retention, copies []Copy) (records []Record, log []LogEntry) {
	end := keep.Ends(r.ClosedAt)
	if r.State.Open() || end.IsZero() || e.Now.Before(end) {
		return nil, nil
	}
	for _, c := range copies {
		if c.Item != r.ID || c.State != CopyKept {
			continue
		}
		c.State, c.Erased = CopyErased, e.Now.UTC()
		records = append(records, CopyRecord(c))
		log = append(log, LogEntry{At: e.Now, Kind: LogErased, N: c.Size, Text: r.Number.Full(e.Dir.Org().NumberPrefix) + " " + c.Name, Item: c.Item, Blob: c.Hash})
	}
	return records, log
}

// A BlobCount counts, by item and hash, which contents have to be there: each was kept, by an event, once more than it was erased, by the log.
type BlobCount map[[2]string]*blobCount

type blobCount struct {
	kept, recorded int
	size           int64
}

func (b BlobCount) of(item ItemID, hash string) *blobCount {
	k := [2]string{string(item), hash}
	if b[k] == nil {
		b[k] = &blobCount{}
	}
	return b[k]
}

// Event counts what an event says was kept.
func (b BlobCount) Event(e Event) {
	for _, k := range e.Kept {
		if k.Hash != "" {
			x := b.of(e.Item, k.Hash)
			x.kept++
			x.size = k.Size
		}
	}
}

// Log counts what the log says was erased.
func (b BlobCount) Log(l LogEntry) {
	if l.Kind == LogErased {
		b.of(l.Item, l.Blob).kept--
	}
}

// Copy counts what a record says is kept.
func (b BlobCount) Copy(c Copy) {
	if c.State == CopyKept {
		b.of(c.Item, c.Hash).recorded++
	}
}

// Wanted gives the hashes of the contents that have to be there, in order, and where records disagree with events and log.
func (b BlobCount) Wanted() (hashes []string, wrong []error) {
	for k, x := range b {
		if x.kept != x.recorded {
			wrong = append(wrong, fmt.Errorf("item %s: evidence %s is kept %d times by its records, %d by its events and the log", k[0], k[1], x.recorded, x.kept))
		}
		if x.kept > 0 || x.recorded > 0 {
			hashes = append(hashes, k[1])
		}
	}
	slices.Sort(hashes)
	slices.SortFunc(wrong, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return slices.Compact(hashes), wrong
}

// IsEvidence reports whether a file's reference stands among what an item has as evidence, now or of a period.
func (it Item) IsEvidence(ref string) bool {
	return slices.ContainsFunc(it.AllEvidence(), func(e Evidence) bool { return e.Kind == "file" && e.Ref == ref })
}

// AllEvidence is what an item has as evidence, each file, link and sentence once: what was reported, filed and waits for review.
func (it Item) AllEvidence() (out []Evidence) {
	add := func(list []Evidence) {
		for _, e := range list {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	add(it.Evidence)
	for _, f := range it.Filed {
		add(f.Evidence)
	}
	if it.Submission != nil {
		add(it.Submission.Evidence)
	}
	return out
}
