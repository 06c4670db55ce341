package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// WorkOp is one of the orders of the closed loop that are read as whole sentences.
type WorkOp string

// The orders.
const (
	WorkUndo      WorkOp = "undo"           // 撤销: the last draft edit or issue
	WorkUndoIssue WorkOp = "undo_issue"     // 撤回下发
	WorkAmend     WorkOp = "amend"          // Title, Text, Measure, Due or Support; Reason
	WorkSignAll   WorkOp = "sign_all"       // 一键签收
	WorkReview    WorkOp = "review"         // Verdicts on the children of Refs[0], or on what waits
	WorkDecompose WorkOp = "decompose"      // Parts
	WorkSteps     WorkOp = "milestones"     // Parts
	WorkTick      WorkOp = "milestone_done" // N; Off: not done after all
	WorkLink      WorkOp = "link"           // Refs[0] waits for Refs[1]; Off: no longer
	WorkHandOver  WorkOp = "hand_over"      // From's items to To; Left: From has left the house
	WorkAway      WorkOp = "away"           // From (empty: the speaker) from Start to End, To stands in
	WorkBack      WorkOp = "back"
	WorkProblems  WorkOp = "problems"
	WorkSolve     WorkOp = "solve"    // problem N: Text is the outcome
	WorkAssign    WorkOp = "assign"   // problem N to Unit or To
	WorkTag       WorkOp = "tag"      // Programme or Area
	WorkMerge     WorkOp = "merge"    // Refs[0] into Refs[1]; Either: or the other way round
	WorkOne       WorkOp = "one_item" // a draft's row N as one item, kept by Unit
	WorkEach      WorkOp = "per_unit" // a draft's row N as a child a unit
	WorkGoOn      WorkOp = "goes_on"  // a draft's row N goes on with the open item Refs[0], by its own date (Date) or Due; Off: it does not
)

