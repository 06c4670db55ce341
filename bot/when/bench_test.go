package when

import (
	"strconv"
	"testing"
	"time"
)

var benchNow = time.Date(2026, time.November, 23, 15, 0, 0, 0, time.FixedZone("", 8*3600))

var benchZH = []string{
	"请市发改委于本周五前将修改后的方案报送办公室。", "各单位要在12月10日前完成自查,形成书面报告。", "收到通知后5个工作日内书面反馈意见。", "每月5日前报送上月进展情况。",
	"原定11月30日前完成,现调整至12月15日。", "春节后第一个工作日召开部署会。", "请相关部门抓紧推进,适时向会议汇报。", "由审管办牵头,研究室、信息技术处配合,年底前建成质效指标看板。",
}

var benchEN = []string{
	"Please send the revised contract by the end of next week.", "Status update every other Friday at 9:30am.", "Submit the minutes within three business days.", "The draft is due on the first Monday of March.",
	"Pilot runs from Sept 14 to Sept 25, 2027.", "Please look into it as soon as possible.", "Invoices go out on the last day of each month.", "Review the budget with finance before Thanksgiving.",
}

func benchRead(b *testing.B, cases []string) {
	o := Options{Now: benchNow}
	for _, s := range cases {
		Read(s, o)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, s := range cases {
			Read(s, o)
		}
	}
	perCase := float64(b.Elapsed().Nanoseconds()) / float64(b.N*len(cases))
	b.ReportMetric(perCase, "ns/case")
	b.ReportMetric(perCase/copyTime(cases), "x-copy")
}

// copyTime measures a plain copy of the same texts, in nanoseconds a case: the peer that reading is compared with.
func copyTime(cases []string) float64 {
	var buf []byte
	const rounds = 20000
	start := time.Now()
	for range rounds {
		for _, s := range cases {
			buf = append(buf[:0], s...)
		}
	}
	_ = buf
	return float64(time.Since(start).Nanoseconds()) / float64(rounds*len(cases))
}

func BenchmarkReadChinese(b *testing.B) { benchRead(b, benchZH) }

func BenchmarkReadEnglish(b *testing.B) { benchRead(b, benchEN) }

// BenchmarkLongText reads a line of about a megabyte; the time a byte must not grow with the length.
func BenchmarkLongText(b *testing.B) {
	for _, c := range []struct {
		name  string
		cases []string
	}{{"zh", benchZH}, {"en", benchEN}} {
		for _, size := range []int{1 << 16, 1 << 20, 1 << 23} {
			var text []byte
			for len(text) < size {
				for _, s := range c.cases {
					text = append(append(text, s...), ' ')
				}
			}
			b.Run(c.name+"/"+strconv.Itoa(size>>10)+"k", func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					All(string(text), Options{Now: benchNow})
				}
			})
		}
	}
}
