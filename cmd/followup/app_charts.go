package main

import (
	"github.com/followup-bot/followup/bot/chart"
)

// openCharts makes the painter of pictures, with the configured font or one of the system's. Without any, pictures carry numbers and the message
// says what they mean.
func (a *App) openCharts() (*chart.Painter, error) {
	font := a.Config.Charts.Font
	if font == "" {
		font = chart.Find(chart.Folders()...)
	}
	p, err := chart.Open(font)
	if err != nil && a.Config.Charts.Font == "" {
		a.Log.Warn("the system's font can't be used; charts carry numbers", "err", err)
		p, err = chart.Open("")
	}
	if err != nil {
		return nil, err
	}
	if font == "" {
		a.Log.Info("no font with Chinese letters is installed: charts carry numbers; install fonts-noto-cjk or set charts.font")
	}
	a.onClose(p.Close)
	return p, nil
}
