package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// Copies of evidence are made beside the answering of messages: what is to be copied is a record, so that it is done after a restart too, and done
// twice is done once.

// A copier is what the making of copies keeps in memory: nothing that could not be lost.
type copier struct {
	run    sync.Mutex    // one works at a time
	commit sync.Mutex    // between looking at which contents are needed and acting on it
	wake   chan struct{} // there is something to copy
	retire chan struct{} // a day is over
}

func newCopier() copier {
	return copier{wake: make(chan struct{}, 1), retire: make(chan struct{}, 1)}
}

// copyPoll is how often copies that had to wait are looked for.
const copyPoll = 30 * time.Second

// copyPatience is how long one file may take to come.
const copyPatience = 10 * time.Minute

// RunCopies makes copies of evidence, and erases those past their retention, until ctx ends.
func (b *Bot) RunCopies(ctx context.Context) {
	if b.cfg.Evidence.Store == nil {
		return
	}
	b.DayEnded()
	for ctx.Err() == nil {
		if err := b.CopyEvidence(ctx); err != nil && ctx.Err() == nil {
			b.cfg.Log.Error("copies of evidence", "error", err)
		}
		poll := time.NewTimer(copyPoll)
		select {
		case <-ctx.Done():
		case <-b.copier.wake:
		case <-poll.C:
		}
		poll.Stop()
	}
}

