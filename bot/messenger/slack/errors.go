package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// unstated is how long a refusal for haste holds when Slack does not say.
const unstated = 30 * time.Second

// reasons say what Slack's error codes mean to an admin. Codes that are not here are shown as they are.
var reasons = map[string]string{
	"invalid_auth":                          "Slack does not know this token: copy it again from the app's page",
	"not_authed":                            "no token was given",
	"token_revoked":                         "the token was revoked: install the app again and set the new token",
	"token_expired":                         "the token has expired: turn token rotation off for this app and install it again",
	"account_inactive":                      "the app was removed from the workspace or its bot user deactivated: install it again",
	"not_allowed_token_type":                "this kind of token does not fit here: the bot token begins with xoxb-, the app-level token with xapp-",
	"team_access_not_granted":               "the app is not allowed in this workspace: an owner of the organisation must approve it",
	"app_uninstalled":                       "the app was removed from the workspace",
	"ekm_access_denied":                     "the organisation's key management keeps the app out",
	"access_denied":                         "the workspace does not let the app do this",
	"channel_not_found":                     "no such conversation, or the bot cannot see it: check the id and invite the bot",
	"is_archived":                           "the channel is archived: unarchive it or give the unit another one",
	"not_in_channel":                        "the bot is not in the channel: /invite it there",
	"user_not_found":                        "no such person in this workspace",
	"users_not_found":                       "no such person in this workspace",
	"user_disabled":                         "the person's account is deactivated",
	"user_not_visible":                      "the bot cannot see this person",
	"user_not_in_channel":                   "the person is not in the channel",
	"cannot_dm_bot":                         "the addressee is a bot",
	"messages_tab_disabled":                 "the app's Messages tab is off: turn it on under App Home",
	"restricted_action":                     "the workspace restricts who may post here",
	"message_not_found":                     "the message is gone",
	"cant_update_message":                   "the message is not the bot's own",
	"edit_window_closed":                    "the workspace no longer lets this message be edited",
	"thread_not_found":                      "the thread is gone",
	"file_uploads_disabled":                 "the workspace does not allow uploads",
	"storage_limit_reached":                 "the workspace's storage is full",
	"method_not_supported_for_channel_type": "this cannot be done in this kind of conversation",
}

// causes are why Slack takes no message, in the words that every messenger has. Those of the app end a connection for good too: no retry
// helps before a person has acted.
var causes = map[string]chat.Reason{
	"invalid_auth": chat.ReasonToken, "not_authed": chat.ReasonToken, "token_revoked": chat.ReasonToken, "token_expired": chat.ReasonToken,
	"account_inactive": chat.ReasonToken, "app_uninstalled": chat.ReasonToken, "not_allowed_token_type": chat.ReasonToken,
	"team_access_not_granted": chat.ReasonToken, "ekm_access_denied": chat.ReasonToken,
	"missing_scope": chat.ReasonScope, "access_denied": chat.ReasonScope, "no_permission": chat.ReasonScope,
	"user_not_found": chat.ReasonLeft, "users_not_found": chat.ReasonLeft, "user_disabled": chat.ReasonLeft, "user_not_visible": chat.ReasonLeft,
	"is_archived": chat.ReasonArchived, "not_in_channel": chat.ReasonNotThere, "channel_not_found": chat.ReasonNotThere,
	"messages_tab_disabled": chat.ReasonForbidden, "restricted_action": chat.ReasonForbidden, "cannot_dm_bot": chat.ReasonForbidden,
}

// passing codes may go away by themselves; doubtful are those whose effect may have happened all the same.
var passing, doubtful = map[string]bool{
	"ratelimited": true, "rate_limited": true, "service_unavailable": true, "internal_error": true, "fatal_error": true,
	"request_timeout": true, "team_added_to_org": true, "org_login_required": true,
}, map[string]bool{"internal_error": true, "fatal_error": true, "request_timeout": true}

// code is Slack's error code in err, or empty.
func code(err error) string {
	var e slack.SlackErrorResponse
	if errors.As(err, &e) {
		return e.Err
	}
	return ""
}

// explain puts into words why Slack refused.
func explain(err error) error {
	var e slack.SlackErrorResponse
	if !errors.As(err, &e) {
		return err
	}
	if e.Err == "missing_scope" {
		return fmt.Errorf("the app lacks the scope %s: add it under OAuth & Permissions and install the app again (%w)", e.Needed, err)
	}
	if why, ok := reasons[e.Err]; ok {
		return fmt.Errorf("%s (%w)", why, err)
	}
	for _, detail := range e.ResponseMetadata.Messages {
		err = fmt.Errorf("%w: %s", err, detail)
	}
	return err
}

// classify says whether a call that failed may be made again. sent: the request had left when it failed, so that its effect may have
// happened.
func classify(err error, sent bool) *chat.Error {
	var known *chat.Error
	var limit *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &limit):
		return &chat.Error{Retry: true, After: max(limit.RetryAfter, time.Second), Err: err}
	case errors.As(err, &status):
		return classifyStatus(err, status.Code)
	}
	if c := code(err); c != "" {
		e := &chat.Error{Retry: passing[c], Unknown: doubtful[c], Reason: causes[c], Err: explain(err)}
		if c == "ratelimited" || c == "rate_limited" {
			e.After = unstated
		}
		return e
	}
	return &chat.Error{Retry: true, Unknown: sent, Err: err}
}

// unsent classifies a send that failed. What is wrong with the app itself is no fault of the message: it waits until somebody has seen to it.
// A token that is refused for good ends Run.
func (m *Messenger) unsent(err error, sent bool) *chat.Error {
	e := classify(err, sent)
	if !e.Reason.OfApp() {
		return e
	}
	if e.Reason == chat.ReasonToken {
		m.end(fmt.Errorf("slack: %w", e.Err))
	}
	return &chat.Error{Retry: true, Reason: e.Reason, Err: e.Err}
}

func classifyStatus(err error, status int) *chat.Error {
	switch {
	case status == http.StatusTooManyRequests:
		return &chat.Error{Retry: true, After: unstated, Err: err}
	case status == http.StatusServiceUnavailable:
		return &chat.Error{Retry: true, Err: err}
	case status >= 500 || status == http.StatusRequestTimeout:
		return &chat.Error{Retry: true, Unknown: true, Err: err}
	}
	return &chat.Error{Err: err}
}

// refuse is a permanent error of the messenger's own.
func refuse(format string, args ...any) *chat.Error {
	return &chat.Error{Err: fmt.Errorf(format, args...)}
}

// watch gives a context that notes whether a request has left.
func watch(ctx context.Context) (context.Context, *atomic.Bool) {
	sent := &atomic.Bool{}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }}), sent
}
