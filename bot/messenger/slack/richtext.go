package slack

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

// What a person typed arrives as rich text blocks beside a text with markup in it. The blocks are the better source: formatting stands apart
// from the words there, and lists keep their numbers.

// A reader turns rich text into plain text.
type reader struct {
	self      string
	name      naming
	mentioned bool
	b         strings.Builder
}

// readBlocks gives the plain text of a person's blocks; ok is false when they are not rich text throughout.
func readBlocks(blocks slack.Blocks, self string, name naming) (text string, mentioned, ok bool) {
	if len(blocks.BlockSet) == 0 {
		return "", false, false
	}
	r := &reader{self: self, name: name}
	for _, b := range blocks.BlockSet {
		rt, is := b.(*slack.RichTextBlock)
		if !is {
			return "", false, false
		}
		for _, e := range rt.Elements {
			if !r.element(e) {
				return "", false, false
			}
		}
	}
	return r.b.String(), r.mentioned, true
}

func (r *reader) newline() {
	if s := r.b.String(); s != "" && !strings.HasSuffix(s, "\n") {
		r.b.WriteByte('\n')
	}
}

func (r *reader) element(e slack.RichTextElement) bool {
	switch e := e.(type) {
	case *slack.RichTextSection:
		r.newline()
		return r.inline(e.Elements)
	case *slack.RichTextQuote:
		return r.quoted(e.Elements)
	case *slack.RichTextPreformatted:
		r.newline()
		return r.inline(e.Elements)
	case *slack.RichTextList:
		return r.list(e)
	}
	return false
}

func (r *reader) quoted(elements []slack.RichTextSectionElement) bool {
	inner := &reader{self: r.self, name: r.name}
	ok := inner.inline(elements)
	r.newline()
	r.b.WriteString("> " + strings.ReplaceAll(strings.TrimRight(inner.b.String(), "\n"), "\n", "\n> "))
	return ok
}

func (r *reader) list(l *slack.RichTextList) bool {
	for i, e := range l.Elements {
		s, is := e.(*slack.RichTextSection)
		if !is {
			return false
		}
		r.newline()
		r.b.WriteString(strings.Repeat("  ", l.Indent))
		if l.Style == slack.RTEListOrdered {
			fmt.Fprintf(&r.b, "%d. ", l.Offset+i+1)
		} else {
			r.b.WriteString("• ")
		}
		if !r.inline(s.Elements) {
			return false
		}
	}
	return true
}

// inline writes what stands in a line; false when there is something in it that is not known here.
func (r *reader) inline(elements []slack.RichTextSectionElement) bool {
	skip := false
	for _, e := range elements {
		s, own, ok := r.word(e)
		if !ok {
			return false
		}
		if own {
			r.mentioned, skip = true, true
			continue
		}
		if skip {
			s = afterMention(&r.b, s)
		}
		skip = false
		r.b.WriteString(s)
	}
	return true
}

// word is one element as text; own: it is the bot's own name.
func (r *reader) word(e slack.RichTextSectionElement) (s string, own, ok bool) {
	switch e := e.(type) {
	case *slack.RichTextSectionTextElement:
		return e.Text, false, true
	case *slack.RichTextSectionLinkElement:
		return link(e.URL, e.Text, e.Text != ""), false, true
	case *slack.RichTextSectionUserElement:
		if e.UserID == r.self {
			return "", true, true
		}
		return "@" + r.name('@', e.UserID), false, true
	case *slack.RichTextSectionChannelElement:
		return "#" + r.name('#', e.ChannelID), false, true
	case *slack.RichTextSectionUserGroupElement:
		return "@" + e.UsergroupID, false, true
	case *slack.RichTextSectionBroadcastElement:
		return "@" + e.Range, false, true
	case *slack.RichTextSectionEmojiElement:
		return emoji(e), false, true
	case *slack.RichTextSectionColorElement:
		return e.Value, false, true
	case *slack.RichTextSectionDateElement:
		if e.Fallback != nil {
			return *e.Fallback, false, true
		}
	}
	return "", false, false
}

// emoji is the character itself where Slack says which (1f44d-1f3fd), else its name.
func emoji(e *slack.RichTextSectionEmojiElement) string {
	var out []rune
	for _, hex := range strings.Split(e.Unicode, "-") {
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || n > 0x10ffff {
			return ":" + e.Name + ":"
		}
		out = append(out, rune(n))
	}
	return string(out)
}
