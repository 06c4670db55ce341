package minutes

import (
	"strings"
	"unicode/utf8"
)

// ownersIn finds who acts in a line of an action section, in either language.
func (r *reader) ownersIn(s string) finding {
	return r.lastIn.get(clip(s, maxPiece), r.findOwnersIn).clipped()
}

func (r *reader) findOwnersIn(s string) finding {
	if f, ok := r.prefixOwner(s); ok {
		r.helpersBehind(s, &f)
		return f
	}
	var f finding
	if hasHan(s) {
		f = r.zhOwners(s)
		if len(f.owners) == 0 {
			f = r.actorFirst(s, f)
		}
	} else {
		f = r.enOwners(s, true, false)
		if len(f.owners) == 0 {
			r.called(s, &f)
		}
	}
	if len(f.owners) == 0 {
		r.suffixOwner(s, &f)
	}
	return f
}

// actorFirst reads a name at the beginning of a line that a verb of work follows: 张三整理会议纪要.
func (r *reader) actorFirst(s string, f finding) finding {
	w := r.who(s)
	if f.refused {
		return f
	}
	starts := clauseStarts(s)
	for n, i := range starts[:min(len(starts), 3)] {
		ps, end := w.take(i)
		if end == 0 || end == len(s) || n > 0 && !w.certain(ps) && (i == 0 || s[i-1] != ':') {
			continue
		}
		rest := strings.TrimLeft(s[end:], " ")
		if cutPrefixes(rest, workVerbs) == 0 && s[i] != '@' && !(n == 0 && w.certain(ps)) && !workWith(rest) || isPast(rest) && !strings.HasPrefix(rest, "汇报") && !strings.HasPrefix(rest, "传达") {
			continue
		}
		f.owners, f.strong = ps, true
		f.mark("line.actor", s, i, end)
		return f
	}
	return f
}

// workWith recognises work together with somebody: 与仓库对接.
func workWith(rest string) bool {
	return cutPrefixes(rest, []string{"与", "和", "跟", "同"}) > 0 && hasAny(clip(rest, 60), []string{"对接", "沟通", "确认", "协调", "联系", "讨论", "协商", "落实"})
}

// prefixOwner reads "张三: …", "@bob …", "(alice) …", "[rob] …".
func (r *reader) prefixOwner(s string) (finding, bool) {
	var f finding
	if s == "" {
		return f, false
	}
	end, skip := 0, 0
	switch {
	case strings.HasPrefix(s, "【"):
		if e := strings.Index(s[:min(len(s), 60)], "】"); e > 0 {
			end, skip = e, len("【")
		}
	case s[0] == '(' || s[0] == '[':
		if e := strings.IndexAny(s[:min(len(s), 60)], ")]"); e > 1 {
			end, skip = e, 1
		}
	default:
		if e := strings.IndexByte(s[:min(len(s), 60)], ':'); e > 0 && !strings.HasPrefix(s[e:], "://") {
			end = e
		} else if e := dashAt(s); e > 0 {
			end = e
		}
	}
	if end == 0 {
		return f, false
	}
	name := strings.TrimSpace(s[skip:end])
	w := r.who(name)
	ps := w.whole()
	if len(ps) == 0 {
		return f, false
	}
	if r.topicPrefix(ps, s[end:]) {
		return f, false
	}
	f.owners, f.strong = ps, true
	f.mark("line.prefix", s, 0, end+runeLen(s[end]))
	return f, true
}

// topicPrefix reports whether what stands before a colon is the matter rather than who acts: "校运动会:体育部牵头".
func (r *reader) topicPrefix(ps []party, rest string) bool {
	for _, p := range ps {
		if p.known() || r.people.has(p.name) || !looksUnit(p.name) || looksPerson(p.name) {
			return false
		}
	}
	f := r.zhOwners(strings.TrimLeft(rest, ":- "))
	return len(f.owners) > 0 && f.strong
}

// dashAt finds " - " or " – " behind a short beginning.
func dashAt(s string) int {
	head := s[:min(len(s), 40)]
	for _, d := range [...]string{" - ", " – ", " — ", " -- ", "——"} {
		if i := strings.Index(head, d); i > 0 {
			return i
		}
	}
	return 0
}

// suffixOwner reads an owner at the end: "… (@bob)", "… @bob", "… - Alice", "…(张三)", "… [Bob]".
func (r *reader) suffixOwner(s string, f *finding) {
	t := lineEnds.trimRight(s)
	start := -1
	switch {
	case strings.HasSuffix(t, ")") || strings.HasSuffix(t, "]") || strings.HasSuffix(t, "】"):
		start = max(strings.LastIndexByte(t, '('), strings.LastIndexByte(t, '['), strings.LastIndex(t, "【"))
	default:
		start = lastDash(t)
	}
	if start >= 0 && len(t)-start < 90 {
		body := strings.Trim(t[start:], "()[]【】 -–—")
		if ps := r.suffixNames(body); len(ps) > 0 {
			f.owners = ps
			f.mark("line.suffix", s, start, len(t))
			return
		}
	}
	if r.tailOwner(s, f) {
		return
	}
	if i := strings.IndexByte(s, '@'); i >= 0 && (i == 0 || !isAlnum(s[i-1])) {
		w := r.who(s)
		for ; i >= 0 && i < len(s); i = nextAt(s, i) {
			if p, end := w.handle(i); end > 0 && (i == 0 || !isAlnum(s[i-1])) {
				f.owners = addParties(f.owners, p)
				f.mark("line.handle", s, i, end)
			}
		}
	}
}

func nextAt(s string, i int) int {
	if j := strings.IndexByte(s[i+1:], '@'); j >= 0 {
		return i + 1 + j
	}
	return -1
}

func lastDash(t string) int {
	best := -1
	for _, d := range [...]string{" - ", " – ", " — ", " -- ", "——", "--", ": "} {
		if i := strings.LastIndex(t, d); i > best && (d != ": " || utf8.RuneCountInString(t[i:]) < 24) {
			best = i
		}
	}
	return best
}

// suffixNames reads "Alice", "@bob, @carol", "张三,周五前", "Bob - by Friday".
func (r *reader) suffixNames(body string) []party {
	body = strings.TrimPrefix(strings.TrimPrefix(body, "owner "), "assigned to ")
	if e := strings.IndexAny(body, ",;，"); e > 0 && len(r.dues(body[e+1:])) > 0 {
		body = body[:e]
	}
	switch lower(body) {
	case "all", "everyone", "everybody", "team", "whole team", "all members":
		return []party{{name: body}}
	}
	w := r.who(body)
	ps := w.whole()
	for _, p := range ps {
		if enWords.has(p.name) {
			return nil
		}
	}
	return ps
}
