package minutes

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// tradPairs are traditional characters, each before the simplified one that the rules are written in: those of the words for owners, dates, demands and units,
// and the usual ones around them. All take three bytes, so that nothing moves when they are exchanged.
const tradPairs = "審审辦办牽牵頭头負负責责單单協协處处會会議议紀纪錄录項项務务時时間间開开關关與与請请應应須须將将並并對对為为進进環环實实現现確确達达續续該该報报門门領领導导書书長长員员組组織织產产業业總总經经濟济資资訊讯電电網网學学課课題题區区縣县鄉乡鎮镇場场廳厅廠厂農农週周號号後后調调體体檢检驗验測测試试據据庫库劃划計计畫画標标準准發发佈布啟启動动運运營营維维護护備备設设購购買买財财費费預预終终結结階阶級级強强調调堅坚認认識识黨党國国務务際际聯联繫系絡络絡络統统籌筹規规範范劉刘張张陳陈黃黄吳吴趙赵楊杨許许鄭郑謝谢馮冯蕭萧葉叶鄧邓蘇苏盧卢蔣蒋賈贾鍾钟譚谭陸陆範范韋韦鄒邹龐庞龍龙龔龚錢钱嚴严湯汤魯鲁閻阎萬万賀贺顧顾羅罗馬马呂吕於于這这個个們们來来過过還还沒没無无從从當当說说讓让給给內内兩两據据歲岁壓压實实處处優优鍵键險险機机構构專专責责協协遲迟辭辞難难題题點点齊齐圖图團团園园圓圆塊块壇坛報报爭争狀状獎奖獲获獻献環环異异療疗盡尽監监質质軟软載载輸输辦办適适遞递選选遺遗郵邮釋释鐵铁鋼钢錯错間间階阶隊队隨随雙双雲云電电靜静響响頁页順顺額额願愿類类顯显飛飞飯饭館馆駐驻騰腾驟骤證证評评詢询詳详該该語语誤误課课談谈論论諮咨謀谋講讲識识譯译變变讀读貢贡貨货責责貴贵費费賓宾質质贊赞贈赠趕赶趨趋跡迹車车軍军軌轨較较輔辅輕轻輪轮轉转農农邊边鄰邻醫医針针釘钉銀银銷销鎖锁鏈链鑒鉴閉闭閱阅陣阵陽阳際际雜杂離离職职聽听聲声腦脑舉举舊旧藝艺術术藥药藍蓝處处號号虧亏衛卫衝冲補补裝装複复見见觀观覺觉覽览觸触訂订討讨訓训託托設设訪访許许訴诉診诊"

var simplified, tradSet = func() (map[rune]rune, *runeSet) {
	m := map[rune]rune{}
	var all strings.Builder
	rs := []rune(tradPairs)
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
		all.WriteRune(rs[i])
	}
	return m, newRuneSet(all.String())
}()

// A script exchanges the characters of a text in traditional script for simplified ones, and those of what was read back again.
type script struct {
	back map[rune]rune // simplified to traditional, as this text has them; nil: the text is not traditional
}

// traditional reports whether a text is written in traditional characters, by a sample.
func traditional(text string) bool {
	han, trad, seen := 0, 0, 0
	for _, c := range text {
		if seen++; seen > 8000 {
			break
		}
		if isHan(c) {
			han++
			if tradSet.has(c) {
				trad++
			}
		}
	}
	return trad > 4 && trad*12 > han
}

// simplify gives the text in simplified characters, byte for byte as long.
func (k *script) simplify(text string) string {
	if !traditional(text) {
		return text
	}
	counts := map[rune]map[rune]int{}
	out := strings.Map(func(r rune) rune {
		if !tradSet.has(r) {
			return r
		}
		s := simplified[r]
		if counts[s] == nil {
			counts[s] = map[rune]int{}
		}
		counts[s][r]++
		return s
	}, text)
	k.back = map[rune]rune{}
	for s, from := range counts {
		best := 0
		for r, n := range from {
			if n > best || n == best && r < k.back[s] {
				best, k.back[s] = n, r
			}
		}
	}
	return out
}

// restore writes words as the text has them.
func (k *script) restore(s string) string {
	if k.back == nil || s == "" {
		return s
	}
	return strings.Map(func(r rune) rune {
		if t, ok := k.back[r]; ok {
			return t
		}
		return r
	}, s)
}

func (k *script) restoreAll(list []string) {
	for i := range list {
		list[i] = k.restore(list[i])
	}
}

// mentions finds the organisation's names in simplified text, or, where the organisation is written in traditional characters too, in the text as it was.
func (k *script) mentions(d *ledger.Directory, s string) []ledger.Mention {
	ms := d.Mentions(s)
	if len(ms) == 0 && k.back != nil {
		return d.Mentions(k.restore(s))
	}
	return ms
}

// lookup resolves a name in either script.
func (k *script) lookup(d *ledger.Directory, name string) (ledger.Mention, bool) {
	m, ok := d.Lookup(name)
	if !ok && k.back != nil {
		return d.Lookup(k.restore(name))
	}
	return m, ok
}

// restoreReading puts the text's own characters into everything that is given as written.
func (k *script) restoreReading(r *Reading) {
	if k.back == nil {
		return
	}
	r.Meeting.Title, r.Meeting.Number = k.restore(r.Meeting.Title), k.restore(r.Meeting.Number)
	for i := range r.Items {
		it := &r.Items[i]
		for _, s := range [...]*string{&it.Text, &it.Title, &it.DueText, &it.Measure, &it.Section} {
			*s = k.restore(*s)
		}
		if len(it.FanoutUnits) == 0 {
			it.Fanout = k.restore(it.Fanout)
		}
		for _, l := range [...][]string{it.Owners, it.Co, it.Unknown, it.Except, it.Outside, it.ReportTo} {
			k.restoreAll(l)
		}
		for j := range it.Measures {
			it.Measures[j].Metric = k.restore(it.Measures[j].Metric)
		}
		for j := range it.Milestones {
			it.Milestones[j].Text = k.restore(it.Milestones[j].Text)
		}
		for j := range it.Why {
			it.Why[j].Words = k.restore(it.Why[j].Words)
		}
	}
	for i := range r.Principles {
		r.Principles[i].Text = k.restore(r.Principles[i].Text)
	}
}
