package intent

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A num is a number in a text: digits, or Chinese numerals, or an English word up to twelve.
type num struct {
	i, j int
	v    float64
	han  bool
}

var hanDigits = map[rune]int{'零': 0, '〇': 0, '一': 1, '壹': 1, '二': 2, '两': 2, '贰': 2, '三': 3, '叁': 3, '四': 4, '肆': 4, '五': 5, '伍': 5,
	'六': 6, '陆': 6, '七': 7, '柒': 7, '八': 8, '捌': 8, '九': 9, '玖': 9}

var hanUnits = map[rune]int{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10000}

var englishNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "couple": 2, "both": 2}

// numberAt reads the digits or Chinese numerals that begin at i; ok is false when there are none.
func numberAt(s string, i int) (n num, ok bool) {
	if i >= len(s) {
		return num{}, false
	}
	if digit(s[i]) {
		return digitsAt(s, i), true
	}
	return hanAt(s, i)
}

func digitsAt(s string, i int) num {
	j := i
	for j < len(s) && (digit(s[j]) || s[j] == ',' && j+3 < len(s) && digit(s[j+1]) && digit(s[j+2]) && digit(s[j+3]) && !(j+4 < len(s) && digit(s[j+4]))) {
		j++
	}
	if j+1 < len(s) && s[j] == '.' && digit(s[j+1]) {
		for j++; j < len(s) && digit(s[j]); j++ {
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s[i:j], ",", ""), 64)
	if err != nil || v > 1e12 {
		v = -1
	}
	return num{i: i, j: j, v: v}
}

func hanAt(s string, i int) (num, bool) {
	j, total, section, digitNow, seen, units := i, 0, 0, 0, false, false
	plain := 0 // value when read digit by digit: 二〇二六
	for j < len(s) && j-i < 30 {
		r, size := utf8.DecodeRuneInString(s[j:])
		if d, ok := hanDigits[r]; ok && !(r == '两' && seen) {
			plain, digitNow, seen = plain*10+d, d, true
		} else if u, ok := hanUnits[r]; ok && (seen || u == 10) {
			units = true
			switch {
			case u == 10000:
				total, section, digitNow = total+(section+digitNow)*u, 0, 0
			case digitNow == 0 && u == 10 && section == 0:
				section, seen = section+u, true
			default:
				section, digitNow = section+digitNow*u, 0
			}
		} else {
			break
		}
		j += size
	}
	if !seen {
		return num{}, false
	}
	v := total + section + digitNow
	if !units {
		v = plain
	}
	return num{i: i, j: j, v: float64(v), han: true}, true
}

// numberBefore reads the number that ends at j, spaces aside.
func numberBefore(s string, j int) (num, bool) {
	for j > 0 && s[j-1] == ' ' {
		j--
	}
	i := j
	for i > 0 && (digit(s[i-1]) || (s[i-1] == '.' || s[i-1] == ',') && i > 1 && digit(s[i-2]) && i < j) {
		i--
	}
	if i < j {
		n := digitsAt(s, i)
		return n, n.j == j
	}
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		_, d := hanDigits[r]
		_, u := hanUnits[r]
		if !d && !u {
			break
		}
		i -= size
	}
	if i < j {
		n, ok := hanAt(s, i)
		return n, ok && n.j == j
	}
	return englishBefore(s, j)
}

func englishBefore(s string, j int) (num, bool) {
	i := j
	for i > 0 && latin(s[i-1]) {
		i--
	}
	if v, ok := englishNumbers[s[i:j]]; ok {
		return num{i: i, j: j, v: float64(v)}, true
	}
	return num{}, false
}

// counted finds the first number that one of the counting words follows (两项, 86件, "3 of the items" with "items").
func counted(s string, units list) (n num, unit string, ok bool) {
	for start := 0; ; {
		i, j := units.from(s, start)
		if i < 0 {
			return num{}, "", false
		}
		if n, ok := numberBefore(s, i); ok && n.v >= 0 {
			return n, s[i:j], true
		}
		start = j
	}
}

// ints makes a pointer of a number.
func ints(v float64) *int {
	n := int(v + 0.5)
	if v < 0 {
		n = int(v - 0.5)
	}
	return &n
}

func floats(v float64) *float64 { return &v }

// A percentage is a share of the whole that was said.
type percentage struct {
	i, j   int
	v      float64
	approx bool
	points bool // percentage points
}

var (
	approxBefore = words("约莫|大致|估摸|估摸着|差不离|大体|起码|至少|好像|也就|大致到|目测|约|大约|大概|差不多|将近|接近|近|左右|估计|上下|快到|快|可能|about|around|roughly|approximately|approx|approx.|nearly|almost|some|~|≈|close to|just under|just over|at least|over|maybe|more or less|ca")
	approxAfter  = words("左右|上下|多|来|以上|的样子|吧|or so|ish|-ish|more or less|give or take")
	halves       = words("一多半|一大半|大半|多半|大多半|一半|半数|过半|一半儿|half|halfway|half way|half-way|midway")
)

// percentages finds all shares in s: 80%, 百分之八十, 八成, 八成半, 三分之二, 一半, "80 percent", "two thirds", "half".
func percentages(s string) []percentage {
	var out []percentage
	add := func(i, j int, v float64, approx bool) {
		if v < 0 || v > 100000 {
			return
		}
		p := percentage{i: i, j: j, v: v, approx: approx || approxBefore.suffix(beforeShare(s[:i])) > 0 || approxAfter.prefix(strings.TrimLeft(s[j:], " ")) > 0}
		if strings.HasPrefix(s[j:], "个百分点") || strings.HasPrefix(s[j:], "个点") && !strings.HasPrefix(s[j:], "个点位") {
			p.points = true
		}
		out = append(out, p)
	}
	percentSigns(s, add)
	fractions(s, add)
	englishShares(s, add)
	sortPercentages(out)
	return out
}

