package slack

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// A Scope is one permission that the app asks for, and what for.
type Scope struct {
	Name     string
	Why      string
	Optional bool // without it the bot works, but lacks something
}

// Scopes are the bot token's, the least that the bot needs.
var Scopes = []Scope{
	{Name: "app_mentions:read", Why: "hear when somebody names the bot in a channel"},
	{Name: "channels:history", Why: "read replies in the bot's threads in public channels it was invited to, and look up what it has posted"},
	{Name: "channels:read", Why: "know which public channels it is in, to catch up after an interruption"},
	{Name: "chat:write", Why: "post and edit its own messages"},
	{Name: "commands", Why: "offer the slash command and the message shortcut"},
	{Name: "files:read", Why: "read minutes and evidence that people drop on it"},
	{Name: "files:write", Why: "attach charts and exported tables"},
	{Name: "groups:history", Why: "do the same as channels:history for private channels it was invited to"},
	{Name: "groups:read", Why: "do the same as channels:read for private channels"},
	{Name: "im:history", Why: "read what people write to it directly"},
	{Name: "im:read", Why: "know its direct conversations, to catch up after an interruption"},
	{Name: "im:write", Why: "write to people first: reminders"},
	{Name: "mpim:history", Why: "do the same as channels:history for group conversations"},
	{Name: "mpim:read", Why: "do the same as channels:read for group conversations"},
	{Name: "users:read", Why: "tell colleagues from guests and bots; language and time zone"},
	{Name: "users:read.email", Why: "match people to the organisation by e-mail address", Optional: true},
	{Name: "usergroups:read", Why: "take user groups as units", Optional: true},
}

// AppScope is the app-level token's only scope, for Socket Mode.
var AppScope = Scope{Name: "connections:write", Why: "open the Socket Mode connection"}

// Events are what the app subscribes to.
var Events = []string{
	"app_home_opened", "app_mention", "app_uninstalled", "message.channels", "message.groups", "message.im", "message.mpim", "tokens_revoked",
}

// ManifestOptions shape the app's manifest. Empty fields have defaults.
type ManifestOptions struct {
	Name    string // the app's and the bot's, "followup"
	Command string // "/followup"
	URL     string // for HTTP: the public https address that Slack posts to
	Lang    string // of the texts that people see in Slack: zh or en
}

// Manifest is the app manifest, in YAML, that https://api.slack.com/apps takes under "From a manifest".
func Manifest(transport string, o ManifestOptions) ([]byte, error) {
	if o.Name == "" {
		o.Name = "followup"
	}
	if o.Command == "" {
		o.Command = "/followup"
	}
	switch {
	case transport != Socket && transport != HTTP:
		return nil, fmt.Errorf("slack: transport %q is neither socket nor http", transport)
	case len(o.Name) > 35:
		return nil, errors.New("slack: an app's name has 35 characters at most")
	case !strings.HasPrefix(o.Command, "/") || strings.ContainsAny(o.Command, " \t\n") || len(o.Command) < 2 || len(o.Command) > 32:
		return nil, fmt.Errorf("slack: %q is not a slash command", o.Command)
	}
	if transport == HTTP {
		if u, err := url.Parse(o.URL); err != nil || u.Scheme != "https" || u.Host == "" {
			return nil, errors.New("slack: HTTP needs the public address that Slack posts to, https://…")
		}
	}
	return []byte(manifest(transport, o)), nil
}

// manifestTexts are what people see in Slack itself.
var manifestTexts = map[bool][4]string{
	true: {"把会议决定变成任务,并提醒到办结", "把这条消息列入督办", "读这条消息,拟出督办事项", "例如:执行局有哪些超期?"},
	false: {"Turns what meetings decide into tasks, and reminds until they are done", "Follow up on this", "Draft tasks from this message",
		"overdue by department"},
}

func manifest(transport string, o ManifestOptions) string {
	texts := manifestTexts[strings.HasPrefix(strings.ToLower(o.Lang), "zh")]
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	at := func(indent, key string) {
		if transport == HTTP {
			line("%s%s: %s", indent, key, strconv.Quote(o.URL))
		}
	}
	line("display_information:\n  name: %s\n  description: %s\n  background_color: \"#1f3a5f\"", strconv.Quote(o.Name), quote(texts[0]))
	line("features:\n  app_home:\n    home_tab_enabled: true\n    messages_tab_enabled: true\n    messages_tab_read_only_enabled: false")
	line("  bot_user:\n    display_name: %s\n    always_online: true", strconv.Quote(o.Name))
	line("  shortcuts:\n    - name: %s\n      type: message\n      callback_id: %s\n      description: %s", quote(texts[1]), ShortcutFollowUp, quote(texts[2]))
	line("  slash_commands:\n    - command: %s", strconv.Quote(o.Command))
	at("      ", "url")
	line("      description: %s\n      usage_hint: %s\n      should_escape: true", quote(texts[0]), quote(texts[3]))
	line("oauth_config:\n  scopes:\n    bot:")
	for _, s := range Scopes {
		line("      - %s # %s", s.Name, s.Why)
	}
	line("settings:\n  event_subscriptions:")
	at("    ", "request_url")
	line("    bot_events:")
	for _, e := range Events {
		line("      - %s", e)
	}
	line("  interactivity:\n    is_enabled: true")
	at("    ", "request_url")
	line("  org_deploy_enabled: false\n  socket_mode_enabled: %t\n  token_rotation_enabled: false", transport == Socket)
	return b.String()
}

// quote is a YAML string in double quotes with its letters as they are.
func quote(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
