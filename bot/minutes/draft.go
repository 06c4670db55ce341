package minutes

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// A draft is an item while its parts are found.
type draft struct {
	Item
	owners, co []party
	except     []party
	spans      [][2]int // of the words that are owner, date or label: left out of the title
	src        plain
}

func (it *draft) why(f, words string, line int, rule string) {
	it.Why = append(it.Why, Reason{Field: f, Words: words, Line: line, Rule: rule})
}

// newDraft begins an item with the words of p. There is one draft at a time: the one before is in the reading by then, or given up.
func (r *reader) newDraft(x *block, p plain, line int, rule string) *draft {
	it := &r.spare
	*it = draft{src: p}
	it.Why = make([]Reason, 0, 4)
	it.Line, it.Status, it.Section = line, StatusOpen, section(x)
	it.Text = p.words()
	it.why("item", runeCut(it.Text, 40), line, rule)
	return it
}

// take puts what a finding says into the draft.
func (it *draft) take(f finding, line int) {
	it.owners = addParties(it.owners, f.owners...)
	it.co = addParties(it.co, f.co...)
	it.except = addParties(it.except, f.except...)
	if it.Fanout == "" {
		it.Fanout = f.fanout
	}
	if f.fanout != "" && len(f.owners) > 0 && !hasParty(it.owners, f.fanout) {
		it.owners = append(it.owners, party{name: f.fanout, mention: f.group})
	}
	it.ReportTo = append(it.ReportTo, f.report...)
	if f.rule != "" {
		it.why("owner", trimSpace(f.words), line, f.rule)
		it.spans = append(append(it.spans, [2]int{f.from, f.to}), f.cuts...)
	}
}

// takeLabels puts labels into the draft: those of the text itself and those on lines of their own.
func (r *reader) takeLabels(it *draft, ls []label) {
	lead := false
	for _, l := range ls {
		lead = lead || l.field == fieldLead
	}
	for _, l := range ls {
		line := l.line
		if line == 0 {
			line = it.Line
			it.spans = append(it.spans, [2]int{l.i, l.j})
		}
		r.takeLabel(it, l, lead, line)
	}
}

func (r *reader) takeLabel(it *draft, l label, lead bool, line int) {
	if l.val.s == "" {
		return
	}
	if l.field == fieldLead || l.field == fieldOwner {
		l.val.s = r.exceptIn(it, l.val.s)
	}
	w := r.who(l.val.s)
	switch l.field {
	case fieldLead:
		names, rest := r.namesAndRest(l.val.s)
		it.owners = addParties(w.names(names), it.owners...)
		it.setDue(r.dues(rest), line)
		it.why("owner", l.key+":"+l.val.s, line, "label.lead")
	case fieldOwner:
		if strings.Contains(l.val.s, "(牵头") || strings.Contains(l.val.s, "(主") {
			if f := r.zhOwners(l.val.s); f.strong {
				it.take(f, line)
				return
			}
		}
		names, rest := r.namesAndRest(l.val.s)
		ps := w.names(names)
		it.setDue(r.dues(rest), line)
		if lead && l.key != "责任人" && l.key != "负责人" && len(it.owners) > 0 {
			it.co = addParties(it.co, dropParties(ps, it.owners)...)
			it.why("co", l.key+":"+l.val.s, line, "label.co")
			return
		}
		it.owners = addParties(it.owners, ps...)
		it.why("owner", l.key+":"+l.val.s, line, "label.owner")
	case fieldCo:
		it.co = addParties(it.co, w.names(l.val.s)...)
		it.why("co", l.key+":"+l.val.s, line, "label.co")
	case fieldDue:
		r.labelDue(it, l, line)
	case fieldMeasure:
		it.Measure = l.val.s
		it.why("measure", l.val.s, line, "label.measure")
	case fieldStatus:
		if saysDone(l.val.s) {
			it.Status = StatusDone
			it.why("status", l.val.s, line, "label.status")
		} else if cutFolded(l.val.s, []string{"延期至", "延期到", "延至", "推迟至", "推迟到", "顺延至", "顺延到", "调整至", "改至", "改为", "moved to ", "extended to ", "now due ", "postponed to "}) > 0 {
			it.Due = ledger.Date{}
			it.setDue(append(r.dues(l.val.s), r.bareDate(l.val.s)...), line)
		}
	}
}

