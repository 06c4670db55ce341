package local

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// A safeBuffer is written by one goroutine and watched by another.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func (s *safeBuffer) wait(t *testing.T, text string) {
	t.Helper()
	end := time.After(10 * time.Second)
	for !strings.Contains(s.String(), text) {
		select {
		case <-end:
			t.Fatalf("%q did not come:\n%s", text, s.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}
