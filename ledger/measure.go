package ledger

import "context"

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
	c, ok := e.Gauge(metric, base, over)
	if !ok {
		return m, false
	}
	for i := range rows {
		c.Add(&rows[i])
	}
	return c.Value(), true
}

// A Gauge makes a metric of rows one by one.
type Gauge struct {
	g glance
	m Measured
}

// Gauge begins a metric; see Measure.
func (e Env) Gauge(metric string, base Query, over Period) (*Gauge, bool) {
	m, ok := e.measured(metric, base, over)
	return &Gauge{e.glance(), m}, ok
}

// Take counts what a store holds.
func (c *Gauge) Take(ctx context.Context, from RowStore) error {
	return c.g.Each(ctx, from, c.m.Of, c.Add)
}

// Add counts a row.
func (c *Gauge) Add(r *Row) {
	l := c.g.at(r)
	if !c.g.selects(&c.m.Of, r, &l) {
		return
	}
	if c.m.Metric == MetricAvgDays {
		c.m.Rate.Of++
		c.m.Rate.Part += max(0, c.g.dateOf(r.ClosedAt).DaysSince(c.g.dateOf(r.IssuedAt)))
		return
	}
	c.m.Rate.add(c.g.selects(&c.m.Part, r, &l))
}

// Value is what was counted.
func (c *Gauge) Value() Measured { return c.m }

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
