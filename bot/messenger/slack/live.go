package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// A Finding is one thing that CheckLive looked at.
type Finding struct {
	Check    string // what was looked at: a token, a scope, a clock
	OK       bool
	Optional bool   // not OK, but the bot works without
	Note     string // what was found, or what to do
}

// CheckLive asks Slack about each token and scope of a configuration. It sends nothing to anybody.
func CheckLive(ctx context.Context, cfg Config) []Finding {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return []Finding{{Check: "configuration", Note: err.Error()}}
	}
	out := checkBot(ctx, cfg)
	if cfg.Transport == Socket {
		return append(out, checkApp(ctx, cfg))
	}
	// Nobody but Slack can tell whether the secret is the app's: it is compared with each request that comes.
	return append(out, Finding{Check: "signing secret", OK: true, Note: "set; Slack has no way to try it, a wrong one shows as \"the signature is wrong\" in the log"})
}

// CheckPlaces asks Slack about the conversations and people that a configuration names: whether the bot is in them, and whether they are still
// there. It sends nothing to anybody.
func CheckPlaces(ctx context.Context, cfg Config, conversations, users []string) []Finding {
	cfg = cfg.withDefaults()
	api := slack.New(cfg.BotToken, append(cfg.options(), slack.OptionRetry(3))...)
	var out []Finding
	for _, id := range conversations {
		f := Finding{Check: "channel " + id, OK: true}
		c, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		switch {
		case err != nil:
			f.OK, f.Note = false, cause(err)
		case c.IsArchived:
			f.OK, f.Note = false, "#"+c.Name+": "+reasons["is_archived"]
		case !c.IsMember && !c.IsIM:
			f.OK, f.Note = false, "#"+c.Name+": "+reasons["not_in_channel"]
		default:
			f.Note = "#" + c.Name
		}
		out = append(out, f)
	}
	for _, id := range users {
		f := Finding{Check: "person " + id, OK: true}
		u, err := api.GetUserInfoContext(ctx, id)
		switch {
		case err != nil:
			f.OK, f.Note = false, cause(err)
		case u.Deleted:
			f.OK, f.Note = false, u.Name+": "+reasons["user_disabled"]
		case u.IsBot:
			f.OK, f.Note = false, u.Name+": a bot, which is not obeyed"
		case u.IsRestricted || u.IsUltraRestricted || u.IsStranger:
			f.OK, f.Note = false, u.Name+": a guest, who is not obeyed"
		default:
			f.Note = u.Name
		}
		out = append(out, f)
	}
	return out
}

func checkBot(ctx context.Context, cfg Config) []Finding {
	api := slack.New(cfg.BotToken, cfg.options()...)
	who, err := api.AuthTestContext(ctx)
	if err != nil {
		return []Finding{{Check: "bot token", Note: cause(err)}}
	}
	out := []Finding{{Check: "bot token", OK: true, Note: fmt.Sprintf("%s in workspace %s (%s)", who.User, who.Team, who.TeamID)}}
	if who.BotID == "" {
		out[0] = Finding{Check: "bot token", Note: "the token is a person's, not a bot's: copy the Bot User OAuth Token"}
	}
	if f, ok := checkClock(cfg, who.Header); ok {
		out = append(out, f)
	}
	return append(out, checkScopes(who.Header)...)
}

// checkScopes compares what the token has with what the bot needs.
func checkScopes(h http.Header) []Finding {
	have := h.Get("X-OAuth-Scopes")
	if have == "" {
		return []Finding{{Check: "scopes", Note: "Slack did not say which scopes the token has; a proxy may drop the header X-OAuth-Scopes"}}
	}
	var granted []string
	for _, s := range strings.Split(have, ",") {
		granted = append(granted, strings.TrimSpace(s))
	}
	var out []Finding
	for _, s := range Scopes {
		f := Finding{Check: "scope " + s.Name, OK: slices.Contains(granted, s.Name), Optional: s.Optional, Note: s.Why}
		if !f.OK {
			f.Note = "missing; needed to " + s.Why + ": add it under OAuth & Permissions and install the app again"
		}
		out = append(out, f)
	}
	return out
}

// checkClock compares the clocks: Slack's signatures hold five minutes.
func checkClock(cfg Config, h http.Header) (Finding, bool) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return Finding{}, false
	}
	off := cfg.Now().Sub(theirs).Round(time.Second)
	f := Finding{Check: "clock", OK: off.Abs() <= fresh/2, Note: fmt.Sprintf("%s off Slack's", off)}
	if !f.OK {
		f.Note += ": set the machine's clock, or signed requests will be refused"
	}
	return f, true
}

func checkApp(ctx context.Context, cfg Config) Finding {
	_, _, err := slack.New(cfg.BotToken, cfg.options()...).StartSocketModeContext(ctx)
	if err == nil {
		return Finding{Check: "app-level token", OK: true, Note: "Socket Mode opens (" + AppScope.Name + ")"}
	}
	note := cause(err)
	var e slack.SlackErrorResponse
	if errors.As(err, &e) && e.Err == "missing_scope" {
		note = "the app-level token lacks " + AppScope.Name + ": create one with it under Basic Information, App-Level Tokens"
	}
	return Finding{Check: "app-level token", Note: note}
}

// cause is an error in words, without classify's.
func cause(err error) string { return explain(err).Error() }
