package intent

import (
	"strings"
	"testing"
)

// seeds are messages of every family, and shapes that once were hard to take apart.
func seeds(f *testing.F) {
	for _, file := range []string{"testdata/talk.golden", "testdata/ask.golden"} {
		for _, r := range talkRows(f, file) {
			f.Add(r.text)
		}
	}
	for _, s := range []string{"", " ", "号", "第", "1-", "1.", "①", "%", "百分之", "@", "#", "\n1.\n2.", "12-1", "〔2026〕", "(2026", "\xff\xfe", "到期前天", "半个月", "/clock", "/clock +", "cron * * * * *", "freq=",
		"提醒", "每隔", "items 2,", "1号、", "由给", strings.Repeat("1号,", 400)} {
		f.Add(s)
	}
}

// FuzzRead: no message makes reading fail, and the words that are given as reasons stand in the text.
func FuzzRead(f *testing.F) {
	seeds(f)
	c := talkContext(f, "t", "o")
	f.Fuzz(func(t *testing.T, s string) {
		for place := InThread; place <= InDrafts; place++ {
			for speaker := Owner; speaker <= Admin; speaker++ {
				c.Place, c.Speaker = place, speaker
				in := Read(s, c)
				if in.Name == "" || in.Expect == "" {
					t.Errorf("%q read as %+v", s, in)
				}
			}
		}
	})
}

// FuzzGuard: a hit lies inside the text.
func FuzzGuard(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		kind, hit, ok := Guard(s)
		if ok != (kind != "") || hit.Start < 0 || hit.End > len(s) || hit.Start > hit.End {
			t.Errorf("%q: %q %+v %v", s, kind, hit, ok)
		}
	})
}

// TestNearMisses: what only sounds like a completion, an approval or an end is none.
func TestNearMisses(t *testing.T) {
	not := map[Name][]string{
		Complete: {"请尽快完成", "不能说已完成", "I wish it was done", "done with the first half", "如果没人反对就算完成", "谁完成的谁负责", "财务处说完成了", "已完成初稿", "基本完成", "预计明天完成", "还没完成", "完成了吗?", "按时完成没有问题", "争取月底完成", "如果批了就能完成", "完成后再报", "完成不了", "完成率95%", "要求周五前完成", "almost done", "will be done by Friday",
			"not done", "is it done?", "once it is done I'll report", "first draft completed", "phase 1 is finished", "can't be completed", "should be complete next week", "按要求抓紧完成", "沈河法院已完成,其余未完成", "完成了一半"},
		ApproveClose: {"通过不了", "can be closed after the numbers arrive", "补充附件后再办结", "如果数据没问题可以销号", "暂不同意销号", "不能办结", "材料不全,不予办结", "办结前请补充数据", "not ready to close", "can it be closed?", "don't close yet"},
		Terminate:    {"暂停办理", "不得终止", "能不能终止?", "put it on hold"},
	}
	for n, texts := range not {
		speaker := "o"
		if n == ApproveClose {
			speaker = "s"
		} else if n == Terminate {
			speaker = "l"
		}
		for _, s := range texts {
			if in := Read(s, talkContext(t, "t", speaker)); in.Name == n {
				t.Errorf("%s: read as %s/%s", s, in.Name, in.Expect)
			}
		}
	}
	for _, s := range []string{"食堂今天完成装修了", "3号楼装修完成", "停车场划线已完成", "电梯检修办完了", "the lobby repaint is done", "parking lot is finished"} {
		if in := Read(s, talkContext(t, "c", "o")); in.Name != None {
			t.Errorf("%s: read as %s/%s", s, in.Name, in.Expect)
		}
	}
}

// BenchmarkRead reads the golden messages; the copy beside it is the least that handling them can cost.
func BenchmarkRead(b *testing.B) {
	rows := talkRows(b, "testdata/talk.golden")
	c := talkContext(b, "t", "o")
	b.Run("read", func(b *testing.B) {
		for i := range b.N {
			Read(rows[i%len(rows)].text, c)
		}
	})
	b.Run("copy", func(b *testing.B) {
		n := 0
		for i := range b.N {
			n += len([]byte(strings.Clone(rows[i%len(rows)].text)))
		}
		b.ReportMetric(float64(n)/float64(b.N), "bytes/msg")
	})
}
