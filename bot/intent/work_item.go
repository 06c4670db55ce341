package intent

import (
	"regexp"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

const becomes = `(?:改为|改成|改到|改至|调整为|调整到|更正为|更正到|更正:|应为|应是|变更为|换成|:)`

var (
	amendZh = regexp.MustCompile(`^(?:请)?(?:把|将)?` + named + `?(?:的)?(完成时限|完成期限|办理时限|截止日期|截止时间|时限|期限|日期|完成标准|衡量标准|标准|标题|题目|事项名称|名称|内容|正文|表述|文字|配合单位|配合)?` + becomes + `\s*(.+)$`)
	amendEn = regexp.MustCompile(`^(?:please )?(?:change|correct|set|move) (?:the )?(?:(deadline|due date|date|measure|target|title|wording|text|support|supporting units) (?:of|for) )?` + named + `(?:'s)?\s*(deadline|due date|date|measure|target|title|wording|text|support|supporting units)?\s*(?:to|:) (.+)$`)
)

// amendField tells which field a word names.
var amendField = map[string]string{"完成时限": "due", "完成期限": "due", "办理时限": "due", "截止日期": "due", "截止时间": "due", "时限": "due", "期限": "due", "日期": "due",
	"完成标准": "measure", "衡量标准": "measure", "标准": "measure", "标题": "title", "题目": "title", "事项名称": "title", "名称": "title", "内容": "text", "正文": "text",
	"表述": "text", "文字": "text", "配合单位": "support", "配合": "support", "deadline": "due", "due date": "due", "date": "due", "measure": "measure", "target": "measure",
	"title": "title", "wording": "text", "text": "text", "support": "support", "supporting units": "support"}

// amendWork reads the office's corrections: 把2号改到12月20日,因为…; 2号完成标准改为…
func (m *message) amendWork() (Work, bool) {
	if m.c.Speaker != Supervisor && m.c.Speaker != 0 {
		return Work{}, false // whoever else says so asks for it
	}
	w := Work{Op: WorkAmend}
	g, field, value := m.find(amendZh), "", 0
	if g != nil {
		w.Refs, field, value = refList(m.firstSaid(g, 1, 2, 3)), amendField[m.lower(g, 4)], 5
	} else if g = m.find(amendEn); g != nil {
		field, value = amendField[m.lower(g, 1)+m.lower(g, 5)], 6
		w.Refs = refList(m.firstSaid(g, 2, 3, 4))
	}
	if g == nil || len(w.Refs) == 0 && (field == "" || m.c.Place != InThread) {
		return Work{}, false
	}
	i, j, ok := span(g, value)
	if !ok {
		return Work{}, false
	}
	if j, w.Reason = m.parted(i, j); strings.TrimSpace(m.s[i:j]) == "" {
		return Work{}, false
	}
	what := strings.Trim(m.orig(i, j), "“”\"「」。;； ")
	switch field {
	case "", "due":
		if w.Due, ok = m.day(i, j); !ok || field == "" && !mostlyDate.MatchString(m.s[i:j]) {
			return Work{}, false
		}
	case "measure":
		w.Measure = what
	case "title":
		w.Title = what
	case "text":
		w.Text = what
	case "support":
		for _, n := range m.namesIn(i, j) {
			if x, ok := m.c.Dir.Lookup(n.canon); ok && x.Kind == ledger.MentionUnit {
				w.Support = append(w.Support, x.Unit)
			}
		}
		if len(w.Support) == 0 {
			w.Unknown = []string{what}
		}
	}
	return w, true
}

// mostlyDate is a date and hardly a word more.
var mostlyDate = regexp.MustCompile(`^[^\p{Han}]{0,30}$|^[\p{Han}0-9 \-/.:]{1,16}$`)

func (m *message) lower(g []int, n int) string {
	i, j, ok := span(g, n)
	if !ok {
		return ""
	}
	return m.s[i:j]
}

func refList(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

var (
	stepsOf = regexp.MustCompile(`(?s)^(?:请)?(?:把|将)?` + named + `?(?:的)?(?:阶段节点|时间节点|节点|里程碑|阶段安排|milestones?)(?:of ` + named + `)?(?:设为|为|是|如下)?\s*[:\n]\s*(.+)$`)
	tickOf  = regexp.MustCompile(`^(?:` + named + `(?:的)?)?\s*(?:第([0-9]{1,2})个?(?:节点|阶段)|(?:节点|里程碑)([0-9]{1,2})|milestone ([0-9]{1,2})(?: of ` + named + `)?)\s*(?:已经|已|is |was )?(还没|没有?|not )?(?:全部)?(?:完成|办完|达成|done|reached|complete|completed)了?$`)
)

func (m *message) stepsWork() (Work, bool) {
	g := m.find(stepsOf)
	if g == nil {
		return Work{}, false
	}
	w := Work{Op: WorkSteps, Refs: refList(m.firstSaid(g, 1, 2, 3, 4, 5, 6))}
	i, j, _ := span(g, 7)
	w.Parts = m.partsIn(i, j)
	return w, len(w.Parts) > 0 && (len(w.Refs) > 0 || m.c.Place == InThread)
}

func (m *message) tickWork() (Work, bool) {
	g := m.find(tickOf)
	if g == nil {
		return Work{}, false
	}
	w := Work{Op: WorkTick, Refs: refList(m.firstSaid(g, 1, 2, 3, 7, 8, 9)), N: atoi(m.firstSaid(g, 4, 5, 6)), Off: m.lower(g, 10) != ""}
	return w, len(w.Refs) > 0 || m.c.Place == InThread || len(m.c.OpenItems) == 1
}

var (
	linkZh = regexp.MustCompile(`^` + named + `(不再|不用再|不必再)?(?:要|需|须|得)?(?:等|等待|待|依赖于?|以)` + named + `(?:事项)?(?:为前提|为前置|(?:完成|办结|办完|做完)(?:之|以)?后?(?:才能|才|再|方可)?(?:开始|办理|办|做|进行|启动|推进)?)?$`)
	preZh  = regexp.MustCompile(`^` + named + `的?(?:前置|前置事项|前提)(?:是|为|:)` + named + `$`)
	linkEn = regexp.MustCompile(`^` + named + ` (no longer )?(?:depends on|depend on|waits for|wait for|needs|is blocked by|comes after|starts after) ` + named + `$`)
)

func (m *message) linkWork() (Work, bool) {
	for _, x := range []struct {
		re  *regexp.Regexp
		off int
		on  int
	}{{linkZh, 4, 5}, {linkEn, 4, 5}, {preZh, 0, 4}} {
		g := m.find(x.re)
		if g == nil {
			continue
		}
		w := Work{Op: WorkLink, Refs: []string{m.firstSaid(g, 1, 2, 3), m.firstSaid(g, x.on, x.on+1, x.on+2)}}
		w.Off = x.off > 0 && m.lower(g, x.off) != ""
		return w, true
	}
	return Work{}, false
}

var (
	tagOf     = regexp.MustCompile(`^(?:请)?(?:把|将)?` + named + `\s*(?:归入|归到|列入|纳入|划入|放进|标为|属于|goes under|belongs to|put under|under)\s*(?:the )?(.+)$`)
	programme = regexp.MustCompile(`(?:工程|计划|行动|专项|项目)$`)
)

// tagWork reads 3号归入铁案工程. What is no programme and no area of the organisation is left to others.
func (m *message) tagWork() (Work, bool) {
	g := m.find(tagOf)
	if g == nil {
		return Work{}, false
	}
	w := Work{Op: WorkTag, Refs: refList(m.firstSaid(g, 1, 2, 3))}
	what := m.said(g, 4)
	lower := strings.ToLower(what)
	switch {
	case words("重点|督办").in(m.s[g[8]:g[9]]):
		return Work{}, false
	case m.area(strings.TrimSuffix(what, "领域")) != "":
		w.Area = m.area(strings.TrimSuffix(what, "领域"))
	case m.area(strings.TrimSuffix(lower, " area")) != "":
		w.Area = m.area(strings.TrimSuffix(lower, " area"))
	case programme.MatchString(what):
		w.Programme = what
	case strings.HasSuffix(lower, " programme"), strings.HasSuffix(lower, " program"):
		w.Programme = strings.TrimSpace(what[:strings.LastIndex(what, " ")])
	default:
		return Work{}, false
	}
	return w, true
}

// area is the organisation's area of the name, or empty.
func (m *message) area(name string) string {
	if m.c.Dir == nil || name == "" {
		return ""
	}
	for _, a := range m.c.Dir.Org().Areas {
		if strings.EqualFold(a.Name, name) {
			return a.Name
		}
	}
	return ""
}

var (
	partsOf   = regexp.MustCompile(`(?s)^(?:请)?(?:把|将)?` + named + `?(?:事项)?\s*(?:分解|拆分|拆解|细分|拆)(?:为|成)?(?:以下|如下)?(?:[0-9一二两三四五六七八九十]{1,2}(?:步|项|个子项|部分|件|个事项))?\s*[:\n]?\s*(.+)$`)
	partsOfEn = regexp.MustCompile(`(?s)^(?:please )?(?:break down|decompose|split) ` + named + ` into:?\s+(.+)$`)
	partSplit = regexp.MustCompile(`(?:[;\n]+\s*|^|[\s,。])(?:[①②③④⑤⑥⑦⑧⑨⑩]|\(?[0-9]{1,2}[.、)])\s*|[;\n]+\s*`)
	partCut   = regexp.MustCompile(`[,]\s*`)
	ownerOf   = regexp.MustCompile(`^(?:由)?(.+?)(?:负责|牵头|承办|主办|经办|来办)(.*)$`)
	measureOf = regexp.MustCompile(`^(?:完成标准|标准|measure)(?::|为|是|\s)\s*(.+)$`)
)

// partsWork reads 分解为:①起草方案,张三,12月1日;②征求意见,12月8日.
func (m *message) partsWork() (Work, bool) {
	g, k := m.find(partsOf), 4
	if g == nil {
		g = m.find(partsOfEn)
	}
	if g == nil {
		return Work{}, false
	}
	w := Work{Op: WorkDecompose, Refs: refList(m.firstSaid(g, 1, 2, 3))}
	i, j, _ := span(g, k)
	w.Parts = m.partsIn(i, j)
	return w, len(w.Parts) > 1 && (len(w.Refs) > 0 || m.c.Place == InThread || len(m.c.OpenItems) == 1)
}

// partsIn takes s[i:j] apart: one child or milestone between semicolons, lines or numbers, its fields between commas.
func (m *message) partsIn(i, j int) []WorkPart {
	var out []WorkPart
	at := i
	take := func(from, to int) {
		if p, ok := m.workPart(from, to); ok {
			out = append(out, p)
		}
	}
	for _, cut := range partSplit.FindAllStringIndex(m.s[i:j], -1) {
		take(at, i+cut[0])
		at = i + cut[1]
	}
	take(at, j)
	return out
}

func (m *message) workPart(i, j int) (p WorkPart, ok bool) {
	var titles []string
	for i < j {
		end, next := j, j
		if cut := partCut.FindStringIndex(m.s[i:j]); cut != nil {
			end, next = i+cut[0], i+cut[1]
		}
		if s := strings.Trim(m.orig(i, end), " 。.、"); s != "" {
			titles = m.workField(&p, i, end, s, titles)
		}
		i = next
	}
	p.Title = strings.Join(titles, ",")
	return p, p.Title != ""
}

// workField takes one field of a part: a date, an owner, a measure, else words of its title. A date or an owner inside a title is taken out of it
// only where it stands at its end or beginning.
func (m *message) workField(p *WorkPart, i, j int, s string, titles []string) []string {
	if g := measureOf.FindStringSubmatchIndex(m.s[i:j]); g != nil {
		p.Measure = m.orig(i+g[2], i+g[3])
		return titles
	}
	if day, ok := m.day(i, j); ok && p.Due.IsZero() {
		p.Due = day
		w := m.why[len(m.why)-1] // the words of the date
		rest := strings.TrimSpace(strings.Replace(m.raw[m.off[i]:m.off[j]], w.Text, "", 1))
		rest = strings.Trim(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(rest, "于"), "在"), "之前"), "前"), " ()（）。.、,，")
		rest = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(rest, " by"), "完成"))
		if rest == "" || rest == "by" || rest == "due" {
			return titles
		}
		s = rest
	}
	if person, unit := m.someone(s); person != "" || unit != "" {
		p.Person, p.Unit = person, unit
		return titles
	}
	if g := ownerOf.FindStringSubmatch(s); g != nil {
		if person, unit := m.someone(g[1]); person != "" || unit != "" {
			p.Person, p.Unit = person, unit
			if rest := strings.Trim(g[2], ":： "); rest != "" {
				titles = append(titles, rest)
			}
			return titles
		}
	}
	return append(titles, s)
}
