package bot_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/ledger"
)

// A question with what came before it, and what its answer is about.
type question struct {
	ID     string   `json:"id"`
	As     string   `json:"as"`
	After  []string `json:"after"`
	Ask    string   `json:"ask"`
	Room   string   `json:"room"`   // asked in this channel
	Public bool     `json:"public"` // and answered there
	Want   string   `json:"want"`   // see answerChecks
	Of     cond     `json:"of"`
	Part   cond     `json:"part"` // of rates: the part of Of
	Also   *cond    `json:"also"` // of rates: the same of before
	Units  []string `json:"units"`
	Months int      `json:"months"`
	Now    []string `json:"now"`
	Then   []string `json:"then"`
	Closed []string `json:"closed"`
	Parts  string   `json:"parts"`
	Says   []string `json:"says"`
	No     []string `json:"no"`
	Loose  bool     `json:"loose"` // the words alone count
}

// A cond says which facts are meant. It is looked up by plain loops, without a ledger.Query.
type cond struct {
	N             int      `json:"n"`
	Units         []string `json:"units"`
	Title         string   `json:"title"`
	Open          bool     `json:"open"`
	State         []string `json:"state"`
	Late          int      `json:"late"`
	Light         string   `json:"light"`
	Lights        []string `json:"lights"`
	Blocked       bool     `json:"blocked"`
	Waiting       string   `json:"waiting"`
	ClosedIn      []string `json:"closed"`
	IssuedIn      []string `json:"issued"`
	DueIn         []string `json:"due"`
	Area          string   `json:"area"`
	Programme     string   `json:"programme"`
	Tier          string   `json:"tier"`
	Involved      string   `json:"involved"`
	Stale         int      `json:"stale"`
	Never         bool     `json:"never"`
	Extension     bool     `json:"extension"`
	Decides       string   `json:"decides"`
	Handler       string   `json:"handler"`
	InTime        bool     `json:"intime"`
	Signed        bool     `json:"signed"`
	Fresh         bool     `json:"fresh"`
	Returned      bool     `json:"returned"`
	Extended      bool     `json:"extended"`
	Meeting       string   `json:"meeting"`
	NotTerminated bool     `json:"notterminated"`
}

func (f fact) open() bool { return f.state != "closed" && f.state != "terminated" }

// late is for how many days it is overdue.
func (f fact) late() int {
	if f.due == none || f.due >= 0 || !f.open() || f.state == "submitted" || f.state == "suspended" {
		return 0
	}
	return -f.due
}

func (f fact) light() string {
	switch {
	case !f.open() || f.state == "suspended":
		return ""
	case f.state == "submitted":
		return "blue"
	case f.late() > 0:
		return "red"
	case f.state == "issued" || f.state == "declined":
		return "grey"
	case f.due != none && f.due <= 3:
		return "yellow"
	}
	return "green"
}

func (f fact) silentDays() int {
	if f.report != none {
		return -f.report
	}
	return -f.issued
}

// fits reports whether the condition means the fact; day gives the date of a day's number.
func (c cond) fits(f fact, day func(int) string) bool {
	within := func(n int, span []string) bool {
		return len(span) == 0 || n != none && day(n) >= span[0] && day(n) <= span[1]
	}
	cadence := 30
	if f.tier != "" {
		cadence = 7
	}
	for _, wrong := range []bool{
		c.N > 0 && f.n != c.N, len(c.Units) > 0 && !slices.Contains(c.Units, f.unit), c.Title != "" && f.title != c.Title, c.Open && !f.open(),
		len(c.State) > 0 && !slices.Contains(c.State, f.state), c.Late > 0 && f.late() < c.Late, c.Light != "" && f.light() != c.Light,
		len(c.Lights) > 0 && !slices.Contains(c.Lights, f.light()), c.Blocked && (f.blocked == "" || !f.open()),
		c.Waiting != "" && !strings.Contains(f.waiting+f.blocked, c.Waiting), !within(f.closed, c.ClosedIn), !within(f.issued, c.IssuedIn), !within(f.due, c.DueIn),
		c.Area != "" && f.area != c.Area, c.Programme != "" && f.programme != c.Programme, c.Tier != "" && f.tier != c.Tier,
		c.Involved != "" && f.involved != c.Involved, c.Stale > 0 && (!f.open() || f.silentDays() < c.Stale), c.Never && (!f.open() || f.report != none),
		c.Extension && !f.extension, c.Decides == "yuanzhang" && !f.extension, c.Handler != "" && f.handler != c.Handler,
		c.InTime && f.submitted > f.due, c.Signed && (f.state == "issued" || f.state == "declined"), c.Fresh && f.silentDays() > cadence,
		c.Returned && f.returns == 0, c.Extended && f.granted == 0, c.Meeting != "" && f.meeting != c.Meeting, c.NotTerminated && f.state == "terminated",
	} {
		if wrong {
			return false
		}
	}
	return true
}

