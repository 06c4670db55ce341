package when_test

import (
	"fmt"
	"time"

	"github.com/followup-bot/followup/bot/when"
)

func Example() {
	meeting := time.Date(2026, time.November, 20, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))
	for _, text := range []string{
		"各业务庭12月10日前完成自查",
		"会后5个工作日内反馈意见",
		"原定11月30日前完成,调整至12月15日",
		"每月最后一个工作日前通报",
		"Please send it by the end of next week.",
		"抓紧推进,适时汇报",
	} {
		r, ok := when.Read(text, when.Options{Now: meeting})
		fmt.Println(ok, r.Due, r.RRule, r.Rule, r.Text)
	}
	// Output:
	// true 2026-12-10  zh.month-day 12月10日前
	// true 2026-11-27  zh.workdays 会后5个工作日内
	// true 2026-12-15  zh.moved 11月30日前完成,调整至12月15日
	// true  FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 zh.every-month 每月最后一个工作日前
	// true 2026-11-27  en.end-of the end of next week
	// false
}
