package when

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// monday23 is the reference of the tables: Monday, 23 November 2026, 15:00.
var monday23 = time.Date(2026, time.November, 23, 15, 0, 0, 0, time.FixedZone("CST", 8*3600))

// show writes a result as the tables expect it: "2026-12-10", "2026-12-10T18:00", a rule, "ongoing" or "-".
func show(r Result, ok bool) string {
	switch {
	case !ok:
		return "-"
	case r.Kind == Recurring:
		return r.RRule
	case r.Kind == Ongoing:
		return "ongoing"
	case r.At != "":
		return r.Due.String() + "T" + r.At
	}
	return r.Due.String()
}

type table [][2]string

func (tab table) run(t *testing.T, now time.Time) {
	t.Helper()
	for _, c := range tab {
		r, ok := Read(c[0], Options{Now: now})
		got := show(r, ok)
		if got != c[1] && !(len(c[1]) == 10 && strings.HasPrefix(got, c[1]+"T")) {
			t.Errorf("%s\n\tgot  %s (%s, %q)\n\twant %s", c[0], got, r.Rule, r.Text, c[1])
		}
	}
}

func on(date, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, time.FixedZone("CST", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func checkSpans(t *testing.T, text string, rs []Result) {
	t.Helper()
	end := 0
	for _, r := range rs {
		if r.Start < end || r.End <= r.Start || r.End > len(text) || r.Text != text[r.Start:r.End] {
			t.Fatalf("%q: span %d..%d (%q) after %d", text, r.Start, r.End, r.Text, end)
		}
		if utf8.ValidString(text) && !utf8.ValidString(r.Text) {
			t.Fatalf("%q: span %q cuts a character", text, r.Text)
		}
		if r.Rule == "" || r.Kind == None {
			t.Fatalf("%q: %+v has no rule or kind", text, r)
		}
		if r.Kind == Day && !r.Due.IsZero() && !r.From.IsZero() && r.Due.Before(r.From) {
			t.Fatalf("%q: %s ends before it begins: %+v", text, r.Text, r)
		}
		if (r.Kind == Recurring) != (r.RRule != "") {
			t.Fatalf("%q: %+v", text, r)
		}
		end = r.End
	}
}

func TestAllInOrder(t *testing.T) {
	text := "第一阶段(11月25日前)起草；第二阶段（12月10日前）定稿，每周五报送进展，原定12月15日印发，改为12月20日。"
	rs := All(text, Options{Now: monday23})
	checkSpans(t, text, rs)
	var got []string
	for _, r := range rs {
		got = append(got, show(r, true))
	}
	want := "2026-11-25 2026-12-10 FREQ=WEEKLY;BYDAY=FR 2026-12-20"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
	if last := rs[len(rs)-1]; last.Was.String() != "2026-12-15" || last.Rule != "zh.moved" {
		t.Errorf("moved: %+v", last)
	}
}

func TestResultFields(t *testing.T) {
	for _, c := range []struct {
		text string
		want Result
	}{
		{"请于12月10日18:00前报送", Result{Kind: Day, At: "18:00", Rule: "zh.month-day", Grain: GrainTime, Deadline: true, Text: "12月10日18:00前"}},
		{"会后5个工作日内反馈", Result{Kind: Day, Rule: "zh.workdays", Grain: GrainDay, Deadline: true, Duration: true, Workdays: 5, Anchor: "meeting", Text: "会后5个工作日内"}},
		{"自本通知印发之日起10日内", Result{Kind: Day, Rule: "zh.duration", Grain: GrainDay, Deadline: true, Duration: true, Anchor: "issue", Text: "10日内"}},
		{"收到通知后3日内答复", Result{Kind: Day, Rule: "zh.duration", Grain: GrainDay, Deadline: true, Duration: true, Anchor: "receipt", Text: "3日内"}},
		{"本周内完成", Result{Kind: Day, Rule: "zh.week", Grain: GrainWeek, Deadline: true, Text: "本周内"}},
		{"一季度完成", Result{Kind: Day, Rule: "zh.quarter", Grain: GrainQuarter, Text: "一季度"}},
		{"finish it within 3 business days", Result{Kind: Day, Rule: "en.workdays", Grain: GrainDay, Deadline: true, Duration: true, Workdays: 3, Text: "within 3 business days"}},
		{"the review is next Friday", Result{Kind: Day, Rule: "en.weekday", Grain: GrainDay, Text: "next Friday"}},
	} {
		r, ok := Read(c.text, Options{Now: monday23})
		w := c.want
		if !ok || r.Kind != w.Kind || r.At != w.At || r.Rule != w.Rule || r.Grain != w.Grain || r.Deadline != w.Deadline || r.Duration != w.Duration || r.Workdays != w.Workdays || r.Anchor != w.Anchor || r.Text != w.Text {
			t.Errorf("%s: %v %+v\n\twant %+v", c.text, ok, r, w)
		}
	}
}

func TestRolled(t *testing.T) {
	for text, want := range map[string]bool{"11月20日前": true, "11月30日前": false, "2027年11月20日前": false, "明年3月": false, "一季度": true, "Nov 20": true, "Dec 20": false, "by Friday": false} {
		if r, _ := Read(text, Options{Now: monday23}); r.Rolled != want {
			t.Errorf("%s: rolled %v", text, r.Rolled)
		}
	}
}

func TestPastIsTold(t *testing.T) {
	for _, text := range []string{"11月3日召开的会议", "去年12月", "上周五", "昨天下午", "截至11月20日，已完成八成", "三天前", "last Monday", "two weeks ago", "yesterday", "2025-11-30"} {
		rs := All(text, Options{Now: monday23})
		if len(rs) != 1 || !rs[0].Past {
			t.Errorf("%s: %+v, want one past expression", text, rs)
		}
		if r, ok := Read(text, Options{Now: monday23}); ok {
			t.Errorf("%s: Read took %s", text, show(r, ok))
		}
	}
}

// TestZones checks that the reader's own day counts, also on the days when clocks change.
func TestZones(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no zone data")
	}
	for _, c := range []struct {
		now        time.Time
		text, want string
	}{
		{time.Date(2026, 3, 7, 23, 30, 0, 0, ny), "by tomorrow", "2026-03-08"},
		{time.Date(2026, 3, 7, 23, 30, 0, 0, ny), "in two days", "2026-03-09"},
		{time.Date(2026, 3, 7, 12, 0, 0, 0, ny), "within 24 hours", "2026-03-08T12:00"},
		{time.Date(2026, 10, 31, 23, 59, 0, 0, ny), "tomorrow at 1:30am", "2026-11-01T01:30"},
		{time.Date(2026, 11, 1, 0, 30, 0, 0, ny), "by Monday", "2026-11-02"},
		{time.Date(2026, 12, 31, 23, 59, 0, 0, ny), "明天上午", "2027-01-01T12:00"},
	} {
		r, ok := Read(c.text, Options{Now: c.now})
		if got := show(r, ok); got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.text, c.now, got, c.want)
		}
	}
}

