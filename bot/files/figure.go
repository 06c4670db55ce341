package files

import (
	"strconv"
	"strings"
)

// figure writes n the way that a numbering format of Word does.
func figure(format string, n int) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return chinese(n, "零一二三四五六七八九", "十百千")
	case "chineseLegalSimplified", "ideographLegalTraditional":
		return chinese(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalEnclosedParen":
		return "(" + strconv.Itoa(n) + ")"
	case "decimalFullWidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "upperLetter":
		return strings.ToUpper(letter(n))
	case "lowerLetter":
		return letter(n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "ideographTraditional":
		return cycle(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return cycle(n, "子丑寅卯辰巳午未申酉戌亥")
	}
	return strconv.Itoa(n)
}

// chinese counts up to 9999; 10 to 19 are 十 to 十九.
func chinese(n int, digits, tens string) string {
	d, t := []rune(digits), []rune(tens)
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	var out []rune
	zero := false
	for i, unit := 3, 1000; i >= 0; i, unit = i-1, unit/10 {
		v := n / unit % 10
		if v == 0 {
			zero = len(out) > 0
			continue
		}
		if zero {
			out = append(out, d[0])
			zero = false
		}
		if i != 1 || v != 1 || len(out) > 0 {
			out = append(out, d[v])
		}
		if i > 0 {
			out = append(out, t[i-1])
		}
	}
	return string(out)
}

// letter counts a … z, aa, bb …, as Word does.
func letter(n int) string {
	if n <= 0 || n > 26*40 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n <= 0 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, x := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= x.v; n -= x.v {
			b.WriteString(x.s)
		}
	}
	return b.String()
}

func cycle(n int, signs string) string {
	r := []rune(signs)
	if n <= 0 {
		return strconv.Itoa(n)
	}
	return string(r[(n-1)%len(r)])
}
