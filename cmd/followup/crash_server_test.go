package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A crashServer is a messenger's server on a bad day: it refuses, fails, loses answers, is slow, and its look-up lags. It is also the only
// witness of what was said.
type crashServer struct {
	kind string
	kill func() // the process that asks, at once

	conns atomic.Int32 // open: what a dead process has sent is taken before they are closed

	mu      sync.Mutex
	rnd     *rand.Rand
	at      string // the point of death of this life, where it lies at the server
	after   int
	calm    bool
	posts   map[string][]crashPost // by key
	inbox   []wireMessage          // not acknowledged
	offered map[string]time.Time
	faults  map[string]int
}

type crashPost struct {
	id, text, life string
	at             time.Time
}

func newCrashServer(kind string, seed uint64) *crashServer {
	return &crashServer{kind: kind, rnd: rand.New(rand.NewPCG(seed, 5)), posts: map[string][]crashPost{}, offered: map[string]time.Time{}, faults: map[string]int{}}
}

// conn counts the connections.
func (s *crashServer) conn(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.conns.Add(-1)
	}
}

// alone waits until a dead process has no more to say.
func (s *crashServer) alone() {
	for s.conns.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
}

// life begins a life that may end at a point.
func (s *crashServer) life(at string, after int, calm bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.after, s.calm = at, after, calm
	clear(s.offered)
}

// dies reports whether the point of death is passed for the last time.
func (s *crashServer) dies(point string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at != point {
		return false
	}
	s.after--
	return s.after < 0
}

// fault draws one of what can go wrong, by its chance in a hundred.
func (s *crashServer) fault(chances map[string]int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.rnd.IntN(100)
	for _, name := range []string{"429", "500", "reset after", "reset before", "slow"} {
		if n -= chances[name]; n < 0 {
			if s.calm && name != "429" {
				return ""
			}
			s.faults[name]++
			return name
		}
	}
	return ""
}

func (s *crashServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in wireMessage
	_ = json.NewDecoder(r.Body).Decode(&in) // empty where nothing is said
	switch r.URL.Path {
	case "/send":
		s.send(w, in)
	case "/find":
		s.find(w, in)
	case "/next":
		writeWire(w, s.next())
	case "/ack":
		s.mu.Lock()
		for i, m := range s.inbox {
			if m.ID == in.ID {
				s.inbox = append(s.inbox[:i:i], s.inbox[i+1:]...)
				break
			}
		}
		s.mu.Unlock()
	case "/left":
		s.mu.Lock()
		n := len(s.inbox)
		s.mu.Unlock()
		writeWire(w, n)
	}
}

func writeWire(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) } // whoever asked may be dead

func (s *crashServer) send(w http.ResponseWriter, in wireMessage) {
	switch f := s.fault(map[string]int{"429": 8, "500": 8, "reset after": 8, "reset before": 4, "slow": 8}); f {
	case "429":
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case "500":
		w.WriteHeader(http.StatusInternalServerError)
		return
	case "reset before":
		reset(w)
		return
	case "slow":
		time.Sleep(40 * time.Millisecond)
	case "reset after":
		s.post(in)
		reset(w)
		return
	}
	id := s.post(in)
	switch {
	case s.dies(accepted):
		s.kill()
	case s.wants(whileLooking): // somebody has to look it up
		reset(w)
		return
	case s.wants(leaseRanOut):
		time.Sleep(sendTime/fast + 60*time.Millisecond)
	}
	writeWire(w, wireMessage{ID: id})
}

func (s *crashServer) wants(point string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at == point
}

// post takes a message; one that knows keys takes it once.
func (s *crashServer) post(in wireMessage) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.posts[in.Key]; len(old) > 0 && s.kind == "key" {
		return old[0].id
	}
	id := fmt.Sprintf("m%d-%d", len(s.posts), len(s.posts[in.Key]))
	s.posts[in.Key] = append(s.posts[in.Key], crashPost{id, in.Text, s.at, time.Now()})
	return id
}

func (s *crashServer) find(w http.ResponseWriter, in wireMessage) {
	if s.dies(whileLooking) {
		s.kill()
	}
	if s.fault(map[string]int{"429": 5, "500": 5}) != "" {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out wireMessage
	for _, p := range s.posts[in.Key] {
		if time.Since(p.at) > findLag/fast/2 {
			out = wireMessage{ID: p.id, Found: true}
		}
	}
	writeWire(w, out)
}

// next offers the first message that was not acknowledged, again and again.
func (s *crashServer) next() wireMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.inbox {
		if time.Since(s.offered[m.ID]) > 100*time.Millisecond {
			s.offered[m.ID] = time.Now()
			return m
		}
	}
	return wireMessage{}
}

func (s *crashServer) say(m wireMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inbox = append(s.inbox, m)
}

// reset ends the connection without an answer.
func reset(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			conn.Close()
		}
	}
}

// witness tells how many messages were posted, how many more than once, and where not all repetitions say that they may be some.
func (s *crashServer) witness() (posts, twice int, unlabelled []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, all := range s.posts {
		posts += len(all)
		twice += len(all) - 1
		labels := 0
		for _, p := range all {
			if strings.Contains(p.text, "may be a repeat") {
				labels++
			}
		}
		if labels < len(all)-1 { // one that was slow may have been overtaken by its repetition
			unlabelled = append(unlabelled, fmt.Sprintf("%s: %d posts, %d labels, in a life that ended %s", key, len(all), labels, all[len(all)-1].life))
		}
	}
	return posts, twice, unlabelled
}
