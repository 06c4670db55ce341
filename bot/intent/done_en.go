package intent

import "strings"

var (
	enNot   = words("not|isn't|isnt|hasn't|hasnt|haven't|havent|aren't|wasn't|weren't|never|yet to|no|nothing|n't|don't|didn't|won't be|cannot|can't|far from|unable to|incomplete")
	enNear  = words("almost|nearly|mostly|largely|basically|practically|partly|partially|half|about|pretty much|close to|virtually|essentially|more or less|near|all but|not quite|semi|halfway")
	enLater = words("will|should|plan|plans|planning|expect|expects|expecting|expected|hope|hoping|aim|aiming|going to|would|could|target|targeting|need|needs|want|gonna|'ll|might|must|trying|try|aims|intend|scheduled|due|likely|soon|tomorrow|next week|by|get it|getting|can|able to|be|have to|has to|on track|shall|promise|estimate|estimated|eta|until|till|before")
	enIf    = words("once|when|if|after|until|as soon as|before|unless|assuming|provided|in case|till|whenever")
	enAsk   = words("is|are|has|have|did|was|do|does|when|who|what|can|could|how|will|any")
	enSubj  = words("everything's|all's|everybody's|closing|closing out|close out|out|wrapping|wrapping up|up|✔|☑|am|i am|with that|with it|ours|mine|we've all|part one|my side|my end|on my side|on our end|report:|good|great|pleased|delighted|to say|to report|say|we can confirm|can|it|it's|its|this|that|that's|this one|this is|these|those|they|they're|the|task|tasks|item|items|action|everything|all|is|are|has|have|been|now|just|we|we've|weve|i|i've|ive|i'm|im|we're|were|fully|already|finally|successfully|yes|ok|okay|update|status|whole|work|as of today|today|yesterday|hi|hello|team|both|got|was|had|completely|as requested|job|marked|mark|consider|considered|on our side|our side|from our side|us|here|thing|hey|good news|happy to report|as|of|100%|officially|quick|fyi|and|confirmed|confirm|done|then|so|also|on time|ahead of schedule|in full|report|assignment|deliverable|ticket|action item|dear all|dear|completed|me|for|on")
	enAfter = words("now|today|yesterday|already|as of today|on time|ahead of schedule|on our side|on our end|this morning|last week|last night|and|see|evidence|attached|report attached|with|thanks|please|ok|too|!|as requested|as planned|in full|for item|for this item|this week|just now|here|✅|item|items|(|everything|all|it|the task|this task|this item|all of it|this|at last|finally|and dusted|n dusted|100%")
	enParts = words("draft|phase|part|design|testing|pilot|survey|outline|stage|half|first|version|review|procurement|training|prototype|drafting|requirements|interviews|data collection|mockup|milestone")
)

// doneEnglish reads "done", "finished", "completed" in a clause.
func (m *message) doneEnglish(c clause) finding {
	i, j := doneEn.first(c.s)
	if k, l := cannotMake.first(c.s); i < 0 && k >= 0 && c.end != '?' {
		return finding{is: doneMiss, i: k, j: l}
	}
	if i < 0 {
		return finding{}
	}
	f := finding{i: i, j: j, colloquial: casual.is(c.s[i:j])}
	before, after := strings.TrimSpace(c.s[:i]), strings.TrimSpace(c.s[j:])
	switch {
	case c.s[i:j] == "complete" && enVerbAfter(before, after):
		f.is = doneLater
	case c.end == '?' || enAsk.prefix(before) > 0 && strings.HasSuffix(after, "?"):
		f.is = doneAsked
	case hearsay.in(before) || m.saidBy(c, i):
		f.is = doneSaid
	case enNot.in(before) || strings.Contains(before, "n't"):
		f.is = doneNot
	case enIf.prefix(before) > 0 || words("once|if|as soon as|unless|assuming").in(before):
		f.is = doneIf
	case enNear.in(before) || strings.HasSuffix(before, "%"):
		f.is = doneNearly
		if strings.HasSuffix(before, "100%") {
			f.is = doneWhole
		}
	case enLater.in(before), words("by|before|next|tomorrow|until|within|this coming").prefix(after) > 0 && words("has|have|been|was|were|already|got|'s|is|are").suffix(before) == 0 && m.toCome(c.i+j, c.j):
		f.is = doneLater
	case strings.HasPrefix(after, "rate") || strings.HasPrefix(after, "date") || strings.HasPrefix(after, "criteria"):
		f.is = notSaid
	default:
		f = m.extentEnglish(c, f, before, after)
	}
	return f
}

// enVerbAfter tells the verb (to complete, we complete the report) from the adjective.
func enVerbAfter(before, after string) bool {
	return words("to|we|will|please|can|must|should|i").suffix(before) > 0 || before == "" && after != "" && enAfter.prefix(after) == 0
}

func (m *message) extentEnglish(c clause, f finding, before, after string) finding {
	subject := m.subjectEnglish(before)
	after = strings.Trim(after, " 👍👌✅💯🏁")
	switch {
	case subject != "" && m.percentIn(clause{i: c.i, j: c.i + f.i}):
		f.is = donePart // three quarters done
	case subject != "":
		k := max(0, strings.Index(c.s, subject))
		f.is, f.part, f.pi, f.pj = donePart, subject, k, k+len(subject)
	case after != "" && enAfter.prefix(after) == 0 && !refFirst(after) && m.englishDate(after) == "":
		k := strings.LastIndex(c.s, after)
		f.is, f.part, f.pi, f.pj = donePart, after, k, k+len(after)
	case enParts.in(after) && !words("report attached|evidence").in(after):
		f.is = donePart
	default:
		f.is = doneWhole
	}
	return f
}

func refFirst(s string) bool {
	rs := refs(s)
	return len(rs) > 0 && rs[0].i == 0
}

// englishDate gives the words that begin with "on" or "by" before a day, or a bare weekday; empty otherwise.
func (m *message) englishDate(after string) string {
	if words("on|last|this").prefix(after) > 0 {
		return after
	}
	return ""
}

func (m *message) subjectEnglish(s string) string {
	if rs := refs(s); len(rs) > 0 {
		s = s[:rs[0].i] + " " + s[rs[len(rs)-1].j:]
	}
	except := exceptWords.in(s)
	for {
		was := s
		if n := exceptParts.prefix(s); except && n > 0 {
			s = s[n:]
		} else if n := exceptParts.suffix(s); except && n > 0 {
			s = s[:len(s)-n]
		}
		s = strings.Trim(s, " \t,;:.!-–—@#()✅👍🎉'\"")
		if n := enSubj.suffix(s); n > 0 {
			s = s[:len(s)-n]
		} else if n := enSubj.prefix(s); n > 0 {
			s = s[n:]
		}
		if s == was {
			return s
		}
	}
}
