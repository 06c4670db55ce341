package ledger

// A Calendar says which days are worked. ledger/calendar implements it with statutory holidays and their make-up days (调休).
type Calendar interface {
	// Workday reports whether people work on d.
	Workday(d Date) bool
	// Published reports whether the official calendar of the year is known; where it is not, Workday goes by weekends and fixed festivals.
	Published(year int) bool
}

// AddWorkdays moves n working days from d; the start day is not counted. n may be negative.
func AddWorkdays(c Calendar, d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Workday(d) {
			n--
		}
	}
	return d
}

// NextWorkday is d itself when it is worked, otherwise the first working day after it.
func NextWorkday(c Calendar, d Date) Date {
	for !c.Workday(d) {
		d = d.AddDays(1)
	}
	return d
}

// PreviousWorkday is d itself when it is worked, otherwise the last working day before it.
func PreviousWorkday(c Calendar, d Date) Date {
	for !c.Workday(d) {
		d = d.AddDays(-1)
	}
	return d
}

// OnWorkday moves a deadline that was read off a day off, where Policy.DueOnDayOff says so.
func (e Env) OnWorkday(d Date) Date {
	switch {
	case d.IsZero():
	case e.Policy.DueOnDayOff == "next":
		return NextWorkday(e.Cal, d)
	case e.Policy.DueOnDayOff == "previous":
		return PreviousWorkday(e.Cal, d)
	}
	return d
}

// WorkdaysBetween counts the working days after from up to and including to; negative when to is earlier.
func WorkdaysBetween(c Calendar, from, to Date) int {
	if to.Before(from) {
		return -WorkdaysBetween(c, to, from)
	}
	n := 0
	for d := from; d.Before(to); {
		d = d.AddDays(1)
		if c.Workday(d) {
			n++
		}
	}
	return n
}
