// Package slack carries chat messages over Slack: it receives by Socket Mode or by signed HTTP requests, lays cards out as Block Kit, opens
// forms as modals, and catches up from the history with what was said while nobody listened. It is the only importer of slack-go.
//
// Limits: one workspace (or one Enterprise organisation's workspace) for each Messenger; an internal app, because look-ups in the history
// are cut to one a minute for distributed ones; messages removed while nobody listened go unnoticed, as the history no longer shows them.
// Nothing is sent again here but what Slack refused with 429 while reading: the outbox decides about writes.
package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// Name is the messenger's name in addresses.
const Name = "slack"

// The transports.
const (
	Socket = "socket" // Socket Mode: the bot dials out, no public address is needed
	HTTP   = "http"   // Slack posts events, interactions and commands to a public address
)

// Config is what a Messenger needs to know. Zero values of the second group have defaults.
type Config struct {
	Transport     string // Socket when empty
	BotToken      string // xoxb-…
	AppToken      string // xapp-…, for Socket
	SigningSecret string // for HTTP
	Listen        string // for HTTP: host:port that Run listens on; empty: the caller serves ServeHTTP

	APIURL     string        // https://slack.com/api/; https://slack-gov.com/api/ or a proxy otherwise
	Command    string        // the slash command, /followup
	MaxFile    int64         // bytes of a file that are read at most, 20 MiB
	CatchUp    time.Duration // how far back catch-up reads at most, seven days
	HTTPClient *http.Client  // 30 s a request
	Now        func() time.Time
	Log        *slog.Logger
	State      StateStore // in memory when nil: what was said while the process was down is then lost
}

// A StateStore keeps small values by key over restarts: for each conversation how far it was handled and which threads the bot is in.
type StateStore interface {
	// Load gives nil without an error for a key that was never saved.
	Load(ctx context.Context, key string) ([]byte, error)
	Save(ctx context.Context, key string, value []byte) error
}

// Home is an optional ability of a chat.Handler: the card of a person's App Home, shown when they open it and after they used it.
type Home interface {
	Home(ctx context.Context, at chat.Address, who chat.User) (chat.Card, error)
}

// A Messenger is chat.Messenger, chat.Updater and chat.Finder over Slack. Its methods may be called from several goroutines.
type Messenger struct {
	cfg  Config
	log  *slog.Logger
	now  func() time.Time
	api  *slack.Client // never retries: for writes
	read *slack.Client // waits out 429

	team, enterprise string
	self, bot        string // the bot's own user and bot ids

	people  people
	places  places
	done    recent // ids of what was handled
	others  recent // threads that are not the bot's
	failing failing
	lanes   lanes
	sweeps  chan struct{}
	waiting atomic.Bool // a later sweep is planned

	ackAfter time.Duration   // an acknowledgement waits for the effect this long at most
	pauses   []time.Duration // between the times that a message is offered

	mu      sync.Mutex
	handler chat.Handler
	stop    context.CancelCauseFunc // ends Run
	runCtx  context.Context
	directs map[string]string // user → direct conversation

	lastRetry time.Time // when Slack's repetitions last led to a catch-up
}

var (
	_ chat.Messenger = (*Messenger)(nil)
	_ chat.Updater   = (*Messenger)(nil)
	_ chat.Finder    = (*Messenger)(nil)
	_ chat.Late      = (*Messenger)(nil)
	_ chat.Files     = (*Messenger)(nil)
	_ chat.Placed    = (*Messenger)(nil)
	_ chat.Directory = (*Messenger)(nil)
)

// New checks the configuration and asks Slack who the token belongs to. It fails for good with an error that says what to do, and with a
// *chat.Error whose Retry is set when Slack could not be reached.
func New(ctx context.Context, cfg Config) (*Messenger, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	m := &Messenger{
		cfg: cfg, log: cfg.Log.With("messenger", Name), now: cfg.Now, sweeps: make(chan struct{}, 1),
		ackAfter: 2500 * time.Millisecond, pauses: []time.Duration{200 * time.Millisecond, time.Second, 3 * time.Second},
		directs: map[string]string{},
	}
	m.api = slack.New(cfg.BotToken, cfg.options()...)
	m.read = slack.New(cfg.BotToken, append(cfg.options(), slack.OptionRetry(3))...)
	who, err := m.api.AuthTestContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("slack: the bot token: %w", classify(err, false))
	}
	m.team, m.enterprise, m.self, m.bot = who.TeamID, who.EnterpriseID, who.UserID, who.BotID
	m.people.init(m)
	m.places.init(m)
	return m, nil
}

// Workspace is the id of the workspace that the bot token is of.
func (m *Messenger) Workspace() string { return m.team }

func (c Config) withDefaults() Config {
	if c.Transport == "" {
		c.Transport = Socket
	}
	if c.APIURL == "" {
		c.APIURL = slack.APIURL
	}
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	if c.Command == "" {
		c.Command = "/followup"
	}
	if c.MaxFile == 0 {
		c.MaxFile = 20 << 20
	}
	if c.CatchUp == 0 {
		c.CatchUp = 7 * 24 * time.Hour
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{Timeout: 30 * time.Second}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.State == nil {
		c.State = &memory{values: map[string][]byte{}}
	}
	return c
}

func (c Config) validate() error {
	switch {
	case c.Now == nil:
		return errors.New("slack: Config.Now is missing")
	case c.Transport != Socket && c.Transport != HTTP:
		return fmt.Errorf("slack: transport %q is neither socket nor http", c.Transport)
	case !strings.HasPrefix(c.BotToken, "xoxb-"):
		return errors.New("slack: the bot token must begin with xoxb- (the app's page, OAuth & Permissions)")
	case c.Transport == Socket && !strings.HasPrefix(c.AppToken, "xapp-"):
		return errors.New("slack: Socket Mode needs an app-level token that begins with xapp- (the app's page, Basic Information)")
	case c.Transport == HTTP && c.SigningSecret == "":
		return errors.New("slack: HTTP needs the signing secret (the app's page, Basic Information)")
	}
	return nil
}

func (c Config) options() []slack.Option {
	return []slack.Option{slack.OptionHTTPClient(c.HTTPClient), slack.OptionAPIURL(c.APIURL), slack.OptionAppLevelToken(c.AppToken)}
}

// Run receives until ctx ends, or until Slack says that the app may not go on: a revoked token, a removed app. It returns ctx's error or an
// error that says what happened.
func (m *Messenger) Run(ctx context.Context, h chat.Handler) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	m.mu.Lock()
	m.handler, m.stop, m.runCtx = h, stop, ctx
	m.mu.Unlock()
	if err := m.places.start(ctx); err != nil {
		return fmt.Errorf("slack: state: %w", err)
	}
	m.lanes.start()
	var wg sync.WaitGroup
	wg.Go(func() { m.sweep(ctx) })
	wg.Go(func() { m.places.keep(ctx) })
	var err error
	if m.cfg.Transport == HTTP {
		err = m.runHTTP(ctx)
	} else {
		err = m.runSocket(ctx)
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	stop(err)
	wg.Wait()
	m.lanes.close()
	m.places.save(context.WithoutCancel(ctx))
	return err
}

// running gives the handler and the context that work for it lives in; ok is false while Run is not.
func (m *Messenger) running() (context.Context, chat.Handler, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runCtx, m.handler, m.runCtx != nil && m.runCtx.Err() == nil
}

// end stops Run with an error that needs a person.
func (m *Messenger) end(err error) {
	m.mu.Lock()
	stop := m.stop
	m.mu.Unlock()
	if stop != nil {
		stop(err)
	}
}
