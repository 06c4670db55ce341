package boltstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"github.com/followup-bot/followup/ledger"
)

// maxBatch bounds a transaction.
const maxBatch = 1024

// A job is one change that waits for the writer.
type job struct {
	s     *Store
	fn    func(t *txn) error
	draft *draft      // prepared by the caller while the job waits; nil: nothing
	took  atomic.Bool // by the writer, or by a caller who gave up
	err   error
	done  chan struct{}
}

func (j *job) finish(err error) {
	j.err = err
	close(j.done)
}

// A writer commits jobs, all that have queued in one transaction. A job that fails leaves the others alone.
type writer struct {
	bolt *bolt.DB
	log  *slog.Logger

	mu     sync.Mutex
	queue  []*job
	closed bool
	wake   chan struct{}
	ended  chan struct{}

	busy   atomic.Bool // a batch was taken and is not yet answered
	direct sync.Mutex  // held while a transaction is open
}

func startWriter(db *bolt.DB, log *slog.Logger) *writer {
	w := &writer{bolt: db, log: log, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go w.run()
	return w
}

// do queues fn and waits until it is committed. When ctx ends before the writer took it, nothing was done; afterwards the answer is
// waited for, so that it is always true.
func (w *writer) do(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.done = make(chan struct{})
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return ErrClosed
	}
	w.queue = append(w.queue, j)
	if j.draft != nil {
		j.draft.reserve(j.s)
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	if j.draft != nil {
		j.draft.prepare(j.s)
	}
	select {
	case <-j.done:
		return j.err
	case <-ctx.Done():
		if j.took.CompareAndSwap(false, true) {
			w.release(j)
			return ctx.Err()
		}
		<-j.done
		return j.err
	}
}

// stop commits what has queued and ends the writer; later jobs are refused.
func (w *writer) stop() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	<-w.ended
}

// waiting counts the jobs that no batch took yet.
func (w *writer) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue)
}

func (w *writer) run() {
	defer close(w.ended)
	for range w.wake {
		for {
			w.mu.Lock()
			n := min(len(w.queue), maxBatch)
			jobs := w.queue[:n:n]
			w.queue = w.queue[n:]
			closed := w.closed
			w.mu.Unlock()
			if n == 0 && closed {
				return
			}
			if n == 0 {
				break
			}
			w.busy.Store(true)
			w.batch(jobs)
			w.busy.Store(false)
		}
	}
}

func (w *writer) batch(queued []*job) {
	jobs := make([]*job, 0, len(queued))
	for _, j := range queued {
		if j.took.CompareAndSwap(false, true) {
			jobs = append(jobs, j)
		}
	}
	if len(jobs) == 0 {
		return
	}
	errs, err := w.try(jobs)
	w.release(jobs...) // what was committed released it before
	if err != nil && len(jobs) > 1 {
		// One of them broke the transaction, or there is no room for all: each for itself.
		for _, j := range jobs {
			alone, err := w.try([]*job{j})
			j.finish(errors.Join(err, alone[0]))
		}
		return
	}
	for i, j := range jobs {
		if err != nil {
			j.finish(err)
			continue
		}
		j.finish(errs[i])
	}
}

// try runs jobs in one transaction. errs are what they say for themselves, having written nothing; err means that nothing of any was kept.
func (w *writer) try(jobs []*job) (errs []error, err error) {
	w.direct.Lock()
	defer w.direct.Unlock()
	errs = make([]error, len(jobs))
	b := batch{txns: map[*Store]*txn{}}
	err = guard("write", func() error {
		tx, err := w.bolt.Begin(true)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // after Commit it does nothing
		b.tx, b.jobs = tx, jobs
		for i, j := range jobs {
			if errs[i], err = b.run(j); err != nil {
				return err
			}
		}
		if !b.wrote {
			return nil
		}
		return w.commit(&b)
	})
	return errs, err
}

// commit ends the transaction and shows its rows.
func (w *writer) commit(b *batch) error {
	id := b.tx.ID()
	if err := b.tx.Commit(); err != nil {
		err = fmt.Errorf("commit: %w", err)
		w.log.Error("ledger: a transaction failed", "err", err)
		if !w.reached(id) {
			return err
		}
		// The transaction is in place and only the last wait for the disk failed: wait again, and say what that says.
		w.publish(b)
		if syncErr := w.bolt.Sync(); syncErr != nil {
			return errors.Join(err, syncErr)
		}
		return nil
	}
	w.publish(b)
	return nil
}

// publish shows what changed, and gives back the numbers that the jobs had reserved, in one step for those who reserve the next.
func (w *writer) publish(b *batch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b.publish()
	for _, j := range b.jobs {
		j.draft.release(j.s)
	}
}

// release gives back the numbers that jobs had reserved.
func (w *writer) release(jobs ...*job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range jobs {
		j.draft.release(j.s)
	}
}

// reached reports whether readers see the transaction.
func (w *writer) reached(id int) bool {
	tx, err := w.bolt.Begin(false)
	if err != nil {
		return false
	}
	defer func() { _ = tx.Rollback() }()
	return tx.ID() >= id
}

// raw runs fn in a transaction of its own, outside of any organisation.
func (w *writer) raw(fn func(tx *bolt.Tx) error) error {
	w.direct.Lock()
	defer w.direct.Unlock()
	return guard("write", func() error { return w.bolt.Update(fn) })
}

// A batch is one transaction of several jobs.
type batch struct {
	tx      *bolt.Tx
	jobs    []*job
	txns    map[*Store]*txn
	ages    int64
	wrote   bool
	changed []change
}

type change struct {
	s   *Store
	row ledger.Row
}

// run runs a job. failed is the job's own error, having written nothing; err means that the transaction is spoilt.
func (b *batch) run(j *job) (failed, err error) {
	t := b.txns[j.s]
	if t == nil {
		t = newTxn(j.s, b.tx)
		t.batch, t.ages = b, &b.ages
		b.txns[j.s] = t
	}
	t.wrote = false
	err = j.fn(t)
	if t.wrote {
		b.wrote = true
		return nil, err
	}
	return err, nil
}

// publish shows what changed in the rows.
func (b *batch) publish() {
	for len(b.changed) > 0 {
		s := b.changed[0].s
		var rows []ledger.Row
		rest := b.changed[:0]
		for _, c := range b.changed {
			if c.s == s {
				rows = append(rows, c.row)
			} else {
				rest = append(rest, c)
			}
		}
		s.rows.apply(rows)
		b.changed = rest
	}
}
