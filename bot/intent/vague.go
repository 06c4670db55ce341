package intent

import "strings"

// The words of a clause that tells only that the work goes on.
var (
	theWork   = words("各项|这项|此项|该项|相关|有关|全部|整体|总体|整个|工作|任务|事项|事情|事儿|事|项目|我们|我庭|我处|我院|我部门|这边|这块|这个|活儿|活")
	goesOn    = words("目前|现在|现|当前|眼下|仍|还|都|也|就|已|已经|正|在|一直|始终|继续|持续|不断|有序|有力|稳步|稳妥|平稳|积极|有条不紊|扎实|全力|全面|加快|加紧|抓紧|逐步|深入|努力|认真|紧张|紧锣密鼓|向前|往前|地|的|中|着|呢|了|之中|当中|过程|别急|别催|莫急|不急|嘛|吧")
	workOnly  = words("推进|推动|跟进|跟踪|办理|落实|开展|进行|处理|实施|筹备|准备|办|做|弄|推|搞|忙|赶|跟|干|抓")
	soonWords = words("快了|快好了|马上好|马上就好|快完了")
)

// goingOn reads 各项工作正有条不紊地推进, 一直在跟进这项工作, 在弄了在弄了: nothing but words for the work, for its going on, and how.
func goingOn(s string) bool {
	acts, going := false, false
	for s = strings.TrimLeft(s, " ,"); s != ""; s = strings.TrimLeft(s, " ,") {
		switch w, h, v, c := theWork.prefix(s), goesOn.prefix(s), workOnly.prefix(s), soonWords.prefix(s); {
		case c > 0:
			s, acts, going = s[c:], true, true
		case v > 0 && v >= h && v >= w:
			s, acts = s[v:], true
		case h > 0 && h >= w:
			s, going = s[h:], true
		case w > 0:
			s = s[w:]
		default:
			return false
		}
	}
	return acts && going
}

// once gives what a clause says that says it twice over: 在弄了在弄了, "working on it, working on it".
func once(s string) string {
	if n := len(s) / 2; len(s)%2 == 0 && n > 0 && s[:n] == s[n:] {
		return strings.TrimSuffix(s[:n], "了")
	}
	return s
}
