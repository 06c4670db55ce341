// Package bot is how followup speaks: a message comes in, is read, decided on the ledger, committed, and answered; a notice comes due and
// becomes a message. It keeps nothing in memory that a restart could lose: questions, drafts and which card is about what are records in the
// ledger, and its answers leave through the ledger's outbox.
//
// It knows no messenger; those are handed in.
//
// The files by their first word: handle, decide, do, click, turn take a message in; which, question settle what is meant; act does what is said to one
// item, work the orders that touch several; query answers; minutes, draft make items of minutes; table, document are files that come and go; setting
// and operate are the admin's; evidence and copies keep files; people, about, home, campaign speak of people; deliver words what the reminders have planned.
package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A Scheduler reads specs of schedules: five cron fields or an RRULE.
type Scheduler interface {
	// Upcoming gives the next n instants after an instant, in UTC. zone is IANA, dayPolicy is ledger.Rule's. The error of a spec that can't be
	// used says why in words for people.
	Upcoming(spec, zone, dayPolicy string, after time.Time, n int) ([]time.Time, error)
}

// A FileReader turns a file into text.
type FileReader interface {
	// Text gives the file's text; tables are tab-separated lines. An error that is a FileError has a code that people are told about.
	Text(ctx context.Context, name string, size int64, r io.Reader) (string, error)
}

// A FileError says in one word why a file could not be read: scan, legacy, large, encrypted, unknown, broken.
type FileError interface {
	error
	Code() string
}

// Config is what a Bot needs.
type Config struct {
	Store      ledger.Ledger
	Messengers map[string]chat.Messenger // by name, as in chat.Address.Messenger
	Calendar   *calendar.Calendar
	Schedules  Scheduler
	Files      FileReader
	Now        func() time.Time
	Evidence   Evidence                                      // files that people send as evidence
	Charts     *chart.Painter                                // draws pictures; nil: there are none
	Advance    func(ctx context.Context, to time.Time) error // moves a demo's clock forward; nil outside a demo
	Status     func(ctx context.Context) (Health, error)     // how the reminders are running; nil: not known
	// Page gives a person's own link to a place on the page in a browser ("", "unit/ID", "item/ID", "area/NAME", "programme/NAME"), in a language; ok is
	// false where it could not be opened from that messenger. Nil: no page is served.
	Page func(who ledger.PersonID, messenger, path, lang string) (link string, ok bool)
	Wake func() // called after each commit, so that the outbox is served at once; may be nil
	// Taken is called with what became of each message that its messenger offers until it is taken, nil when it was; may be nil.
	Taken func(message string, err error)
	Log   *slog.Logger
}

// Health is what "how are the reminders running?" is answered with.
type Health struct {
	Waiting  int
	Oldest   time.Time
	Failed   int
	LastTick time.Time
	NextLook time.Time
	Trouble  []string // what does not work, in the words of whoever failed
	Jobs     []Job    // followup's own
}

// A Bot is safe for concurrent use.
type Bot struct {
	cfg  Config
	org  atomic.Pointer[inForce]
	down sync.Map // names of messengers that have ended for good

	copier copier
}

// inForce is the organisation and policy as last read from the ledger.
type inForce struct {
	dir    *ledger.Directory
	policy ledger.Policy
	cal    *calendar.Calendar // with the days that were set in chat
}

// New makes a bot over a ledger that holds an organisation.
func New(cfg Config) (*Bot, error) {
	if cfg.Store == nil || cfg.Now == nil || cfg.Calendar == nil {
		return nil, errors.New("bot: store, clock and calendar are needed")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Wake == nil {
		cfg.Wake = func() {}
	}
	if cfg.Taken == nil {
		cfg.Taken = func(string, error) {}
	}
	return &Bot{cfg: cfg, copier: newCopier()}, nil
}

// Env is what decisions may know at an instant: the organisation and policy in force.
func (b *Bot) Env(ctx context.Context, now time.Time) (ledger.Env, error) {
	f := b.org.Load()
	if f == nil {
		o, p, err := ledger.ReadOrg(ctx, b.cfg.Store)
		if err != nil {
			return ledger.Env{}, fmt.Errorf("organisation: %w", err)
		}
		days, err := ledger.LoadAll[markedDay](ctx, b.cfg.Store, ledger.RecordMark, dayMark)
		if err != nil {
			return ledger.Env{}, fmt.Errorf("calendar: %w", err)
		}
		cal := b.cfg.Calendar
		for _, d := range days {
			cal = cal.With(d.Date, d.Workday, "")
		}
		b.placed(&o)
		b.reachable(o.People)
		f = &inForce{ledger.NewDirectory(o), p, cal}
		b.org.Store(f)
	}
	return ledger.Env{Now: now.UTC(), Dir: f.dir, Policy: f.policy, Cal: f.cal}, nil
}

// Reload makes the bot read the organisation and policy again, after they were changed by somebody else.
func (b *Bot) Reload() { b.org.Store(nil) }

// commit makes a change durable and wakes the outbox. A change of known source is done already and no error.
func (b *Bot) commit(ctx context.Context, c ledger.Change) error {
	err := b.cfg.Store.Commit(ctx, c)
	if errors.Is(err, ledger.ErrDuplicate) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, r := range c.Records {
		switch r.Kind {
		case ledger.RecordOrg, ledger.RecordUnit, ledger.RecordPerson, ledger.RecordPolicy:
			b.Reload()
		case ledger.RecordMark:
			if strings.HasPrefix(r.ID, dayMark) {
				b.Reload()
			}
		case ledger.RecordCopying:
			select {
			case b.copier.wake <- struct{}{}:
			default:
			}
		}
	}
	b.cfg.Wake()
	return nil
}

var _ chat.Handler = (*Bot)(nil)