// DayEnded has what is past its retention erased, soon, by whoever makes the copies.
func (b *Bot) DayEnded() {
	for _, c := range []chan struct{}{b.copier.retire, b.copier.wake} {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// CopyEvidence makes the copies that are due, after erasing what is past its retention where a day has ended. What can't be had now is tried again
// later; errors are the ledger's.
func (b *Bot) CopyEvidence(ctx context.Context) error {
	if b.cfg.Evidence.Store == nil {
		return nil
	}
	b.copier.run.Lock()
	defer b.copier.run.Unlock()
	select {
	case <-b.copier.retire:
		if err := b.retireEvidence(ctx); err != nil {
			return err
		}
	default:
	}
	jobs, err := b.copyJobs(ctx)
	if err != nil {
		return err
	}
	now := b.cfg.Now()
	for _, rec := range jobs {
		if !rec.At.After(now) {
			rec.At = time.Time{}
			if err := b.copyJob(ctx, rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyJobs are the records of what is to be copied; At is when.
func (b *Bot) copyJobs(ctx context.Context) (out []ledger.Record, err error) {
	err = b.cfg.Store.Records(ctx, ledger.RecordCopying, "", func(r ledger.Record) bool {
		if j, err := readJob(r); err == nil {
			r.At = j.Next
		}
		out = append(out, r)
		return true
	})
	return out, err
}

// copyJob makes the copies of one job and records what came of it.
func (b *Bot) copyJob(ctx context.Context, rec ledger.Record) error {
	job, err := readJob(rec)
	if err != nil {
		return err
	}
	copies, err := ledger.CopiesOf(ctx, b.cfg.Store, job.Item)
	if err != nil {
		return err
	}
	copies = slices.DeleteFunc(copies, func(c ledger.Copy) bool { return c.State != ledger.CopyWaiting || !slices.Contains(job.Copies, c.ID) })
	made := make([]*blobs.Taken, len(copies))
	defer func() {
		for _, t := range made {
			if t != nil {
				if err := t.Drop(); err != nil {
					b.cfg.Log.Error("copy of evidence", "error", err)
				}
			}
		}
	}()
	var rest *ledger.Copying
	for i := range copies {
		c := &copies[i]
		var why error
		if made[i], why = b.copyOne(ctx, c); why == nil {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b.cfg.Log.Warn("a file can't be copied now", "copy", c.ID, "try", job.Tries+1, "error", why)
		if job.Tries+1 >= ledger.CopyTries {
			c.State, c.Why = ledger.CopyRefused, ledger.NotReadable
			continue
		}
		rest = &job
	}
	if rest != nil {
		rest.Tries++
		rest.Next = b.cfg.Now().Add(ledger.CopyWait(rest.Tries)).UTC()
	}
	return b.finishJob(ctx, rec, job, copies, made, rest)
}

// finishJob keeps what was copied and commits it, again when the item was changed meanwhile.
func (b *Bot) finishJob(ctx context.Context, rec ledger.Record, job ledger.Copying, copies []ledger.Copy, made []*blobs.Taken, rest *ledger.Copying) error {
	b.copier.commit.Lock()
	defer b.copier.commit.Unlock()
	for _, t := range made {
		if t != nil {
			if err := t.Keep(); err != nil {
				return err
			}
		}
	}
	for n := 1; ; n++ {
		env, err := b.Env(ctx, b.cfg.Now())
		if err != nil {
			return err
		}
		env.Source = fmt.Sprintf("copy/%s/%d", job.ID, rec.Rev)
		it, err := b.cfg.Store.Item(ctx, job.Item)
		if err != nil {
			return err
		}
		c := ledger.FinishCopies(env, it, copies, rec, rest)
		c.Notices = append(c.Notices, b.notCopied(env, it, job, copies)...)
		if err := b.commit(ctx, c); err == nil || !errors.Is(err, ledger.ErrConflict) || n == tries {
			return err
		}
	}
}

func readJob(r ledger.Record) (j ledger.Copying, err error) {
	return waited[ledger.Copying](ledger.Pending{Data: r.Data})
}

// copyOne copies a file beside its place. An error means that it may be had later; what will never be had is refused, with why.
func (b *Bot) copyOne(ctx context.Context, c *ledger.Copy) (t *blobs.Taken, err error) {
	refuse := func(why ledger.Whynot) (*blobs.Taken, error) {
		c.State, c.Why = ledger.CopyRefused, why
		return nil, nil
	}
	files, ok := b.cfg.Messengers[c.From.Messenger].(chat.Files)
	switch {
	case !b.cfg.Evidence.Copy:
		return refuse(ledger.NotOn)
	case !ok && b.cfg.Messengers[c.From.Messenger] == nil:
		return nil, fmt.Errorf("messenger %q is not running", c.From.Messenger)
	case !ok:
		return refuse(ledger.NotHere)
	case marked(c.Name):
		return refuse(ledger.NotSecret)
	}
	ctx, cancel := context.WithTimeout(ctx, copyPatience)
	defer cancel()
	r, err := files.OpenFile(ctx, c.Ref)
	if err == nil {
		t, err = b.cfg.Evidence.Store.Take(r, b.cfg.Evidence.MaxFile, b.cfg.Evidence.Quota)
		err = errors.Join(err, r.Close())
	}
	if err == nil && b.secret(ctx, c.Name, t) {
		err = errors.Join(t.Drop(), errSecret)
	}
	switch {
	case errors.Is(err, chat.ErrGone):
		return refuse(ledger.NotGone)
	case errors.Is(err, blobs.ErrTooLarge):
		return refuse(ledger.NotLarge)
	case errors.Is(err, blobs.ErrFull):
		return refuse(ledger.NotFull)
	case errors.Is(err, errSecret):
		return refuse(ledger.NotSecret)
	case err != nil:
		return nil, err
	}
	c.State, c.Hash, c.Size = ledger.CopyKept, t.Hash, t.Size
	return t, nil
}

var errSecret = errors.New("the file is marked as secret")

func marked(text string) bool {
	kind, _, ok := intent.Guard(text)
	return ok && kind == intent.GuardClassified
}

// secret reports whether a file says of itself that it is classified: such a one is not kept. What has no text that can be read can't say so.
func (b *Bot) secret(ctx context.Context, name string, t *blobs.Taken) (found bool) {
	if b.cfg.Files == nil {
		return false
	}
	f, err := t.Open()
	if err != nil {
		return false
	}
	defer f.Close()
	text, err := b.textOf(ctx, name, t.Size, f)
	return err == nil && marked(text)
}

// textOf reads a file's text; a reader that stumbles has found none.
func (b *Bot) textOf(ctx context.Context, name string, size int64, r io.Reader) (text string, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.cfg.Log.Error("a reader of files stumbled", "panic", p, "stack", string(debug.Stack()))
			err = errors.New("the file can't be read")
		}
	}()
	return b.cfg.Files.Text(ctx, name, size, r)
}

// notCopied tells of files that are kept by reference only: who sent them, where they were sent; the office; and of a quota that is used up, the
// admins, once a day.
func (b *Bot) notCopied(env ledger.Env, it ledger.Item, job ledger.Copying, copies []ledger.Copy) (out []ledger.Notice) {
	refused := slices.DeleteFunc(slices.Clone(copies), func(c ledger.Copy) bool { return c.State != ledger.CopyRefused })
	if len(refused) == 0 {
		return nil
	}
	tell := func(to ledger.Recipient, key string, who ledger.PersonID, office bool) {
		v := viewFor(env, who)
		n := ledger.Notice{Key: string(env.Dir.Org().ID) + "/" + key + "/" + env.Source, To: to, Kind: ledger.NoticeReply, Class: ledger.ClassPrompt,
			Body: ledger.NewRecord("", "", 0, answer{Card: v.NotCopied(it, refused, office)}).Data}
		if office {
			n.NotBefore = env.PolicyFor(who).AfterQuiet(env.Now, ledger.ZoneOf(env, who))
		}
		out = append(out, n)
	}
	tell(ledger.Recipient{Place: job.To}, "sender", job.By, false)
	for _, p := range ledger.Recipients(env, it, ledger.ForOffice) {
		if p != job.By {
			tell(ledger.Recipient{Person: p}, string(p), p, true)
		}
	}
	if slices.ContainsFunc(refused, func(c ledger.Copy) bool { return c.Why == ledger.NotFull }) {
		note := ledger.AdminNote{Code: ledger.AdminQuota, Since: env.Now.UTC()}
		if c, err := adminNote(env, note, "quota/"+env.Today().String()); err == nil {
			out = append(out, c.Notices...)
		}
	}
	return out
}

// retireEvidence erases the copies that are past their retention, and then deletes what nothing needs any more.
func (b *Bot) retireEvidence(ctx context.Context) error {
	env, err := b.Env(ctx, b.cfg.Now())
	if err != nil {
		return err
	}
	if keep := b.cfg.Evidence.Keep; keep != (ledger.Retention{}) {
		if err := b.erasePast(ctx, env, keep); err != nil {
			return err
		}
	}
	return b.sweepEvidence(ctx, env)
}

// erasePast commits the erasing of copies, item by item, each with its entries in the log.
func (b *Bot) erasePast(ctx context.Context, env ledger.Env, keep ledger.Retention) error {
	of := map[ledger.ItemID][]ledger.Copy{}
	all, err := ledger.Copies(ctx, b.cfg.Store)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State == ledger.CopyKept {
			of[c.Item] = append(of[c.Item], c)
		}
	}
	var changes []ledger.Change
	err = b.cfg.Store.Rows(ctx, ledger.Filter{}, func(r ledger.Row) bool {
		if copies := of[r.ID]; len(copies) > 0 {
			if records, log := ledger.EraseCopies(env, r, keep, copies); len(records) > 0 {
				changes = append(changes, ledger.Change{Source: "erase/" + string(r.ID) + "/" + env.Now.UTC().Format(time.RFC3339Nano), Records: records, Log: log})
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := b.commit(ctx, c); err != nil && !errors.Is(err, ledger.ErrConflict) { // who changed it meanwhile may have wanted it; the next night looks again
			return err
		}
	}
	if len(changes) > 0 {
		b.cfg.Log.Info("erased evidence past its retention", "items", len(changes))
	}
	return nil
}

// orphanKept is how long content is left that no record has ever named: that of a ledger which was put aside by a restore.
const orphanKept = 30 * 24 * time.Hour

// sweepEvidence deletes contents that no copy needs: those of erased copies at once, those that the ledger does not know after a while.
func (b *Bot) sweepEvidence(ctx context.Context, env ledger.Env) error {
	b.copier.commit.Lock()
	defer b.copier.commit.Unlock()
	copies, err := ledger.Copies(ctx, b.cfg.Store)
	if err != nil {
		return err
	}
	needed, known := map[string]bool{}, map[string]bool{}
	for _, c := range copies {
		known[c.Hash] = true
		needed[c.Hash] = needed[c.Hash] || c.State == ledger.CopyKept
	}
	there, err := b.cfg.Evidence.Store.List()
	if err != nil {
		return err
	}
	var swept int64
	for _, x := range there {
		if needed[x.Hash] || !known[x.Hash] && env.Now.Sub(x.At) < orphanKept {
			continue
		}
		if err := b.cfg.Evidence.Store.Remove(x.Hash); err != nil {
			return err
		}
		if !known[x.Hash] {
			swept++
		}
	}
	if swept == 0 {
		return nil
	}
	return b.commit(ctx, ledger.Change{Source: "sweep/" + env.Now.UTC().Format(time.RFC3339Nano), Log: []ledger.LogEntry{{At: env.Now, Kind: ledger.LogSwept, N: swept}}})
}