// Work is an order that was read. What was not said is empty.
type Work struct {
	Op       WorkOp          `json:"op"`
	Refs     []string        `json:"refs,omitempty"` // items, as written
	N        int             `json:"n,omitempty"`
	Off      bool            `json:"off,omitempty"`
	Title    string          `json:"title,omitempty"`
	Text     string          `json:"text,omitempty"`
	Measure  string          `json:"measure,omitempty"`
	Due      Moment          `json:"due,omitzero"`
	Support  []ledger.UnitID `json:"support,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Parts    []WorkPart      `json:"parts,omitempty"`
	Verdicts []Verdict       `json:"verdicts,omitempty"`
	From     ledger.PersonID `json:"from,omitempty"`
	To       ledger.PersonID `json:"to,omitempty"`
	Unit     ledger.UnitID   `json:"unit,omitempty"`
	Left     bool            `json:"left,omitempty"`
	Self     bool            `json:"self,omitempty"` // From is the speaker
	Either   bool            `json:"either,omitempty"`
	Date     bool            `json:"date,omitempty"`
	Start    Moment          `json:"start,omitzero"`
	End      Moment          `json:"end,omitzero"`

	NoSupport bool     `json:"no_support,omitempty"` // of a merging: supporting units stay behind
	NoMeasure bool     `json:"no_measure,omitempty"` // and so does the measure
	Programme string   `json:"programme,omitempty"`
	Area      string   `json:"area,omitempty"`
	Unknown   []string `json:"unknown,omitempty"` // names that the organisation does not know
}

// A WorkPart is a child or a milestone to be.
type WorkPart struct {
	Title   string          `json:"title"`
	Unit    ledger.UnitID   `json:"unit,omitempty"`
	Person  ledger.PersonID `json:"person,omitempty"`
	Due     Moment          `json:"due,omitzero"`
	Measure string          `json:"measure,omitempty"`
}

// A Verdict approves or returns children by their numbers (1 to 12), all of them, or those that no other verdict names.
type Verdict struct {
	OK     bool   `json:"ok"`
	From   int    `json:"from,omitempty"`
	To     int    `json:"to,omitempty"`
	All    bool   `json:"all,omitempty"`
	Rest   bool   `json:"rest,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// ReadWork reads an order of the closed loop. It takes whole sentences of fixed shapes only, so that a report is never lost to it.
func ReadWork(raw string, c Context) (Work, bool) {
	if len(raw) > maxRead {
		return Work{}, false
	}
	m := newMessage(unaddressed(raw), c)
	if c.Place == InDrafts {
		return m.draftWork()
	}
	if c.Place == InChannel && len(m.refs) == 0 {
		return Work{}, false
	}
	for _, rule := range []func(*message) (Work, bool){
		(*message).undoWork, (*message).signAll, (*message).problemWork, (*message).reviewWork, (*message).amendWork, (*message).stepsWork,
		(*message).tickWork, (*message).linkWork, (*message).mergeWork, (*message).tagWork, (*message).partsWork, (*message).awayWork, (*message).handOverWork,
	} {
		if w, ok := rule(m); ok {
			return w, true
		}
	}
	if c.Drafts > 0 {
		return m.draftWork()
	}
	return Work{}, false
}

// number is an item's number as people write it, its digits captured: 12号, #12-3, item 12, 第12项.
const number = `(?:(?:#|item |no\.? ?|第)?([0-9]+(?:-[0-9]+)?)(?:号|项)?(?:督办事项|督办件|事项|任务)?)`

// named is number with at least one of its signs, so that a bare figure is none.
const named = `(?:#([0-9]+(?:-[0-9]+)?)|item ([0-9]+(?:-[0-9]+)?)|第?([0-9]+(?:-[0-9]+)?)(?:号|项)(?:督办事项|督办件|事项|任务)?)`

// find matches the whole message but for its outer punctuation; the groups are ranges of m.s, -1 where a group is not there.
func (m *message) find(re *regexp.Regexp) []int {
	j := len(strings.TrimRight(m.s, " \t\n.;!~。、"))
	i := j - len(strings.TrimLeft(m.s[:j], " \t\n,。.;!"))
	g := re.FindStringSubmatchIndex(m.s[i:j])
	for k := range g {
		if g[k] >= 0 {
			g[k] += i
		}
	}
	return g
}

// span is the nth group's range of m.s; ok is false where it is not there or empty.
func span(g []int, n int) (i, j int, ok bool) {
	if 2*n+1 >= len(g) || g[2*n] < 0 || g[2*n] == g[2*n+1] {
		return 0, 0, false
	}
	return g[2*n], g[2*n+1], true
}

// said is the nth group as it was written, without outer punctuation and quotation marks.
func (m *message) said(g []int, n int) string {
	i, j, ok := span(g, n)
	if !ok {
		return ""
	}
	return strings.Trim(strings.TrimSpace(m.orig(i, j)), "“”\"'「」,，;；。. :：")
}

// firstSaid is the first of the groups that is there.
func (m *message) firstSaid(g []int, list ...int) string {
	for _, n := range list {
		if s := m.said(g, n); s != "" {
			return s
		}
	}
	return ""
}

// reasonSplit stands before a reason.
var reasonSplit = regexp.MustCompile(`[,;。\s]+(?:因为|因|原因是?:?|理由是?:?|because(?: of)?|since|reason:)\s*`)

// parted splits s[i:j] into what stands before a reason and the reason.
func (m *message) parted(i, j int) (end int, reason string) {
	loc := reasonSplit.FindStringIndex(m.s[i:j])
	if loc == nil {
		return j, ""
	}
	return i + loc[0], strings.Trim(m.orig(i+loc[1], j), "。. ")
}

// someone resolves a name; a title (the one who oversees) is a person too.
func (m *message) someone(name string) (p ledger.PersonID, u ledger.UnitID) {
	if m.c.Dir == nil {
		return "", ""
	}
	x, ok := m.c.Dir.Lookup(strings.TrimSpace(name))
	switch {
	case ok && x.Kind == ledger.MentionPerson:
		return x.Person, ""
	case ok && x.Kind == ledger.MentionUnit:
		return "", x.Unit
	}
	return "", ""
}

var (
	undoIssue = regexp.MustCompile(`^(?:请)?(?:撤销|撤回|收回|取消)(?:刚才的?|上次的?|这次的?|刚刚的?)?(?:下发|交办|核发)(?:的事项)?$|^(?:undo|recall|take back)(?: the)? (?:issue|issuing|issued items)$`)
	signAll   = regexp.MustCompile(`^(?:一键签收|(?:全部|全|都|均|所有事项|所有)(?:已经|已)?(?:签收|收到)(?:了|啦)?|(?:事项)?(?:全部|都)收到了?|sign(?: for)?(?: them| it)? all|sign all|accept(?: them)? all|accept everything|all received|received all(?: of them)?|acknowledge all)$`)
)

func (m *message) undoWork() (Work, bool) {
	if m.find(undoIssue) != nil {
		return Work{Op: WorkUndoIssue}, true
	}
	s := trimParticles(trimEnds(m.s))
	if m.c.Pending == "" && (m.c.Place == InDirect || m.c.Place == InDrafts || m.c.Drafts > 0) && undoWords.is(s) {
		return Work{Op: WorkUndo}, true
	}
	return Work{}, false
}

func (m *message) signAll() (Work, bool) {
	if m.c.Place == InThread || m.c.Pending != "" || m.find(signAll) == nil {
		return Work{}, false
	}
	return Work{Op: WorkSignAll}, true
}

var (
	oneItem = regexp.MustCompile(`^` + number + `(?:只|就)?(?:不分解|立一项|作为一项|合为一项|as one item|one item)(?:[, ]*(?:由|tracked by|kept by)?\s*(.+?)(?:跟踪|牵头|统筹)?)?$`)
	perUnit = regexp.MustCompile(`^` + number + `(?:按单位分解|逐个单位分解|分解到(?:各|每个)单位|分给(?:各|每个)单位|按法院分解|per unit|one per unit|one each)$`)
)

// draftWork reads how a row with a collective owner is to be issued.
func (m *message) draftWork() (Work, bool) {
	if w, ok := m.undoWork(); ok {
		return w, true
	}
	if w, ok := m.goesOnWork(); ok {
		return w, true
	}
	if g := m.find(oneItem); g != nil {
		w := Work{Op: WorkOne, N: atoi(m.said(g, 1))}
		if name := m.said(g, 2); name != "" {
			if _, w.Unit = m.someone(name); w.Unit == "" {
				w.Unknown = append(w.Unknown, name)
			}
		}
		return w, true
	}
	if g := m.find(perUnit); g != nil {
		return Work{Op: WorkEach, N: atoi(m.said(g, 1))}, true
	}
	return Work{}, false
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && digit(s[i]) && n < 1e6; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
