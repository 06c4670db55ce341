package when

import "testing"

func TestEnglishDays(t *testing.T) {
	table{
		{"Please finish by Friday.", "2026-11-27"},
		{"by next Friday", "2026-12-04"},
		{"by this Friday EOD", "2026-11-27"},
		{"by\u00a0Friday\u00a0at\u00a05pm", "2026-11-27T17:00"},
		{"by　Friday at 5pm", "2026-11-27T17:00"},
		{"by EOD tomorrow", "2026-11-24"},
		{"by close of business on Wednesday", "2026-11-25"},
		{"by the end of business day tomorrow", "2026-11-24"},
		{"Thurs, Dec 3", "2026-12-03"},
		{"no later than Dec. 4th", "2026-12-04"},
		{"on or before the 30th of November", "2026-11-30"},
		{"due December 15, 2026", "2026-12-15"},
		{"due 15 December 2026", "2026-12-15"},
		{"Due: 12/15", "2026-12-15"},
		{"12/11 (Fri)", "2026-12-11"},
		{"31-Dec-2026", "2026-12-31"},
		{"Dec 31 '26", "2026-12-31"},
		{"11.12.2026", "2026-12-11"},
		{"31/12/2026", "2026-12-31"},
		{"2026-12-11T17:00:00Z", "2026-12-11T17:00"},
		{"September-2027-23", "2027-09-23"},
		{"due on the 15th", "2026-12-15"},
		{"by the 5th of next month", "2026-12-05"},
		{"by tomorrow noon", "2026-11-24T12:00"},
		{"by half past three tomorrow", "2026-11-24T15:30"},
		{"quarter past 9 tomorrow", "2026-11-24T09:15"},
		{"tonight at 8", "2026-11-23T20:00"},
		{"5pm tomorrow", "2026-11-24T17:00"},
		{"9am on Tuesday", "2026-11-24T09:00"},
		{"the day after tomorrow", "2026-11-25"},
		{"Friday week", "2026-12-04"},
		{"Monday fortnight", "2026-12-14"},
		{"a week on Friday", "2026-12-04"},
		{"Friday after next", "2026-12-04"},
		{"Tuesday next week", "2026-12-01"},
		{"see you Friday the 13th", "2027-08-13"},
		{"Monday two weeks from now", "2026-12-07"},
		{"3 Fridays from now", "2026-12-11"},
		{"first Monday of March", "2027-03-01"},
		{"the third Tuesday after Christmas", "2027-01-12"},
		{"by the 3rd working day of the month", "2026-12-03"},
		{"last working day of the month", "2026-11-30"},
		{"the fifth business day of January", "2027-01-07"},
		{"the closest Monday to Dec 10", "2026-12-07"},
		{"the day after Thanksgiving", "2026-11-27"},
		{"the Friday before Christmas", "2026-12-18"},
		{"3 March of next year", "2027-03-03"},
		{"on november 2nd and 3rd", "2027-11-03"},
		{"by Thanksgiving", "2026-11-26"},
		{"two days before Christmas", "2026-12-23"},
		{"by Chinese New Year", "2027-02-06"},
		{"Draft by Nov 27, final by Dec 11", "2026-12-11"},
	}.run(t, monday23)
}

func TestEnglishPeriods(t *testing.T) {
	table{
		{"by the end of the week", "2026-11-27"},
		{"by end of next week", "2026-12-04"},
		{"by month end", "2026-11-30"},
		{"by end-of-year", "2026-12-31"},
		{"EOM December", "2026-12-31"},
		{"by the end of Q2", "2027-06-30"},
		{"Q1 2027", "2027-03-31"},
		{"2027Q4", "2027-12-31"},
		{"first quarter of next year", "2027-03-31"},
		{"next year's first half", "2027-06-30"},
		{"by mid-December", "2026-12-15"},
		{"by early January", "2027-01-10"},
		{"late next week", "2026-12-06"},
		{"early next week", "2026-12-02"},
		{"next month", "2026-12-31"},
		{"by mid-month", "2026-12-15"},
		{"before the weekend", "2026-11-27"},
		{"before mid-December", "2026-12-15"},
		{"the eve of Christmas", "2026-12-24"},
		{"end of the decade", "2029-12-31"},
		{"March next year", "2027-03-31"},
		{"the week after Thanksgiving", "2026-12-06"},
		{"before March", "2027-02-28"},
		{"before 2028", "2027-12-31"},
		{"by 2028", "2028-12-31"},
		{"the week of December 7", "2026-12-13"},
		{"w/c 7 December", "2026-12-13"},
		{"week ending December 11", "2026-12-11"},
		{"week 10 of 2027", "2027-03-14"},
		{"the 3rd week of January", "2027-01-24"},
		{"the rest of the month", "2026-11-30"},
		{"summer 2027", "2027-09-23"},
		{"over the weekend", "2026-11-29"},
	}.run(t, monday23)
}

