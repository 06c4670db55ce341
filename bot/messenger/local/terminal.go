package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// TerminalConfig says how a person talks with the bot in a terminal, or how a script does.
type TerminalConfig struct {
	Client      Client
	As          string // who begins, by id or name
	In          io.Reader
	Out         io.Writer
	Lang        string // BCP 47 of the terminal's own words; the person's when empty
	Color       bool
	Interactive bool          // somebody types: messages show as they come; otherwise lines are a script, and the first failure ends it
	Patience    time.Duration // how long a script waits for the bot, and for what it expects; a minute when zero
	Open        func(path string) (io.ReadCloser, error)
}

// Terminal runs until In ends, /quit or ctx. In a script it waits after each line until the bot has nothing left to say, so that the same
// script gives the same output; an error names its line.
func Terminal(ctx context.Context, cfg TerminalConfig) error {
	if cfg.Patience == 0 {
		cfg.Patience = time.Minute
	}
	if cfg.Open == nil {
		cfg.Open = func(path string) (io.ReadCloser, error) { return os.Open(path) }
	}
	p, err := loadPage()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &terminal{cfg: cfg, page: p, numbers: map[string]int{}, cursors: map[string]string{}, lastCard: map[string]int{}, conv: map[string]string{}}
	if err := t.become(ctx, cfg.As); err != nil {
		return err
	}
	if cfg.Interactive {
		return t.interactive(ctx)
	}
	return t.script(ctx)
}

// A terminal is one session. Cards are numbered in the order in which they are first shown, over all people of the session.
type terminal struct {
	cfg  TerminalConfig
	page *page
	now  Client // as the present person

	mu       sync.Mutex // over all below and Out
	me       Persona
	started  string            // cursor at the beginning
	cursors  map[string]string // how far each person has seen
	numbers  map[string]int    // card number by message id
	cards    []Wire            // by number - 1, as last shown
	lastCard map[string]int    // by person
	conv     map[string]string // by person; empty: the direct one
	form     *openForm
	shown    strings.Builder // what the bot said since the last command
}

var errQuit = errors.New("quit")

