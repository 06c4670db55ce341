package slack

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

type appManifest struct {
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			Tab      bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Shortcuts []struct {
			Name, Type, Description string
			Callback                string `yaml:"callback_id"`
		}
		Commands []struct {
			Command, URL, Description string
			Hint                      string `yaml:"usage_hint"`
			Escape                    bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
	}
	OAuth struct {
		Scopes struct{ Bot []string }
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
		}
		Socket bool `yaml:"socket_mode_enabled"`
	}
}

func TestManifest(t *testing.T) {
	for _, transport := range []string{Socket, HTTP} {
		for _, lang := range []string{"en", "zh-CN"} {
			data, err := Manifest(transport, ManifestOptions{Name: `follow "up"`, Lang: lang, URL: "https://bot.example.org/slack"})
			if err != nil {
				t.Fatal(err)
			}
			var got appManifest
			if err := yaml.Unmarshal(data, &got); err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			if len(got.OAuth.Scopes.Bot) != len(Scopes) || !slices.Equal(got.Settings.Events.Bot, Events) || got.Display.Name != `follow "up"` {
				t.Errorf("%s", data)
			}
			for _, s := range Scopes {
				if !slices.Contains(got.OAuth.Scopes.Bot, s.Name) || s.Why == "" || !strings.Contains(string(data), s.Why) {
					t.Errorf("scope %s: %s", s.Name, data)
				}
			}
			url := ""
			if transport == HTTP {
				url = "https://bot.example.org/slack"
			}
			c, sc := got.Features.Commands[0], got.Features.Shortcuts[0]
			if c.Command != "/followup" || !c.Escape || c.URL != url || got.Settings.Events.URL != url || got.Settings.Interactivity.URL != url || got.Settings.Socket != (transport == Socket) {
				t.Errorf("%s", data)
			}
			if sc.Callback != ShortcutFollowUp || sc.Type != "message" || utf8.RuneCountInString(sc.Name) > 24 || utf8.RuneCountInString(sc.Description) > 150 {
				t.Errorf("shortcut %+v", sc)
			}
			if utf8.RuneCountInString(got.Display.Description) > 140 || !got.Features.Home.Tab || !got.Features.Home.Messages || got.Features.Home.ReadOnly || !got.Settings.Interactivity.Enabled {
				t.Errorf("%s", data)
			}
		}
	}
	for says, o := range map[string]ManifestOptions{"https": {URL: "http://x"}, "command": {URL: "https://x", Command: "follow up"}, "35": {URL: "https://x", Name: strings.Repeat("x", 36)}} {
		if _, err := Manifest(HTTP, o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if _, err := Manifest("pigeon", ManifestOptions{}); err == nil {
		t.Error("an unknown transport has a manifest")
	}
}

// The guide names each scope and event that the manifest asks for.
func TestGuideIsComplete(t *testing.T) {
	data, err := os.ReadFile("../../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(Scopes, AppScope) {
		if !strings.Contains(string(data), "`"+s.Name+"`") {
			t.Errorf("docs/slack.md does not explain %s", s.Name)
		}
	}
}

func find(all []Finding, check string) Finding {
	for _, f := range all {
		if f.Check == check {
			return f
		}
	}
	return Finding{Note: "not looked at"}
}

func TestCheckLive(t *testing.T) {
	w := newWorkspace()
	mux := http.NewServeMux()
	refusal := ""
	mux.HandleFunc("/apps.connections.open", func(rw http.ResponseWriter, _ *http.Request) {
		if refusal != "" {
			reply(rw, fail(refusal))
			return
		}
		reply(rw, map[string]any{"ok": true, "url": "ws://127.0.0.1:1/"})
	})
	cfg := Config{BotToken: testToken, AppToken: testAppTok, SigningSecret: testSecret, APIURL: serve(t, w, mux), Now: time.Now}
	for _, f := range CheckLive(t.Context(), cfg) {
		if !f.OK {
			t.Errorf("all is well, but %+v", f)
		}
	}
	w.scopes = "chat:write,commands,im:history"
	refusal = "missing_scope"
	got := CheckLive(t.Context(), cfg)
	if f := find(got, "scope users:read"); f.OK || f.Optional || !strings.Contains(f.Note, "missing") {
		t.Errorf("%+v", f)
	}
	if f := find(got, "scope usergroups:read"); f.OK || !f.Optional {
		t.Errorf("%+v", f)
	}
	if f := find(got, "scope chat:write"); !f.OK {
		t.Errorf("%+v", f)
	}
	if f := find(got, "app-level token"); f.OK || !strings.Contains(f.Note, AppScope.Name) {
		t.Errorf("%+v", f)
	}
	cfg.Now = func() time.Time { return time.Now().Add(-time.Hour) }
	cfg.Transport = HTTP
	got = CheckLive(t.Context(), cfg)
	if f := find(got, "clock"); f.OK || !strings.Contains(f.Note, "clock") {
		t.Errorf("%+v", f)
	}
	if f := find(got, "signing secret"); !f.OK {
		t.Errorf("%+v", f)
	}
	cfg.BotToken = "xoxb-other"
	if f := find(CheckLive(t.Context(), cfg), "bot token"); f.OK || !strings.Contains(f.Note, "copy it again") {
		t.Errorf("%+v", f)
	}
	cfg.BotToken = ""
	if f := find(CheckLive(t.Context(), cfg), "configuration"); f.OK || !strings.Contains(f.Note, "xoxb-") {
		t.Errorf("%+v", f)
	}
}

func TestCheckPlaces(t *testing.T) {
	w := newWorkspace()
	w.channels["COLD"] = &room{id: "COLD", archived: true}
	w.channels["COUT"] = &room{id: "COUT", left: true}
	w.users["ULEFT"] = person("ULEFT", "left")
	w.users["ULEFT"].Deleted = true
	w.users["UGUEST"] = person("UGUEST", "guest")
	w.users["UGUEST"].IsRestricted = true
	cfg := Config{BotToken: testToken, AppToken: testAppTok, APIURL: serve(t, w, http.NewServeMux()), Now: time.Now}
	got := CheckPlaces(t.Context(), cfg, []string{testChannel, "COLD", "COUT", "CNOWHERE"}, []string{"UANNA", "ULEFT", "UGUEST", testSelf, "UNOBODY"})
	want := map[string]string{
		"channel " + testChannel: "", "channel COLD": "archived", "channel COUT": "/invite", "channel CNOWHERE": "invite the bot",
		"person UANNA": "", "person ULEFT": "deactivated", "person UGUEST": "guest", "person " + testSelf: "bot", "person UNOBODY": "no such person",
	}
	if len(got) != len(want) {
		t.Errorf("%d findings", len(got))
	}
	for _, f := range got {
		if says := want[f.Check]; f.OK != (says == "") || !strings.Contains(f.Note, says) {
			t.Errorf("%+v", f)
		}
	}
}
