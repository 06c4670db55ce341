package slack

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// issued has the walk's minutes issued, after trouble was made.
func issued(o *office) {
	o.t.Helper()
	o.say("UCLERK", o.directTo("UCLERK"), walkMinutes)
	drafts := o.find("UCLERK", "网上预约", "档案室")
	o.say("UCLERK", chat.Address{Conversation: "DUCLERK", Thread: drafts.TS}, "3号信息处牵头")
	o.press("UCLERK", o.find("UCLERK", "信息处", "值班办法"), "draft_ask")
	o.say("UCLERK", o.directTo("UCLERK"), "下发")
}

// told counts the messages to somebody that hold all the words.
func (o *office) told(user string, words ...string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, p := range o.direct(user).posts {
		seen, all := look(o.t, p), true
		for _, w := range words {
			all = all && strings.Contains(seen.Text, w)
		}
		if all {
			n++
		}
	}
	return n
}

// Somebody who has left ends in one message to the admin, however many reminders were meant for them, and in no loop.
func TestAdminIsToldWhoLeft(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	o.mu.Lock()
	o.users["ULAT"].Deleted = true
	o.mu.Unlock()
	issued(o)
	o.until("2026-11-25 12:00")
	if n := o.told("UADMIN", "立案庭庭长", "账号已停用"); n != 1 {
		t.Errorf("the admin was told %d times", n)
	}
	opened := o.called("conversations.open")
	o.until("2026-11-25 18:00")
	if again := o.called("conversations.open") - opened; again > 2 {
		t.Errorf("%d more attempts in an afternoon", again)
	}
	o.find("UHEAD", "🆕", "档案数字化") // the others go on
}

// An archived channel and one that the bot was removed from end in a message that names the unit and what to do.
func TestAdminIsToldOfLostChannels(t *testing.T) {
	for name, tt := range map[string]struct {
		strike func(*room)
		says   string
	}{
		"archived": {func(r *room) { r.archived = true }, "频道已归档"},
		"removed":  {func(r *room) { r.left = true }, "邀请它"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, transports[Socket])
			o.inChannel("das")
			o.mu.Lock()
			tt.strike(o.channels[testChannel])
			o.mu.Unlock()
			issued(o)
			o.until("2026-11-24 12:00")
			if n := o.told("UADMIN", "档案室", tt.says); n != 1 {
				t.Errorf("the admin was told %d times", n)
			}
		})
	}
}

// inChannel gives a unit the test channel.
func (o *office) inChannel(unit ledger.UnitID) {
	o.t.Helper()
	u, rev, err := ledger.Load[ledger.Unit](o.t.Context(), o.store, ledger.RecordUnit, string(unit))
	if err != nil {
		o.t.Fatal(err)
	}
	u.Channels = []ledger.Channel{{Messenger: Name, Workspace: testTeam, Conversation: testChannel}}
	if err := o.store.Commit(o.t.Context(), ledger.Change{Source: "channel of " + string(unit), Records: []ledger.Record{ledger.NewRecord(ledger.RecordUnit, string(unit), rev, u)}}); err != nil {
		o.t.Fatal(err)
	}
	o.bot.Reload()
}

// A scope that was taken away and a token that is refused keep the messages: they go out once it is put right, and the admin is told meanwhile
// by the other messenger, or learns from the end of Run what to do.
func TestNothingIsLostWhileTheAppIsRefused(t *testing.T) {
	o := newOffice(t, transports[HTTP])
	o.mu.Lock()
	o.refuse["chat.postMessage"] = "missing_scope"
	o.mu.Unlock()
	o.say("UCLERK", o.directTo("UCLERK"), walkMinutes)
	posts := o.called("chat.postMessage")
	for range 6 {
		later := o.now().Add(10 * time.Minute)
		o.clock.Store(&later)
		o.settle()
	}
	if n := o.called("chat.postMessage") - posts; n > 12 {
		t.Errorf("%d attempts in an hour", n)
	}
	o.mu.Lock()
	delete(o.refuse, "chat.postMessage")
	o.mu.Unlock()
	later := o.now().Add(10 * time.Minute)
	o.clock.Store(&later)
	o.settle()
	o.find("UCLERK", "网上预约", "档案室")
}
