package local

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A hub wakes the streams when something changed; each then reads from the state what is new to it, so that nothing is lost or queued.
type hub struct {
	mu     sync.Mutex
	subs   map[chan struct{}]bool
	busyIn map[string]bool // conversations whose message is being handled
	done   chan struct{}
	once   sync.Once
}

func newHub() *hub {
	return &hub{subs: map[chan struct{}]bool{}, busyIn: map[string]bool{}, done: make(chan struct{})}
}

func (h *hub) close() { h.once.Do(func() { close(h.done) }) }

func (h *hub) join() chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := make(chan struct{}, 1)
	h.subs[c] = true
	return c
}

func (h *hub) part(c chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs, c)
}

func (h *hub) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.subs {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (h *hub) busy(conv string, yes bool) {
	h.mu.Lock()
	if yes {
		h.busyIn[conv] = true
	} else {
		delete(h.busyIn, conv)
	}
	h.mu.Unlock()
	h.wake()
}

func (h *hub) isBusy(conv string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.busyIn[conv]
}

const heartbeat = 20 * time.Second

// A stream is one browser's connection.
type stream struct {
	m    *Messenger
	who  Persona
	w    http.ResponseWriter
	out  *http.ResponseController
	rev  int64
	last map[string]string // what was sent last of each kind that is sent whole
}

// events streams what the person may see: messages new and changed since the one that the browser names, and the state of the list.
func (m *Messenger) events(w http.ResponseWriter, r *http.Request, who Persona) error {
	since := r.Header.Get("Last-Event-ID")
	if since == "" {
		since = r.URL.Query().Get("since")
	}
	s := &stream{m: m, who: who, w: w, out: http.NewResponseController(w), last: map[string]string{}}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	c := m.hub.join()
	defer m.hub.part(c)
	if !s.resume(since) {
		return nil
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		if err := s.flush(); err != nil {
			return nil // the browser is gone
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-m.hub.done:
			return nil
		case <-c:
		case <-tick.C:
			if _, err := fmt.Fprint(w, ": \n\n"); err != nil {
				return nil
			}
			if _, ok := m.who(r); !ok {
				return nil // the session ended
			}
		}
	}
}

// resume sets where to go on; a place in another chat's sequence makes the page begin anew.
func (s *stream) resume(since string) bool {
	s.m.st.mu.RLock()
	epoch, rev := s.m.st.head.Epoch, s.m.st.rev
	s.m.st.mu.RUnlock()
	head, num, _ := strings.Cut(since, "-")
	n, err := strconv.ParseInt(num, 10, 64)
	fmt.Fprint(s.w, "retry: 1500\n\n")
	if since == "" {
		s.rev = rev
		return true
	}
	if err != nil || head != epoch || n > rev {
		err := s.send("reset", "", "{}")
		return err != nil
	}
	s.rev = n
	return true
}

func (s *stream) flush() error {
	s.m.st.mu.RLock()
	news := s.m.st.since(s.rev)
	s.m.st.mu.RUnlock()
	for _, msg := range news {
		s.rev = msg.Rev
		if !s.m.sees(s.who.ID, msg) {
			continue
		}
		if err := s.json("message", s.m.cursor(msg.Rev), s.m.wire(s.who, msg)); err != nil {
			return err
		}
	}
	if err := s.whole("list", s.m.list(s.who)); err != nil {
		return err
	}
	if s.m.cfg.Demo {
		if err := s.whole("demo", s.m.demo()); err != nil {
			return err
		}
	}
	return s.out.Flush()
}

// whole sends something that replaces what was sent before, when it differs.
func (s *stream) whole(event string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if s.last[event] == string(body) {
		return nil
	}
	s.last[event] = string(body)
	return s.send(event, "", string(body))
}

func (s *stream) json(event, id string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.send(event, id, string(body))
}

func (s *stream) send(event, id, data string) error {
	if id != "" {
		id = "id: " + id + "\n"
	}
	if _, err := fmt.Fprintf(s.w, "%sevent: %s\ndata: %s\n\n", id, event, data); err != nil {
		return err
	}
	return s.out.Flush()
}

func (m *Messenger) cursor(rev int64) string {
	return m.st.head.Epoch + "-" + strconv.FormatInt(rev, 10)
}