// namesAndRest cuts a value where a date or a remark begins behind the names: "王强,3月25日", "Bob by Friday".
func (r *reader) namesAndRest(s string) (names, rest string) {
	cut := len(s)
	if hasDigit(s) || len(s) > 12 {
		if ds := r.dues(s); len(ds) > 0 && ds[0].Start > 0 {
			cut = ds[0].Start
		}
	}
	for _, w := range [...]string{" by ", "--", " due ", " before ", "(by "} {
		if i := strings.Index(s[:cut], w); i > 0 {
			cut = i
		}
	}
	return strings.TrimRight(s[:cut], " ,;-—(于在前截止至"), s[cut:]
}

func (r *reader) labelDue(it *draft, l label, line int) {
	if placeholder(l.val.s) {
		return
	}
	it.DueText = strings.Trim(l.val.s, "() ")
	it.setDue(r.dues(l.val.s), line)
	if it.Due.IsZero() {
		if _, d := r.looseDue(l.val.s); !d.IsZero() {
			it.Due = d
		} else if it.Due = r.overdue(l.val.s); it.Due.IsZero() {
			it.Due = r.dayMonth(l.val.s)
		}
	}
}

// add finishes a draft and appends it; it gives its 1-based index, 0 when nothing was added: an owner without a text is no item.
func (r *reader) add(it *draft) int {
	if it == nil || it.Text == "" {
		return 0
	}
	r.resolve(it)
	it.Title = it.title()
	if it.Measures == nil {
		it.Measures = measures(it.src.s)
	}
	for k := range it.Measures {
		if m := &it.Measures[k]; it.DueText != "" {
			m.Metric = trimSpace(strings.Replace(m.Metric, it.DueText, "", 1))
			m.Metric = m.Metric[cutPrefixes(m.Metric, metricLeads):]
		}
	}
	if it.Measure == "" && len(it.Measures) > 0 {
		var words []string
		for _, m := range it.Measures {
			words = append(words, m.words())
		}
		it.Measure = strings.Join(words, "; ")
		it.why("measure", it.Measure, it.Line, "measure")
	}
	it.Area = r.area(it)
	r.noteRepeat(it)
	r.out.Items = append(r.out.Items, it.Item)
	return len(r.out.Items)
}

// noteRepeat notes which item before says the same: summaries at the end repeat what was decided above.
func (r *reader) noteRepeat(it *draft) {
	key := foldedHash("", it.Title)
	if len(it.Owners) > 0 {
		key = foldedHash(it.Owners[0], it.Title)
	}
	if r.said == nil {
		r.said = map[uint64]int{}
	}
	if first, ok := r.said[key]; ok {
		it.Repeats = first
		return
	}
	r.said[key] = len(r.out.Items) + 1
}

// resolve turns the parties into names, units, people and questions.
func (r *reader) resolve(it *draft) {
	it.co = dropParties(it.co, it.owners)
	it.Owners, it.Co = []string{}, []string{}
	it.LeadIDs, it.SupportIDs, it.People, it.Unknown, it.Ambiguous, it.FanoutUnits = nil, nil, nil, nil, nil, nil
	it.Lead, it.Support = []string{}, []string{}
	for _, p := range it.owners {
		if p.known() && p.mention.Kind == ledger.MentionExternal {
			it.Outside = append(it.Outside, p.name)
			continue
		}
		it.Owners = append(it.Owners, p.name)
		r.resolveOne(it, p, true)
	}
	for _, p := range it.co {
		it.Co = append(it.Co, p.name)
		r.resolveOne(it, p, false)
	}
	for _, p := range it.except {
		it.Except = append(it.Except, p.name)
	}
	if it.Fanout != "" {
		r.fanout(it)
	}
}

func (r *reader) resolveOne(it *draft, p party, lead bool) {
	m := p.mention
	switch {
	case !p.known():
		if lead && !(it.Fanout != "" && isCollective(p.name)) {
			it.Unknown = append(it.Unknown, p.name)
		}
	case m.Kind == ledger.MentionUnit:
		name := r.o.Dir.Unit(m.Unit).Name
		if lead {
			it.Lead, it.LeadIDs = append(it.Lead, name), append(it.LeadIDs, m.Unit)
		} else {
			it.Support, it.SupportIDs = append(it.Support, name), append(it.SupportIDs, m.Unit)
		}
	case m.Kind == ledger.MentionPerson && lead:
		it.People = append(it.People, m.Person)
	case m.Kind == ledger.MentionAmbiguous:
		a := Ambiguity{Alias: p.name, IDs: m.Units}
		for _, u := range m.Units {
			a.Candidates = append(a.Candidates, r.o.Dir.Unit(u).Name)
		}
		it.Ambiguous = append(it.Ambiguous, a)
	case m.Kind == ledger.MentionGroup && lead && it.Fanout == "":
		it.Fanout = p.name
	}
}

