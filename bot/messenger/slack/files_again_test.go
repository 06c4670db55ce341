package slack

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
)

// A file that Slack has removed is gone; one that comes only in part, or is refused, is neither gone nor taken for whole.
func TestOpenFileAgain(t *testing.T) {
	w := newWorkspace()
	m, _ := startHTTP(t, w, Config{})
	w.mu.Lock()
	whole, short, dead, refused := w.attach("a.txt", "text/plain", []byte("abc")), w.attach("b.txt", "text/plain", []byte("abc")),
		w.attach("c.txt", "text/plain", []byte("abc")), w.attach("d.txt", "text/plain", []byte("abc"))
	w.files[short.ID].file.Size = 9
	w.files[dead.ID].file.Mode = "tombstone"
	w.files[refused.ID].file.URLPrivate = "https://elsewhere.example/x"
	w.mu.Unlock()
	read := func(id string) (string, error) {
		r, err := m.OpenFile(t.Context(), id)
		if err != nil {
			return "", err
		}
		b, err := io.ReadAll(r)
		return string(b), errors.Join(err, r.Close())
	}
	if got, err := read(whole.ID); got != "abc" || err != nil {
		t.Error(got, err)
	}
	if _, err := read(short.ID); err == nil || !strings.Contains(err.Error(), "3 of 9 bytes") {
		t.Error(err)
	}
	if _, err := read(dead.ID); !errors.Is(err, chat.ErrGone) {
		t.Error(err)
	}
	if _, err := read(refused.ID); err == nil || errors.Is(err, chat.ErrGone) {
		t.Error("a token must not go to another host:", err)
	}
}
