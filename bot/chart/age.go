package chart

import (
	"image/color"
	"strconv"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
)

// Ages shows how long what is overdue has been so.
func (p *Painter) Ages(w *text.Printer, at ledger.Date, ages []ledger.AgeBucket, scope string) (Picture, error) {
	all, most := 0, 1
	for _, a := range ages {
		all += a.N
		most = max(most, a.N)
	}
	sh := p.begin(float64(250 + len(ages)*78))
	title := w.T("Chart_ages", "Scope", scope)
	y := sh.head(title, w.N("ChartOverdue", all, "Date", w.Date(at, ledger.Date{})))
	y = sh.keysAt(y, []key{{lightColour[ledger.LightRed], w.T("ChartMoving")}, {blockedColour, w.T("ChartBlocked")}})
	const left, right = 250, width - margin - 70
	for _, a := range ages {
		label := w.T("ChartDays", "From", a.From, "To", a.To)
		if a.To == 0 {
			label = w.T("ChartDaysOver", "Days", a.From-1)
		}
		sh.write(label, left-16, y+28, normal, false, ink, rightSide)
		sh.box(left, y, right-left, 56, track)
		unit := float64(right-left) / float64(most)
		sh.box(left, y, float64(a.N-a.Blocked)*unit, 56, lightColour[ledger.LightRed])
		sh.box(left+float64(a.N-a.Blocked)*unit, y, float64(a.Blocked)*unit, 56, blockedColour)
		sh.write(strconv.Itoa(a.N), left+float64(a.N)*unit+14, y+28, normal, true, ink, leftSide)
		y += 78
	}
	return sh.finish(title)
}

// blockedColour marks what says that something holds it up.
var blockedColour = color.RGBA{0x8e, 0x2b, 0x2b, 0xff}