// fanout names the collectives as the organisation does, and their members without the exceptions.
func (r *reader) fanout(it *draft) {
	var names []string
	for _, name := range it.collectives() {
		m, ok := r.script.lookup(r.o.Dir, name)
		if !ok || m.Kind != ledger.MentionGroup {
			names = append(names, name)
			continue
		}
		names = append(names, m.Group)
		for _, u := range m.Units {
			if !it.excepted(u) && !slices.Contains(it.FanoutUnits, u) {
				it.FanoutUnits = append(it.FanoutUnits, u)
			}
		}
	}
	it.Fanout = strings.Join(slices.Compact(names), "、")
}

// collectives are the names of all collective owners of the item.
func (it *draft) collectives() []string {
	out := []string{it.Fanout}
	for _, p := range it.owners {
		if p.name != it.Fanout && (p.known() && p.mention.Kind == ledger.MentionGroup || !p.known() && isCollective(p.name)) {
			out = append(out, p.name)
		}
	}
	return out
}

func (it *draft) excepted(u ledger.UnitID) bool {
	return slices.ContainsFunc(it.except, func(e party) bool { return e.known() && e.mention.Unit == u })
}

// area is the field of work that the item's words or its section name.
func (r *reader) area(it *draft) string {
	for _, a := range r.o.Dir.Org().Areas {
		if strings.Contains(it.src.s, a.Name) || strings.Contains(it.Section, a.Name) {
			return a.Name
		}
	}
	return ""
}

const titleRunes = 40

// title is the matter in short: the item's words without owner, date, labels and numbering.
func (it *draft) title() string {
	s := it.src.s
	skip := 0
	if n := len(it.spans); n > 0 && it.spans[0][0] > 0 && strings.HasPrefix(s, "会议") && hasAny(s[:min(len(s), it.spans[0][0])], []string{"同意", "通过", "听取"}) {
		skip = it.spans[0][0] // what the meeting agreed to leads in to who does it
	}
	keep := ""
	for i := skip; i < len(s) && len(keep) < 400; {
		j := i
		for _, sp := range it.spans {
			if sp[0] <= i && i < sp[1] {
				j = max(j, sp[1])
			}
		}
		if j > i {
			i = j
			continue
		}
		next := len(s)
		for _, sp := range it.spans {
			if sp[0] > i {
				next = min(next, sp[0])
			}
		}
		keep += clip(s[i:next], 400)
		i = next
	}
	t := tidyTitle(keep)
	if t == "" {
		t = tidyTitle(s)
	}
	limit := titleRunes
	if !hasHan(t) {
		limit = 2 * titleRunes
	}
	if cut := runeCut(t, limit); cut != t {
		return cutEnds.trimRight(cut) + "…"
	}
	return t
}

// tidyBrackets drops brackets that nothing is left in, and closes one that is open.
func tidyBrackets(s string) string {
	for _, e := range [...]string{"()", "(;)", "(,)", "( )", "【】"} {
		s = strings.ReplaceAll(s, e, "")
	}
	if strings.Count(s, "(") < strings.Count(s, ")") {
		s = strings.TrimRight(s, ")")
	}
	if strings.Count(s, "(") > strings.Count(s, ")") {
		s += ")"
	}
	return s
}

// titleLeads say who does it or that it must be done; a title does without them.
var titleLeads = []string{"牵头负责", "具体负责", "负责", "牵头", "会议要求", "会议强调", "会议决定", "会议议定", "会议明确", "要求", "并", "要", "须", "应", "to ", "will ", "请", "> ", "that "}

// leadless drops each of the leads, in their order.
func leadless(s string) string {
	for _, lead := range titleLeads {
		s = strings.TrimPrefix(s, lead)
	}
	return s
}

func tidyTitle(s string) string {
	s = titleEdges.trim(s)
	if _, n := ordinal(s); n > 0 {
		s = s[n:]
	}
	if !hasHan(s) {
		s = s[resolvedLen(s):]
	}
	if titleStart.prefix(s) > 0 {
		s = leadless(s)
	}
	if bracketSet.in(s) {
		s = tidyBrackets(s)
	}
	s = titleEnds.trim(s)
	if strings.Contains(s, "  ") || widths.in(s) {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}
