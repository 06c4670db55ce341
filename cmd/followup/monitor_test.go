package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/followup-bot/followup/reminders"
)

// What a monitor asks is answered on this machine, in Prometheus' format; a messenger that fails makes it unready, not dead.
func TestMonitor(t *testing.T) {
	cfg := example(t)
	cfg.Monitor.Listen = "127.0.0.1:0"
	h := serve(t, t.TempDir(), cfg, false)
	get := func(path string) (int, string) {
		t.Helper()
		resp, err := http.Get("http://" + h.app.monitor + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	if err := h.app.reminders.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if code, body := get(path); code != http.StatusOK || body != "ok\n" {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if err := putMark(t.Context(), h.app.store, reminders.BackupMark, reminders.Past{Last: h.app.now(), Error: "no space left"}); err != nil {
		t.Fatal(err)
	}
	code, body := get("/metrics")
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, body)
	}
	line := regexp.MustCompile(`^(# (HELP|TYPE) followup_[a-z_]+ .+|followup_[a-z_]+(\{[a-z]+="[^"]*"\})? [-+0-9.e]+)$`)
	for l := range strings.Lines(body) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("no line of the format: %q", l)
		}
	}
	for _, want := range []string{"followup_outbox_waiting 0", `followup_job_next_timestamp_seconds{job="briefs"} `, `followup_deliveries_total{outcome="sent"} `, "followup_ticks_failing 0",
		`followup_job_failed{job="backup"} 1`, `followup_job_failed{job="briefs"} 0`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
}
