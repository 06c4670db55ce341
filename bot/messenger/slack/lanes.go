package slack

import (
	"sync"
	"time"
)

// lanes run jobs of one key in order, and jobs of different keys side by side. Jobs of the empty key run at once.
type lanes struct {
	mu    sync.Mutex
	open  bool
	queue map[string][]func()
	all   sync.WaitGroup
}

// start takes jobs from now on.
func (l *lanes) start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open, l.queue = true, map[string][]func(){}
}

// do queues a job and never waits; false after close.
func (l *lanes) do(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.open {
		return false
	}
	if key == "" {
		l.all.Go(job)
		return true
	}
	waiting, running := l.queue[key]
	l.queue[key] = append(waiting, job)
	if !running {
		l.all.Go(func() { l.run(key) })
	}
	return true
}

func (l *lanes) run(key string) {
	for {
		l.mu.Lock()
		jobs := l.queue[key]
		if len(jobs) == 0 {
			delete(l.queue, key)
			l.mu.Unlock()
			return
		}
		l.queue[key] = jobs[1:]
		l.mu.Unlock()
		jobs[0]()
	}
}

// close takes no more jobs and returns when those queued have run.
func (l *lanes) close() {
	l.mu.Lock()
	l.open = false
	l.mu.Unlock()
	l.all.Wait()
}

// recent remembers the ids handled last, so that Slack's repetitions cost nothing. The handler's own record is the one that counts.
type recent struct {
	mu       sync.Mutex
	now, old map[string]bool
}

const remember = 5000

// has reports whether an id was added; the empty one never is.
func (r *recent) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now[id] || r.old[id]
}

func (r *recent) add(id string) {
	if id == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil || len(r.now) >= remember {
		r.now, r.old = map[string]bool{}, r.now
	}
	r.now[id] = true
}

// failing are the messages that the handler did not take, and since when.
type failing struct {
	mu   sync.Mutex
	when map[string]time.Time
}

func (f *failing) since(id string) (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.when[id]
	return t, ok
}

func (f *failing) note(id string, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.when == nil || len(f.when) > remember {
		f.when = map[string]time.Time{}
	}
	if _, ok := f.when[id]; !ok {
		f.when[id] = now
	}
}

func (f *failing) clear(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.when, id)
}
