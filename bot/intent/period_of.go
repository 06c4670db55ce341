package intent

import "github.com/followup-bot/followup/ledger"

// PeriodOf gives the period that a question names in passing (上月办结情况, "this quarter so far"), where its intent has no slot for it. Both
// ends are included.
func PeriodOf(text string, c Context) (ledger.Period, bool) {
	m := newMessage(text, c)
	p, ok := m.periodIn()
	if !ok || recurs(m) {
		return ledger.Period{}, false
	}
	return ledger.Period{From: p.from, To: p.to}, true
}

// openPage asks for the page that leaders look at.
var openPage = words("打开看板|看板|看板链接|打开督办看板|督办看板|给我看板|看看板|看板在哪|打开网页|打开页面|看板地址|open the dashboard|open dashboard|the dashboard|dashboard link|show the dashboard|show me the dashboard|link to the dashboard|open the page|web page")
