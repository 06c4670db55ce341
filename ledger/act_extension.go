package ledger

// Extend asks for more time (申请延期), with a reason and a new date. It is asked Policy.ExtensionBefore working days before the deadline
// at the latest, and waits for the office or the overseeing leader.
func Extend(e Env, it Item, by PersonID, to Due, reason string) (Change, error) {
	it, err := e.act(ActExtend, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	switch {
	case to.IsZero():
		return Change{}, refuse(ActExtend, it, RefusedDate)
	case blank(reason):
		return Change{}, refuse(ActExtend, it, RefusedReason)
	}
	if err := e.extensible(it, to); err != nil {
		return Change{}, err
	}
	it.Extension = &Extension{To: to, Reason: reason, By: by, At: e.Now.UTC()}
	it.ReportedAt, it.ReportedBy = e.Now.UTC(), by
	who := append(Recipients(e, it, ForOffice), Recipients(e, it, ForOverseer)...)
	return e.done(it, EventExtensionRequested, by, reason, e.tell(NoticeDecision, it, by, who...)...), nil
}

// extensible checks the limits of the policy on a new deadline.
func (e Env) extensible(it Item, to Due) error {
	limit := func(c Code, d Date, n int) error {
		r := refuse(ActExtend, it, c)
		r.Date, r.N = d, n
		return r
	}
	if it.Due.IsZero() {
		return limit(RefusedState, Date{}, 0)
	}
	p := e.Policy
	if !to.Date.After(it.Due.Date) || to.Date.Before(e.Today()) {
		return limit(RefusedPast, it.Due.Date, 0)
	}
	if last := AddWorkdays(e.Cal, it.Due.Date, -p.ExtensionBefore); e.Today().After(last) && p.ExtensionBefore >= 0 {
		return limit(RefusedLate, last, 0)
	}
	if p.ExtensionMax > 0 && it.Extensions >= p.ExtensionMax {
		return limit(RefusedMax, Date{}, p.ExtensionMax)
	}
	if first := it.FirstDue; p.ExtensionDays > 0 && !first.IsZero() && to.Date.DaysSince(first.Date) > p.ExtensionDays {
		return limit(RefusedBeyond, first.Date.AddDays(p.ExtensionDays), 0)
	}
	return nil
}

// Grant decides a request for more time. A granted date may differ from the one asked for (to is then set); the first deadline is kept, and
// the escalation starts anew.
func Grant(e Env, it Item, by PersonID, ok bool, to Due, reason string) (Change, error) {
	if it.Extension == nil {
		return Change{}, refuse(ActGrant, it, RefusedState)
	}
	it, err := e.act(ActGrant, it, by)
	if err != nil {
		return Change{}, err
	}
	asked := *it.Extension
	it.Extension = nil
	if !ok {
		if blank(reason) {
			return Change{}, refuse(ActGrant, it, RefusedReason)
		}
		return e.done(it, EventExtensionDenied, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), asked.By)...)...), nil
	}
	if to.IsZero() {
		to = asked.To
	}
	if !to.Date.After(it.Due.Date) {
		r := refuse(ActGrant, it, RefusedPast)
		r.Date = it.Due.Date
		return Change{}, r
	}
	it.Due, it.Escalation = to, 0
	it.Extensions++
	return e.done(it, EventExtensionGranted, by, reason, e.tell(NoticeOutcome, it, by, append(e.answerable(it), asked.By)...)...), nil
}
