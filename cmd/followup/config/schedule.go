package config

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// A Schedule is a message at planned times, as the file says it; admins set the same in chat.
type Schedule struct {
	ID       string   `yaml:"id"`
	Job      string   `yaml:"job"`     // digest, bulletin, report_call, …
	Cron     string   `yaml:"cron"`    // five fields
	RRule    string   `yaml:"rrule"`   // RFC 5545, instead of cron
	Zone     string   `yaml:"zone"`    // IANA; empty: the organisation's
	DayOff   string   `yaml:"day_off"` // on days off: skip, before, after; empty: fires all the same
	Unit     string   `yaml:"unit"`    // id or name
	Person   string   `yaml:"person"`  // id or name
	Channel  Channels `yaml:"channel"`
	Priority string   `yaml:"priority"` // only items of the tier: normal, key, president
	State    string   `yaml:"state"`    // only items in the state: issued are those that nobody has signed for
	Text     string   `yaml:"text"`
	Document string   `yaml:"document"`  // of an export: ledger, bulletin, tasks or plan
	AutoSend bool     `yaml:"auto_send"` // a bulletin goes out without the office's release
	Paused   bool     `yaml:"paused"`
	Until    string   `yaml:"until"` // YYYY-MM-DD, of a pause: fires again from that day
}

var jobs = []string{
	string(ledger.JobBrief), string(ledger.JobBulletin), string(ledger.JobDigest), string(ledger.JobDispatch), string(ledger.JobDue),
	string(ledger.JobExport), string(ledger.JobOverdue), string(ledger.JobReport), string(ledger.JobReview),
}

var openStates = []string{
	string(ledger.StateIssued), string(ledger.StateDeclined), string(ledger.StateAccepted), string(ledger.StateActive), string(ledger.StateSubmitted), string(ledger.StateSuspended),
}

// checkSchedules makes rules of the schedules.
func (c *Config) checkSchedules() {
	seen := map[string]bool{}
	for i, s := range c.Schedules {
		key := "schedules[" + strconv.Itoa(i) + "]"
		c.checkID(key+".id", s.ID, seen)
		if !slices.Contains(jobs, s.Job) {
			c.d.at(key+".job", "unknown job "+s.Job, nearest(s.Job, jobs))
		}
		c.checkZone(key+".zone", s.Zone)
		if !slices.Contains([]string{"", "skip", "before", "after"}, s.DayOff) {
			c.d.at(key+".day_off", "unknown way "+s.DayOff, "write skip, before or after, or leave it out")
		}
		r := ledger.Rule{
			ID: s.ID, Job: ledger.Job(s.Job), Spec: s.Cron, Zone: s.Zone, DayPolicy: s.DayOff, Text: s.Text, AutoSend: s.AutoSend, Document: c.document(key, s),
			Paused: s.Paused, Until: c.until(key, s), Target: c.target(key, s), Priority: c.priority(key, s), State: c.state(key, s),
		}
		c.checkSpec(key, s, &r)
		c.rules = append(c.rules, r)
	}
}

func (c *Config) checkSpec(key string, s Schedule, r *ledger.Rule) {
	at := key + ".cron"
	if s.RRule != "" {
		at, r.Spec = key+".rrule", s.RRule
	}
	if (s.Cron == "") == (s.RRule == "") {
		c.d.at(key, "one of cron and rrule says when", `write cron: "0 9 * * 1"`)
		return
	}
	if _, err := time.LoadLocation(c.ruleZone(*r)); err != nil {
		return // told already
	}
	if err := c.specError(*r); err != nil {
		c.d.at(at, err.Error(), `try others with: followup schedule next --spec "0 9 * * 1"`)
	}
}

func (c *Config) target(key string, s Schedule) ledger.Target {
	var t ledger.Target
	if s.Unit != "" {
		t.Unit, _ = c.unitRef(key+".unit", s.Unit)
	}
	if s.Person != "" {
		id, ok := c.personRef(s.Person)
		if !ok {
			c.d.at(key+".person", "nobody is called "+s.Person, "write the id or name of a person")
		}
		t.Person = id
	}
	if len(s.Channel) > 1 {
		c.d.at(key+".channel", "several channels", "write one schedule each")
	}
	for _, ch := range s.Channel {
		t.Place = ledger.Place{Messenger: ch.Messenger, Workspace: ch.Workspace, Conversation: ch.Conversation}
	}
	return t
}

func (c *Config) priority(key string, s Schedule) *ledger.Priority {
	var p ledger.Priority
	switch s.Priority {
	case "":
		return nil
	case "normal":
		p = ledger.PriorityNormal
	case string(ledger.PriorityKey), string(ledger.PriorityPrincipal):
		p = ledger.Priority(s.Priority)
	default:
		c.d.at(key+".priority", fmt.Sprintf("unknown priority %s", s.Priority), "write normal, key or president")
	}
	return &p
}

func (c *Config) state(key string, s Schedule) ledger.State {
	if s.State != "" && !slices.Contains(openStates, s.State) {
		c.d.at(key+".state", "unknown state "+s.State, nearest(s.State, openStates))
	}
	return ledger.State(s.State)
}

func (c *Config) until(key string, s Schedule) ledger.Date {
	d, err := ledger.ParseDate(s.Until)
	switch {
	case err != nil:
		c.d.at(key+".until", err.Error(), "write the day like 2026-12-01")
	case !d.IsZero() && !s.Paused:
		c.d.at(key+".until", "only a pause ends", "write paused: true, or leave until out")
	}
	return d
}

// document is what a schedule of documents sends.
func (c *Config) document(key string, s Schedule) string {
	kinds := []string{"ledger", "bulletin", "tasks", "plan"}
	switch {
	case s.Job != string(ledger.JobExport):
		if s.Document != "" {
			c.d.at(key+".document", "only the job export sends documents", "write job: export, or leave document out")
		}
		return ""
	case s.Document == "":
		return kinds[0]
	case !slices.Contains(kinds, s.Document):
		c.d.at(key+".document", "unknown document "+s.Document, nearest(s.Document, kinds))
	}
	return s.Document
}

// Rules are the schedules of the file, as the ledger keeps them; Next is not set.
func (c *Config) Rules() []ledger.Rule { return c.rules }
