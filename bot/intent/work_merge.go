package intent

import (
	"regexp"
	"strconv"
)

var (
	mergeZh   = regexp.MustCompile(`^(?:请)?(?:把|将)?` + named + `?(?:事项)?[, ]*(?:合并|归并|并|归|合)(?:到|进|入)` + named + `(?:事项)?(?:里|中|内)?(?:去)?(?:[, ]*(?:一并办理|一起办理|一并办|一起办|办理))?(.*)$`)
	mergeEn   = regexp.MustCompile(`^(?:please )?(?:merge|fold|roll) (?:` + named + `|this(?: item)?|it) (?:in)?to ` + named + `(.*)$`)
	unmerge   = regexp.MustCompile(`^(?:请)?(?:(?:撤回|撤销|取消)合并(?:把|将)?` + named + `?|(?:把|将)?` + named + `(?:的)?(?:(?:撤回|撤销|取消)合并|不合并了|(?:拆|分)(?:出来|开)?单独办理?)|(?:unmerge|undo (?:the )?merg(?:e|ing) (?:of )?|separate )\s*` + named + `?)(.*)$`)
	mergeBoth = regexp.MustCompile(`^(?:请)?(?:(?:把|将)?` + named + `(?:和|与|跟|、|及)` + named + `(?:事项)?(?:两项|这两项)?(?:重复|是一回事|是同一件事|雷同)?[, ]*(?:合并|并为一项|合为一项|并案办理|合并办理)(?:为一项|办理|一下|了)?|(?:合并|merge|combine) ?` + named + ` ?(?:和|与|跟|、|及|and|with) ?` + named + `)(.*)$`)
)

var (
	mergeLess    = words("不带|不要带|不并|不保留|不用带|只并入|仅并入|without|leave|don't carry|nothing")
	mergeJust    = words("只带|仅带|只保留|只有|only|just")
	mergeSupport = words("配合|support|units")
	mergeMeasure = words("标准|measure|measures|target")
)

// mergeWork reads the office's word that one item is part of another: 把12号并入15号, 把12号并入15号,不带完成标准, "merge #12 into #15". Where it was not
// said which of the two goes on, Either says so. From anybody else it is a wish, which others read.
func (m *message) mergeWork() (Work, bool) {
	if m.c.Speaker != Supervisor && m.c.Speaker != 0 || m.isQuestion() {
		return Work{}, false
	}
	if g := m.find(unmerge); g != nil {
		return m.unmergeWork(g)
	}
	w := Work{Op: WorkMerge}
	var g []int
	tail := 7
	if g = m.find(mergeZh); g == nil {
		g = m.find(mergeEn)
	}
	if g != nil {
		w.Refs = []string{m.firstSaid(g, 1, 2, 3), m.firstSaid(g, 4, 5, 6)}
	} else if g = m.find(mergeBoth); g != nil {
		w.Refs, w.Either, tail = []string{m.firstSaid(g, 1, 2, 3, 7, 8, 9), m.firstSaid(g, 4, 5, 6, 10, 11, 12)}, true, 13
	}
	if g == nil || !m.mergeTail(g, tail, &w) {
		return Work{}, false
	}
	if w.Refs[0] == "" {
		w.Refs[0] = m.threadRef()
	}
	return w, w.Refs[0] != "" && w.Refs[0] != w.Refs[1]
}

// unmergeWork reads that a merging is taken back.
func (m *message) unmergeWork(g []int) (Work, bool) {
	w := Work{Op: WorkMerge, Off: true, Refs: []string{m.firstSaid(g, 1, 2, 3, 4, 5, 6, 7, 8, 9)}}
	if i, j, ok := span(g, 10); ok {
		var end int
		if end, w.Reason = m.parted(i, j); trimEnds(m.s[i:end]) != "" {
			return Work{}, false
		}
	}
	if w.Refs[0] == "" {
		w.Refs[0] = m.threadRef()
	}
	return w, w.Refs[0] != ""
}

// threadRef is the number of the thread's item; empty elsewhere.
func (m *message) threadRef() string {
	switch {
	case m.c.Place != InThread:
		return ""
	case m.c.ItemRef != "":
		return m.c.ItemRef
	}
	return strconv.Itoa(m.c.Item)
}

// mergeTail reads what goes along, and why. Words that say neither are no order.
func (m *message) mergeTail(g []int, n int, w *Work) bool {
	i, j, ok := span(g, n)
	if !ok {
		return true
	}
	j, w.Reason = m.parted(i, j)
	s := m.s[i:j]
	if trimEnds(s) == "" {
		return true
	}
	support, measure := mergeSupport.in(s), mergeMeasure.in(s)
	switch {
	case mergeLess.in(s):
		w.NoSupport, w.NoMeasure = support || !measure, measure || !support
	case mergeJust.in(s) && (support || measure):
		w.NoSupport, w.NoMeasure = !support, !measure
	default:
		return support || measure
	}
	return true
}

var mergeOnly = words("只并入|仅并入|只合并|什么都不带|不带|只并入,不带过去|merge only|only merge")

// MergeAlone reports whether words choose that nothing goes along with an item that is to be merged.
func MergeAlone(s string) bool { return mergeOnly.is(trimEnds(newMessage(s, Context{}).s)) }
