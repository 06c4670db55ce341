package minutes

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func cpuNow() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func TestCPU(t *testing.T) {
	rd := func(names ...string) string {
		var b strings.Builder
		for b.Len() < 200_000 {
			for _, n := range names {
				x, _ := os.ReadFile("testdata/" + n)
				b.Write(x)
				b.WriteByte('\n')
			}
		}
		return b.String()
	}
	texts := map[string]string{"zh": rd("zh_office.txt", "zh_speech.txt"), "en": rd("en_monday.txt"), "dense": rd("unseen/zh_xian.txt", "unseen/zh_yuanzhou.txt", "unseen/zh_xiaozhang.txt", "zh_dispatch.txt", "zh_county.txt", "unseen/zh_jingying.md"), "endense": rd("unseen/en_incident.md", "unseen/en_board.txt", "unseen/en_checklist.md", "en_board.md")}
	for _, k := range strings.Fields(or(os.Getenv("CPUK"), "zh en dense endense")) {
		s := texts[k]
		o := Options{}
		best := time.Hour
		for i := 0; i < iters(); i++ {
			a := cpuNow()
			Read(s, o)
			if d := cpuNow() - a; d < best {
				best = d
			}
		}
		t.Logf("%s %.2f MB/s (best of cpu)", k, float64(len(s))/1e6/best.Seconds())
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func iters() int {
	if os.Getenv("CPUK") != "" {
		return 120
	}
	return 25
}
