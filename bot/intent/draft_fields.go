package intent

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// hasFields reports whether the order names an owner or a day, so that 交 and the like are no issue.
func (r *orderReader) hasFields() bool {
	if len(r.m.namesIn(r.i, r.j)) > 0 {
		return true
	}
	_, ok := when.Read(r.unused(), when.Options{Now: r.m.c.Now, Cal: r.m.c.Cal, Lang: r.m.dateLang()})
	return ok
}

// unused is the order without the words that something has used: 1号 of 下发1号 is a row and no day.
func (r *orderReader) unused() string {
	blank := []byte(r.m.s[r.i:r.j])
	for k, u := range r.used {
		if u {
			blank[k] = ' '
		}
	}
	return string(blank)
}

// fields reads owners, day and tier; ok is false when there is none of them.
func (r *orderReader) fields() bool {
	got := r.day()
	got = r.owners() || got
	switch {
	case r.take(presTier):
		r.o.Priority, got = "president", true
	case r.take(keyTier):
		r.o.Priority, got = "key", true
	case r.take(plainTier):
		r.o.Priority, got = "normal", true
	}
	if r.o.Due.IsZero() && r.o.RRule == "" && r.take(ongoingWords) {
		r.o.Ongoing, got = true, true
	}
	return got || r.o.Measure != "" || r.o.Title != "" || r.o.NoDue
}

func (r *orderReader) day() bool {
	x, ok := when.Read(r.unused(), when.Options{Now: r.m.c.Now, Cal: r.m.c.Cal, Lang: r.m.dateLang()})
	if !ok {
		return false
	}
	switch x.Kind {
	case when.Day:
		r.o.Due = Moment{x.Due, x.At}
	case when.Recurring:
		r.o.RRule = x.RRule
	case when.Ongoing:
		r.o.Ongoing = true
	default:
		return false
	}
	r.o.DueText = strings.TrimSpace(r.m.orig(r.i+x.Start, r.i+x.End))
	r.use(x.Start, x.End)
	return true
}

var supportWords = words("配合单位|配合|协助|协办|参与|支持|supported by|support from|supports|support|with help from|helped by|assisted by|assist")

// owners tells the lead from those who support: the first unit leads, unless 配合 or "support" stands by it.
func (r *orderReader) owners() bool {
	names := r.m.namesIn(r.i, r.j)
	var owners []name
	for _, n := range names {
		if n.owner() {
			owners = append(owners, n)
			r.use(n.i-r.i, n.j-r.i)
		}
	}
	if len(owners) == 0 {
		return r.unknownOwner()
	}
	for k, n := range owners {
		if r.supports(owners, k) {
			r.o.SupportText = append(r.o.SupportText, r.m.orig(n.i, n.j))
			if u, ok := r.m.c.Dir.Lookup(n.canon); ok && u.Unit != "" {
				r.o.Support = append(r.o.Support, u.Unit)
			} else if ok && n.kind == ledger.MentionGroup {
				r.o.Support = append(r.o.Support, u.Units...)
			}
			continue
		}
		if r.o.LeadText != "" { // further leads of a list support the first
			if u, ok := r.m.c.Dir.Lookup(n.canon); ok && u.Unit != "" {
				r.o.Support, r.o.SupportText = append(r.o.Support, u.Unit), append(r.o.SupportText, r.m.orig(n.i, n.j))
			}
			continue
		}
		r.lead(n)
	}
	return true
}

func (r *orderReader) lead(n name) {
	r.o.LeadText = r.m.orig(n.i, n.j)
	x, _ := r.m.c.Dir.Lookup(n.canon)
	switch {
	case n.kind == ledger.MentionAmbiguous:
		r.o.LeadAsk = x.Units
	case n.kind == ledger.MentionGroup:
		r.o.LeadGroup = x.Group
	case x.Unit != "":
		r.o.Lead = x.Unit
	}
}

// supports reports whether the k-th owner is one of those who support: the word stands after its list, or before it.
func (r *orderReader) supports(owners []name, k int) bool {
	last := k
	for last+1 < len(owners) && joinsOnly(r.m.s[owners[last].j:owners[last+1].i]) {
		last++
	}
	after := strings.TrimLeft(r.m.s[owners[last].j:r.j], " ")
	if supportWords.prefix(after) > 0 && !(r.m.latin && !r.m.han) {
		return true
	}
	first := k
	for first > 0 && joinsOnly(r.m.s[owners[first-1].j:owners[first].i]) {
		first--
	}
	before := strings.TrimRight(r.m.s[r.i:owners[first].i], " :：为是由from")
	before = strings.TrimSuffix(strings.TrimRight(before, " "), "the")
	return supportWords.suffix(strings.TrimRight(before, " ")) > 0
}

func joinsOnly(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && joiners.is(s) && s != "," || s == "、"
}

// unknownOwner keeps a name that the organisation does not know: 3号由张三牵头, row 3 to Jane.
func (r *orderReader) unknownOwner() bool {
	s := r.m.s[r.i:r.j]
	a, b := words("牵头|负责|主办|承办").first(s)
	if a < 0 {
		return false
	}
	k := a
	for k > 0 && !r.used[k-1] && s[k-1] >= 0x80 {
		k--
	}
	who := s[k:a]
	for _, w := range []string{"改为由", "改由", "改为", "改成", "由", "归", "请", "换成", "交", "给"} {
		who = strings.TrimPrefix(who, w)
	}
	if n := len([]rune(who)); n < 2 || n > 8 {
		return false
	}
	r.o.LeadText = r.m.orig(r.i+a-len(who), r.i+a)
	r.use(k, b)
	return true
}