func TestEnglishLengths(t *testing.T) {
	table{
		{"in two weeks", "2026-12-07"},
		{"in a fortnight's time", "2026-12-07"},
		{"in a couple of days", "2026-11-25"},
		{"in 2-3 weeks", "2026-12-14"},
		{"within 24 hours", "2026-11-24T15:00"},
		{"within three business days", "2026-11-26"},
		{"in the next 3-5 business days", "2026-11-30"},
		{"within 10 days of receipt", "2026-12-03"},
		{"in an hour and a half", "2026-11-23T16:30"},
		{"a month from now", "2026-12-23"},
		{"4 weeks in the future", "2026-12-21"},
		{"two days after tomorrow", "2026-11-26"},
		{"for 3 days starting from Monday", "2026-12-02"},
		{"in less than two weeks", "2026-12-07"},
		{"in the next fortnight", "2026-12-07"},
		{"within the next two months", "2027-01-23"},
	}.run(t, monday23)
}

func TestEnglishRanges(t *testing.T) {
	table{
		{"Pilot runs from Dec 1 to Dec 15", "2026-12-15"},
		{"between Dec 1 and Dec 15", "2026-12-15"},
		{"December 1-15", "2026-12-15"},
		{"1 to 5 December 2026", "2026-12-05"},
		{"Dec 20 - Jan 5", "2027-01-05"},
		{"from 4-23 in next month", "2026-12-23"},
		{"April 9th through seventeenth", "2027-04-17"},
		{"Monday through Wednesday", "2026-12-02"},
		{"next week between Wednesday and Friday", "2026-12-04"},
		{"from 2pm till tomorrow 4:30pm", "2026-11-24T16:30"},
		{"tomorrow from 9 till 11", "2026-11-24T11:00"},
		{"2026-12-01 17:00/2026-12-02 21:00", "2026-12-02T21:00"},
	}.run(t, monday23)
}

