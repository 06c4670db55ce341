package intent

import (
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger/calendar"
)

// TestMisread holds what was once taken for something else.
func TestMisread(t *testing.T) {
	c := Context{Lang: "zh", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Cal: calendar.China(), Dir: talkDir()}
	thread := c
	thread.Place, thread.Item, thread.Speaker = InThread, 3, Owner
	as := func(who Speaker) Context { d := c; d.Place, d.Speaker = InDirect, who; return d }
	percent := func(n int) func(Slots) bool { return func(s Slots) bool { return s.Percent != nil && *s.Percent == n } }
	none := func(s Slots) bool { return s.Percent == nil }
	for _, x := range []struct {
		text string
		c    Context
		want Name
		held func(Slots) bool
	}{
		{"done, drift below 0.1 %", thread, Complete, none}, // a limit that was kept
		{"已完成,误差控制在0.5%以内", thread, Complete, none},
		{"已完成,偏差不超过3%", thread, Complete, none},
		{"误差0.3%", thread, Progress, none},
		{"完成不到50%", thread, Progress, percent(50)}, // a limit that is not
		{"less than 50% done", thread, Progress, percent(50)},
		{"12% done, step 1", as(Supervisor), Progress, percent(12)},
		{"12% done, step 1", as(Member), Progress, percent(12)},
		{"2号我来协调", as(Leader), Instruct, func(s Slots) bool { return s.Item != nil && *s.Item == 2 && s.Text == "2号我来协调" }},
		{"remind everyone to report every Wednesday at 3pm", as(Admin), ScheduleCreate, func(s Slots) bool { return s.Job == "report_call" }},
	} {
		got := Read(x.text, x.c)
		if got.Name != x.want || !x.held(got.Slots) {
			t.Errorf("%s: read as %s %s %+v", x.text, got.Name, got.Expect, got.Slots)
		}
	}
}
