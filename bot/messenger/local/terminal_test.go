package local

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func script(t *testing.T, m *Messenger, as, text string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := Terminal(t.Context(), TerminalConfig{
		Client: Client{HTTP: InProcess(m.Control()), Base: "http://local"}, As: as, In: strings.NewReader(text), Out: &out, Patience: 5 * time.Second,
		Open: func(path string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("content of " + path)), nil
		},
	})
	return out.String(), err
}

const walk = `# the clerk pastes
<<END
` + minutesZH + `
END
/expect 读出 8 项
/expect [2] 下发 6 项
/2
/expect 已更新
/expect 已下发 6 项
/as 审管办主任
/expect 12号
/1
/expect 已签收
/expect [2] 转经办人 (可选 张三 | 李四)
/2 张三
/expect pass z
/card 2 /3 2026-12-31
/expect extend 2026-12-31
/card 2 /1
/expect 完成率
/form percent=80; note=卡在财政审批; with=研究室,政治部
/expect 已记 12号:80%
/expect 卡在财政审批
/card 2 /1
/form <<END
完成率(%)=90
进展=第一行
第二行
END
/expect 第二行
/thread 2 谢谢
/expect 话题 #2
/absent 已记
/file notes.txt
/expect 没读懂
/channel 督办通报
大家好
/expect 没读懂:大家好
/channel
/clock +3d
/expect 没读懂:/clock +3d
`

func TestTerminalWalksAsAScript(t *testing.T) {
	s, m := startScene(t)
	out, err := script(t, m, "督查员", walk)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.mu.Lock()
	last := s.got[len(s.got)-1]
	s.mu.Unlock()
	if last.Text != "/clock +3d" || !last.Mentioned || last.From.ID != "head" || !last.Direct {
		t.Errorf("the command came as %+v", last)
	}
	if strings.Contains(out, "\x1b") {
		t.Error("a script's output has colours")
	}
}

func TestTerminalGivesTheSameOutputAgain(t *testing.T) {
	var outs [2]string
	for i := range outs {
		_, m := startScene(t)
		var err error
		if outs[i], err = script(t, m, "督查员", walk); err != nil {
			t.Fatal(err)
		}
	}
	if outs[0] != outs[1] {
		t.Errorf("first:\n%s\nsecond:\n%s", outs[0], outs[1])
	}
}

func TestTerminalScriptFails(t *testing.T) {
	_, m := startScene(t)
	for _, tt := range []struct{ name, as, text, want string }{
		{"no button", "clerk", "hello\n\n/9", "line 3"},
		{"no card", "clerk", "/card 7 /1", "没有这张卡片:7"},
		{"no form", "clerk", "/form a=b", "没有打开的表单"},
		{"unclosed", "clerk", "<<END\ntext", "END"},
		{"nobody", "mallory", "hello", "mallory"},
		{"several", "联络员", "hello", "fits 6 people"},
		{"no channel", "clerk", "/channel nowhere", "nowhere"},
		{"select without choice", "head", "/card 1 /1", "没有这张卡片"},
		{"absent", "clerk", "hello\n/absent 没读懂", "line 2"},
		{"english", "ann", "/card 7 /1", "There is no card 7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if out, err := script(t, m, tt.as, tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("gave %v, want %q\n%s", err, tt.want, out)
			}
		})
	}
}

func TestTerminalExpectFailsInTime(t *testing.T) {
	_, m := startScene(t)
	var out bytes.Buffer
	err := Terminal(t.Context(), TerminalConfig{Client: Client{HTTP: InProcess(m.Control()), Base: "http://local"}, As: "clerk",
		In: strings.NewReader("hello\n/expect this never comes\n"), Out: &out, Patience: 200 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "this never comes") {
		t.Errorf("gave %v\n%s", err, out.String())
	}
}

func TestTerminalTextIsHarmless(t *testing.T) {
	if got := plainText("a\x1b[2Jb\u202ec\n\t"); got != "a\ufffd[2Jb\ufffdc\n\t" {
		t.Errorf("gave %q", got)
	}
	lines := tableLines([][]string{{"部门", "n"}, {"a", "12"}})
	if lines[0] != "部门  n" || lines[1] != "a     12" {
		t.Errorf("columns %q", lines)
	}
}

func TestTerminalInteractive(t *testing.T) {
	_, m := startScene(t)
	in, typed := io.Pipe()
	out := &safeBuffer{}
	done := make(chan error, 1)
	go func() {
		done <- Terminal(t.Context(), TerminalConfig{Client: Client{HTTP: InProcess(m.Control()), Base: "http://local"}, As: "督查员", In: in, Out: out, Interactive: true, Color: true})
	}()
	out.wait(t, "/help")
	go io.WriteString(typed, minutesZH+"\n")
	out.wait(t, "读出 8 项")
	go io.WriteString(typed, "/2\n")
	out.wait(t, "已下发 6 项")
	go io.WriteString(typed, "/as head\n")
	out.wait(t, "不属我部门")
	go io.WriteString(typed, "/5\n")
	out.wait(t, "[y/N]")
	go io.WriteString(typed, "y\n")
	out.wait(t, "decline item-12")
	go io.WriteString(typed, "/quit\n")
	if err := <-done; err != nil {
		t.Error(err)
	}
}
