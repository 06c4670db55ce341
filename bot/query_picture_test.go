package bot_test

import (
	"bytes"
	"image/png"
	"testing"

	"github.com/followup-bot/followup/bot/chart"
	"github.com/followup-bot/followup/bot/chat/chattest"
)

func withCharts(t *testing.T) *world {
	t.Helper()
	p, err := chart.Open("")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, chattest.Options{})
	w.charts = p
	w.restart()
	issue(w)
	return w
}

func (w *world) pictureTo(who string) {
	w.t.Helper()
	if f := w.file(who); f.MIME != "image/png" || f.Alt == "" {
		w.t.Errorf("%s got %s %s (%s)", who, f.Name, f.MIME, f.Alt)
	} else if _, err := png.Decode(bytes.NewReader(f.Data)); err != nil {
		w.t.Error(err)
	}
}

func TestPicturesInChat(t *testing.T) {
	w := withCharts(t)
	for _, words := range []string{"按部门画个图", "chart by unit", "给我一张趋势图", "逾期时长图"} {
		w.want(w.say("yuanzhang", words), "在办")
		w.pictureTo("yuanzhang")
	}
	w.say("yuanzhang", "情况怎么样")
	card := w.find("yuanzhang", "在办 6 项", "图表")
	w.want(w.click("yuanzhang", card, "chart"), "[1] ")
	w.pictureTo("yuanzhang")
	w.say("yuanzhang", "执行局有哪些在办")
	w.want(w.say("yuanzhang", "画个图"), "执行局")
	w.pictureTo("yuanzhang")
	got := w.say("zxj-head", "画个图")
	w.want(got, "执行局")
	w.none(got, "审管办", "东河")
	w.none(w.say("zxj-head", "画个审管办的图表"), "在办 1 项")
}
