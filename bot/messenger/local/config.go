package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/followup-bot/followup/internal/gate"
)

// Name is the messenger's name in addresses and identities.
const Name = "local"

// Limits of what a person may send; the page and the terminal say them.
const (
	DefaultMaxFile = 20 << 20 // bytes of one file
	maxText        = 400_000  // bytes of one message
	maxFiles       = 10       // files of one message
)

// A Config says who may enter and where the chat lives.
type Config struct {
	Dir    string // folder of the journal and the files; created, owner-only
	Listen string // host:port, such as 127.0.0.1:8080; a taken port moves on to the next; empty: nothing listens, Control alone works
	Demo   bool   // anybody at this machine picks who they are; loopback only

	// People and Channels are asked on every use, so that a change of the organisation counts at once.
	People   func() []Persona
	Channels func() []Channel

	Samples  []Sample       // of the demo's first step
	Clock    Clock          // the demo's clock; nil: Now alone
	Zone     *time.Location // in which dates are shown; UTC when nil
	BotNames []string       // what an @ before makes a mention; the catalogues' names count always

	// Hosts are the names under which the chat is reached besides loopback's own: the Host header must be one of them.
	Hosts        []string
	HTTPS        bool           // people reach Hosts by TLS, be it a proxy on this machine that speaks it
	TLSCert      string         // PEM file
	TLSKey       string         // PEM file
	TrustedProxy []netip.Prefix // whose X-Forwarded-Proto is believed; with them set, nobody else may connect

	// Withhold says that a text must not be stored. The handler still gets it, once, from memory.
	Withhold func(text string) bool
	// Idle returns when the bot has nothing left to say: the outbox is quiet. Nil: only messages being handled count.
	Idle func(ctx context.Context) error

	MaxFile int64            // bytes of one file; DefaultMaxFile when zero
	Now     func() time.Time // required when there is no Clock
	Log     *slog.Logger     // never given message bodies; discarded when nil
}

// A Persona is one person who may enter.
type Persona struct {
	ID    string `json:"id"` // the chat user id: identity
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Unit  string `json:"unit,omitempty"`
	Lang  string `json:"lang,omitempty"`  // BCP 47; the page's language
	Group string `json:"group,omitempty"` // heading in the demo's picker
}

// A Channel is a conversation of several people and the bot. Only members see it.
type Channel struct {
	ID      string
	Name    string
	Members []string // persona ids
}

// A Sample is a text that the demo's first step sends.
type Sample struct {
	Lang  string `json:"lang"`
	Title string `json:"title"`
	Text  string `json:"-"`
	As    string `json:"as,omitempty"` // the persona who sends it; empty: whoever asks
}

// A Clock tells the time, and in a demo moves on. Advance returns when what came due on the way is done.
type Clock interface {
	Now() time.Time
	Advance(ctx context.Context, d time.Duration) error
}

func (c *Config) fill() error {
	if c.Dir == "" {
		return errors.New("local chat: no folder given")
	}
	if c.People == nil {
		return errors.New("local chat: nobody may enter: no people given")
	}
	if c.Channels == nil {
		c.Channels = func() []Channel { return nil }
	}
	if c.Clock != nil {
		c.Now = c.Clock.Now
	}
	if c.Now == nil {
		return errors.New("local chat: no clock given")
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if c.MaxFile == 0 {
		c.MaxFile = DefaultMaxFile
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c.guarded()
}

// guarded refuses what would put the chat on a network unprotected.
func (c *Config) guarded() error {
	if c.Listen == "" {
		return nil
	}
	host, err := gate.Check(c.Listen, c.TLSCert, c.TLSKey, c.TrustedProxy)
	if c.Demo && host != "" && !gate.Loopback(host) {
		return fmt.Errorf("local chat: a demo lets anybody be anybody and listens on loopback only, not on %q", c.Listen)
	}
	if err != nil {
		return fmt.Errorf("local chat: %w", err)
	}
	if gate.Loopback(host) {
		return nil
	}
	if len(c.Hosts) == 0 {
		return fmt.Errorf("local chat: %q can be reached from other machines: give the host names by which people reach it", c.Listen)
	}
	return nil
}

func (c *Config) makeDir() error {
	if err := os.MkdirAll(filepath.Join(c.Dir, "files"), 0o700); err != nil {
		return fmt.Errorf("local chat: %w", err)
	}
	return nil
}
