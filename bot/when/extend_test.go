package when

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func TestExtend(t *testing.T) {
	from := ledger.Date{Year: 2026, Month: 12, Day: 4}
	for text, want := range map[string]string{
		"申请延期一周": "2026-12-11", "再给三天": "2026-12-07", "延期3个工作日": "2026-12-09", "还要两周": "2026-12-18", "推迟半个月": "2026-12-19", "顺延一個月": "2027-01-04", "再宽限2天吧": "2026-12-06",
		"another two weeks please": "2026-12-18", "need 3 more business days": "2026-12-09", "extend by a month": "2027-01-04", "a few more days": "2026-12-07",
		"延期": "", "延期到12月20日": "", "no": "", "": "", "3个问题": "", "12月": "",
	} {
		r, ok := Extend(text, from, Options{Now: monday23})
		if got := r.Due.String(); got != want || ok != (want != "") {
			t.Errorf("%s: %s %v, want %s", text, got, ok, want)
		}
		if ok && (r.Text == "" || text[r.Start:r.End] != r.Text) {
			t.Errorf("%s: span %q", text, r.Text)
		}
	}
	if r, _ := Extend("延长5个工作日", ledger.Date{Year: 2026, Month: 9, Day: 18}, Options{Now: monday23}); r.Due.String() != "2026-09-24" || r.Workdays != 5 {
		t.Errorf("make-up Sunday: %s, %d", r.Due, r.Workdays)
	}
}
