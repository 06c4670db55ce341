package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxBody = 4 << 20
	fresh   = 5 * time.Minute // how old a signed request may be
)

// runHTTP serves Slack's requests until ctx ends. Without Config.Listen it only waits, and the caller serves ServeHTTP.
func (m *Messenger) runHTTP(ctx context.Context) error {
	m.places.newRound()
	if m.cfg.Listen == "" {
		<-ctx.Done()
		return ctx.Err()
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", m.cfg.Listen)
	if err != nil {
		return fmt.Errorf("slack: %w", err)
	}
	srv := &http.Server{Handler: m, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 15 * time.Second, IdleTimeout: time.Minute}
	m.log.Info("listening for Slack", "address", l.Addr().String())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("slack: %w", err)
	case <-ctx.Done():
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := srv.Shutdown(stopping); err != nil {
			m.log.Warn("requests were cut off", "error", err)
		}
		return ctx.Err()
	}
}

// ServeHTTP takes Slack's requests: events, interactions and commands, at one address or several. Each must carry a valid signature that is
// not older than five minutes. Refusals are 401, what cannot be read 400, and 503 asks Slack to come again.
func (m *Messenger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err := m.verify(r.Header, body); err != nil {
		m.log.Warn("a request was refused", "from", r.RemoteAddr, "error", err)
		http.Error(w, "refused", http.StatusUnauthorized)
		return
	}
	kind, payload, err := unwrap(r.Header.Get("Content-Type"), body)
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	if challenge, ok := verification(kind, payload); ok {
		writeJSON(w, map[string]string{"challenge": challenge})
		return
	}
	if r.Header.Get("X-Slack-Retry-Num") != "" {
		// Slack could not reach us for a while. What it says again is known by its id; what it gave up is in the history.
		m.retried()
	}
	m.answer(w, r, kind, payload)
}

func (m *Messenger) answer(w http.ResponseWriter, r *http.Request, kind string, payload []byte) {
	out, err := m.accept(kind, payload)
	if errors.Is(err, errStopping) {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	if err != nil {
		m.log.Warn("a payload could not be read", "kind", kind, "error", err)
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	reply, err := m.await(r.Context(), out)
	switch {
	case err != nil:
		http.Error(w, "not taken", http.StatusServiceUnavailable)
	case reply == nil:
		w.WriteHeader(http.StatusOK)
	default:
		writeJSON(w, reply)
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return // the connection is gone; Slack will come again
	}
}

// verify checks a request's signature and age; see https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (m *Messenger) verify(h http.Header, body []byte) error {
	if m.cfg.SigningSecret == "" {
		return errors.New("there is no signing secret")
	}
	ts := h.Get("X-Slack-Request-Timestamp")
	sec, err := strconv.ParseInt(ts, 10, 64)
	if err != nil {
		return errors.New("no time stamp")
	}
	if age := m.now().Sub(time.Unix(sec, 0)).Abs(); age > fresh {
		return fmt.Errorf("the time stamp is %s off: an old request, or a wrong clock", age.Round(time.Second))
	}
	given, err := hex.DecodeString(strings.TrimPrefix(h.Get("X-Slack-Signature"), "v0="))
	if err != nil {
		return errors.New("the signature is malformed")
	}
	mac := hmac.New(sha256.New, []byte(m.cfg.SigningSecret))
	mac.Write([]byte("v0:" + ts + ":"))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), given) {
		return errors.New("the signature is wrong: a forged request, or another app's signing secret")
	}
	return nil
}

// unwrap tells what a request carries: JSON is an event, a form with a payload an interaction, another form a command.
func unwrap(contentType string, body []byte) (kind string, payload []byte, err error) {
	if strings.HasPrefix(contentType, "application/json") {
		return kindEvent, body, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", nil, err
	}
	switch {
	case form.Get("payload") != "":
		return kindInteract, []byte(form.Get("payload")), nil
	case form.Get("command") != "":
		flat := map[string]string{}
		for k := range form {
			flat[k] = form.Get(k)
		}
		payload, err = json.Marshal(flat)
		return kindCommand, payload, err
	case form.Get("ssl_check") != "":
		return "", nil, nil
	}
	return "", nil, errors.New("neither payload nor command")
}

// verification is Slack's question whether somebody is at this address.
func verification(kind string, payload []byte) (string, bool) {
	var o outer
	if kind != kindEvent || json.Unmarshal(payload, &o) != nil || o.Type != "url_verification" {
		return "", false
	}
	return o.Challenge, true
}
