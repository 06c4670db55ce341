package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

func directEvent(ts, text string) map[string]any {
	return map[string]any{"type": "event_callback", "team_id": testTeam, "event_id": "Ev" + ts, "event": map[string]any{
		"type": "message", "channel": "DUANNA", "channel_type": "im", "user": "UANNA", "ts": ts, "text": text}}
}

func TestHTTPRefusesWhatIsNotFromSlack(t *testing.T) {
	w := newWorkspace()
	m, f := startHTTP(t, w, Config{})
	h := &ears{}
	run(t, m, h)
	eventually(t, "start", func() bool { _, _, ok := m.running(); return ok })
	contentType, body := encode(kindEvent, directEvent("1900000000.000001", "forged"))
	now := time.Now()
	for name, tt := range map[string]struct {
		at     time.Time
		secret string
		status int
	}{
		"another secret":   {now, "guess", http.StatusUnauthorized},
		"no secret":        {now, "", http.StatusUnauthorized},
		"six minutes old":  {now.Add(-6 * time.Minute), testSecret, http.StatusUnauthorized},
		"from the future":  {now.Add(6 * time.Minute), testSecret, http.StatusUnauthorized},
		"four minutes old": {now.Add(-4 * time.Minute), testSecret, http.StatusOK},
	} {
		if status, _ := f.post(contentType, body, tt.at, tt.secret); status != tt.status {
			t.Errorf("%s: %d, want %d", name, status, tt.status)
		}
	}
	ts, signature := sign(testSecret, now, body)
	for name, header := range map[string][2]string{
		"nothing": {"", ""}, "no signature": {ts, ""}, "no hex": {ts, "v0=zz"}, "short": {ts, "v0=00"}, "no time": {"soon", signature}, "moved": {fmt.Sprint(now.Unix() - 1), signature},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-Slack-Request-Timestamp", header[0])
		r.Header.Set("X-Slack-Signature", header[1])
		rec := httptest.NewRecorder()
		m.ServeHTTP(rec, r)
		if rec.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
	rec := httptest.NewRecorder()
	m.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", rec.Code)
	}
	for name, bad := range map[string][2]string{"not JSON": {"application/json", "{"}, "no form": {"application/x-www-form-urlencoded", "a=b"}, "bad payload": {"application/x-www-form-urlencoded", "payload=%7B"}} {
		if status, _ := f.post(bad[0], []byte(bad[1]), now, testSecret); status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _ := f.post("application/json", bytes.Repeat([]byte(" "), maxBody+1), now, testSecret); status != http.StatusRequestEntityTooLarge && status != 0 {
		t.Errorf("too large: %d", status)
	}
	if got := h.wait(t, 1); len(got) != 1 { // the one that was four minutes old
		t.Errorf("heard %d messages", len(got))
	}
}

func TestHTTPAnswersSlack(t *testing.T) {
	w := newWorkspace()
	m, f := startHTTP(t, w, Config{})
	h := &ears{}
	post := func(kind string, payload any) (int, string) {
		contentType, body := encode(kind, payload)
		status, answer := f.post(contentType, body, time.Now(), testSecret)
		return status, string(answer)
	}
	if status, answer := post(kindEvent, map[string]any{"type": "url_verification", "challenge": "c-1"}); status != http.StatusOK || !strings.Contains(answer, `"c-1"`) {
		t.Errorf("verification: %d %s", status, answer)
	}
	if status, _ := post(kindEvent, directEvent("1900000000.000001", "too early")); status != http.StatusServiceUnavailable {
		t.Errorf("before Run: %d", status)
	}
	stop := run(t, m, h)
	eventually(t, "start", func() bool { _, _, ok := m.running(); return ok })
	// Replayed, out of order, late: each is taken once.
	for _, ts := range []string{"1900000000.000003", "1900000000.000001", "1900000000.000003", "1900000000.000002", "1900000000.000001"} {
		if status, answer := post(kindEvent, directEvent(ts, ts)); status != http.StatusOK || answer != "" {
			t.Errorf("%s: %d %s", ts, status, answer)
		}
	}
	if got := h.wait(t, 3); len(got) != 3 {
		t.Errorf("heard %d messages", len(got))
	}
	h.mu.Lock()
	h.fail = func(chat.Message) error { return errors.New("not now") }
	h.mu.Unlock()
	if status, _ := post(kindEvent, directEvent("1900000000.000009", "later")); status != http.StatusServiceUnavailable {
		t.Errorf("a message that was not taken: %d", status)
	}
	h.mu.Lock()
	h.fail = nil
	h.mu.Unlock()
	if status, _ := post(kindEvent, directEvent("1900000000.000009", "later")); status != http.StatusOK {
		t.Errorf("the same again: %d", status)
	}
	if status, _ := post(kindEvent, map[string]any{"type": "event_callback", "event": map[string]any{"type": "channel_created", "channel": map[string]any{"id": "C1"}}}); status != http.StatusOK {
		t.Errorf("an event that is none of ours: %d", status)
	}
	_ = stop()
	if status, _ := post(kindEvent, directEvent("1900000000.000010", "too late")); status != http.StatusServiceUnavailable {
		t.Errorf("after Run: %d", status)
	}
}

func TestSlowWorkIsAcknowledgedInTime(t *testing.T) {
	w := newWorkspace()
	m, f := startHTTP(t, w, Config{})
	m.ackAfter = 0
	release := make(chan struct{})
	h := &ears{fail: func(chat.Message) error { <-release; return nil }}
	run(t, m, h)
	eventually(t, "start", func() bool { _, _, ok := m.running(); return ok })
	contentType, body := encode(kindEvent, directEvent("1900000000.000001", "slow"))
	if status, _ := f.post(contentType, body, time.Now(), testSecret); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	close(release)
	if got := h.wait(t, 1); got[0].Text != "slow" {
		t.Errorf("heard %+v", got)
	}
}

func TestListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	w := newWorkspace()
	m := newMessenger(t, Config{Transport: HTTP, APIURL: serve(t, w, http.NewServeMux()), Listen: address})
	if err := m.Run(t.Context(), &ears{}); err == nil || !strings.Contains(err.Error(), address) {
		t.Errorf("a port that is taken: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, m, &ears{})
	f := &signedHTTP{url: "http://" + address, queue: map[string]chan func(){}}
	body, _ := json.Marshal(map[string]any{"type": "url_verification", "challenge": "c-2"})
	eventually(t, "answer", func() bool {
		status, answer := f.post("application/json", body, time.Now(), testSecret)
		return status == http.StatusOK && strings.Contains(string(answer), "c-2")
	})
}
