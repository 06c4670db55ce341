package bot_test

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders"
)

// When one of two messengers ends for good, the admins are told by the other one, people who have both go on there, and what only the ended one
// could deliver is kept.
func TestAMessengerThatHasEnded(t *testing.T) {
	w := newWorld(t, chattest.Options{})
	clock := func() time.Time { return w.now }
	other := chattest.NewFake(chattest.Options{Now: clock})
	both, err := bot.New(bot.Config{Store: w.store, Messengers: map[string]chat.Messenger{"other": other.Messenger(), "fake": w.fake.Messenger()}, Calendar: calendar.China(), Schedules: specs{}, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	w.bot = both
	w.rem, err = reminders.New(reminders.Config{Store: w.store, Notifier: both, Env: both.Env, Clock: reminders.TimerClock(clock), Limits: func(string) reminders.Limits { return reminders.Limits{} }})
	if err != nil {
		t.Fatal(err)
	}
	env, err := both.Env(t.Context(), w.now)
	if err != nil {
		t.Fatal(err)
	}
	admins := ledger.Recipients(env, ledger.Item{}, ledger.ForAdmin)
	if len(admins) == 0 {
		t.Fatal("no admin")
	}
	admin := string(admins[0])
	w.identities(admins[0], ledger.Identity{Messenger: "other", User: admin}, ledger.Identity{Messenger: "fake", User: admin})
	w.identities("zxj-head", ledger.Identity{Messenger: "other", User: "zxj-head"})
	if err := both.MessengerEnded(t.Context(), "other", errors.New("the token was revoked: install the app again")); err != nil {
		t.Fatal(err)
	}
	c := ledger.Change{Source: "note", Notices: []ledger.Notice{{Key: "note/zxj-head", To: ledger.Recipient{Person: "zxj-head"}, Kind: ledger.NoticeReply, Body: []byte(`{"card":{"title":"for the head"}}`)}}}
	if err := w.store.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	w.settle()
	told := w.fake.Sent()
	if len(told) == 0 || len(other.Sent()) > 0 {
		t.Fatalf("%d messages here, %d by the one that has ended", len(told), len(other.Sent()))
	}
	w.want(chattest.Text(told[len(told)-1].Card), "other", "已停用", "install the app again")
	if n, _, err := w.store.Waiting(t.Context()); err != nil || n != 1 {
		t.Errorf("%d notices wait, %v", n, err)
	}
}

// identities gives a person other identities.
func (w *world) identities(id ledger.PersonID, ids ...ledger.Identity) {
	w.t.Helper()
	p, rev, err := ledger.Load[ledger.Person](w.ctx, w.store, ledger.RecordPerson, string(id))
	if err != nil {
		w.t.Fatal(err)
	}
	p.Identities = ids
	if err := w.store.Commit(w.ctx, ledger.Change{Source: "identities of " + string(id), Records: []ledger.Record{ledger.NewRecord(ledger.RecordPerson, string(id), rev, p)}}); err != nil {
		w.t.Fatal(err)
	}
	w.bot.Reload()
}
