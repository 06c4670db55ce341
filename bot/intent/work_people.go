package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var (
	problemList   = regexp.MustCompile(`^(?:看看|列出|看一下)?(?:突出)?问题(?:清单|列表|台账)$|^(?:有哪些|还有哪些)(?:突出|未解决的?)问题$|^(?:突出|未解决的?)问题(?:有哪些)?$|^(?:list |show |show me )?(?:the )?(?:open )?problems?(?: list)?$|^list of problems$`)
	problemSolved = regexp.MustCompile(`(?s)^(?:问题([0-9]+)号?(?:已经|已)?(?:解决|了结|消除|销号)了?|problem #?([0-9]+)(?: is| has been| was)? (?:solved|resolved|settled))(?:[:,。.\s]+(.*))?$`)
	problemOwner  = regexp.MustCompile(`^(?:问题([0-9]+)号?(?:交给|交由|转给|由|请)(.+?)(?:负责|解决|牵头|协调|办理|来办)?|(?:assign|give) problem #?([0-9]+) to (.+)|problem #?([0-9]+) (?:goes to|is for) (.+))$`)
)

func (m *message) problemWork() (Work, bool) {
	if m.c.Place == InThread && m.find(problemSolved) == nil {
		return Work{}, false
	}
	if m.find(problemList) != nil {
		return Work{Op: WorkProblems}, true
	}
	if g := m.find(problemSolved); g != nil {
		return Work{Op: WorkSolve, N: atoi(m.firstSaid(g, 1, 2)), Text: m.said(g, 3)}, true
	}
	if g := m.find(problemOwner); g != nil {
		w := Work{Op: WorkAssign, N: atoi(m.firstSaid(g, 1, 3, 5))}
		name := m.firstSaid(g, 2, 4, 6)
		if w.To, w.Unit = m.someone(name); w.To == "" && w.Unit == "" {
			w.Unknown = []string{name}
		}
		return w, true
	}
	return Work{}, false
}

var (
	awayWords = words("出差|休假|请假|外出|学习|培训|年假|住院|产假|病假|不在|脱产|挂职|away|on leave|on holiday|on vacation|travelling|traveling|on a trip|out")
	deputyOf  = regexp.MustCompile(`(?:期间)?(?:由|请|让)([^,;。]{1,24}?)(?:代为办理|代为|代理|代办|代管|代班|代|顶替|顶班|顶|替|接手|负责|处理)(?:我|工作|办理)?$|(?:^|[,;.\s])([^,;.]{1,40}?) (?:stands in|will stand in|covers|will cover|is my deputy|deputises|fills in)(?: for me)?$`)
	rangeZh   = regexp.MustCompile(`(.{1,16}?)(?:到|至|-|~)(.{1,16}?)(?:,|\s|出差|休|请|外出|学习|培训|住院|产假|病假|不在|脱产|年假|挂职|在)`)
	rangeEn   = regexp.MustCompile(`(?:from )?([a-z0-9 ]{3,16}?) (?:to|until|till|through|-) ([a-z0-9 ]{3,16}?)(?:,|\.|;|$| )`)
	backWords = words("我回来了|我已返岗|我返岗了|返岗了|销假|我销假|我休假结束了|我出差回来了|i'm back|i am back|back at work|i'm back at work")
)

// awayWork reads 我11月25日到12月3日出差,由李四代.
func (m *message) awayWork() (Work, bool) {
	if m.c.Place == InThread || len(m.refs) > 0 {
		return Work{}, false
	}
	if backWords.is(trimEnds(m.s)) {
		return Work{Op: WorkBack}, true
	}
	if !awayWords.in(m.s) {
		return Work{}, false
	}
	w := Work{Op: WorkAway}
	end := len(m.s)
	if g := m.find(deputyOf); g != nil {
		end = g[0]
		name := m.firstSaid(g, 1, 2)
		if w.To, _ = m.someone(name); w.To == "" {
			w.Unknown = []string{name}
		}
	}
	if !m.awayDays(&w, end) {
		return Work{}, false
	}
	if n, ok := m.firstName(0, end, func(n name) bool { return n.kind == ledger.MentionPerson }); ok {
		w.From, _ = m.someone(n.canon)
	}
	return w, true
}

