package minutes

import (
	"runtime"
	"strings"
	"testing"
)

// hostile texts grow with n; reading must stay linear in their length.
var hostile = map[string]func(n int) string{
	"one line": func(n int) string {
		return strings.Repeat("由审管办牵头,研究室配合,12月5日前完成方案,", n/60)
	},
	"no stops":      func(n int) string { return strings.Repeat("长", n/3) },
	"headings":      func(n int) string { return strings.Repeat("# 待办\n", n/9) },
	"deep lists":    func(n int) string { return deep(n) },
	"brackets":      func(n int) string { return strings.Repeat("([{“《【", n/18) },
	"link starts":   func(n int) string { return strings.Repeat("[a](", n/4) },
	"closing links": func(n int) string { return strings.Repeat("](", n/2) },
	"tags":          func(n int) string { return strings.Repeat("<!--<a", n/6) },
	"breaks":        func(n int) string { return strings.Repeat("任务<br>", n/10) },
	"pipes":         func(n int) string { return strings.Repeat("|", n) },
	"table":         func(n int) string { return "|任务|责任人|\n|--|--|\n" + strings.Repeat("|做事|张伟|\n", n/16) },
	"wide table":    func(n int) string { return strings.Repeat("a\t", n/2) + "\n" + strings.Repeat("b\t", n/2) },
	"HTML tables":   func(n int) string { return strings.Repeat("<table><tr><td>a</td>\n", n/22) },
	"HTML rows": func(n int) string {
		return "<table>" + strings.Repeat("<tr><td>做事</td><td>张伟</td></tr>\n", n/40) + "</table>"
	},
	"fences":        func(n int) string { return strings.Repeat("```\n", n/4) + "x" },
	"open comments": func(n int) string { return strings.Repeat("<!-- a\n", n/7) },
	"labels":        func(n int) string { return strings.Repeat("责任人:", n/10) },
	"label lines":   func(n int) string { return "1. 做事\n" + strings.Repeat("责任人:张伟\n", n/17) },
	"handles":       func(n int) string { return strings.Repeat("@bob ", n/5) },
	"wrapped English": func(n int) string {
		return strings.Repeat("and then the team would carry on with the very long story about it\n", n/67)
	},
	"NULs":         func(n int) string { return strings.Repeat("\x00", n) },
	"broken bytes": func(n int) string { return strings.Repeat("\xff\xe4\xb8", n/3) },
	"ordinals":     func(n int) string { return strings.Repeat("一是抓落实;", n/16) },
	"names":        func(n int) string { return "参会人:" + strings.Repeat("张伟、", n/9) },
	"English": func(n int) string {
		return strings.Repeat("Bob and the Clerk will send it to Jane by Friday, and ", n/55)
	},
	"Action":       func(n int) string { return strings.Repeat("Action: ", n/8) },
	"numbers":      func(n int) string { return strings.Repeat("95%以上", n/9) },
	"case numbers": func(n int) string { return strings.Repeat("(2026)", n/6) + strings.Repeat("号", 100) },
	"two dates": func(n int) string {
		return "会议纪要\n" + strings.Repeat("市住建局9月1日前完成,市城管局9月2日前完成,", n/60)
	},
	"paragraphs of actions": func(n int) string {
		return "会议纪要\n工作要求\n" + strings.Repeat("(一)紧盯滞后事项。由研究室牵头制定措施,各部门7月25日前报送。\n", n/90)
	},
	"a paragraph of actions": func(n int) string {
		return "会议纪要\n工作要求\n(一)加快进度。" + strings.Repeat("由研究室牵头制定措施,各部门7月25日前报送。", n/60)
	},
	"children of a long item": func(n int) string {
		return "会议纪要\n- " + strings.Repeat("长", n/6) + "\n" + strings.Repeat("  - 财务股做好监控\n", n/60)
	},
	"grouped tabs": func(n int) string {
		return "序号\t任务\t责任单位\t时限\n" + strings.Repeat("一、加强管理\n1\t做事\t研究室\t3月底\n", n/60)
	},
	"semicolons": func(n int) string { return "Actions\n- " + strings.Repeat("Bob to call Jane; ", n/18) },
	"dashes":     func(n int) string { return "Actions\n- " + strings.Repeat("file it – Bob – due 3/31 – ", n/32) },
	"she will": func(n int) string {
		return "Present: Ann Lee\n" + strings.Repeat("Ann spoke. She will call Bob. ", n/30)
	},
	"mastheads":    func(n int) string { return strings.Repeat("市政府办公室\n2026年7月14日\n", n/40) },
	"spaced names": func(n int) string { return "出席:" + strings.Repeat("张伟 李 强 ", n/20) },
	"except":       func(n int) string { return "- 责任单位:" + strings.Repeat("除研究室外,", n/18) },
	"underscores":  func(n int) string { return strings.Repeat("_a_ ", n/4) },
	"carriage":     func(n int) string { return strings.Repeat("a\r", n/2) },
}

func deep(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.Repeat(" ", min(2*i, 400)))
		b.WriteString("- a\n")
	}
	return b.String()
}

// TestLinear reads each hostile text at one and at four times a size and compares what reading cost: the bytes looked at and the memory allocated. A
// quadratic reader would cost sixteen times as much; the bounds lie well between.
func TestLinear(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			const size = 24_000
			w1, m1 := cost(text(size))
			w4, m4 := cost(text(4 * size))
			if w4 > 6*w1+50_000 {
				t.Errorf("work grew from %d to %d", w1, w4)
			}
			if m4 > 7*m1+1_000_000 {
				t.Errorf("memory grew from %d to %d bytes", m1, m4)
			}
		})
	}
}

func cost(text string) (work int, bytes uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work = read(text, Options{}).work
	runtime.ReadMemStats(&after)
	return work, after.TotalAlloc - before.TotalAlloc
}

// TestTenMegabytes reads ten megabytes on one line, and 100,000 headings, to their end.
func TestTenMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads ten megabytes")
	}
	part := strings.Repeat("今年以来各项工作有序推进。", 25) + "由审管办牵头,12月5日前完成方案。"
	n := 10_000_000 / len(part)
	if r := Read(strings.Repeat(part, n), Options{}); len(r.Items) != n {
		t.Errorf("%d items, want %d", len(r.Items), n)
	}
	r := Read(strings.Repeat("## 待办\n- 张伟:写周报\n", 100_000), Options{})
	if len(r.Items) != 100_000 || r.Items[99_999].Line != 200_000 {
		t.Errorf("%d items under 100,000 headings", len(r.Items))
	}
}
