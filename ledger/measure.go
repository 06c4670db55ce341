package ledger

// The rates and averages that can be asked for; docs/reading.md defines them.
const (
	MetricCloseRate     = "close_rate"     // closed, of all that were issued (in the period)
	MetricOnTimeRate    = "on_time_rate"   // in time, of those closed in the period
	MetricOverdueRate   = "overdue_rate"   // overdue, of what is open
	MetricSignRate      = "sign_rate"      // signed for, of what is open
	MetricReportRate    = "report_rate"    // reported on within the cadence of its tier, of what is open
	MetricReturnRate    = "return_rate"    // once returned by a review, of those closed in the period
	MetricExtensionRate = "extension_rate" // given more time, of all that were issued (in the period)
	MetricAvgDays       = "avg_days"       // days from issue to closing, of those closed in the period
)

// A Measured is a metric's value and what it was made of. Of MetricAvgDays, Rate.Part is the sum of the days.
type Measured struct {
	Metric string
	Period Period // zero: the metric is of now, or of everything
	Rate   Rate
	Part   Query // the rows of Rate.Part; of MetricAvgDays those of Rate.Of
	Of     Query
}

// Measure makes a metric of the rows that base selects. What is counted over time is counted over the period, where none is given over this
// month; ok is false for a metric that does not exist.
func (e Env) Measure(metric string, base Query, over Period, rows []Row) (m Measured, ok bool) {
	m, ok = e.measured(metric, base, over)
	if !ok {
		return m, false
	}
	g := e.glance()
	for i := range rows {
		r := &rows[i]
		l := g.at(r)
		if !g.selects(&m.Of, r, &l) {
			continue
		}
		if metric == MetricAvgDays {
			m.Rate.Of++
			m.Rate.Part += max(0, g.dateOf(r.ClosedAt).DaysSince(g.dateOf(r.IssuedAt)))
			continue
		}
		m.Rate.add(g.selects(&m.Part, r, &l))
	}
	return m, true
}

// measured has the queries of the metric.
func (e Env) measured(metric string, base Query, over Period) (Measured, bool) {
	m := Measured{Metric: metric, Part: base, Of: base}
	month := over
	if month.IsZero() {
		month = e.Month()
	}
	switch metric {
	case MetricCloseRate, MetricExtensionRate:
		m.Period = over
		m.Of.States = []State{StateIssued, StateDeclined, StateAccepted, StateActive, StateSubmitted, StateSuspended, StateClosed}
		if !over.IsZero() {
			m.Of.IssuedFrom, m.Of.IssuedTo = over.From, over.To
		}
		m.Part = m.Of
		if metric == MetricCloseRate {
			m.Part.States = []State{StateClosed}
		} else {
			m.Part.Extended = true
		}
	case MetricOnTimeRate, MetricReturnRate, MetricAvgDays:
		m.Period = month
		m.Of = closedIn(base, month.upTo(e.Today()))
		m.Part = m.Of
		m.Part.Returned = metric == MetricReturnRate
		if metric == MetricOnTimeRate {
			m.Part.Timely = InTime
		}
	case MetricOverdueRate, MetricSignRate, MetricReportRate:
		m.Of.Open, m.Part.Open = true, true
		if metric == MetricOverdueRate {
			m.Part.Overdue = 1
		}
		m.Part.Signed, m.Part.Fresh = metric == MetricSignRate, metric == MetricReportRate
	default:
		return m, false
	}
	return m, true
}
