package intent

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// workContext is a Monday morning among people: "t" is the thread of item 3, "p" that of parent 12, "d" a draft's, "m" a direct conversation.
func workContext(place string, who Speaker) Context {
	dir := ledger.NewDirectory(ledger.Org{ID: "o", Zone: "Asia/Shanghai", Areas: []ledger.Area{{Name: "审判质效"}},
		Units:  []ledger.Unit{{ID: "zxj", Name: "执行局"}, {ID: "yjs", Name: "研究室", Aliases: []string{"Research"}}, {ID: "cw", Name: "财务处", Aliases: []string{"Finance"}}},
		People: []ledger.Person{{ID: "zs", Name: "张三", Aliases: []string{"Zhang San"}}, {ID: "ls", Name: "李四", Aliases: []string{"Li Si"}}, {ID: "ch", Name: "Chen Hao"}}})
	c := Context{Lang: "zh", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, dir.Zone()), Dir: dir, Cal: calendar.China(), Place: InDirect, Speaker: who}
	switch place {
	case "t":
		c.Place, c.Item = InThread, 3
	case "p":
		c.Place, c.Item, c.Children = InThread, 12, 15
	case "d":
		c.Place, c.Drafts = InDrafts, 4
	}
	return c
}

// TestWork reads the golden file: place, speaker | text | the order in JSON, or - for none.
func TestWork(t *testing.T) {
	f, err := os.Open("testdata/work.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	speakers := map[string]Speaker{"o": Owner, "s": Supervisor, "l": Leader, "m": Member, "a": Admin}
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		p := strings.SplitN(s.Text(), "|", 3)
		if len(p) != 3 {
			continue
		}
		n++
		place := strings.Fields(p[0])
		raw := strings.ReplaceAll(strings.TrimSpace(p[1]), `\n`, "\n")
		w, ok := ReadWork(raw, workContext(place[0], speakers[place[1]]))
		got := "-"
		if ok {
			b, err := json.Marshal(w)
			if err != nil {
				t.Fatal(err)
			}
			got = string(b)
		}
		if want := strings.TrimSpace(p[2]); got != want {
			t.Errorf("[%s] %s:\n got %s\nwant %s", p[0], raw, got, want)
		}
	}
	if n < 60 {
		t.Errorf("only %d lines", n)
	}
}

func FuzzReadWork(f *testing.F) {
	for _, s := range []string{"把2号改到12月20日,因为等数据", "12号:1-12同意,13退回,缺附件", "3号分解为:①甲;②乙", "我11月25日到12月3日出差,由李四代"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, place := range []string{"t", "p", "d", "m"} {
			ReadWork(s, workContext(place, Supervisor))
		}
	})
}