// t gives the terminal's word for a key; params come in pairs.
func (t *terminal) t(key string, params ...string) string {
	lang := t.cfg.Lang
	if lang == "" {
		lang = t.me.Lang
	}
	s, ok := t.page.words[langOf(lang)][key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(params); i += 2 {
		s = strings.ReplaceAll(s, "{"+params[i]+"}", params[i+1])
	}
	return s
}

// fault is an error in the person's language.
func (t *terminal) fault(key string, params ...string) error { return errors.New(t.t(key, params...)) }

// explain puts the server's refusals into words.
func (t *terminal) explain(err error) error {
	var no *Refusal
	if errors.As(err, &no) {
		if word := t.t("err."+no.Code, "size", fmt.Sprintf("%d MB", DefaultMaxFile>>20)); word != "err."+no.Code {
			return fmt.Errorf("%s: %w", word, err)
		}
	}
	return err
}

// become changes who acts. What came for the person since the session began is shown next.
func (t *terminal) become(ctx context.Context, name string) error {
	c := t.cfg.Client.As(name)
	s, err := c.State(ctx)
	if err != nil {
		return t.explain(err)
	}
	if s.Me == nil {
		return whoError(name, s.People)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.me, t.now, t.form = *s.Me, c, nil
	if name != "" {
		t.now = c.As(s.Me.ID)
	}
	if t.started == "" {
		t.started = s.Cursor
	}
	if t.cursors[t.me.ID] == "" {
		t.cursors[t.me.ID] = t.started
	}
	return nil
}

// whoError says who is meant where a name is nobody's or several people's.
func whoError(name string, people []Persona) error {
	m := Messenger{cfg: Config{People: func() []Persona { return people }}}
	_, err := m.Who(name)
	if err == nil {
		err = fmt.Errorf("%w: %q", errNoPerson, name)
	}
	return err
}

// news shows what is new or changed for the present person.
func (t *terminal) news(ctx context.Context) error {
	t.mu.Lock()
	c, since, me := t.now, t.cursors[t.me.ID], t.me.ID
	t.mu.Unlock()
	changes, cursor, err := c.Changes(ctx, since)
	if err != nil {
		return t.explain(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cursors[me] = cursor
	for _, w := range changes {
		t.show(w)
	}
	return nil
}

func (t *terminal) print(lines ...string) {
	for _, l := range lines {
		fmt.Fprintln(t.cfg.Out, l)
	}
}

func (t *terminal) script(ctx context.Context) error {
	in := newLines(t.cfg.In)
	for {
		line, n, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("line %d: %w", n, t.scriptFault(err))
		}
		t.mu.Lock()
		if !strings.HasPrefix(line, "/expect ") && !strings.HasPrefix(line, "/absent ") {
			t.shown.Reset()
			t.print(t.paint("2", t.me.Name+"> "+strings.ReplaceAll(line, "\n", "\n  ")))
		}
		t.mu.Unlock()
		err = t.command(ctx, line)
		if errors.Is(err, errQuit) {
			return nil
		}
		if err == nil {
			err = t.settle(ctx)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
}

func (t *terminal) scriptFault(err error) error {
	var open *unclosedError
	if errors.As(err, &open) {
		return t.fault("term.unclosed", "mark", open.mark)
	}
	return err
}

// settle waits until the bot has nothing left to say, and shows what it said.
func (t *terminal) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, t.cfg.Patience)
	defer cancel()
	if err := t.now.Idle(ctx); err != nil {
		return t.explain(err)
	}
	return t.news(ctx)
}

// interactive shows messages as they come and takes lines as they are typed; lines that come in one paste are one message.
func (t *terminal) interactive(ctx context.Context) error {
	t.mu.Lock()
	t.print(t.paint("2", t.t("term.hello", "name", t.me.Name)))
	t.mu.Unlock()
	if err := t.history(ctx, 5); err != nil {
		return err
	}
	lines := make(chan string)
	go readLines(ctx, t.cfg.In, lines)
	again := make(chan struct{}, 1)
	go t.follow(ctx, again)
	for {
		t.prompt()
		line, ok := paste(ctx, lines)
		if !ok {
			return ctx.Err()
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		err := t.confirmed(ctx, lines, line)
		if errors.Is(err, errQuit) {
			return nil
		}
		if err != nil {
			t.mu.Lock()
			t.print(t.paint("31", err.Error()))
			t.mu.Unlock()
		}
		select {
		case again <- struct{}{}: // the person may have changed
		default:
		}
	}
}

func (t *terminal) prompt() {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprint(t.cfg.Out, t.paint("1", t.me.Name)+"> ")
}

// follow shows the present person's messages until ctx ends, over lost connections too.
func (t *terminal) follow(ctx context.Context, again <-chan struct{}) {
	for ctx.Err() == nil {
		t.mu.Lock()
		c, me, since := t.now, t.me.ID, t.cursors[t.me.ID]
		t.mu.Unlock()
		one, cancel := context.WithCancel(ctx)
		go func() {
			select {
			case <-again:
				cancel()
			case <-one.Done():
			}
		}()
		_, err := c.Events(one, since, func(w Wire) { t.live(me, w) })
		stopped := one.Err() != nil
		cancel()
		if err == nil || stopped {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// live shows one message while somebody may be typing.
func (t *terminal) live(me string, w Wire) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.me.ID != me {
		return
	}
	cursor, _, _ := strings.Cut(t.started, "-")
	t.cursors[me] = fmt.Sprintf("%s-%d", cursor, w.Rev)
	if w.Mine {
		return
	}
	fmt.Fprint(t.cfg.Out, "\r")
	t.show(w)
	fmt.Fprint(t.cfg.Out, t.paint("1", t.me.Name)+"> ")
}

// history shows the last n messages of the present conversation.
func (t *terminal) history(ctx context.Context, n int) error {
	all, err := t.now.Messages(ctx, t.conv[t.me.ID])
	if err != nil {
		return t.explain(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range all[max(0, len(all)-n):] {
		t.show(w)
	}
	return nil
}
