package local

import (
	"context"
	"errors"
	"mime"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// An openForm is the one that the person's last click opened.
type openForm struct {
	form  chat.Form
	token string
}

// command does what a line says. A line that is no command, or not one of the terminal's, goes to the bot.
func (t *terminal) command(ctx context.Context, line string) error {
	name, rest, _ := strings.Cut(line, " ")
	if before, after, ok := strings.Cut(name, "\n"); ok { // "/form" with its text on the next lines
		name, rest = before, after+" "+rest
	}
	rest = strings.TrimSpace(rest)
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "/")); err == nil && strings.HasPrefix(name, "/") {
		return t.click(ctx, t.last(), n, rest)
	}
	switch name {
	case "/card":
		return t.cardCommand(ctx, rest)
	case "/form":
		return t.submit(ctx, rest)
	case "/thread":
		return t.threadCommand(ctx, rest)
	case "/file":
		return t.sendFile(ctx, rest)
	case "/as":
		return t.as(ctx, rest)
	case "/channel":
		return t.channel(ctx, rest)
	case "/history":
		n, err := strconv.Atoi(rest)
		if err != nil {
			n = 20
		}
		return t.history(ctx, n)
	case "/wait":
		return t.settle(ctx)
	case "/expect":
		return t.expect(ctx, rest)
	case "/absent":
		return t.absent(rest)
	case "/help":
		t.mu.Lock()
		defer t.mu.Unlock()
		t.print(t.t("term.help"))
		return nil
	case "/quit", "/exit":
		return errQuit
	}
	_, err := t.now.Say(ctx, t.conv[t.me.ID], "", line)
	return t.explain(err)
}

// confirmed asks before a control that wants it, where somebody types.
func (t *terminal) confirmed(ctx context.Context, lines <-chan string, line string) error {
	err := t.command(ctx, line)
	var ask *confirmError
	if !errors.As(err, &ask) {
		return err
	}
	t.mu.Lock()
	t.print(ask.control.Confirm + " [y/N]")
	t.mu.Unlock()
	said, ok := paste(ctx, lines)
	if yes := strings.ToLower(strings.TrimSpace(said)); !ok || yes != "y" && yes != "yes" && yes != "是" {
		return nil
	}
	return t.explain(t.now.Click(ctx, ask.message, ask.control, ask.choice))
}

// A confirmError holds a click back until the person has agreed.
type confirmError struct {
	message string
	control chat.Control
	choice  string
}

func (e *confirmError) Error() string { return e.control.Confirm }

func (t *terminal) last() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lastCard[t.me.ID]
}

func (t *terminal) cardNumber(n int) (Wire, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n < 1 || n > len(t.cards) {
		return Wire{}, t.fault("term.nocard", "n", strconv.Itoa(n))
	}
	return t.cards[n-1], nil
}

// cardCommand is "3 /1 value": another card than the last.
func (t *terminal) cardCommand(ctx context.Context, rest string) error {
	num, rest, _ := strings.Cut(rest, " ")
	button, value, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.Atoi(num)
	if err != nil {
		return t.fault("term.nocard", "n", num)
	}
	b, err := strconv.Atoi(strings.TrimPrefix(button, "/"))
	if err != nil {
		return t.fault("term.nobutton", "n", button)
	}
	return t.click(ctx, n, b, strings.TrimSpace(value))
}

func (t *terminal) click(ctx context.Context, card, button int, value string) error {
	w, err := t.cardNumber(card)
	if err != nil {
		return err
	}
	buttons := numbered(*w.Card)
	if button < 1 || button > len(buttons) {
		return t.fault("term.nobutton", "n", strconv.Itoa(button))
	}
	c := buttons[button-1]
	choice, err := t.choice(c, value)
	if err != nil {
		return err
	}
	if c.Kind == chat.ControlForm {
		return t.open(ctx, w.ID, c)
	}
	if c.Confirm != "" && t.cfg.Interactive {
		return &confirmError{w.ID, c, choice}
	}
	return t.explain(t.now.Click(ctx, w.ID, c, choice))
}

func (t *terminal) choice(c chat.Control, value string) (string, error) {
	switch c.Kind {
	case chat.ControlSelect:
		if v, ok := option(c.Options, value); ok {
			return v, nil
		}
		return "", t.fault("term.needvalue", "label", c.Label, "options", optionList(c.Options))
	case chat.ControlDate:
		if !isDate(value) {
			return "", t.fault("term.needdate", "label", c.Label)
		}
	}
	return value, nil
}

// option finds an option by its value or label, or by a part of one label alone.
func option(opts []chat.Option, said string) (string, bool) {
	var part []string
	for _, o := range opts {
		if said != "" && (o.Value == said || o.Label == said) {
			return o.Value, true
		}
		if said != "" && strings.Contains(o.Label, said) {
			part = append(part, o.Value)
		}
	}
	if len(part) == 1 {
		return part[0], true
	}
	return "", false
}

