package slack

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// Slack's limits on blocks; see https://docs.slack.dev/reference/block-kit/blocks.
const (
	messageBlocks = 50
	viewBlocks    = 100
	headerText    = 150
	sectionText   = 3000
	contextText   = 2000
	imageAlt      = 2000
	actionsMax    = 25
	actionsRow    = 5    // more than that side by side are hard to read
	rowText       = 2400 // of one row with its details
	textParts     = 3    // sections that one paragraph may take
)

// Slack refuses messages whose blocks are too long together with msg_blocks_too_long, at a length that it does not document and that depends
// on the content (some 13,000 characters with markdown). These are the lengths of the blocks' JSON that are tried one after the other.
var budgets = []int{24_000, 12_000, 6_000, 2_500}

// A layout is how much of a card is shown.
type layout struct {
	blocks int  // at most
	text   int  // of one paragraph, quote or note
	rows   int  // in the whole card
	table  int  // characters of a table
	tight  bool // one block a row, its controls in a menu
}

// A renderer lays one card out.
type renderer struct {
	layout
	words
	files map[*chat.Upload]string // ids of pictures that are in Slack already
	out   []slack.Block
	left  int // rows that may still be shown
}

// lay gives a card's blocks: all of it where it fits, else the first rows of long lists with the number of those left out.
func lay(c chat.Card, blocks, budget int, files map[*chat.Upload]string) []slack.Block {
	c = trimmed(c)
	total := 0
	for _, b := range c.Blocks {
		total += len(b.Rows)
	}
	full := layout{blocks: blocks, text: textParts * sectionText, rows: total, table: sectionText}
	tight := full
	tight.tight = true
	for _, l := range []layout{full, tight} {
		if out := render(c, l, files); fits(out, l.blocks, budget) {
			return out
		}
	}
	for _, text := range []int{textParts * sectionText, sectionText, 1000, 300, 100} {
		l := tight
		l.text, l.table = text, min(text, sectionText)
		most := min(total, blocks)
		n := sort.Search(most, func(i int) bool { // the most rows that fit: i rows fewer than all of them
			l.rows = most - i
			return fits(render(c, l, files), blocks, budget)
		})
		if n < most || total == 0 {
			l.rows = most - n
			if out := render(c, l, files); fits(out, blocks, budget) {
				return out
			}
		}
	}
	return cutOff(render(c, layout{blocks: blocks, text: 100, rows: 1, table: 100, tight: true}, files), blocks, budget, wordsFor(c.Lang))
}

// textBytes is more than any text of a card can show.
const textBytes = 4 * (textParts + 1) * sectionText

// trimmed is a card without the ends of texts that could not be shown anyway, so that laying it out several times stays cheap.
func trimmed(c chat.Card) chat.Card {
	c.Title = c.Title[:min(len(c.Title), textBytes)]
	c.Blocks = slices.Clone(c.Blocks)
	for i, b := range c.Blocks {
		b.Text = b.Text[:min(len(b.Text), textBytes)]
		b.Rows = slices.Clone(b.Rows)
		for j, row := range b.Rows {
			b.Rows[j].Text = row.Text[:min(len(row.Text), 4*rowText)]
			b.Rows[j].Detail = slices.Clone(row.Detail)
			for k, d := range row.Detail {
				b.Rows[j].Detail[k] = d[:min(len(d), 4*rowText)]
			}
		}
		c.Blocks[i] = b
	}
	return c
}

func fits(out []slack.Block, blocks, budget int) bool {
	return len(out) <= blocks && size(out) <= budget
}

// cutOff keeps the first blocks of a card with too many parts, and says so.
func cutOff(out []slack.Block, blocks, budget int, w words) []slack.Block {
	end := note(w.cut)
	for len(out) > 0 && !fits(append(slices.Clip(out), end), blocks, budget) {
		out = out[:len(out)-1]
	}
	return append(out, end)
}

// size is the length of the blocks' JSON in characters.
func size(out []slack.Block) int {
	data, err := json.Marshal(out)
	if err != nil {
		return 1 << 30
	}
	n := 0
	for _, r := range string(data) {
		n += width(r)
	}
	return n
}

