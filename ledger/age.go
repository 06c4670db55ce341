package ledger

// An AgeBucket counts what has been overdue from From to To days, both included; To 0: or longer. Blocked of them say what holds them up.
type AgeBucket struct {
	From, To   int
	N, Blocked int
}

// OverdueAges parts what is overdue among the rows that base selects by how long it has been so. The parts sum to the red light of a summary.
func (e Env) OverdueAges(base Query, rows []Row) []AgeBucket {
	out := []AgeBucket{{From: 1, To: 3}, {From: 4, To: 7}, {From: 8, To: 14}, {From: 15, To: 30}, {From: 31}}
	base.Open, base.Lights = true, []Light{LightRed}
	g := e.glance()
	for i := range rows {
		l := g.at(&rows[i])
		if !g.selects(&base, &rows[i], &l) {
			continue
		}
		for k := range out {
			if b := &out[k]; l.late >= b.From && (b.To == 0 || l.late <= b.To) {
				b.N++
				if rows[i].Stuck() {
					b.Blocked++
				}
			}
		}
	}
	return out
}