// awayDays finds the first and the last day before end.
func (m *message) awayDays(w *Work, end int) bool {
	start := 0
	if n, ok := m.firstName(0, end, func(n name) bool { return n.kind == ledger.MentionPerson }); ok && n.i < 12 {
		start = n.j
	}
	for _, re := range []*regexp.Regexp{rangeZh, rangeEn} {
		if g := re.FindStringSubmatchIndex(m.s[start:end] + ","); g != nil && m.awayRange(w, g, start, end) {
			return true
		}
	}
	return false
}

func (m *message) awayRange(w *Work, g []int, start, end int) bool {
	clip := func(k int) int { return min(start+k, end) }
	var ok1, ok2 bool
	w.Start, ok1 = m.day(clip(g[2]), clip(g[3]))
	w.End, ok2 = m.day(clip(g[4]), clip(g[5]))
	if ok1 && !ok2 { // 11月25日到28日
		d := atoi(strings.TrimSpace(m.s[clip(g[4]):clip(g[5])]))
		if d > w.Start.Date.Day && d <= 31 {
			w.End, ok2 = Moment{Date: ledger.Date{Year: w.Start.Date.Year, Month: w.Start.Date.Month, Day: d}}, true
		}
	}
	return ok1 && ok2 && !w.End.Date.Before(w.Start.Date)
}

var (
	handAll  = regexp.MustCompile(`(?:名下|手上|手头|手里)的?(?:所有|全部)?的?(?:督办)?(?:事项|任务|工作)?|负责的(?:所有|全部)?的?(?:督办)?(?:事项|任务|工作)|(?:所有|全部)(?:的)?(?:督办)?(?:事项|任务)|all (?:of )?(?:his|her|their|my|[a-z' ]{2,30}'s)? ?(?:items|tasks|work)`)
	handVerb = regexp.MustCompile(`(?:都|全部|一并)?(?:交给|转给|移交给|移交|交由|转交给?|改由)|由|\bto\b|takes over|taken over by`)
	leftWord = words("调走|调离|离职|退休|辞职|调动|调任|调到|left|is leaving|leaves|retired|resigned|moved on")
	iMyself  = words("我名下|我手上|我手头|我手里|我的|我负责|my items|my tasks|all my|my work")
)

// handOverWork reads 张三调走了,名下事项交给李四, and "Hand over all of Li's items to Wang".
func (m *message) handOverWork() (Work, bool) {
	if m.c.Place == InThread || len(m.refs) > 0 || m.isQuestion() {
		return Work{}, false
	}
	left := leftWord.in(m.s)
	if !handAll.MatchString(m.s) && !(left && words("接手|接替|takes over|taken over").in(m.s)) || !handVerb.MatchString(m.s) && !words("接手|接替").in(m.s) {
		return Work{}, false
	}
	var people []ledger.PersonID
	for _, n := range m.names {
		if n.kind != ledger.MentionPerson {
			continue
		}
		if p, _ := m.someone(n.canon); p != "" && (len(people) == 0 || people[len(people)-1] != p) {
			people = append(people, p)
		}
	}
	w := Work{Op: WorkHandOver, Left: left}
	switch {
	case len(people) == 2:
		w.From, w.To = people[0], people[1]
	case len(people) == 3 && people[0] == people[1]:
		w.From, w.To = people[0], people[2]
	case len(people) == 1 && iMyself.in(m.s):
		w.Self, w.To = true, people[0]
	default:
		w.Unknown = m.unknownPeople()
	}
	return w, w.To != "" || len(w.Unknown) > 0 || len(people) == 1
}

var personWords = regexp.MustCompile(`^(?:请把|把|将)?([\p{Han}a-z]{2,12}?)(?:已|已经)?(?:调走|调离|离职|退休|辞职|名下|手上|手头|的事项)|(?:交给|转给|移交给|交由|由)([\p{Han}a-z]{2,12}?)(?:$|接手|负责|办理|接)`)

// unknownPeople are the names at the two ends of a hand-over, where the organisation does not know them.
func (m *message) unknownPeople() (out []string) {
	for _, g := range personWords.FindAllStringSubmatch(m.s, -1) {
		for _, name := range g[1:] {
			if p, _ := m.someone(name); name != "" && p == "" && !words("我|他|她|其").is(name) {
				out = append(out, name)
			}
		}
	}
	return out
}
