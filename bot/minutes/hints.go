package minutes

// Hints tell of which kinds a sentence has words. Most rules ask for one of them before they look closer; all are found in one pass.
type hints uint64

const (
	hintPast     hints = 1 << iota // tells what was done
	hintTell                       // tells what went on in the meeting
	hintWork                       // work with a deadline
	hintCadence                    // work that comes again
	hintShelved                    // put off, refused, only proposed
	hintHeld                       // a meeting is held
	hintAnnounce                   // a meeting is announced
	hintForecast                   // what may come
	hintTarget                     // a target is set
	hintZhTime                     // a deadline without a number
	hintEnTime                     // an English one
	hintEnVerb                     // somebody commits himself
	hintEnPast                     // progress, done work
	hintSets                       // work without somebody named
	hintDone                       // marked as done
	hintLoose                      // a deadline that names no day
	hintRank                       // a rank is aimed at
	hintWhole                      // a target without a number
	hintAction                     // the word
	hintDecides                    // the meeting decides
	hintRole                       // a part played in the meeting
	hintNumber                     // of a case or a document
	hintExcept                     // who is left out: what findZhOwners looks for follows
	hintBy
	hintArrow
	hintAsk
	hintTogether
	hintBracketLead
	hintFirstLeads
	hintReport
	hintGather // somebody gathers what many report
)

// hintWords are the words of each kind. Those of English sentences are in small letters.
var hintWords = []struct {
	kind  hints
	words []string
}{
	{hintPast, pastWords}, {hintTell, tellWords}, {hintWork, workWords}, {hintCadence, cadenceWords}, {hintZhTime, zhTimes}, {hintEnTime, enTimes}, {hintEnVerb, enVerbMarks}, {hintDone, doneMarks}, {hintLoose, looseTimes},
	{hintShelved, []string{"缓议", "暂缓", "暂不", "再行研究", "再研究", "另行研究", "未作决定", "未做决定", "不予同意", "未形成决议", "未达成一致", "暂不变更", "有同志建议", "有委员建议", "有人建议", "有代表建议", "有人提出"}},
	{hintAction, []string{"action"}}, {hintDecides, decidingVerbs},
	{hintRole, []string{"the minutes", "take minutes", "take notes", "taking notes", "to chair", "will chair", "chair the", "host the next", "facilitate the", "scribe", "call to order", "called the meeting"}},
	{hintNumber, []string{"号"}}, {hintExcept, []string{"除"}}, {hintBy, []string{"由"}}, {hintArrow, arrows}, {hintAsk, askWords}, {hintTogether, []string{"会同", "联合"}}, {hintBracketLead, []string{"(牵头", "(主"}},
	{hintFirstLeads, []string{"列首位", "列第一位", "排第一"}}, {hintReport, reportVerbs}, {hintGather, []string{"汇总", "报送"}},
	{hintHeld, []string{"召开", "举行", "开会", "会议时间", "例会时间"}},
	{hintAnnounce, []string{"定于", "拟于", "将于", "下次会议", "下次例会", "下一次会议", "会议时间", "例会时间", "下次调度会"}},
	{hintForecast, []string{"预计", "有望", "可能会", "或将"}},
	{hintTarget, []string{"确保", "力争", "努力", "不低于", "不少于", "不得", "控制在", "不超过", "提升至", "提高到", "提升到", "以上", "清零", "全覆盖", "全部化解", "全部办结", "压降", "降至", "争取"}},
	{hintEnPast, []string{"has been completed", "was completed", "have been completed", "is working on", "are working on", "has already", "have already", "had already", "no action required", "no further action"}},
	{hintSets, []string{" to be ", "someone needs to ", "somebody needs to ", "someone should ", "somebody should ", "we must ", "we need to ", "must be ", "should be ", "need to be ", "needs to be ", "are due", "is due", "due by", "will be "}},
}

// measureFinder finds what a target may be worded with.
var measureFinder = func() *finder {
	f := &finder{}
	for _, w := range []string{"至第", "到第", "进入前", "跻身前", "to "} {
		f.put(w, hintRank)
	}
	for _, w := range wholes {
		f.put(w, hintWhole)
	}
	return f
}()

var hintFinder = func() *finder {
	f := &finder{}
	for _, h := range hintWords {
		for _, w := range h.words {
			f.put(w, h.kind)
		}
	}
	return f
}()

// hints gives the kinds of words that a sentence has.
func (r *reader) hints(s string) hints { return r.lastHints.get(s, hintFinder.kinds) }

func (h hints) has(kind hints) bool { return h&kind != 0 }