func render(c chat.Card, l layout, files map[*chat.Upload]string) []slack.Block {
	r := &renderer{layout: l, words: wordsFor(c.Lang), files: files, left: l.rows}
	r.title(c.Title)
	for i, b := range c.Blocks {
		if i+1 < len(c.Blocks) && heads(b, c.Blocks[i+1]) {
			r.add(rich(section(bold(clip(oneLine(b.Text), sectionText, width)))))
			continue
		}
		r.block(b)
	}
	return r.out
}

// headMost is how many letters a line over a list may have to be taken for its heading.
const headMost = 60

// heads reports whether a paragraph is the heading of the list after it.
func heads(b, next chat.Block) bool {
	s := strings.TrimSpace(clean(b.Text))
	return b.Kind == chat.BlockText && next.Kind == chat.BlockRows && s != "" && !strings.Contains(s, "\n") && len([]rune(s)) <= headMost
}

func (r *renderer) add(b slack.Block) { r.out = append(r.out, b) }

func (r *renderer) title(s string) {
	s = oneLine(s)
	if s == "" {
		return
	}
	if clip(s, headerText, escapedWidth) == s {
		r.add(slack.NewHeaderBlock(plainText(s, headerText)))
		return
	}
	r.add(rich(section(bold(clip(s, sectionText, width)))))
}

func (r *renderer) block(b chat.Block) {
	switch b.Kind {
	case chat.BlockText:
		for _, part := range r.parts(b.Text) {
			r.add(rich(section(words1(part))))
		}
	case chat.BlockQuote:
		for _, part := range r.parts(b.Text) {
			r.add(rich(&slack.RichTextQuote{Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{words1(part)}}))
		}
	case chat.BlockRows:
		r.rowsOf(b.Rows)
	case chat.BlockTable:
		r.tableOf(b.Table)
	case chat.BlockActions:
		r.actions(b.Actions)
	case chat.BlockNote:
		if s := strings.TrimSpace(clean(b.Text)); s != "" {
			r.add(note(clip(s, min(contextText, r.text), escapedWidth)))
		}
	case chat.BlockDivider:
		r.add(slack.NewDividerBlock())
	case chat.BlockFile:
		r.picture(b.File)
	}
	if b.Kind != chat.BlockText && b.Kind != chat.BlockQuote && b.Kind != chat.BlockNote && b.Text != "" {
		r.block(chat.Block{Kind: chat.BlockText, Text: b.Text})
	}
}

// parts splits a paragraph into texts that one block can hold.
func (r *renderer) parts(s string) []string {
	s = strings.TrimSpace(clean(s))
	part := min(sectionText, r.text)
	out, cut := chunks(s, part-len([]rune(r.cut))-1, max(1, r.text/sectionText))
	if cut {
		out[len(out)-1] += " " + r.cut
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
}

func (r *renderer) picture(f *chat.Upload) {
	if f == nil {
		return
	}
	id, ok := r.files[f]
	if !ok {
		return // goes as a file of its own, under the card
	}
	alt := oneLine(f.Alt)
	if alt == "" {
		alt = oneLine(f.Name)
	}
	r.add(slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, clip(alt, imageAlt, width), "", nil))
}

// plainText is a text object without markup or emoji codes. Its text must not be empty.
func plainText(s string, n int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, escape(clip(s, n, escapedWidth)), false, false)
}

func note(s string) slack.Block { return slack.NewContextBlock("", plainText(s, contextText)) }

// Rich text holds its text as it is, without any markup; that is why people's words stand in it.
func rich(elements ...slack.RichTextElement) *slack.RichTextBlock {
	return slack.NewRichTextBlock("", elements...)
}

func section(elements ...slack.RichTextSectionElement) *slack.RichTextSection {
	return slack.NewRichTextSection(elements...)
}

func words1(s string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(s, nil)
}

func bold(s string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(s, &slack.RichTextSectionTextStyle{Bold: true})
}

// fallback is the one line that notifications show and screen readers read.
func fallback(c chat.Card) string {
	for _, s := range append([]string{c.Fallback, c.Title}, texts(c)...) {
		if s = oneLine(s); s != "" {
			return escape(clip(s, 500, escapedWidth))
		}
	}
	return "…"
}

func texts(c chat.Card) []string {
	var out []string
	for _, b := range c.Blocks {
		out = append(out, b.Text)
		for _, row := range b.Rows {
			out = append(out, row.Text)
		}
		if b.File != nil {
			out = append(out, b.File.Name)
		}
	}
	return out
}