func TestEnglishRecurrences(t *testing.T) {
	table{
		{"every Monday and Thursday", "FREQ=WEEKLY;BYDAY=MO,TH"},
		{"every other Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"},
		{"every 2 weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},
		{"every weekday at 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=30"},
		{"9am on Sundays", "FREQ=WEEKLY;BYDAY=SU;BYHOUR=9"},
		{"weekly on Mondays", "FREQ=WEEKLY;BYDAY=MO"},
		{"Biweekly sync on Thursdays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"},
		{"bi-weekly", "FREQ=WEEKLY;INTERVAL=2"},
		{"Daily standup at 9:15", "FREQ=DAILY;BYHOUR=9;BYMINUTE=15"},
		{"everyday at 9am", "FREQ=DAILY;BYHOUR=9"},
		{"every third day", "FREQ=DAILY;INTERVAL=3"},
		{"monthly on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"},
		{"Each month by the 5th", "FREQ=MONTHLY;BYMONTHDAY=5"},
		{"the 1st and 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15"},
		{"every 1st and 3rd Monday", "FREQ=MONTHLY;BYDAY=1MO,3MO"},
		{"last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"},
		{"last business day of each month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"},
		{"at the end of each quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"},
		{"quarterly", "FREQ=MONTHLY;INTERVAL=3"},
		{"twice a year", "FREQ=MONTHLY;INTERVAL=6"},
		{"every 15 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"},
		{"on Tuesdays and Thursdays", "FREQ=WEEKLY;BYDAY=TU,TH"},
		{"Monday and Wednesday every week", "FREQ=WEEKLY;BYDAY=MO,WE"},
		{"on an ongoing basis", "ongoing"},
		{"until further notice", "ongoing"},
	}.run(t, monday23)
}

func TestEnglishTraps(t *testing.T) {
	for _, text := range []string{
		"as soon as possible", "ASAP", "soon", "TBD", "at your earliest convenience", "in due course", "at a later date", "v1.2.3", "section 4.1", "Section 12/3", "3.10", "10.0.0.1", "call 555-1234", "24/7", "room 12", "50/50",
		"2/3 of the team", "at 50%", "you may proceed", "we march on", "I sat down", "the second item", "on the second try", "fall back", "The May release", "ongoing support", "the other day", "since Monday", "After Friday",
		"On Nov 3 the board approved the plan", "as of November 20, 80% is done", "two weeks before launch", "https://example.org/2026/12/x", "5-7 people", "four frames each second", "the dec value", "mapping to H1-H4", "at the end of the day, it counts", "in the coming weeks", "the 3rd party will deliver", "Room 12/3 at the back", "5 minutes to 6 people", "30 February", "the 31st of June", "this may mean little", "UTC+08:00 zone", "an hourly rate", "a 2/3 vote", "later than Friday", "a month ago today", "it is now open", "chapter 5", "$12/15", "#12", "he has one", "no", "a 30-minute talk", "last year's plan",
	} {
		if r, ok := Read(text, Options{Now: monday23, Lang: "en"}); ok {
			t.Errorf("%s: %s (%s, %q)", text, show(r, ok), r.Rule, r.Text)
		}
	}
}

func TestDayFirst(t *testing.T) {
	for _, c := range []struct {
		text     string
		us, days string
	}{{"3/4/2027", "2027-03-04", "2027-04-03"}, {"by 5/12", "2027-05-12", "2026-12-05"}, {"25/12", "2026-12-25", "2026-12-25"}} {
		a, _ := Read(c.text, Options{Now: monday23, Lang: "en"})
		b, _ := Read(c.text, Options{Now: monday23, Lang: "en", DayFirst: true})
		if a.Due.String() != c.us || b.Due.String() != c.days {
			t.Errorf("%s: %s and day first %s, want %s and %s", c.text, a.Due, b.Due, c.us, c.days)
		}
	}
}

// TestMixed reads English words in Chinese sentences.
func TestMixed(t *testing.T) {
	table{
		{"请EOD前提交", "2026-11-23"},
		{"Friday前给我", "2026-11-27"},
		{"Q1完成验收", "2027-03-31"},
		{"deadline是12月5日", "2026-12-05"},
		{"请张三 by Friday 提交", "2026-11-27"},
		{"v1.2版本12月5日前上线", "2026-12-05"},
	}.run(t, monday23)
}

// TestEdges reads at the ends of months and years and on leap days.
func TestEdges(t *testing.T) {
	table{{"一个月内", "2027-02-28"}, {"in a month", "2027-02-28"}, {"月底前", "2027-01-31"}, {"by EOM", "2027-01-31"}, {"30日前", "2027-03-30"}}.run(t, on("2027-01-31", "09:00"))
	table{{"明天", "2028-02-29"}, {"tomorrow", "2028-02-29"}, {"2月29日前", "2028-02-29"}, {"一年内", "2029-02-28"}, {"月底", "2028-02-29"}}.run(t, on("2028-02-28", "09:00"))
	table{{"一年后", "2029-02-28"}, {"a year from now", "2029-02-28"}}.run(t, on("2028-02-29", "09:00"))
	table{{"本周内", "2027-01-03"}, {"明天", "2027-01-01"}, {"年底前", "2026-12-31"}, {"EOY", "2026-12-31"}, {"下周一", "2027-01-04"}, {"本季度末", "2026-12-31"}, {"next quarter", "2027-03-31"}}.run(t, on("2026-12-31", "22:00"))
	table{{"本周三前", "2026-12-02"}, {"本周日", "2026-11-29"}, {"下周一", "2026-11-30"}, {"周日前", "2026-12-06"}}.run(t, on("2026-11-29", "10:00"))
}
