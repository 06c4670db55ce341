package config

import (
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders/schedule"
)

// specError says what is wrong with the spec of a schedule.
func (c *Config) specError(r ledger.Rule) error {
	_, err := schedule.Parse(r.Spec, c.ruleZone(r), r.DayPolicy, c.calendar)
	return err
}

// NextOf gives a rule's first instant after an instant, in UTC.
func (c *Config) NextOf(r ledger.Rule, after time.Time) (time.Time, error) {
	s, err := schedule.Parse(r.Spec, c.ruleZone(r), r.DayPolicy, c.calendar)
	if err != nil {
		return time.Time{}, err
	}
	return s.Next(after).UTC(), nil
}

func (c *Config) ruleZone(r ledger.Rule) string {
	if r.Zone != "" {
		return r.Zone
	}
	return c.Org.Zone
}
