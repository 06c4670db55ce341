package bot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// meetingOutcome answers how what a meeting decided is carried out: in the meeting's order, as text to paste and as a file to attach.
func (t *turn) meetingOutcome(id ledger.MeetingID) error {
	d, _, err := t.draft(id)
	if err != nil {
		return err
	}
	items, err := t.meetingItems(d)
	if err != nil {
		return err
	}
	if !t.canDo(ledger.ActViewAll) {
		if len(items) == 0 {
			t.whisperOrReply(t.v.Say(t.v.T("NotYours")))
			return nil
		}
		d.Rows = slices.DeleteFunc(slices.Clone(d.Rows), ledger.DraftRow.Waiting) // what is no unit's yet is the office's
	}
	o := ledger.OutcomeOf(t.env, d, items)
	card := view.With(t.v.Meeting(o), append(t.v.MeetingControls(o), t.pageLinks(pageOf(ledger.Query{Meeting: string(id)}))...)...)
	t.answer(card, ledger.Query{Meeting: string(id)})
	return nil
}

// meetingItems are what came of a meeting, or goes on with it, as far as the speaker may see it.
func (t *turn) meetingItems(d ledger.Draft) ([]ledger.Item, error) {
	var items []ledger.Item
	add := func(it ledger.Item) {
		if t.env.Sees(t.me.ID, it) {
			items = append(items, it)
		}
	}
	f := ledger.Filter{Meeting: d.ID, Limit: 500}
	for more := true; more; more = f.Cursor != "" {
		page, err := t.cfg.Store.List(t.ctx, f)
		if err != nil {
			return nil, fmt.Errorf("items of meeting %s: %w", d.ID, err)
		}
		for _, it := range page.Items {
			add(it)
		}
		f.Cursor = page.Cursor
	}
	for _, r := range d.Rows {
		if r.Continues == "" {
			continue
		}
		it, err := t.item(r.Continues)
		if err != nil {
			return nil, err
		}
		add(it)
	}
	return t.goneInto(items)
}

// goneInto adds to items those that any of them was merged into.
func (t *turn) goneInto(items []ledger.Item) ([]ledger.Item, error) {
	for i := 0; i < len(items); i++ {
		m := items[i].Into
		if m == nil || slices.ContainsFunc(items, func(it ledger.Item) bool { return it.ID == m.Item }) {
			continue
		}
		it, err := t.item(m.Item)
		if err != nil {
			return nil, err
		}
		if t.env.Sees(t.me.ID, it) {
			items = append(items, it)
		}
	}
	return items, nil
}

// ofMeeting narrows a question to the meeting that it names; false when they have been told that there is none.
func (t *turn) ofMeeting(a *asked) (bool, error) {
	if a.in.Slots.Meeting == "" && a.in.Slots.MeetingDate.IsZero() {
		return true, nil
	}
	d, found, err := t.meetingNamed(a.in.Slots)
	if err != nil {
		return false, err
	}
	if found && !t.canDo(ledger.ActViewAll) { // of a meeting that nothing of theirs came of, not even the title is told
		items, err := t.meetingItems(d)
		if err != nil {
			return false, err
		}
		found = len(items) > 0
	}
	if !found {
		id := "NoMeeting"
		if a.in.Slots.MeetingDate.IsZero() && meetingWords(a.in.Slots) != "" {
			id = "NoSuchMeeting"
		}
		t.reply(t.v.Say(t.v.T(id, "Name", meetingWords(a.in.Slots))))
		return false, nil
	}
	a.q.Meeting, a.scope = string(d.ID), d.Title
	return true, nil
}

// meetingWords are the words that name a meeting; none for the last one.
func meetingWords(s intent.Slots) string {
	return strings.TrimPrefix(strings.TrimPrefix(s.Meeting, "@last:"), "@last")
}

// meetingNamed finds the latest meeting with a name: "@last:…", a part of its title, or its date.
func (t *turn) meetingNamed(s intent.Slots) (d ledger.Draft, found bool, err error) {
	words := meetingWords(s)
	ms, err := ledger.Meetings(t.ctx, t.cfg.Store)
	if err != nil {
		return d, false, err
	}
	slices.SortStableFunc(ms, func(a, b ledger.MeetingHead) int { return a.Date.Compare(b.Date) })
	if words == "" && s.MeetingDate.IsZero() { // the last meeting is the last whose items are under way, if there is one
		started := slices.DeleteFunc(slices.Clone(ms), func(m ledger.MeetingHead) bool { return m.Order != "" || !m.Started })
		if len(started) > 0 {
			ms = started
		}
	}
	for _, m := range slices.Backward(ms) {
		if (words == "" || ledger.MeetingMatches(m.Title, words)) && (s.MeetingDate.IsZero() || m.Date == s.MeetingDate.Date) && m.Order == "" {
			d, _, err = t.draft(m.ID)
			return d, err == nil, err
		}
	}
	return d, false, nil
}
