package bot

import (
	"regexp"
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// handOver gives another person what somebody handles. Where the office says that they have left, their posts go along and nothing is sent to
// them any more.
func (t *turn) handOver(w intent.Work) (outcome, error) {
	from := w.From
	if w.Self {
		from = t.me.ID
	}
	if from == "" || w.To == "" || from == w.To {
		return outcome{}, t.trouble("HandOverWho")
	}
	left := w.Left && t.canDo(ledger.ActPeople)
	items, err := t.handledBy(from)
	if err != nil {
		return outcome{}, err
	}
	c, err := ledger.HandOver(t.env, items, from, w.To, t.me.ID, orWords(w.Reason, t.m.Text))
	if err != nil {
		return outcome{}, err
	}
	args := []any{"From", t.v.Person(from), "To", t.v.Person(w.To), "Numbers", t.numbers(c.Items)}
	var reads []string
	if len(c.Items) > 0 {
		t.take(c)
		reads = append(reads, t.v.N("HandOverRead", len(c.Items), args...))
	}
	if left {
		posts, err := t.leave(from, w.To)
		if err != nil {
			return outcome{}, err
		}
		reads = append(reads, t.v.T("LeaveRead", append(args, "Posts", t.v.List(posts))...))
	}
	if len(reads) == 0 {
		return outcome{}, t.trouble("HandOverNone", args...)
	}
	return outcome{reads: reads, done: t.v.Say(t.v.N("HandedOver", len(c.Items), args...))}, nil
}

// handledBy are the open items of a handler.
func (t *turn) handledBy(who ledger.PersonID) ([]ledger.Item, error) {
	var rows []ledger.Row
	if err := t.cfg.Store.Rows(t.ctx, ledger.Filter{Open: true, Handler: who}, func(r ledger.Row) bool { rows = append(rows, r); return true }); err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b ledger.Row) int { return a.Number.Compare(b.Number) })
	return t.load(rows)
}

// leave writes that somebody has left and who has their posts now; it names the posts.
func (t *turn) leave(from, to ledger.PersonID) ([]string, error) {
	p, rev, err := t.loadPerson(from)
	if err != nil {
		return nil, err
	}
	q, qrev, err := t.loadPerson(to)
	if err != nil {
		return nil, err
	}
	gone, heir := ledger.Leave(p, q)
	t.record(ledger.NewRecord(ledger.RecordPerson, string(from), rev, gone))
	t.record(ledger.NewRecord(ledger.RecordPerson, string(to), qrev, heir))
	var posts []string
	for _, x := range heir.Posts[len(q.Posts):] {
		posts = append(posts, t.v.Unit(x.Unit)+t.v.T("Role_"+string(x.Role)))
	}
	return posts, nil
}

// away records who stands in for somebody, or that they are back.
func (t *turn) away(w intent.Work) (outcome, error) {
	who := w.From
	if who == "" {
		who = t.me.ID
	}
	if who != t.me.ID {
		if err := t.env.Allowed(t.me.ID, ledger.ActPeople, ledger.Item{}); err != nil {
			return outcome{}, err
		}
	}
	p, rev, err := t.loadPerson(who)
	if err != nil {
		return outcome{}, err
	}
	today := t.env.Today()
	if w.Op == intent.WorkBack {
		p, was := ledger.Back(p, today)
		if !was {
			return outcome{}, t.trouble("NotAway")
		}
		t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
		return outcome{done: t.v.Say(t.v.T("BackAgain", "Name", p.Name))}, nil
	}
	if w.End.Date.Before(today) {
		return outcome{}, t.trouble("Refused_past_snooze")
	}
	if w.To == "" || w.To == who {
		return outcome{}, t.trouble("AwayWho")
	}
	if d, ok := t.env.Dir.Person(w.To); !ok || d.Gone || len(d.Identities) == 0 {
		return outcome{}, t.trouble("AwayUnreachable", "Name", t.v.Person(w.To))
	} else if a, away := d.AwayAt(w.Start.Date); away && a.Deputy != "" {
		return outcome{}, t.trouble("AwayToo", "Name", d.Name)
	}
	p = ledger.Away(p, ledger.Absence{From: w.Start.Date, To: w.End.Date, Deputy: w.To})
	t.record(ledger.NewRecord(ledger.RecordPerson, string(p.ID), rev, p))
	args := []any{"Name", p.Name, "To", t.v.Person(w.To), "From", t.v.Date(w.Start.Date, today), "Until", t.v.Date(w.End.Date, today)}
	if w.To != t.me.ID {
		t.tellPersonIn(w.To, "AwayTold", args...)
	}
	return outcome{reads: []string{t.v.T("AwayRead", args...)}, done: t.v.Say(t.v.T("AwaySet", args...))}, nil
}

var liaisonWords = regexp.MustCompile(`(?i)转(?:给|交给?|由)?(?:本单位|我们|我庭|本庭|我处|我部门)?的?(?:内勤|联络员)|to (?:the|our) liaison`)

// inHouse hands an item on within the unit: 转内勤办 means the unit's liaison as they are now; a person whom the organisation does not know is
// asked for, with those of the unit to choose from. A unit is somebody else's decision.
func (t *turn) inHouse(in intent.Intent) error {
	to := ""
	if len(in.Slots.To) > 0 {
		to = in.Slots.To[0]
	}
	_, known := t.env.Dir.Lookup(to)
	liaison := liaisonWords.MatchString(t.m.Text)
	if known && to != "" || in.Slots.PersonChange != intent.Said && !liaison {
		return t.onNamed(in)
	}
	items, err := t.which(in)
	if err != nil || len(items) == 0 {
		return err
	}
	it := items[0]
	if err := t.env.Allowed(t.me.ID, ledger.ActHandler, it); err != nil {
		return t.refused(err, items[:1])
	}
	if liaison {
		who := ledger.Recipients(t.env, ledger.Item{Lead: it.Lead}, ledger.ForWork)
		if len(who) == 1 {
			in.Slots.To, in.Slots.Item, in.Slots.Ref = []string{t.v.Person(who[0])}, nil, it.Number.Short()
			return t.confirm(in, items[:1])
		}
	}
	form := chat.Control{Kind: chat.ControlForm, ID: view.DoHandler, Value: string(it.ID), Label: t.v.T("Do_handler"), Style: "primary"}
	line := t.v.T("HandlerWho", "Number", t.v.Number(it.Number), "Title", t.title(it))
	if to != "" && !liaison {
		line = t.v.T("UnknownOwner", "Name", to) + t.v.T("Sep") + line
	}
	t.reply(view.With(t.v.Say(line), form))
	return nil
}
