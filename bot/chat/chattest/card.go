package chattest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
)

// Controls are all controls of a card, in reading order.
func Controls(c chat.Card) []chat.Control {
	var out []chat.Control
	for _, b := range c.Blocks {
		for _, r := range b.Rows {
			out = append(out, r.Actions...)
		}
		out = append(out, b.Actions...)
	}
	return out
}

// Text is all that can be read in a card, one line a paragraph, row or table line; controls stand in brackets.
func Text(c chat.Card) string {
	var lines []string
	add := func(parts ...string) {
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		if len(parts) > 0 {
			lines = append(lines, strings.Join(parts, " "))
		}
	}
	add(c.Title)
	for _, b := range c.Blocks {
		add(b.Text)
		for _, r := range b.Rows {
			add(sign(r.Light), r.Mark, r.Text, labels(r.Actions))
			for _, d := range r.Detail {
				add(" ", d)
			}
		}
		for _, cells := range b.Table {
			add(strings.Join(cells, " │ "))
		}
		if b.File != nil {
			add("📎", b.File.Name, b.File.Alt)
		}
		add(labels(b.Actions))
	}
	return valid(strings.Join(lines, "\n"))
}

// valid is text as a messenger shows it when it was broken.
func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

var signs = map[string]string{"red": "🔴", "yellow": "🟡", "green": "🟢", "blue": "🔵", "grey": "⚪", "warn": "⚠", "new": "🆕"}

func sign(light string) string {
	if s, ok := signs[light]; ok {
		return s
	}
	return light
}

func labels(cs []chat.Control) string {
	var out []string
	for _, c := range cs {
		out = append(out, "["+c.Label+"]")
	}
	return strings.Join(out, " ")
}

// choose finds the control that a person means, and the value that its use gives.
func choose(card chat.Card, id string, value []string) (chat.Control, string, error) {
	var have []string
	for _, c := range Controls(card) {
		have = append(have, c.ID+"="+c.Value)
		if c.ID != id {
			continue
		}
		if len(value) == 0 || c.Value == value[0] {
			return c, c.Value, nil
		}
		switch {
		case c.Kind == chat.ControlDate:
			return c, value[0], nil
		case c.Kind == chat.ControlSelect && slices.ContainsFunc(c.Options, func(o chat.Option) bool { return o.Value == value[0] }):
			return c, value[0], nil
		}
	}
	return chat.Control{}, "", fmt.Errorf("no control %s %v on the card, which has %v", id, value, have)
}
