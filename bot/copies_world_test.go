package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// keeping is a world whose bot copies evidence: files of at most 40 bytes, 100 in all, for two years.
func keeping(t *testing.T, change func(*bot.Evidence)) *world {
	t.Helper()
	store, err := blobs.Open(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, chattest.Options{})
	w.files = plainText{}
	w.evidence = bot.Evidence{Store: store, Copy: true, MaxFile: 40, Quota: 100, Keep: ledger.Retention{Years: 2}}
	w.restartWith(change)
	w.issued()
	return w
}

// restartWith opens everything anew, with another configuration.
func (w *world) restartWith(change func(*bot.Evidence)) {
	w.t.Helper()
	if change != nil {
		change(&w.evidence)
	}
	w.restart()
}

// reborn opens everything as the next process does.
func (w *world) reborn() {
	w.t.Helper()
	store, err := blobs.Open(w.kept().Dir())
	if err != nil {
		w.t.Fatal(err)
	}
	w.restartWith(func(e *bot.Evidence) { e.Store = store })
}

// plainText reads every file as the text that it is.
type plainText struct{}

func (plainText) Text(_ context.Context, _ string, _ int64, r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	return string(b), err
}

// sends lets somebody drop files, each "name:content", under the card of an item.
func (w *world) sends(who string, number int, text string, files ...string) string {
	w.t.Helper()
	w.say(who, fmt.Sprint(number, "号"))
	card := w.find(who, fmt.Sprint(number, "号"))
	var opts []chattest.Option
	for _, f := range files {
		name, content, _ := strings.Cut(f, ":")
		opts = append(opts, chattest.WithFile(name, "text/plain", []byte(content)))
	}
	return w.reply(who, card, text, opts...)
}

// copied makes the copies that are due, and has what comes of it delivered.
func (w *world) copied() {
	w.t.Helper()
	if err := w.bot.CopyEvidence(w.ctx); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// dayEnds does what is done about copies every night.
func (w *world) dayEnds() {
	w.t.Helper()
	w.bot.DayEnded()
	w.copied()
}

func (w *world) kept() *blobs.Store { return w.evidence.Store }

func (w *world) copies(number int) []ledger.Copy {
	w.t.Helper()
	out, err := ledger.CopiesOf(w.ctx, w.store, w.item(number).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// openJobs is how much is still to be copied.
func (w *world) openJobs() (n int) {
	w.t.Helper()
	if err := w.store.Records(w.ctx, ledger.RecordCopying, "", func(ledger.Record) bool { n++; return true }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// close has the unit hand an item in and the office close it.
func (w *world) close(number int, unit string) {
	w.t.Helper()
	w.say(unit, fmt.Sprint(number, "号已完成,成果已上线"))
	w.say("ducha", fmt.Sprint(number, "号同意办结"))
	if it := w.item(number); it.State != ledger.StateClosed {
		w.say("ducha", "是")
	}
	if it := w.item(number); it.State != ledger.StateClosed {
		w.t.Fatalf("%d is %s", number, it.State)
	}
}

// whole checks the ledger, and that the contents are there which it says are kept, and no others.
func (w *world) whole() {
	w.t.Helper()
	r, err := w.store.(*boltstore.Store).Verify(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	have, err := blobs.Check(w.ctx, w.kept().Dir(), r.Orgs[0].Blobs)
	there, lerr := w.kept().List()
	if err != nil || have.Err() != nil || lerr != nil || len(there) != len(r.Orgs[0].Blobs) {
		w.t.Errorf("%+v, %d files are there; %v, %v", have, len(there), err, lerr)
	}
}

// dying is a ledger whose process dies at a commit: before it, or after it.
type dying struct {
	ledger.Ledger
	at    string // how the source begins
	after bool
}

// racing is a ledger in which somebody else is quicker by a moment, once.
type racing struct {
	ledger.Ledger
	first func()
}

func (r *racing) Commit(ctx context.Context, c ledger.Change) error {
	if first := r.first; first != nil && strings.HasPrefix(c.Source, "copy/") {
		r.first = nil
		first()
	}
	return r.Ledger.Commit(ctx, c)
}

var errDied = errors.New("killed")

func (d *dying) Commit(ctx context.Context, c ledger.Change) error {
	if d.at == "" || !strings.HasPrefix(c.Source, d.at) {
		return d.Ledger.Commit(ctx, c)
	}
	d.at = ""
	if d.after {
		if err := d.Ledger.Commit(ctx, c); err != nil {
			return err
		}
	}
	return errDied
}
