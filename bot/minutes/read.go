package minutes

import (
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// farPast is a reference under which every date with a year is to come.
var farPast = time.Date(1970, 1, 1, 9, 0, 0, 0, time.UTC)

// A reader holds one reading while it grows.
type reader struct {
	o          Options
	now        time.Time // 09:00 of the meeting's day; zero when it is not known
	zh         bool      // the text is mainly Chinese
	formal     bool      // 纪要, 通知, 方案: exhortations without owner, date or deliverable are principles
	dayFirst   bool
	script     script
	people     *roster
	blocks     []*block
	out        Reading
	demand     int            // 1-based index of the numbered demand that following sentences belong to
	issued     ledger.Date    // the date the minutes are signed with, where it is later than the meeting
	titleText  string         // the words of the block that is the title
	regulation bool           // the text lays down rules, it is no record of a meeting
	work       int            // bytes and list levels looked at so far: what reading costs, for the tests that it stays linear
	said       map[uint64]int // items by owner and title, to notice repeats
	yearly     bool           // only the meeting's year is known
	markdown   bool           // the text has Markdown headings or bullets
	nextLines  []string       // lines that speak of the next meeting

	asked     *block // the block that assigns was asked about last, and what it said
	assigning bool

	lastDues   memo[[]due]
	lastWho    memo[*who]
	lastZh     memo[finding]
	lastLow    memo[string]
	lastHints  memo[hints]
	lastStarts memo[[]int]
	lastIn     memo[finding]
	lastEn     [4]memo[finding] // by action and resolved
	spare      draft            // the draft that newDraft hands out
}

// Read drafts the action items of a text. It never fails: a text without demands gives no items.
func Read(text string, o Options) Reading { return read(text, o).out }

func read(text string, o Options) *reader {
	r := &reader{o: o, out: Reading{Items: make([]Item, 0, min(4096, len(text)/160+4)), Principles: []Principle{}}}
	text = r.script.simplify(text)
	r.zh = o.Lang == "zh" || o.Lang == "" && mainlyHan(text)
	r.blocks = r.build(splitLines(text))
	r.readMeeting()
	r.people = readRoster(r.blocks)
	r.lastWho, r.lastZh, r.lastDues, r.lastEn, r.lastIn = memo[*who]{}, memo[finding]{}, memo[[]due]{}, [4]memo[finding]{}, memo[finding]{} // what was asked before did not know them
	for i := 0; i < len(r.blocks); i++ {
		r.block(r.blocks[i])
	}
	r.script.restoreReading(&r.out)
	return r
}

// mainlyHan reports whether at least a tenth of the letters in a sample of the text are Chinese.
func mainlyHan(text string) bool {
	han, other, seen := 0, 0, 0
	for _, c := range text {
		if seen++; seen > 20000 {
			break
		}
		switch {
		case isHan(c):
			han++
		case c < 0x250 && c > ' ':
			other++
		}
	}
	return han*8 > other
}

// setNow fixes the instant that relative dates count from.
func (r *reader) setNow(d ledger.Date) {
	zone := r.o.Zone
	if zone == nil {
		zone = time.UTC
	}
	if !d.IsZero() {
		r.now = time.Date(d.Year, d.Month, d.Day, 9, 0, 0, 0, zone)
	}
}

// block drafts what one block asks for.
func (r *reader) block(x *block) {
	if r.resolved(x) {
		return
	}
	switch x.kind {
	case blockHeading:
		r.heading(x)
	case blockTable:
		r.table(x)
	default:
		r.text(x)
	}
}

// resolved reports whether a line below says that the matter is settled.
func (r *reader) resolved(x *block) bool {
	for _, l := range x.labels {
		if l.field == fieldResult {
			return true
		}
	}
	return false
}

// heading drafts an item of a heading that has an owner or a date of its own, or that is itself a numbered demand of a speech.
func (r *reader) heading(x *block) {
	r.demand = 0
	if x.level <= 1 && x.prev == nil || x.ctx == ctxAttend || x.ctx == ctxNext || x.ctx == ctxAgenda {
		return
	}
	if workLabels(x.labels) && x.level < miniLevel {
		r.add(r.labelled(x, x.p, x.line))
		return
	}
	if ord, _ := ordinal(x.p.s); ord != "" || r.speechHeading(x) {
		r.prose(x)
		return
	}
	if ls := readLabels(x.p); workLabels(ls) && x.ctx != ctxInfo {
		x.labels = append(x.labels, ls...)
		r.add(r.labelled(x, x.p, x.line))
	}
}

// speechHeading recognises the numbered demand of a speech that stands as a heading: (一)切实提高政治站位.
func (r *reader) speechHeading(x *block) bool {
	return r.zh && !r.formal && x.mark.class >= markHan && x.mark.class <= markDecimal && x.mark.class != markBullet && x.level > 3 && startsDemand(x.p.s) && x.ctx == ctxNotes
}

// text drafts the items of a list item or a paragraph.
func (r *reader) text(x *block) {
	if x.struck || x.p.s == "" || x.prev == nil && titleLike(x) && x.p.s == r.titleText {
		return
	}
	switch {
	case x.mark.box == 'x':
		if x.ctx != ctxAttend {
			r.done(x, "box")
		}
		return
	case x.mark.box == ' ' && x.ctx != ctxAttend && x.ctx != ctxAgenda && !r.people.has(x.p.s):
		r.line(x)
		return
	}
	if (x.ctx == ctxAttend || x.ctx == ctxInfo) && x.kind == blockPara && running(r.whole(x).s) {
		r.sentencesOf(x) // running text: the section is over, whatever comes without a heading
		return
	}
	switch x.ctx {
	case ctxAttend, ctxNext, ctxRules:
		r.marked(x)
	case ctxInfo:
		if r.noted(x) {
			r.sentencesOf(x)
		} else {
			r.marked(x)
		}
	case ctxAgenda:
		if x.depth > 0 || r.noted(x) {
			if hasHan(x.p.s) && x.depth == 0 {
				x.ctx = ctxDecision
			}
			r.sentencesOf(x)
		} else {
			r.marked(x)
		}
	case ctxReview:
		if stillOpen(x.p.s) && x.kind == blockBullet {
			r.line(x)
		} else {
			r.sentencesOf(x)
		}
	case ctxAction:
		r.line(x)
	default:
		r.sentencesOf(x)
	}
}

// running reports whether a paragraph is prose of several sentences rather than a list of names or facts.
func running(s string) bool {
	return len(s) > 140 && (strings.Count(s, ". ") >= 1 || strings.Count(s, "。") >= 2)
}

func (r *reader) sentencesOf(x *block) {
	if hasHan(x.p.s) {
		r.prose(x)
	} else {
		r.english(x)
	}
}

// marked reads only what is expressly marked as an action.
func (r *reader) marked(x *block) {
	if isActionMark(x.p.s) {
		r.english(x)
		return
	}
	if ls := append(readLabels(x.p), x.labels...); ownerLabel(ls) && x.ctx != ctxAttend && x.ctx != ctxAgenda {
		r.line(x)
		return
	}
	if (x.ctx == ctxAttend && x.kind == blockPara && strings.IndexByte(x.p.s, ':') < 0 || x.ctx == ctxInfo) && !hasHan(x.p.s) {
		f := r.enOwners(x.p.s, false, false)
		if w := r.who(x.p.s); (f.strong || x.ctx == ctxInfo && f.rule == "en.to") && len(f.owners) > 0 && w.certain(f.owners) {
			r.english(x) // notes that follow the list of names without a heading
		}
	}
}

// noted reports whether a line of an agenda notes what was agreed: minutes that were written into the agenda. "Bob to present the budget" is none.
func (r *reader) noted(x *block) bool {
	if hasHan(x.p.s) {
		return zhMark(x.p.s) > 0 || cutPrefixes(x.p.s, []string{"结论:", "最终结论:", "会议结论:", "决议:", "会议决定", "会议议定"}) > 0
	}
	if len(x.p.s) < 24 {
		return false
	}
	l := r.low(x.p.s)
	if hasAny(l, []string{" agreed ", " offered to ", " volunteered to ", " is to be ", " are to be ", " was asked to ", " were asked to ", " has agreed to ", "action: "}) {
		return true
	}
	f := r.enOwners(x.p.s, false, false)
	return len(f.owners) > 0 && f.strong && f.rule != "en.to" && f.rule != "en.please" && r.who(x.p.s).certain(f.owners) && !hasAny(l, []string{" present", " introduce", " report", " update us", " give an update", " lead ", " join ", " chair"})
}

// section is the title of the nearest heading above.
func section(x *block) string {
	for p := x.parent; p != nil; p = p.parent {
		if p.kind == blockHeading || p.kids > 0 && len(p.p.s) < 90 {
			return runeCut(colonEnds.trim(p.p.s), 60)
		}
	}
	return ""
}
