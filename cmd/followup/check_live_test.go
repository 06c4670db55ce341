package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/messenger/slack"
)

// TestCheckLive asks a Slack-compatible server about a whole configuration: tokens, scopes, channels, people. What is missing is named one by one.
func TestCheckLive(t *testing.T) {
	scopes := ""
	answer := func(path string, r *http.Request) any {
		switch {
		case r.Header.Get("Authorization") != "Bearer xapp-1" && r.PostFormValue("token") != "xoxb-1":
			return map[string]any{"ok": false, "error": "invalid_auth"}
		case path == "/auth.test":
			return map[string]any{"ok": true, "user": "followup", "team": "House", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}
		case path == "/apps.connections.open":
			return map[string]any{"ok": true, "url": "wss://127.0.0.1/"}
		case path == "/conversations.info":
			return map[string]any{"ok": true, "channel": map[string]any{"id": "C1", "name": "finance", "is_archived": true, "is_member": true}}
		case path == "/users.info" && r.PostFormValue("user") == "UGOOD":
			return map[string]any{"ok": true, "user": map[string]any{"id": "UGOOD", "name": "li"}}
		}
		return map[string]any{"ok": false, "error": "user_not_found"}
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-OAuth-Scopes", scopes)
		w.Header().Set("Date", tuesday.Format(http.TimeFormat))
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer(r.URL.Path, r))
	}))
	defer srv.Close()
	dir := t.TempDir()
	file := filepath.Join(dir, "slack.yaml")
	text := fmt.Sprintf(`version: 1
preset: company
org: {id: house, name: House, zone: UTC, office: Office}
messengers:
  slack: {api_url: %q, bot_token: "${FU_BOT}", app_token: "${FU_APP}"}
people:
  - {id: sup, name: Sup, roles: [supervisor, admin], unit: Office, identities: {slack: UGOOD}}
  - {id: gone, name: Gone, unit: Finance, identities: {slack: UGONE}}
units:
  - {id: office, name: Office}
  - {id: fin, name: Finance, channels: {slack: C1}, groups: {slack: "@finance"}}
`, srv.URL+"/")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"FU_BOT": "xoxb-1", "FU_APP": "xapp-1"}
	check := func() (int, string, string) {
		var o, e bytes.Buffer
		c := &cli{in: strings.NewReader(""), out: &o, err: &e, getenv: func(k string) string { return env[k] }, now: func() time.Time { return tuesday }}
		return c.run(t.Context(), []string{"check", "--config", file, "--live", "--data", dir}), o.String(), e.String()
	}
	for _, s := range slack.Scopes {
		if s.Name != "im:history" {
			scopes += s.Name + ","
		}
	}
	code, out, errs := check()
	if code == 0 {
		t.Errorf("status 0 though things are missing:\n%s", errs)
	}
	for _, want := range []string{"ok  bot token: followup in workspace House", "NO  scope im:history: missing; needed to read what people write to it directly",
		"ok  scope chat:write", "ok  app-level token", "NO  channel C1: #finance: the channel is archived", "ok  person UGOOD", "NO  person UGONE: no such person"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s%s", want, out, errs)
		}
	}
	env["FU_BOT"] = "xoxb-2"
	if code, out, _ := check(); code == 0 || !strings.Contains(out, "NO  bot token: Slack does not know this token") {
		t.Errorf("a wrong token gives status %d:\n%s", code, out)
	}
}