// beforeShare gives what stands before a share without the verb between: of 大约完成了四成 it is 大约.
func beforeShare(s string) string {
	s = strings.TrimRight(s, " 了到至在")
	for _, w := range []string{"的", "总量", "全部", "总数", "总任务", "任务", "占", "占比", "整体"} {
		s = strings.TrimSuffix(s, w)
	}
	if n := words("完成|推进|推进到|做|干|办|弄|completed|done|finished").suffix(s); n > 0 {
		s = strings.TrimRight(s[:len(s)-n], " 只已能才")
	}
	return s
}

func sortPercentages(p []percentage) {
	for i := 1; i < len(p); i++ {
		for k := i; k > 0 && p[k].i < p[k-1].i; k-- {
			p[k], p[k-1] = p[k-1], p[k]
		}
	}
}

var percentWords = words("%|percent|per cent|pct|个百分点|个点|percentage points|percentage point|pp|points|个pct|趴")

func percentSigns(s string, add func(i, j int, v float64, approx bool)) {
	for start := 0; start < len(s); {
		i, j := percentWords.from(s, start)
		if i < 0 {
			break
		}
		start = j
		n, ok := numberBefore(s, i)
		if !ok || n.han && s[i] == '%' {
			continue
		}
		end := j
		if strings.HasPrefix(s[j:], "位") || s[i:j] == "个点" && !words("涨|升|降|提|高|低|增|减|多|少|跌|落|差|滑").in(s[max(0, n.i-36):n.i]) {
			continue // 40个点位, 20个点跑完了13个
		}
		if s[i:j] == "个百分点" || s[i:j] == "个点" {
			end = i // the caller sees the points after it
		} else if w := s[i:j]; w == "points" || w == "pp" || strings.HasPrefix(w, "percentage") {
			continue
		}
		add(n.i, end, n.v, false)
	}
	for start := 0; ; {
		i := strings.Index(s[start:], "百分之")
		if i < 0 {
			return
		}
		i += start
		start = i + len("百分之")
		if strings.HasPrefix(s[start:], "百") {
			add(i, start+len("百"), 100, false)
		} else if n, ok := numberAt(s, start); ok {
			add(i, n.j, n.v, false)
		}
	}
}

// fractions reads 八成, 八成半, N分之M and 一半.
func fractions(s string, add func(i, j int, v float64, approx bool)) {
	for start := 0; ; {
		i := strings.Index(s[start:], "成")
		if i < 0 {
			break
		}
		i += start
		start = i + len("成")
		n, ok := numberBefore(s, i)
		if !ok || n.v < 1 || n.v > 10 || s[n.i:n.j] == "十" && strings.HasPrefix(s[start:], "立") || tenthsTrap.prefix(s[start:]) > 0 {
			continue
		}
		v, j := n.v*10, start
		if strings.HasPrefix(s[j:], "半") {
			v, j = v+5, j+len("半")
		} else if d, ok := hanAt(s, j); ok && d.v >= 1 && d.v <= 9 && d.j == j+len("五") && words("天|个|件|项|家|名|人|号").prefix(s[d.j:]) == 0 {
			v, j = v+d.v, d.j // 八成五
		}
		add(n.i, j, v, false)
	}
	for start := 0; ; {
		i := strings.Index(s[start:], "分之")
		if i < 0 {
			break
		}
		i += start
		start = i + len("分之")
		d, ok1 := numberBefore(s, i)
		n, ok2 := numberAt(s, start)
		if ok1 && ok2 && d.v > 0 && d.v != 100 && n.v <= d.v && s[d.i:d.j] != "百" {
			v := n.v * 100 / d.v
			add(d.i, n.j, v, v != float64(int(v)))
		}
	}
	if i, j := halves.first(s); i >= 0 && !halfTrap.in(s) {
		add(i, j, 50, strings.Contains(s[i:j], "过") || words("一多半|一大半|大半|多半|大多半").is(s[i:j]))
	}
}

var (
	tenthsTrap = words("员|立|果|功|效|本|为|交|绩|因|都|长|熟|分|品|型|像|套")
	halfTrap   = words("half an hour|half a day|half day|one and a half|first half|second half|half year|half-year|half of the year|half past|half hour")
)

var englishFractions = []struct {
	word string
	v    float64
}{
	{"two thirds", 66.7}, {"two-thirds", 66.7}, {"2/3", 66.7}, {"one third", 33.3}, {"a third", 33.3}, {"one-third", 33.3}, {"1/3", 33.3},
	{"three quarters", 75}, {"three-quarters", 75}, {"3/4", 75}, {"a quarter", 25}, {"one quarter", 25}, {"1/4", 25}, {"1/2", 50},
}

func englishShares(s string, add func(i, j int, v float64, approx bool)) {
	for _, f := range englishFractions {
		if i := at(s, f.word, 0); i >= 0 && !(i > 0 && (digit(s[i-1]) || s[i-1] == '/')) {
			j := i + len(f.word)
			if f.word[0] <= '9' && (strings.HasPrefix(s[j:], "/") || j < len(s) && digit(s[j])) || strings.HasPrefix(s[j:], " of the year") {
				continue
			}
			add(i, j, f.v, f.v != float64(int(f.v)))
		}
	}
}
