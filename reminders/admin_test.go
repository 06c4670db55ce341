package reminders_test

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// An admin who has another messenger is told there, in time, that theirs takes nothing; that it works again, where they always are told.
func TestAdminsHearOfADeadMessengerByAnother(t *testing.T) {
	o := court(2)
	for i, p := range o.People {
		if p.ID == "admin" {
			o.People[i].Identities = []ledger.Identity{{Messenger: "dead", Workspace: "T1", User: "admin"}, {Messenger: "test", User: "admin"}}
		}
	}
	within(t, o, at(t, "2026-11-24 09:00"), func(w *world) {
		w.sink.failing(func(n ledger.Leased) *ledger.Receipt {
			if n.Notice.To.Person == "admin" {
				return &ledger.Receipt{Outcome: ledger.OutcomeRetry, Error: "the app lacks the scope chat:write"}
			}
			return nil
		})
		w.post(ledger.ClassReply, 1, func(int) ledger.Recipient { return ledger.Recipient{Person: "admin"} })
		got := w.until(at(t, "2026-11-24 09:30"))
		if len(got) != 1 || got[0].notice.Kind != ledger.NoticeAdmin || got[0].notice.To.Place.Messenger != "test" || got[0].notice.To.Place.User != "admin" {
			t.Errorf("while it is dead: %+v", got)
		}
		w.sink.failing(nil)
		after := w.until(at(t, "2026-11-24 10:00"))
		if len(after) != 2 || after[0].notice.To.Person != "admin" || after[1].notice.To.Person != "admin" {
			t.Errorf("when it works again: %+v", after)
		}
	})
}
