package intent

import "strings"

var (
	// noSupport takes all supporting units away; moreSupport adds to them, lessSupport takes named ones out.
	noSupport   = words("不用配合了|不用配合|不需要配合|无需配合|不要配合了|不要配合单位|不要配合|不设配合单位|没有配合单位|取消配合单位|取消配合|去掉配合单位|删除配合单位|去掉配合|no support|no supporting units|no supporting unit|without support|remove the supporting units|remove support|drop the supporting units")
	moreSupport = words("再加上|再加|加上|增加|添加|加进|补上|add|adding|also add|plus")
	lessSupport = words("去掉|去除|删掉|删除|拿掉|减去|剔除|不要|取消|remove|drop|take out|without|minus")
	// undated are words for the rows that have no date yet.
	undated = words("没有期限的|没有时限的|没期限的|没时限的|没定期限的|没定时间的|没有时间的|没日期的|没有日期的|缺期限的|缺时限的|未定期限的|未定时限的|无期限的|无时限的|缺日期的|without a due date|without due dates|without a date|without dates|without a deadline|without deadlines|with no date|with no due date|with no deadline|undated|that have no date|missing a date|missing dates")
)

// undatedRows reads 所有没有期限的: the order is about the rows that have no date.
func (r *orderReader) undatedRows() {
	if len(r.o.Rows) > 0 || r.o.Rest || !r.take(undated) {
		return
	}
	r.o.All, r.o.Undated = true, true
}

// support reads orders about the supporting units alone: 不用配合了, 4号配合单位加上各基层法院, 4号配合去掉研究室.
func (r *orderReader) support() bool {
	s := r.m.s[r.i:r.j]
	if i, j := supportWords.first(s); i >= 0 && !noSupport.in(s) {
		k, e := lessSupport.first(s)
		if n, ok := r.m.firstName(r.i, r.j, name.owner); k >= 0 && ok && max(n.i-r.i, k) < len(s) && (e <= n.i-r.i) && (k >= j || i > e) {
			return r.lessSupport()
		}
	}
	if r.take(noSupport) {
		r.o.Op, r.o.NoSupport = DraftSet, true
		r.fields()
		return true
	}
	if moreSupport.in(s) && supportWords.in(s) && r.take(moreSupport) {
		r.o.Op, r.o.MoreSupport = DraftSet, true
		r.fields()
		if r.o.Support == nil { // 配合单位加上X: whoever is named supports
			r.leadSupports()
		}
		return r.o.Support != nil || r.o.SupportText != nil
	}
	return false
}

// lessSupport reads which supporting units go.
func (r *orderReader) lessSupport() bool {
	r.take(lessSupport)
	r.take(supportWords)
	for _, n := range r.m.namesIn(r.i, r.j) {
		if u, ok := r.m.c.Dir.Lookup(n.canon); ok && n.owner() {
			r.use(n.i-r.i, n.j-r.i)
			r.o.LessSupport = append(r.o.LessSupport, u.Unit)
			if u.Unit == "" {
				r.o.LessSupport = append(r.o.LessSupport[:len(r.o.LessSupport)-1], u.Units...)
			}
		}
	}
	r.o.Op = DraftSet
	return len(r.o.LessSupport) > 0
}

// leadSupports moves who was taken for the lead to the supporting units.
func (r *orderReader) leadSupports() {
	x, ok := r.m.c.Dir.Lookup(strings.TrimSpace(r.o.LeadText))
	switch {
	case r.o.Lead != "":
		r.o.Support = append(r.o.Support, r.o.Lead)
	case r.o.LeadGroup != "" && ok:
		r.o.Support = append(r.o.Support, x.Units...)
	default:
		return
	}
	r.o.Lead, r.o.LeadGroup, r.o.LeadText = "", "", ""
}
