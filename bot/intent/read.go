package intent

// Read reads a message in its context. It always gives an intent: what is not for the bot is None, to be ignored.
func Read(raw string, c Context) Intent {
	m := newMessage(raw, c)
	d := m.decide()
	e := m.expect(d)
	if d.name == None || d.name == Sensitive && d.s.Item == nil {
		d.s.Item, d.s.Items, d.s.Ref = nil, nil, ""
	}
	return Intent{Name: d.name, Slots: d.s, Expect: e, Why: m.why}
}

// decide tries the families in the order of place and speaker.
func (m *message) decide() draft {
	if kind, i, j := m.guard(); kind != "" {
		d := draft{name: Sensitive}
		d.s.Guard = kind
		if m.c.Item > 0 {
			d.s.Item = ints(float64(m.c.Item))
		}
		m.because("guard", kind, i, j)
		return d
	}
	return m.readReply()
}
