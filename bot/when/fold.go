package when

import "unicode/utf8"

// plain gives a rune as the rules want it: simplified, half-width, lower case, one dash, one tilde, plain numerals.
func plain(r rune) rune {
	switch {
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r >= 0x4e00 && r < 0x4e00+rune(len(simplified)):
		if s := simplified[r-0x4e00]; s != 0 {
			return rune(s)
		}
		return r
	case r >= 0xff01 && r <= 0xff5e:
		return plain(r - 0xfee0)
	}
	switch r {
	case '–', '—', '―', '‐', '‑', '‒', '−', '─', '﹣':
		return '-'
	case '〜', '∼', '⁓', '～':
		return '~'
	case '〇', '○', '◯':
		return '〇'
	case '〔', '【', '［':
		return '['
	case '〕', '】', '］':
		return ']'
	case '“', '”', '„', '「', '」', '『', '』':
		return '"'
	case '’', '‘', 'ʼ', '′':
		return '\''
	case '\u3000', '\u00a0', '\u2009', '\u202f', '\ufeff', '\u200b':
		return ' '
	case '⺼':
		return '月'
	case '⽇':
		return '日'
	}
	return r
}

// variants lists traditional and financial characters, each before its simplified form; only those that occur in expressions of time or next to them.
// 伍, 拾 and their like are left out: 队伍 and 收拾 are commoner than dates in such figures.
const variants = "號号點点時时週周禮礼個个箇个後后兩两內内間间晝昼開开來来從从過过現现還还這这幾几萬万壹一貳二貮二叁三參三柒七捌八玖九卄廿曆历歷历農农陽阳陰阴節节國国慶庆勞劳動动婦妇兒儿聖圣誕诞師师親亲臘腊歲岁軍军黨党燈灯愛爱復复龍龙鐘钟鍾钟" +
	"終终當当辦办際际聽听會会議议結结發发佈布實实遲迟須须務务於于應应報报長长續续態态進进調调順顺變变爲为為为單单雙双達达簽签隨随學学們们對对選选體体門门戰战勝胜紀纪憲宪頭头環环記记華华蘭兰書书讀读術术衛卫風风醫医護护權权費费園园糧粮稅税禦御氣气" +
	"專专業业經经濟济銷销歸归檔档計计劃划樣样馬马頒颁啟启啓启屆届儘尽盡尽迴回幹干準准離离傳传責责領领導导詢询訪访監监審审檢检閉闭總总滿满僅仅約约壓压縮缩預预許许驗验錄录級级關关產产爾尔貞贞團团圓圆帶带補补覆复壯壮麼么無无機机構构網网錯错夠够電电" +
	"話话規规處处訂订誤误縣县區区陳陈趙赵嗎吗嚴严強强緊紧緩缓彙汇匯汇據据條条闖闯場场劑剂闕阙確确爭争畢毕樹树諸诸掃扫識识難难獨独統统頓顿陣阵將将倫伦擡抬階阶擬拟訊讯讓让遞递願愿稱称範范圍围"

// simplified maps a character of the main Han block to its simplified form; 0 where it stays.
var simplified = func() (t [0x9fa6 - 0x4e00]uint16) {
	for s := variants; s != ""; {
		from, n := utf8.DecodeRuneInString(s)
		to, m := utf8.DecodeRuneInString(s[n:])
		if from != to {
			t[from-0x4e00] = uint16(to)
		}
		s = s[n+m:]
	}
	return t
}()
