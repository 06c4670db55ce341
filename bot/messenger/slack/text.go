package slack

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes text fit to be shown: valid UTF-8, plain line ends, nothing that moves the cursor, turns the reading direction around or piles
// up marks on a letter.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		if hidden(r) {
			continue
		}
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > 6 {
				continue
			}
		} else {
			marks = 0
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden tells control characters, direction overrides and isolates, and code points that are no characters.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r):
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
		return true
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return false
}

// oneLine is clean text without line breaks, for labels and headers.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape writes the three characters that Slack reads as control in text objects; see
// https://docs.slack.dev/messaging/formatting-message-text#escaping.
func escape(s string) string { return escapes.Replace(s) }

var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// width is what a rune counts against Slack's limits: UTF-16 units.
func width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// escapedWidth is the same after escape.
func escapedWidth(r rune) int {
	switch r {
	case '&':
		return len("&amp;")
	case '<', '>':
		return len("&lt;")
	}
	return width(r)
}

// clip shortens text to n units, the ellipsis included, without cutting a character from its marks.
func clip(s string, n int, cost func(rune) int) string {
	total, cut := 0, 0 // cut: the last place where the text and the ellipsis fit
	var c cluster
	for i, r := range s {
		if starts := c.starts(r); starts && total <= n-1 {
			cut = i
		}
		total += cost(r)
		if total > n {
			return s[:cut] + "…"
		}
	}
	return s
}

// A cluster walks through the characters that people see, each a rune with the marks, joiners and modifiers that belong to it.
type cluster struct {
	last  rune
	flags int // regional indicators in a row: two make a flag
}

// starts tells whether r begins a character.
func (c *cluster) starts(r rune) bool {
	last := c.last
	c.last = r
	if regional := r >= 0x1f1e6 && r <= 0x1f1ff; regional {
		c.flags++
	} else {
		c.flags = 0
	}
	return last != 0x200d && !extends(r) && (c.flags == 0 || c.flags%2 == 1)
}

// extends tells what belongs to the rune before: joiners, marks, skin tones.
func extends(r rune) bool {
	return r == 0x200d || unicode.Is(unicode.M, r) || (r >= 0x1f3fb && r <= 0x1f3ff)
}

// chunks splits text into parts of n units at most, at line ends where there are some, and gives max parts; cut is set when text is left.
func chunks(s string, n, max int) (parts []string, cut bool) {
	for s != "" && len(parts) < max {
		head := fit(s, n)
		if len(head) < len(s) {
			if i := strings.LastIndexByte(head, '\n'); i > len(head)/2 {
				head = head[:i+1]
			}
		}
		parts = append(parts, strings.TrimRight(head, "\n"))
		s = s[len(head):]
	}
	return parts, s != ""
}

// fit is the longest beginning of s that takes n units, one character at least.
func fit(s string, n int) string {
	total, cut := 0, 0
	var c cluster
	for i, r := range s {
		if starts := c.starts(r); starts && i > 0 {
			cut = i
		}
		if total += width(r); total > n && cut > 0 {
			return s[:cut]
		}
	}
	return s
}

// A naming gives the names of users and channels for their ids.
type naming func(kind byte, id string) string

// unescape turns Slack's mrkdwn source into plain text: entities decoded, mentions and channels named, links as label (address). Mentions of
// the user self are taken out; mentioned says that there was one.
func unescape(s, self string, name naming) (text string, mentioned bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		j := strings.IndexAny(s[i+1:], "<>")
		if j < 0 || s[i+1+j] == '<' { // no such thing as <…>: a character like others
			b.WriteString(entities.Replace(s[:i+1]))
			s = s[i+1:]
			continue
		}
		b.WriteString(entities.Replace(s[:i]))
		inner := s[i+1 : i+1+j]
		s = s[i+j+2:]
		if id, _, _ := strings.Cut(inner, "|"); id == "@"+self && self != "" {
			mentioned = true
			s = afterMention(&b, s)
			continue
		}
		b.WriteString(entity(inner, name))
	}
	b.WriteString(entities.Replace(s))
	return b.String(), mentioned
}

// afterMention drops what only separated the mention from what is said.
func afterMention(b *strings.Builder, rest string) string {
	before := b.String()
	if strings.TrimSpace(before) == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\n") {
		rest = strings.TrimLeft(rest, " \t\u00a0")
	}
	if strings.TrimSpace(before) == "" {
		r, n := utf8.DecodeRuneInString(rest)
		if strings.ContainsRune(":,:,、", r) && n > 0 {
			rest = strings.TrimLeft(rest[n:], " \t\u00a0")
		}
	}
	return rest
}

// entity is what stands for <inner>.
func entity(inner string, name naming) string {
	target, label, labelled := strings.Cut(inner, "|")
	label = entities.Replace(label)
	if target == "" {
		return label
	}
	switch target[0] {
	case '@', '#':
		if label == "" {
			label = name(target[0], target[1:])
		}
		return target[:1] + strings.TrimLeft(label, target[:1])
	case '!':
		if label != "" {
			return label
		}
		word, _, _ := strings.Cut(target[1:], "^")
		return "@" + word
	}
	return link(entities.Replace(target), label, labelled)
}

// link is an address as a person would write it.
func link(target, label string, labelled bool) string {
	bare := strings.TrimPrefix(strings.TrimPrefix(target, "mailto:"), "tel:")
	if !labelled || label == "" || label == target || label == bare {
		return bare
	}
	for _, scheme := range []string{"http://", "https://"} {
		if strings.TrimSuffix(strings.TrimPrefix(target, scheme), "/") == strings.TrimSuffix(label, "/") {
			return label
		}
	}
	return label + " (" + bare + ")"
}