func (t *terminal) open(ctx context.Context, message string, c chat.Control) error {
	form, token, err := t.now.Open(ctx, message, c)
	if err != nil || form == nil {
		return t.explain(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.form = &openForm{*form, token}
	t.showForm(*form)
	return nil
}

// submit sends the open form: "field=value; field=value", or one field a line, where a line without a field continues the one before.
func (t *terminal) submit(ctx context.Context, said string) error {
	if t.form == nil {
		return t.fault("term.noform")
	}
	values := map[string]string{}
	for _, f := range t.form.form.Fields {
		values[f.ID] = f.Value
	}
	sep := ";"
	if strings.Contains(said, "\n") {
		sep = "\n"
	}
	last := ""
	for _, part := range strings.Split(strings.ReplaceAll(said, ";", ";"), sep) {
		name, value, ok := strings.Cut(part, "=")
		f := t.field(strings.TrimSpace(name))
		switch {
		case strings.TrimSpace(part) == "":
		case ok && f != nil:
			v, err := t.fieldValue(*f, strings.TrimSpace(value))
			if err != nil {
				return err
			}
			values[f.ID], last = v, f.ID
		case last != "" && sep == "\n":
			values[last] += "\n" + part
		default:
			return t.fault("term.nofield", "name", strings.TrimSpace(name), "fields", fieldNames(t.form.form))
		}
	}
	err := t.now.Submit(ctx, t.form.token, values)
	if err == nil {
		t.form = nil
	}
	return t.explain(err)
}

func (t *terminal) field(name string) *chat.Field {
	for i, f := range t.form.form.Fields {
		if f.ID == name || f.Label == name {
			return &t.form.form.Fields[i]
		}
	}
	return nil
}

func (t *terminal) fieldValue(f chat.Field, said string) (string, error) {
	if said == "" || f.Kind != chat.FieldSelect && f.Kind != chat.FieldMulti {
		return said, nil
	}
	var out []string
	wanted := []string{said}
	if f.Kind == chat.FieldMulti {
		wanted = strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(",,、", r) })
	}
	for _, w := range wanted {
		v, ok := option(f.Options, strings.TrimSpace(w))
		if !ok {
			return "", t.fault("term.needvalue", "label", f.Label, "options", optionList(f.Options))
		}
		out = append(out, v)
	}
	return strings.Join(out, "\n"), nil
}

func (t *terminal) threadCommand(ctx context.Context, rest string) error {
	i := strings.IndexAny(rest, " \n")
	num, text := rest, ""
	if i > 0 {
		num, text = rest[:i], strings.TrimSpace(rest[i:])
	}
	n, err := strconv.Atoi(num)
	if err != nil {
		return t.fault("term.nocard", "n", num)
	}
	w, err := t.cardNumber(n)
	if err != nil {
		return err
	}
	root := w.ID
	if w.Thread != "" {
		root = w.Thread
	}
	_, err = t.now.Say(ctx, w.Conversation, root, text)
	return t.explain(err)
}

// sendFile is "path", or "3 path" for the thread of a card.
func (t *terminal) sendFile(ctx context.Context, path string) error {
	conv, root := t.conv[t.me.ID], ""
	if num, rest, ok := strings.Cut(path, " "); ok {
		if n, err := strconv.Atoi(num); err == nil {
			w, err := t.cardNumber(n)
			if err != nil {
				return err
			}
			conv, root, path = w.Conversation, w.ID, strings.TrimSpace(rest)
			if w.Thread != "" {
				root = w.Thread
			}
		}
	}
	if path == "" {
		return t.fault("term.needpath")
	}
	f, err := t.cfg.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	kind := mime.TypeByExtension(filepath.Ext(path))
	if kind == "" {
		kind = "application/octet-stream"
	}
	id, err := t.now.Upload(ctx, filepath.Base(path), kind, f)
	if err != nil {
		return t.explain(err)
	}
	_, err = t.now.Say(ctx, conv, root, "", id)
	return t.explain(err)
}

func (t *terminal) as(ctx context.Context, name string) error {
	if err := t.become(ctx, name); err != nil {
		return err
	}
	t.mu.Lock()
	t.print(t.paint("2", t.t("term.as", "name", t.me.Name)))
	t.mu.Unlock()
	return t.news(ctx)
}

func (t *terminal) channel(ctx context.Context, name string) error {
	s, err := t.now.State(ctx)
	if err != nil {
		return t.explain(err)
	}
	fits := func(c Conversation) bool { return c.ID == name || c.Name == name || name == "" && c.Direct }
	i := slices.IndexFunc(s.List, fits)
	if i < 0 {
		return t.fault("term.nochannel", "name", name)
	}
	label := s.List[i].Name
	if s.List[i].Direct {
		label = t.t("bot")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conv[t.me.ID] = s.List[i].ID
	t.print(t.paint("2", t.t("term.channel", "name", label)))
	return nil
}

const expectPause = 50 * time.Millisecond

// expect waits until the text shows in what the bot said since the last other command.
func (t *terminal) expect(ctx context.Context, text string) error {
	end := time.After(t.cfg.Patience)
	for {
		t.mu.Lock()
		found := strings.Contains(t.shown.String(), text)
		t.mu.Unlock()
		if found {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-end:
			return t.fault("term.expected", "text", text)
		case <-time.After(expectPause):
		}
		if err := t.news(ctx); err != nil {
			return err
		}
	}
}

func (t *terminal) absent(text string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if strings.Contains(t.shown.String(), text) {
		return t.fault("term.unexpected", "text", text)
	}
	return nil
}
