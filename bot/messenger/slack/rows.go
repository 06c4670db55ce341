package slack

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// rowsOf lays a list out. Neighbours without controls share a block; a row with one control has it at its side; more stand below it, those
// after the first in a menu, or all of them in one where the card is tight.
func (r *renderer) rowsOf(rows []chat.Row) {
	show := min(len(rows), r.left)
	if show == 0 && len(rows) > 0 {
		r.add(note(r.andMore(len(rows))))
		return
	}
	r.left -= show
	var plain []slack.RichTextSectionElement
	held := 0
	flush := func() {
		if len(plain) > 0 {
			r.add(rich(section(plain...)))
		}
		plain, held = nil, 0
	}
	for _, row := range rows[:show] {
		head, details := r.lines(row)
		n := utf8.RuneCountInString(head) + utf8.RuneCountInString(details)
		if len(row.Actions) == 0 {
			if held+n > rowText {
				flush()
			}
			if held > 0 {
				plain = append(plain, words1("\n"))
			}
			plain = append(plain, r.inRich(row, details, "\n    ")...)
			held += n
			continue
		}
		flush()
		r.withActions(row, head, details)
	}
	flush()
	if show < len(rows) {
		r.add(note(r.andMore(len(rows) - show)))
	}
}

// lines are a row as a headline and its details, shortened to what a block holds.
func (r *renderer) lines(row chat.Row) (head, details string) {
	text := oneLine(row.Text)
	var all []string
	for _, d := range row.Detail {
		if d = oneLine(d); d != "" {
			all = append(all, d)
		}
	}
	limit := min(rowText, r.text)
	head = joined(r.shine(row.Light, text+strings.Join(all, " ")), clip(oneLine(row.Mark), 60, width), clip(text, limit/2, width))
	return head, clip(strings.Join(all, "\n"), limit/2, width)
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

// inRich is a row with its number in bold.
func (r *renderer) inRich(row chat.Row, details, indent string) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	text := clip(oneLine(row.Text), min(rowText, r.text)/2, width)
	if s := r.shine(row.Light, text+details); s != "" {
		out = append(out, words1(s+" "))
	}
	if s := clip(oneLine(row.Mark), 60, width); s != "" {
		out = append(out, bold(s), words1(" "))
	}
	if text != "" {
		out = append(out, words1(text))
	}
	if details != "" {
		out = append(out, words1(indent+strings.ReplaceAll(details, "\n", indent)))
	}
	if len(out) == 0 {
		out = append(out, words1(" "))
	}
	return out
}

func (r *renderer) withActions(row chat.Row, head, details string) {
	side := r.side(row.Actions)
	if side == nil {
		if inner := r.inRich(row, details, "\n"); len(inner) > 0 {
			r.add(rich(section(inner...)))
		}
		r.rowActions(row.Actions)
		return
	}
	text := strings.TrimSpace(head + "\n" + details)
	if text == "" {
		text = oneLine(row.Actions[0].Label)
	}
	if text == "" {
		text = "…"
	}
	r.add(slack.NewSectionBlock(plainText(text, sectionText), nil, slack.NewAccessory(side)))
}

// rowActions stand below a row: two as buttons, more as the first one and a menu of the others.
func (r *renderer) rowActions(cs []chat.Control) {
	if len(cs) > 2 {
		first, menu := r.elements(cs[:1]), overflow(cs[1:])
		if len(first) == 1 && menu != nil {
			r.add(slack.NewActionBlock("", first[0], menu))
			return
		}
	}
	r.actions(cs)
}

// side is the one element that can stand beside a row; nil when its controls need a line of their own.
func (r *renderer) side(cs []chat.Control) slack.BlockElement {
	elements := r.elements(cs)
	switch {
	case len(elements) == 1:
		return elements[0]
	case len(elements) < 2 || !r.tight:
		return nil
	}
	if menu := overflow(cs); menu != nil {
		return menu
	}
	return nil
}

// tableOf draws a table in letters of one width where a phone can show it, else one paragraph a line with the heads before the cells.
func (r *renderer) tableOf(table [][]string) {
	cells, columns := make([][]string, 0, len(table)), 0
	for _, line := range table {
		row := make([]string, len(line))
		for i, cell := range line {
			row[i] = oneLine(cell)
		}
		cells = append(cells, row)
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return
	}
	widths := make([]int, columns)
	total := 0
	for i := range widths {
		for _, row := range cells {
			if i < len(row) {
				widths[i] = max(widths[i], cellWidth(row[i]))
			}
		}
		total += widths[i] + 2
	}
	var lines []string
	aligned := total <= 76
	if aligned {
		for _, row := range cells {
			lines = append(lines, align(row, widths))
		}
	} else {
		lines = r.spelled(cells)
	}
	text, left := whole(lines, min(r.table, sectionText))
	var el slack.RichTextElement = section(words1(text))
	if aligned {
		el = &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{words1(text)}}
	}
	r.add(rich(el))
	if left > 0 {
		r.add(note(r.andMore(left)))
	}
}

// whole joins as many lines as fit, the first in any case.
func whole(lines []string, n int) (text string, left int) {
	used := 0
	for i, line := range lines {
		line = strings.TrimRight(clip(line, n, width), " ")
		used += len([]rune(line)) + 1
		if i > 0 && used > n {
			return text, len(lines) - i
		}
		if i > 0 {
			text += "\n"
		}
		text += line
	}
	if strings.TrimSpace(text) == "" {
		text = " "
	}
	return text, 0
}

func (r *renderer) spelled(cells [][]string) []string {
	var lines []string
	head := cells[0]
	for _, row := range cells[1:] {
		var parts []string
		for i, cell := range row {
			switch {
			case cell == "":
			case i == 0 || i >= len(head) || head[i] == "":
				parts = append(parts, cell)
			default:
				parts = append(parts, head[i]+r.between+cell)
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	if len(lines) == 0 {
		lines = []string{strings.Join(head, " · ")}
	}
	return lines
}

func align(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		if i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", widths[i]-cellWidth(cell)+2))
		}
	}
	return b.String()
}

// cellWidth is how many narrow letters a text takes where ideographs take two.
func cellWidth(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case extends(r):
		case r >= 0x1100 && (r <= 0x115f || (r >= 0x2e80 && r <= 0xa4cf) || (r >= 0xac00 && r <= 0xd7a3) || (r >= 0xf900 && r <= 0xfaff) ||
			(r >= 0xfe30 && r <= 0xfe6f) || (r >= 0xff00 && r <= 0xff60) || (r >= 0xffe0 && r <= 0xffe6) || (r >= 0x1f300 && r <= 0x1faff) || r >= 0x20000):
			n += 2
		default:
			n++
		}
	}
	return n
}
