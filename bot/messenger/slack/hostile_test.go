package slack

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// hostile is a front on which every request is first forged and then sent too late, and everything is kept to be told again.
type hostile struct {
	front
	mu   sync.Mutex
	told []telling
}

type telling struct {
	kind    string
	payload any
}

func (f *hostile) deliver(t *testing.T, kind string, payload any) {
	t.Helper()
	f.mu.Lock()
	f.told = append(f.told, telling{kind, payload})
	f.mu.Unlock()
	if signed, ok := f.front.(*signedHTTP); ok {
		contentType, body := encode(kind, payload)
		for what, post := range map[string]func() (int, []byte){
			"forged": func() (int, []byte) { return signed.post(contentType, body, signed.now(), "another secret") },
			"too old": func() (int, []byte) {
				return signed.post(contentType, body, signed.now().Add(-fresh-time.Minute), testSecret)
			},
			"ahead": func() (int, []byte) {
				return signed.post(contentType, body, signed.now().Add(fresh+time.Minute), testSecret)
			},
		} {
			if status, _ := post(); status != http.StatusUnauthorized {
				t.Errorf("a request that is %s gives status %d", what, status)
			}
		}
	}
	f.front.deliver(t, kind, payload)
}

// again tells everything once more, the last first, and waits until each was taken.
func (f *hostile) again(t *testing.T) {
	t.Helper()
	f.mu.Lock()
	told := slices.Clone(f.told)
	f.mu.Unlock()
	for _, x := range slices.Backward(told) {
		switch front := f.front.(type) {
		case *signedHTTP:
			contentType, body := encode(x.kind, x.payload)
			if status, _ := front.post(contentType, body, front.now(), testSecret); status != http.StatusOK {
				t.Errorf("a repetition gives status %d", status)
			}
		case *socketServer:
			id := front.envelope(x.kind, x.payload)
			eventually(t, "acknowledgement", func() bool { _, ok := front.acked(id); return ok })
		}
	}
}

// The walk of the main job where every request is also forged, and sent too late; afterwards everything is told again, the last first, to a
// messenger that remembers nothing of it. Nothing happens twice: no item changes, no message is posted.
func TestWalkAmongForgeriesAndRepetitions(t *testing.T) {
	for name, start := range transports {
		t.Run(name, func(t *testing.T) {
			h := &hostile{}
			o := newOffice(t, func(t *testing.T, w *workspace, c Config) (*Messenger, front) {
				m, f := start(t, w, c)
				h.front = f
				return m, h
			})
			o.world.front = h // each event once: the repetitions come at the end
			walk(t, o)
			before := o.state()
			o.m.done = recent{}
			h.again(t)
			o.settle()
			if after := o.state(); !slices.Equal(before, after) {
				t.Errorf("repetitions changed something:\n%v\n%v", before, after)
			}
		})
	}
}

// state is how often each item was changed, and how many messages stand in each conversation.
func (o *office) state() []int {
	o.t.Helper()
	var out []int
	for _, title := range []string{"网上预约", "档案数字化", "值班办法"} {
		out = append(out, int(o.item(title).Rev))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, user := range []string{"UCLERK", "UHEAD", "ULAT", "UXXC", "UBOSS", "UADMIN"} {
		out = append(out, len(o.direct(user).posts))
	}
	return out
}
