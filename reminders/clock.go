package reminders

import (
	"sync"
	"time"
)

// A Clock tells the time and wakes sleepers. It may be moved while somebody sleeps.
type Clock interface {
	Now() time.Time
	// Reach gives a channel that is closed once the clock may have reached t: also early, and when the clock was moved. stop lets go of it.
	Reach(t time.Time) (reached <-chan struct{}, stop func())
}

// longestNap bounds a sleep by the system's timers, which don't notice that the machine slept or that its clock was set.
const longestNap = time.Minute

// WallClock is a clock that reads the time from now and sleeps by timers, at most a minute at a time.
func WallClock(now func() time.Time) Clock { return wall{now, longestNap} }

// TimerClock is WallClock for tests in a bubble of synctest: it sleeps as long as it is asked to.
func TimerClock(now func() time.Time) Clock { return wall{now, 1 << 62} }

type wall struct {
	now func() time.Time
	nap time.Duration
}

// Now tells the time.
func (w wall) Now() time.Time { return w.now() }

// Reach sleeps until t, or for the longest nap.
func (w wall) Reach(t time.Time) (<-chan struct{}, func()) {
	ch := make(chan struct{})
	timer := time.AfterFunc(min(t.Sub(w.now()), w.nap), func() { close(ch) })
	return ch, func() { timer.Stop() }
}

// A DemoClock runs beside another clock and can be moved forward, never back. It is safe for concurrent use.
type DemoClock struct {
	now func() time.Time

	mu     sync.Mutex
	ahead  time.Duration
	jumped chan struct{} // closed at the next move
}

// NewDemoClock makes a clock that is ahead of now by that much.
func NewDemoClock(now func() time.Time, ahead time.Duration) *DemoClock {
	return &DemoClock{now: now, ahead: max(ahead, 0), jumped: make(chan struct{})}
}

// Now tells the moved time.
func (c *DemoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Add(c.ahead)
}

// Ahead is how far the clock has been moved; kept with the data, it makes the clock go on from there after a restart.
func (c *DemoClock) Ahead() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ahead
}

// Advance moves the clock forward by d and wakes all sleepers. A negative d does nothing.
func (c *DemoClock) Advance(d time.Duration) {
	if d <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
	close(c.jumped)
	c.jumped = make(chan struct{})
}

// Reach sleeps until t, or until the clock is moved.
func (c *DemoClock) Reach(t time.Time) (<-chan struct{}, func()) {
	c.mu.Lock()
	jumped := c.jumped
	c.mu.Unlock()
	ch, quit := make(chan struct{}), make(chan struct{})
	timer := time.NewTimer(min(t.Sub(c.Now()), longestNap))
	go func() {
		defer close(ch)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-jumped:
		case <-quit:
		}
	}()
	var once sync.Once
	return ch, func() { once.Do(func() { close(quit) }) }
}
