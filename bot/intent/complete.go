package intent

// isComplete reports whether the facts add up to "the item is done", with nothing said against it.
func (m *message) isComplete(f *facts) bool {
	if m.allDone(f) {
		return true
	}
	if f.s.Percent != nil && *f.s.Percent < 100 {
		return false
	}
	if !f.whole || f.notDone || f.nearly || f.miss || f.asked || f.partly && f.s.Remaining != nil && *f.s.Remaining > 0 {
		return false
	}
	if f.partly && (f.s.DoneCount != nil && f.s.Total != nil && *f.s.DoneCount < *f.s.Total) {
		return false
	}
	if m.c.Place == InThread || len(m.refs) > 0 || m.c.Item > 0 {
		return true
	}
	return m.brieflyDone()
}

// brieflyDone keeps a channel's news from completing an item: only a message that begins with the status is meant for the bot.
func (m *message) brieflyDone() bool {
	return len(m.cl) > 0 && (m.doneness(m.cl[0]).is == doneWhole || m.briefly())
}

var doneSigns = words("✅|☑️|☑|✅✅|💯|🏁|🎉✅")

// allDone reads 100% and a bare ✅ as a wish to close.
func (m *message) allDone(f *facts) bool {
	s := trimEnds(m.bare())
	if doneSigns.is(s) {
		f.casual = true
		return true
	}
	if f.s.Percent != nil && *f.s.Percent == 100 && !f.notDone && !f.later && !f.miss && f.s.Approx == 0 && f.s.Measure == nil && !f.asked {
		f.casual = f.casual || !f.whole && !words("完成|办结|done|complete|completed|finished").in(m.s)
		return f.stages == 0
	}
	return false
}

var exceptWords = words("除|除了|except|except for|other than|apart from|but not")

// completeDraft fills what was said around the completion.
func (m *message) completeDraft(d draft, f facts) (draft, bool) {
	d.name = Complete
	d.s = f.s
	d.s.Done, d.s.Stage, d.s.Next, d.s.OnTrack, d.s.DoneCount, d.s.On, d.s.Remaining, d.s.Total, d.s.Unblocked, d.s.ETA = Done{}, "", nil, 0, nil, Moment{}, nil, nil, 0, Moment{}
	d.casual = f.casual
	if i, j := exceptWords.first(m.s); i >= 0 && words("外|之外|以外|其他|其余|都|均|all|everything").in(m.s) {
		for _, r := range m.refs {
			if r.i >= j {
				d.s.AllExcept = append(d.s.AllExcept, r.n...)
			}
		}
		if d.s.AllExcept != nil {
			d.s.Item, d.s.Items, d.item = nil, nil, true
			m.because("all_except", "except", i, j)
		}
	}
	return d, true
}
