package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/dashboard"
	"github.com/followup-bot/followup/bot/messenger/local"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/reminders"
	"github.com/followup-bot/followup/reminders/schedule"
)

// A Serve says what to run. A test gives it a folder, a clock and a port of its own.
type Serve struct {
	Config *config.Config
	Demo   bool
	Data   string // folder; empty: the configuration's, or the demo's
	Now    func() time.Time
	Log    *slog.Logger
	Out    io.Writer    // where the address is told
	Ready  func(*App)   // called once people can come
	HTTP   *http.Client // for messengers; nil: their own
	Test   Joints
}

// Joints are where a test puts something of its own between the parts. The zero value leaves all as it is.
type Joints struct {
	Clock      reminders.Clock                      // instead of the wall clock that Now tells
	Ledger     func(*boltstore.Store) ledger.Ledger // what the bot and the reminders see of the ledger
	Messengers map[string]chat.Messenger            // beside those of the configuration
	Reminders  func(*reminders.Config)              // changes it
}

// An App is followup running: one organisation, its ledger, its messengers, its reminders.
type App struct {
	Serve
	dir        string
	clock      reminders.Clock
	demoClock  *demoClock // nil outside a demo
	freshDemo  bool       // its stories are not told yet
	store      *boltstore.Store
	evidence   *blobs.Store
	bot        *bot.Bot
	reminders  *reminders.Service
	messengers map[string]chat.Messenger
	local      *local.Messenger  // nil when it is off
	page       *dashboard.Server // nil when it is off
	control    *control
	monitor    string // where a monitor asks; empty: nowhere
	started    time.Time
	closers    []func() error
}

// drainWindow is how long a stopping server goes on sending what it has promised.
const drainWindow = 5 * time.Second

// Run serves until ctx ends, and then stops in order: no new messages, what is under way is finished, answers go out, the ledger is closed.
func Run(ctx context.Context, s Serve) (err error) {
	a := &App{Serve: s, messengers: map[string]chat.Messenger{}}
	defer func() { err = errors.Join(err, a.close()) }()
	if err := a.open(ctx); err != nil {
		return err
	}
	return a.run(ctx)
}

func (a *App) close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i]())
	}
	return errors.Join(errs...)
}

func (a *App) onClose(f func() error) { a.closers = append(a.closers, f) }

// open brings everything up that can refuse: the data folder, the ledger with what the file says, the messengers, the control socket.
func (a *App) open(ctx context.Context) error {
	if a.Demo && a.Config.Messengers.Real() {
		return errors.New("a demo moves its clock and lets anybody be anybody: it is refused together with a real messenger; take slack out of the configuration")
	}
	a.dir = a.Data
	if a.dir == "" {
		a.dir = a.Config.Data
		if a.Demo {
			a.dir = filepath.Join(demoFolder, a.Config.Org.ID)
		}
	}
	if err := makeData(a.dir); err != nil {
		return err
	}
	unlock, err := lockData(a.dir)
	if err != nil {
		return err
	}
	a.onClose(func() error { unlock(); return nil })
	if a.clock = a.Test.Clock; a.clock == nil {
		a.clock = reminders.WallClock(a.Now)
	}
	if err := a.openStore(ctx); err != nil {
		return err
	}
	if err := a.openEvidence(); err != nil {
		return err
	}
	a.started = a.Now()
	if err := a.openBot(); err != nil {
		return err
	}
	if a.freshDemo {
		if err := a.seedDemo(ctx); err != nil {
			return err
		}
	}
	if err := a.openMessengers(ctx); err != nil {
		return err
	}
	if err := a.openPage(ctx); err != nil {
		return err
	}
	if err := a.openControl(); err != nil {
		return err
	}
	return a.openMonitor()
}

// openStore opens the ledger and takes over what the file says.
func (a *App) openStore(ctx context.Context) error {
	store, err := boltstore.Open(filepath.Join(a.dir, dbName), boltstore.Options{Org: ledger.OrgID(a.Config.Org.ID), Now: a.now, Log: a.Log})
	if err != nil {
		return err
	}
	a.store = store
	a.onClose(store.Close)
	if err := ledger.IndexMeetings(ctx, store); err != nil {
		return err
	}
	if err := a.openDemo(ctx); err != nil {
		return err
	}
	return a.seed(ctx)
}

