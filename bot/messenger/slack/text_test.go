package slack

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

func testNames(kind byte, id string) string {
	if kind == '@' && id == "U1" {
		return "王小明"
	}
	return id
}

func TestUnescape(t *testing.T) {
	tests := []struct {
		in, want  string
		mentioned bool
	}{
		{"完成80%", "完成80%", false},
		{"a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;", false},
		{"<@UBOT> 完成80%", "完成80%", true},
		{"<@UBOT|followup>:完成80%", "完成80%", true},
		{"<@UBOT>,  3号已完成", "3号已完成", true},
		{"请 <@UBOT> 看一下", "请 看一下", true},
		{"看一下 <@UBOT>", "看一下 ", true},
		{"交给 <@U1> 和 <@U2|li>", "交给 @王小明 和 @li", false},
		{"见 <#C1|督办> 和 <#C2>", "见 #督办 和 #C2", false},
		{"<!channel> <!here> <!subteam^S1|@执行局>", "@channel @here @执行局", false},
		{"<!date^1392734382^{date}|2月18日> 前", "2月18日 前", false},
		{"<http://example.com|example.com>", "example.com", false},
		{"<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2", false},
		{"见 <https://example.com/x|通报>", "见 通报 (https://example.com/x)", false},
		{"<mailto:li@example.org|li@example.org>", "li@example.org", false},
		{"1 < 2", "1 < 2", false},
		{"a <b", "a <b", false},
		{"<>", "", false},
		{"<<@UBOT>", "<", true},
	}
	for _, tt := range tests {
		got, mentioned := unescape(tt.in, "UBOT", testNames)
		if got != tt.want || mentioned != tt.mentioned {
			t.Errorf("unescape(%q) = %q, %v, want %q, %v", tt.in, got, mentioned, tt.want, tt.mentioned)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"<!channel> & *x*", "a\x00b", "é\x00\u0301\u0301\x7f\u0301\u0301\u0301\u0301\u0301", "\u202eabc", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "👩‍⚖️🇨🇳", "<@UBOT> a", "<http://x|y>", "\xff&amp;", "<<>>|"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = 1 + max(n, -n)%200
		if n < 1 {
			n = 1
		}
		c := clean(s)
		if !utf8.ValidString(c) || clean(c) != c {
			t.Errorf("clean(%q) = %q", s, c)
		}
		e := escape(c)
		if strings.ContainsAny(e, "<>") {
			t.Errorf("escape(%q) = %q", c, e)
		}
		if back, mentioned := unescape(e, "UBOT", testNames); back != c || mentioned {
			t.Errorf("unescape(escape(%q)) = %q", c, back)
		}
		if short := clip(c, n, escapedWidth); units(escape(short)) > n {
			t.Errorf("clip(%q, %d) = %q", c, n, short)
		}
		unescape(s, "UBOT", testNames) // must not panic on anything
		parts, cut := chunks(c, n, 5)
		for _, p := range parts {
			if units(p) > n && len(parts) > 0 && utf8.RuneCountInString(p) > 1 && !oneCluster(p) {
				t.Errorf("chunks(%q, %d) gives %q", c, n, p)
			}
		}
		if joined := strings.Join(parts, ""); !cut && strings.ReplaceAll(joined, "\n", "") != strings.ReplaceAll(c, "\n", "") {
			t.Errorf("chunks(%q, %d) lose text: %q", c, n, parts)
		}
		letter, id := parseActionID(actionIDFor("b", n, s))
		if letter != "b" || id != s {
			t.Errorf("action id of %q comes back as %s, %q", s, letter, id)
		}
		if v := valueReader.Replace(valueWriter.Replace(s)); v != s || strings.ContainsAny(valueWriter.Replace(s), "&<>") {
			t.Errorf("value %q comes back as %q", s, v)
		}
	})
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += width(r)
	}
	return n
}

// oneCluster tells a single character with its marks, which is never cut.
func oneCluster(s string) bool {
	var c cluster
	for i, r := range s {
		if starts := c.starts(r); starts && i > 0 {
			return false
		}
	}
	return true
}

func TestClipKeepsCharactersWhole(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"a👩‍⚖️b", 4, "a…"},
		{"ae\u0301x", 3, "a…"},
		{"🇨🇳🇨🇳", 5, "🇨🇳…"},
		{"a&b", 4, "a…"},
	} {
		if got := clip(tt.in, tt.n, escapedWidth); got != tt.want {
			t.Errorf("clip(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestCleanTakesOutWhatDeceives(t *testing.T) {
	for in, want := range map[string]string{
		"a\u202egnp.exe":  "agnp.exe",
		"a\x1b[31mb\x07":  "a[31mb",
		"a\r\nb\u2028c\t": "a\nb\nc\t",
		"\ufeffx\ufffe":   "x",
		"bad \xff":        "bad \ufffd",
		"👩‍⚖️ 𠮷 क्षि":     "👩‍⚖️ 𠮷 क्षि",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReadBlocks(t *testing.T) {
	text := func(s string) slack.RichTextSectionElement { return slack.NewRichTextSectionTextElement(s, nil) }
	strong := slack.NewRichTextSectionTextElement("一、总体要求", &slack.RichTextSectionTextStyle{Bold: true})
	blocks := slack.Blocks{BlockSet: []slack.Block{slack.NewRichTextBlock("",
		slack.NewRichTextSection(slack.NewRichTextSectionUserElement("UBOT", nil), text(" 会议纪要\n"), strong, text("\n")),
		slack.NewRichTextList(slack.RTEListOrdered, 0, slack.NewRichTextSection(text("由审管办牵头")), slack.NewRichTextSection(text("12月15日前"))),
		&slack.RichTextQuote{Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{text("原话\n第二行")}},
		slack.NewRichTextSection(text("请 "), slack.NewRichTextSectionUserElement("U1", nil), text(" "), slack.NewRichTextSectionEmojiElement("+1", 0, nil),
			slack.NewRichTextSectionLinkElement("https://example.org/x", "通报", nil)),
	)}}
	blocks.BlockSet[0].(*slack.RichTextBlock).Elements[3].(*slack.RichTextSection).Elements[3].(*slack.RichTextSectionEmojiElement).Unicode = "1f44d"
	got, mentioned, ok := readBlocks(blocks, "UBOT", testNames)
	want := "会议纪要\n一、总体要求\n1. 由审管办牵头\n2. 12月15日前\n> 原话\n> 第二行\n请 @王小明 👍通报 (https://example.org/x)"
	if got != want || !mentioned || !ok {
		t.Errorf("got %q, %v, %v, want %q", got, mentioned, ok, want)
	}
	if _, _, ok := readBlocks(slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}, "UBOT", testNames); ok {
		t.Error("blocks that are not rich text were read")
	}
}
