package when

import (
	"sync"
	"testing"
)

// TestConcurrentReaders reads from several goroutines; run with -race it watches the pooled buffers and the shared tables.
func TestConcurrentReaders(t *testing.T) {
	want := map[string]string{}
	for _, s := range append(append([]string{}, benchZH...), benchEN...) {
		r, ok := Read(s, Options{Now: benchNow})
		want[s] = show(r, ok)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				for s, w := range want {
					if r, ok := Read(s, Options{Now: benchNow}); show(r, ok) != w {
						t.Errorf("%s: %s, want %s", s, show(r, ok), w)
					}
				}
			}
		})
	}
	wg.Wait()
}