// TestLongText reads texts that would make a careless scanner slow: it must only end, and find what stands at the end.
func TestLongText(t *testing.T) {
	for _, unit := range []string{"一", "1", "1.", "十", "(2026)", "《", "12月", "每", "周", "第", "原定12月1日", "11月30日至", "every ", "the ", "1/", "next ", "in 1 ", "and ", "Monday and ", "\x00", "\n", "5个", "最后", "前", "半", "持续", "1-", "上午", "a day from ", "end of ", "1st and ", "Friday, ", "at 5 on ", "closest Monday to ", "at ", "another ", "each ", "each week ", "weekly each ", "the day after ", "the first half of ", "every 1st and ", "twice a ", "Jan 1 to ", "moved to "} {
		text := strings.Repeat(unit, 20_000/len(unit)) + "。 请于12月10日前报送。"
		rs := All(text, Options{Now: monday23})
		checkSpans(t, text, rs)
		if len(rs) == 0 || rs[len(rs)-1].Due.String() != "2026-12-10" {
			if !strings.Contains("《", unit) {
				t.Errorf("%q repeated: the last date was lost (%d results)", unit, len(rs))
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, list := range [][]string{benchZH, benchEN, {"", "\x00", "１２月１０日", "二〇二六年十二月三十一日24时前", "每季度末月25日前", "10-12月", "(2026)辽01民终123号", "十五五末", "农历闰六月初三", "9月1日起至次年3月31日止",
		"from 3 to 12 of Sept", "31/12/2026", "half past three", "2015-03-28 17:00:00/2015-03-29 21:00:00", "the second closest Mon to Oct 5th", "w/c 7 Dec", "99999999999999999999日", "-1月-1日", "every 0 days", "in 5000 years"}} {
		for _, s := range list {
			f.Add(s, int64(0))
		}
	}
	f.Fuzz(func(t *testing.T, text string, shift int64) {
		now := monday23.Add(time.Duration(shift%(200*365*24)) * time.Hour)
		for _, lang := range []string{"", "zh", "en"} {
			o := Options{Now: now, Lang: lang}
			rs := All(text, o)
			checkSpans(t, text, rs)
			if r, ok := Read(text, o); ok && (r.Past || r.Kind == Day && r.Due.IsZero()) {
				t.Fatalf("%q: Read took %+v", text, r)
			}
		}
	})
}