// An examiner knows the facts and the clock.
type examiner struct {
	*world
	facts []fact
	zh    bool
	cards []chat.Card
	text  string
}

func (x *examiner) date(n int) string { return x.day(n).Format("2006-01-02") }

func (x *examiner) find(c cond) []fact {
	var out []fact
	for _, f := range x.facts {
		if c.fits(f, x.date) {
			out = append(out, f)
		}
	}
	return out
}

func numbersOf(fs []fact) []int {
	var out []int
	for _, f := range fs {
		out = append(out, f.n)
	}
	slices.Sort(out)
	return out
}

// TestQuestions asks what leaders, the office and members ask. What is right is counted by hand over the facts.
func TestQuestions(t *testing.T) {
	b, err := os.ReadFile("testdata/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	w, list := askedWorld(t)
	if err := w.store.Commit(w.ctx, ledger.Change{Source: "room", Records: w.roomOf("zxj", "zxj-room")}); err != nil {
		t.Fatal(err)
	}
	w.bot.Reload()
	n := 0
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		var q question
		d := json.NewDecoder(bytes.NewReader(sc.Bytes()))
		d.DisallowUnknownFields()
		if err := d.Decode(&q); err != nil {
			t.Fatalf("%s: %v", sc.Text(), err)
		}
		n++
		t.Run(q.ID, func(t *testing.T) { w.examine(t, q, list) })
	}
	if n < 120 {
		t.Errorf("only %d questions", n)
	}
}

// roomOf makes a channel of the fake messenger the unit's.
func (w *world) roomOf(u ledger.UnitID, room string) []ledger.Record {
	unit, rev, err := ledger.Load[ledger.Unit](w.ctx, w.store, ledger.RecordUnit, string(u))
	if err != nil {
		w.t.Fatal(err)
	}
	unit.Channels = append(unit.Channels, ledger.Channel{Messenger: "fake", Conversation: room})
	return []ledger.Record{ledger.NewRecord(ledger.RecordUnit, string(u), rev, unit)}
}

func (w *world) examine(t *testing.T, q question, list []fact) {
	w.now, _ = parseMonday()
	w.forget(q.As)
	for _, s := range q.After {
		w.say(q.As, s)
	}
	private, public := len(w.got(q.As)), len(w.fake.Sent())
	if q.Room == "" {
		w.say(q.As, q.Ask)
	} else if _, err := w.fake.Say(w.ctx, q.As, q.Room, q.Ask, chattest.Mention()); err != nil {
		t.Fatal(err)
	}
	w.settle()
	x := &examiner{world: w, facts: list, zh: q.As != "dean" && q.As != "ops", cards: w.cardsTo(q.As, private)}
	if q.Room != "" {
		x.cards = x.placed(t, q, x.cards, public)
	}
	for _, c := range x.cards {
		x.text += chattest.Text(c) + "\n"
	}
	for _, s := range q.Says {
		if !strings.Contains(x.text, s) {
			t.Errorf("%s: want %q in\n%s", q.Ask, s, x.text)
		}
	}
	for _, s := range q.No {
		if strings.Contains(x.text, s) {
			t.Errorf("%s: %q must not stand in\n%s", q.Ask, s, x.text)
		}
	}
	check, ok := answerChecks[q.Want]
	if !ok {
		t.Fatalf("no check is called %q", q.Want)
	}
	if q.Loose {
		return
	}
	if why := check(x, q); why != "" {
		t.Errorf("%s %q after %q: %s\n%s", q.As, q.Ask, q.After, why, x.text)
	}
}

// placed gives the cards of the answer to a question in a channel, and checks that they stand where they may.
func (x *examiner) placed(t *testing.T, q question, private []chat.Card, since int) []chat.Card {
	var there []chat.Card
	for _, p := range x.fake.Sent()[since:] {
		if p.Ref.Conversation == q.Room {
			there = append(there, p.Card)
		}
	}
	if q.Public {
		if len(private) > 0 {
			t.Errorf("%s: answered in private too", q.Ask)
		}
		return there
	}
	if len(there) != 1 || len(marks(there)) > 0 || len([]rune(chattest.Text(there[0]))) > 40 {
		t.Errorf("%s: the channel is to see one line, and sees %s", q.Ask, chattest.Text(there[0]))
	}
	return private
}

func (w *world) forget(who string) {
	var keys []string
	if err := w.store.Records(w.ctx, ledger.RecordMark, "asked/"+who, func(r ledger.Record) bool { keys = append(keys, r.ID); return true }); err != nil {
		w.t.Fatal(err)
	}
	for _, k := range keys {
		c := ledger.Change{Source: fmt.Sprint("forget/", len(w.fake.Sent()), k), Records: []ledger.Record{{Kind: ledger.RecordMark, ID: k, Deleted: true, Force: true}}}
		if err := w.store.Commit(w.ctx, c); err != nil {
			w.t.Fatal(err)
		}
	}
}
