package local

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/followup-bot/followup/bot/chat"
)

// numbered are the controls that a person can use by number: all but links.
func numbered(c chat.Card) []chat.Control {
	var out []chat.Control
	for _, x := range controls(c) {
		if x.Kind != chat.ControlLink {
			out = append(out, x)
		}
	}
	return out
}

func optionList(opts []chat.Option) string {
	var out []string
	for _, o := range opts {
		out = append(out, o.Label)
	}
	return strings.Join(out, " | ")
}

func fieldNames(f chat.Form) string {
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.ID)
	}
	return strings.Join(out, ", ")
}

// paint wraps text in an ANSI style where the terminal has colours.
func (t *terminal) paint(style, text string) string {
	if !t.cfg.Color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// plainText is a text without what a terminal would obey.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// show prints a message; the caller holds mu. A person's own are on the screen already.
func (t *terminal) show(w Wire) {
	if w.Card == nil {
		if !w.Mine {
			t.say(fmt.Sprintf("%s: %s", w.From.Name, t.personal(w)))
		}
		return
	}
	n := t.numbers[w.ID]
	if n == 0 {
		t.cards = append(t.cards, w)
		n = len(t.cards)
		t.numbers[w.ID] = n
	}
	t.cards[n-1] = w
	t.lastCard[t.me.ID] = n
	head := fmt.Sprintf("%s #%d", t.t("bot"), n)
	if w.Thread != "" {
		head += " · " + t.t("term.thread")
		if root := t.numbers[w.Thread]; root != 0 {
			head += " #" + strconv.Itoa(root)
		}
	}
	if w.Edited {
		head += " · " + t.t("term.edited")
	}
	t.say(t.paint("36", head))
	for _, l := range t.cardLines(*w.Card, w.Files) {
		t.say("  " + l)
	}
}

func (t *terminal) personal(w Wire) string {
	switch {
	case w.Deleted:
		return t.t("deleted")
	case w.Withheld:
		return t.t("withheld")
	}
	text := plainText(w.Text)
	for _, f := range w.Files {
		text += " [" + t.t("term.file") + " " + plainText(f.Name) + "]"
	}
	return strings.TrimSpace(text)
}

// say prints lines and keeps them for /expect.
func (t *terminal) say(text string) {
	t.print(text)
	t.shown.WriteString(text)
	t.shown.WriteByte('\n')
}

// A numberer counts controls in reading order, as numbered does.
type numberer struct {
	t *terminal
	n int
}

func (x *numberer) labels(cs []chat.Control) string {
	var out []string
	for _, c := range cs {
		out = append(out, x.label(c))
	}
	return strings.Join(out, "  ")
}

func (x *numberer) label(c chat.Control) string {
	if c.Kind == chat.ControlLink {
		return x.t.t("term.link", "url", c.Label+" "+c.URL)
	}
	x.n++
	s := x.t.paint("1", fmt.Sprintf("[%d]", x.n)) + " " + plainText(c.Label)
	switch c.Kind {
	case chat.ControlSelect:
		s += " (" + x.t.t("term.choose") + " " + optionList(c.Options) + ")"
	case chat.ControlDate:
		s += " (" + x.t.t("term.date") + ")"
	case chat.ControlForm:
		s += " …"
	}
	return s
}

var terminalLights = map[string]string{"red": "🔴", "yellow": "🟡", "green": "🟢", "blue": "🔵", "grey": "⚪", "warn": "⚠", "new": "🆕"}

func (t *terminal) cardLines(c chat.Card, files []WireFile) []string {
	x := &numberer{t: t}
	var out []string
	add := func(indent, text string) {
		for _, l := range strings.Split(plainText(text), "\n") {
			out = append(out, indent+l)
		}
	}
	if c.Title != "" {
		add("", c.Title)
	}
	for _, b := range c.Blocks {
		switch b.Kind {
		case chat.BlockText, chat.BlockNote:
			add("", b.Text)
		case chat.BlockQuote:
			add("│ ", b.Text)
		case chat.BlockDivider:
			out = append(out, "───")
		case chat.BlockRows:
			for _, r := range b.Rows {
				out = append(out, t.rowLines(r, x)...)
			}
		case chat.BlockTable:
			out = append(out, tableLines(b.Table)...)
		case chat.BlockFile:
			if b.File != nil {
				add("📎 ", strings.TrimSpace(b.File.Name+" "+b.File.Alt))
			}
		case chat.BlockActions:
			if len(b.Actions) > 0 {
				out = append(out, x.labels(b.Actions))
			}
		}
	}
	if len(out) == 0 {
		add("", headline(c))
	}
	return out
}

func (t *terminal) rowLines(r chat.Row, x *numberer) []string {
	var parts []string
	for _, p := range []string{terminalLights[r.Light], plainText(r.Mark), strings.ReplaceAll(plainText(r.Text), "\n", " ")} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	line := strings.Join(parts, " ")
	if len(r.Actions) > 0 {
		line += "   " + x.labels(r.Actions)
	}
	out := []string{line}
	for _, d := range r.Detail {
		out = append(out, "    "+strings.ReplaceAll(plainText(d), "\n", " "))
	}
	return out
}

// tableLines sets a table in columns; wide signs count two.
func tableLines(rows [][]string) []string {
	var widths []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(plainText(cell)))
		}
	}
	var out []string
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r {
			cell = strings.ReplaceAll(plainText(cell), "\n", " ")
			b.WriteString(cell)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-width(cell)) + "  ")
			}
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	return out
}

// width is how many columns a text takes: East Asian signs and emoji take two.
func width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f,
			r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
			n += 2
		case unicode.Is(unicode.Mn, r):
		default:
			n++
		}
	}
	return n
}

// showForm prints what a form asks; the caller holds mu.
func (t *terminal) showForm(f chat.Form) {
	t.say(t.t("term.form", "title", plainText(f.Title)))
	for _, x := range f.Fields {
		line := fmt.Sprintf("  %s  %s", x.ID, plainText(x.Label))
		if x.Required {
			line += " (" + t.t("form.required") + ")"
		}
		if len(x.Options) > 0 {
			line += ": " + optionList(x.Options)
		}
		if x.Value != "" {
			line += " = " + strings.ReplaceAll(plainText(x.Value), "\n", ", ")
		}
		t.say(line)
		if x.Hint != "" {
			t.say("      " + plainText(x.Hint))
		}
	}
}
