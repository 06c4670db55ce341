package minutes

import (
	"os"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

func benchText(b *testing.B, size int, names ...string) string {
	b.Helper()
	var all strings.Builder
	for all.Len() < size {
		for _, n := range names {
			t, err := os.ReadFile("testdata/" + n)
			if err != nil {
				b.Fatal(err)
			}
			all.Write(t)
			all.WriteByte('\n')
		}
	}
	return all.String()
}

func benchRead(b *testing.B, text string, o Options) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(text, o)
	}
}

func BenchmarkReadChinese100kB(b *testing.B) {
	benchRead(b, benchText(b, 100_000, "zh_office.txt", "zh_speech.txt"), Options{})
}

func BenchmarkReadEnglish100kB(b *testing.B) {
	benchRead(b, benchText(b, 100_000, "en_monday.txt"), Options{})
}

func BenchmarkReadWithOrganisation100kB(b *testing.B) {
	benchRead(b, benchText(b, 100_000, "zh_office.txt", "zh_speech.txt"), Options{Dir: testCourt()})
}

func BenchmarkReadOneLine1MB(b *testing.B) {
	benchRead(b, strings.ReplaceAll(benchText(b, 1_000_000, "zh_office.txt"), "\n", ""), Options{})
}

// BenchmarkCopy is the yardstick: the same text only copied, byte by byte as a reader has to look at it.
func BenchmarkCopy(b *testing.B) {
	text := benchText(b, 100_000, "zh_office.txt", "zh_speech.txt")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		sink = append(sink[:0], text...)
	}
}

var sink []byte

func testCourt() *ledger.Directory {
	u := func(name, kind string, aliases ...string) ledger.Unit {
		return ledger.Unit{ID: ledger.UnitID("u-" + name), Name: name, Aliases: aliases, Kind: kind}
	}
	return ledger.NewDirectory(ledger.Org{ID: "t", Name: "滨江市中级人民法院", Units: []ledger.Unit{
		u("办公室", ledger.KindOffice, "院办"), u("审判管理办公室", ledger.KindOffice, "审管办"), u("信访办公室", ledger.KindOffice, "信访办"), u("研究室", ledger.KindOffice),
		u("宣传处", ledger.KindOffice), u("政治部", ledger.KindOffice), u("督察局", ledger.KindOffice), u("信息技术处", ledger.KindOffice), u("司法行政装备管理处", ledger.KindOffice, "行装处"),
		u("司法警察支队", ledger.KindOffice, "法警支队"), u("立案庭", ledger.KindTrial), u("民事审判第一庭", ledger.KindTrial, "民一庭"), u("民事审判第二庭", ledger.KindTrial, "民二庭"),
		u("执行局", ledger.KindEnforcement), u("东江区人民法院", ledger.KindCourt, "东江法院"), u("西山县人民法院", ledger.KindCourt, "西山法院"),
		{ID: "u-和平", Name: "和平区人民法院", Aliases: []string{"和平法院"}, WeakAliases: []string{"和平"}, Kind: ledger.KindCourt},
	}, Groups: []ledger.Group{
		{Name: "各部门", Kinds: []string{ledger.KindOffice, ledger.KindTrial, ledger.KindEnforcement}},
		{Name: "各审判庭", Aliases: []string{"各业务庭"}, Kinds: []string{ledger.KindTrial}},
		{Name: "各基层法院", Aliases: []string{"基层法院"}, Kinds: []string{ledger.KindCourt}},
	}, Ambiguous: map[string][]ledger.UnitID{"民庭": {"u-民事审判第一庭", "u-民事审判第二庭"}},
		Externals: []ledger.External{{Name: "市财政局", Aliases: []string{"财政局"}}},
		People:    []ledger.Person{{ID: "p-1", Name: "院长"}}, Areas: []ledger.Area{{Name: "诉源治理"}}})
}

// denseText is item after item, the dearest text to read: lines that name who, what and when, in both languages, and a table.
func denseText(b *testing.B) string {
	return benchText(b, 100_000, "unseen/zh_xian.txt", "unseen/zh_yuanzhou.txt", "unseen/zh_xiaozhang.txt", "zh_dispatch.txt", "zh_county.txt", "unseen/zh_jingying.md")
}

func BenchmarkReadDense100kB(b *testing.B) { benchRead(b, denseText(b), Options{}) }

func BenchmarkReadDenseWithOrganisation100kB(b *testing.B) {
	benchRead(b, denseText(b), Options{Dir: testCourt()})
}
