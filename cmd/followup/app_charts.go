package main

import (
	"log/slog"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/cmd/followup/config"
)

// painter makes what draws pictures, with the configured font or one of the system's. Without any, pictures carry numbers and the message says what
// they mean.
func painter(cfg *config.Config, log *slog.Logger) (*chart.Painter, error) {
	font := cfg.Charts.Font
	if font == "" {
		font = chart.Find(chart.Folders()...)
	}
	p, err := chart.Open(font)
	if err != nil && cfg.Charts.Font == "" {
		log.Warn("the system's font can't be used; charts carry numbers", "err", err)
		p, err = chart.Open("")
	}
	if err == nil && font == "" {
		log.Info("no font with Chinese letters is installed: charts carry numbers; install fonts-noto-cjk or set charts.font")
	}
	return p, err
}

// openCharts makes the server's painter.
func (a *App) openCharts() (*chart.Painter, error) {
	p, err := painter(a.Config, a.Log)
	if err != nil {
		return nil, err
	}
	a.onClose(p.Close)
	return p, nil
}