// now is the app's clock, which a demo may have moved.
func (a *App) now() time.Time { return a.clock.Now() }

// seed takes over what is new in the configuration file.
func (a *App) seed(ctx context.Context) error {
	s, err := a.Config.Seed(ctx, a.store, func(r ledger.Rule) (time.Time, error) { return a.Config.NextOf(r, a.now()) })
	if err != nil {
		return fmt.Errorf("taking over the configuration: %w", err)
	}
	for _, d := range s.Differences {
		a.Log.Info("changed in chat, and stays", "record", string(d.Kind), "id", d.ID, "field", d.Field)
	}
	if len(s.Change.Records) == 0 {
		return nil
	}
	if l, ok := configured(a.now(), a.Config.Org.Lang, s.Change.Records); ok {
		s.Change.Log = append(s.Change.Log, l)
	}
	if err := a.store.Commit(ctx, s.Change); err != nil && !errors.Is(err, ledger.ErrDuplicate) {
		return fmt.Errorf("taking over the configuration: %w", err)
	}
	return nil
}

// openBot joins the bot and the reminders over the ledger.
func (a *App) openBot() (err error) {
	var store ledger.Ledger = a.store
	if a.Test.Ledger != nil {
		store = a.Test.Ledger(a.store)
	}
	conf := bot.Config{
		Store: store, Messengers: a.messengers, Calendar: a.Config.Days(), Schedules: scheduler{a.Config}, Files: fileReader{},
		Now: a.now, Status: a.health, Page: a.pageLink, Wake: func() { a.reminders.Wake() },
		Taken: func(message string, err error) { a.reminders.Taken(message, err) }, Log: a.Log, Evidence: a.evidencePolicy(),
	}
	if a.Demo {
		conf.Advance = a.advanceTo
	}
	if conf.Charts, err = a.openCharts(); err != nil {
		return err
	}
	if a.bot, err = bot.New(conf); err != nil {
		return err
	}
	service := reminders.Config{
		Store: store, Notifier: a.bot, Env: a.bot.Env, Schedule: a.schedule, Clock: a.clock, Log: a.Log,
		Keep: time.Duration(a.Config.Retention.SeenDays) * 24 * time.Hour, DayEnded: a.bot.DayEnded,
	}
	if a.Demo {
		service.Stall = 100 * 366 * 24 * time.Hour // a clock that leaps by days must not look like ticks that fail for days
	}
	if a.Test.Reminders != nil {
		a.Test.Reminders(&service)
	}
	a.reminders, err = reminders.New(service)
	return err
}

// schedule reads a rule's spec for the reminders.
func (a *App) schedule(r ledger.Rule, env ledger.Env) (reminders.Schedule, error) {
	return schedule.Parse(r.Spec, ledger.ZoneOfRule(env, r).String(), r.DayPolicy, env.Cal)
}

// health answers "how are the reminders running?".
func (a *App) health(ctx context.Context) (bot.Health, error) {
	st, err := a.reminders.Status(ctx)
	if err != nil {
		return bot.Health{}, err
	}
	h := bot.Health{Waiting: st.Waiting, Oldest: st.Oldest, Failed: len(st.Failed), LastTick: st.LastTick, NextLook: st.Next, Trouble: troubles(st)}
	jobs, err := reminders.Jobs(ctx, a.store)
	if err != nil {
		return h, err
	}
	for _, j := range jobs {
		if j.Rule == nil {
			h.Jobs = append(h.Jobs, bot.Job{Kind: j.Kind, Next: j.Next, Last: j.Last, Sent: j.Sent, Skipped: j.Skipped, Error: j.Error})
		}
	}
	return h, nil
}

// troubles are what does not work now.
func troubles(st reminders.Status) []string {
	var out []string
	if !st.Failing.IsZero() {
		out = append(out, "ticks: "+st.Error)
	}
	if !st.Outbox.IsZero() {
		out = append(out, "outbox: "+st.OutError)
	}
	if st.Untaken > 0 {
		out = append(out, fmt.Sprintf("%d messages not taken in: %s", st.Untaken, st.RefError))
	}
	for _, l := range st.Lanes {
		if l.Failures > 0 {
			out = append(out, l.Name+": "+l.Error)
		}
	}
	for _, x := range st.Aside {
		out = append(out, string(x.Entry.Kind)+" "+x.Entry.ID+": "+x.Err)
	}
	return out
}
