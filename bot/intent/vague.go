package intent

import (
	"regexp"
	"strings"
)

// The words of a clause that tells only that the work goes on.
var (
	theWork   = words("进度|各项|这项|此项|该项|相关|有关|全部|整体|总体|整个|工作|任务|事项|事情|事儿|事|项目|我们|我庭|我处|我院|我部门|这边|这块|这个|活儿|活")
	goesOn    = words("一切|目前|现在|现|当前|眼下|仍|还|都|也|就|已|已经|正|在|一直|始终|继续|持续|不断|有序|有力|稳步|稳妥|平稳|积极|有条不紊|扎实|全力以赴|加班加点|马不停蹄|想方设法|夜以继日|大力|强力|全力|全面|加快|加紧|抓紧|逐步|深入|努力|认真|紧张|紧锣密鼓|向前|往前|地|的|中|着|呢|了|之中|当中|过程|别急|别催|莫急|不急|嘛|吧")
	workOnly  = words("努力|攻坚|攻关|推进|推动|跟进|跟踪|办理|落实|开展|进行|处理|实施|筹备|准备|办|做|弄|推|搞|忙|赶|跟|干|抓")
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

// workingOn reads "we're working hard on it", "still pushing ahead with this".
var workingOn = regexp.MustCompile(`^(?:(?:we're|we are|i'm|i am|the team is|team is|everyone is|people are) )?(?:still |currently |all |now |busy |actively )*(?:working|pushing|moving|pressing|progressing|cracking|ploughing|plowing|carrying|keeping)(?: hard| steadily| flat out| actively| away)?(?: on| ahead| along| through| at| with| forward)*(?: it| this| that| things| this one)?(?: hard| now| as we speak| at the moment| as planned| every day| full time)*$`)

// asPlanned reads 按计划有序开展: that it goes to plan, and how.
var asPlanned = regexp.MustCompile(`按(?:照)?(?:原定|既定|原)?(?:计划|节点|时间表|进度|方案|部署)(?:正在|正常|正|有序|稳步|扎实|顺利|积极|全面)+(?:推进|开展|进行|实施|落实|办理|走)`)

// once gives what a clause says that says it twice over: 在弄了在弄了, "working on it, working on it".
func once(s string) string {
	if n := len(s) / 2; len(s)%2 == 0 && n > 0 && s[:n] == s[n:] {
		return strings.TrimSuffix(s[:n], "了")
	}
	return s
}

// sameAgain reads "same as my last update", "still as I reported".
var sameAgain = regexp.MustCompile(`(?:上周|上次|上回|之前|原来|上月)(?:啥样|什么样|怎样|咋样|怎么样)|as (?:they|it|things) (?:were|was|stood)|nothing(?:'s| has| is| was)? (?:moved|changed|happened|new|budged)|(?:still|just) (?:the same|as it was|where it was)|(?:same|as|like|no different) (?:as |to |from |in |it was in )?(?:my|our|the) (?:last|previous|prior|earlier) (?:update|report|message|note|reply|post)|as (?:i|we) (?:reported|said)(?: before| last| earlier)`)

// sameAsBefore reads 跟上周没啥两样: an earlier report and that nothing differs from it.
func sameAsBefore(s string) bool {
	if sameAgain.MatchString(s) {
		return true
	}
	i, j := words("上周|上次|上回|上期|上月|上个月|昨天|前天|之前|以前|原来|前一次|上一次|last week|last time|last month|yesterday|before").first(s)
	return i >= 0 && words("那样|这样|那个样|的样子|一样|没啥两样|没两样|没什么两样|没变|不变|一致|相同|没区别|没啥区别|没差别|没啥差别|没不同|没啥不同|持平|照旧|没啥变|没多大变化|没大变化|no different|not different|unchanged|identical").in(s[j:])
}
