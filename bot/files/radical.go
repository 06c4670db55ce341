package files

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// radicals are the characters of the block CJK Radicals Supplement beside the ordinary ones that they look like. Fonts share the glyph, and
// some programs write the radical's code into a PDF: 院⻓ for 院长. Unicode has no decomposition for them (EquivalentUnifiedIdeograph.txt does).
var radicals = func() map[rune]rune {
	const pairs = "⺁厂⺄乙⺅亻⺆冂⺉刂⺊卜⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺲罒⺶羊⺷羊⺸羊⺹耂⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻐钅⻑長⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻯竜⻰龙⻳龟⼾户⾭青"
	m := map[rune]rune{}
	r := []rune(pairs)
	for i := 0; i+1 < len(r); i += 2 {
		m[r[i]] = r[i+1]
	}
	return m
}()

// normal replaces look-alikes that fonts map characters to: radicals and compatibility forms of Chinese characters.
func normal(s string) string {
	return strings.Map(func(r rune) rune {
		if c, ok := radicals[r]; ok {
			return c
		}
		if r >= 0x2f00 && r <= 0x2fdf || r >= 0xf900 && r <= 0xfaff {
			if n := norm.NFKC.String(string(r)); utf8.RuneCountInString(n) == 1 {
				r, _ = utf8.DecodeRuneInString(n)
			}
		}
		return r
	}, s)
}
