package minutes

import (
	"strings"
	"unicode/utf8"
)

// Words that speak for minutes: titles and headings by themselves, others only beside structure and demands.
var (
	minutesTitles = []string{"纪要", "会议记录", "议定事项", "会议议定", "纪要如下", "待办事项", "行动项", "遗留问题", "任务分解", "参会人", "与会人", "出席:", "列席:", "主持人", "action items", "action item", "minutes", "attendees", "present:", "apologies", "next steps", "出席会议", "主持会议", "会议指出", "会议强调", "会议要求", "党组会议", "agenda", "meeting notes", "in attendance", "date of next meeting"}
	minutesWords  = []string{"会议", "例会", "会上", "讲话", "meeting", "standup", "agreed", "resolved"}
	minutesAsks   = []string{"牵头", "负责", "责任单位", "责任人", "会议要求", "会议强调", "会议决定", "配合单位", "完成时限", "必须", "务必", "强调", "指出,", "要求:", "要认真", "action:", "owner:", " agreed to ", " was asked to ", " will ", " to be "}
)

// Looks reports whether a chat message looks like pasted minutes rather than a reply, a question or an order: it is long enough, has a title, list or table of
// minutes, and asks things of people. It is cheap and only looks; a short message is never taken for minutes.
func Looks(text string) bool {
	if utf8.RuneCountInString(clip(text, 400)) < 60 {
		return false
	}
	head := lower(clip(text, 12_000))
	head = strings.NewReplacer("：", ":", "，", ",").Replace(head)
	shape := shapeOf(head)
	if shape.lines > 0 && shape.replies*2 >= shape.lines {
		return false
	}
	score := min(4, 2*count(head, minutesTitles)) + min(1, count(head, minutesWords))
	score += min(2, shape.points/3) + shape.tables + min(2, shape.boxes)
	score += min(2, count(head, minutesAsks)/2)
	switch n := utf8.RuneCountInString(head); {
	case n > 1200:
		score += 2
	case n > 350:
		score++
	}
	if shape.lines <= 2 && shape.ordinals < 2 {
		score--
	}
	score += min(2, shape.ordinals/2)
	return score >= 5
}

func count(s string, words []string) (n int) {
	seen := signature(s)
	for _, w := range words {
		if seen.may(w) && strings.Contains(s, w) {
			n++
		}
	}
	return n
}

// A shape counts what a text is built of.
type shape struct{ lines, points, boxes, tables, ordinals, replies int }

func shapeOf(s string) (sh shape) {
	for _, l := range strings.Split(s, "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		sh.lines++
		m, k := readMarker(l)
		switch {
		case m.box != 0:
			sh.boxes++
		case m.class != markNone:
			sh.points++
		}
		if piped(l) && sh.tables < 2 {
			sh.tables++
		}
		if repliesTo(l[k:]) || repliesTo(l) {
			sh.replies++
		}
		for i := 0; i < len(l) && i < 2000; i += runeLen(l[i]) {
			if _, n := ordinal(l[i:]); n > 0 && (i == 0 || inlineOrdinal(l, i)) {
				sh.ordinals++
			}
		}
	}
	return sh
}

// repliesTo recognises lines that report on a numbered item: "3号已完成", "#12 80%".
func repliesTo(l string) bool {
	l = strings.TrimPrefix(l, "#")
	n := 0
	for n < len(l) && isDigit(l[n]) {
		n++
	}
	if n == 0 || n > 4 {
		return false
	}
	rest := l[n:]
	if strings.HasPrefix(rest, "号") || strings.HasPrefix(rest, "-") && len(rest) > 1 && isDigit(rest[1]) {
		return true
	}
	return len(l) < 60 && hasAny(rest, []string{"%", "已完成", "完成", "done", "卡在", "进行中"}) && !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "、")
}
