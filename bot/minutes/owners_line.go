package minutes

import (
	"strings"
)

// ownersIn finds who acts in a line of an action section, in either language.
func (r *reader) ownersIn(s string) finding {
	return r.lastIn.get(clip(s, maxPiece), r.findOwnersIn).clipped()
}

func (r *reader) findOwnersIn(s string) finding {
	if f, ok := r.prefixOwner(s); ok {
		if g := r.signedBy(s); len(g.owners) > 0 {
			return g // 熊伟: 下次做汇报 -- 杨昭
		}
		r.helpersBehind(s, &f)
		return f
	}
	var f finding
	if hasHan(s) {
		f = r.zhOwners(s)
		if len(f.owners) == 0 {
			f = r.actorFirst(s, f)
		}
	} else {
		f = r.enOwners(s, true, false)
		if len(f.owners) == 0 {
			r.called(s, &f)
		}
	}
	if len(f.owners) == 0 {
		r.suffixOwner(s, &f)
	}
	return f
}

// actorFirst reads a name at the beginning of a line that a verb of work follows: 张三整理会议纪要.
func (r *reader) actorFirst(s string, f finding) finding {
	w := r.who(s)
	if f.refused {
		return f
	}
	starts := r.clauseStarts(s)
	for n, i := range starts[:min(len(starts), 3)] {
		ps, end := w.take(i)
		if end == 0 || end == len(s) || n > 0 && !w.certain(ps) && (i == 0 || s[i-1] != ':') {
			continue
		}
		rest := strings.TrimLeft(s[end:], " ")
		if workStart.prefix(rest) == 0 && s[i] != '@' && !(n == 0 && w.certain(ps)) && !workWith(rest) && !(n == 0 && strings.HasPrefix(rest, "将") && w.bodies(ps)) || isPast(rest) && !strings.HasPrefix(rest, "汇报") && !strings.HasPrefix(rest, "传达") {
			continue
		}
		f.owners, f.strong = ps, true
		f.mark("line.actor", s, i, end)
		return f
	}
	return f
}

// workWith recognises work together with somebody: 与仓库对接.
func workWith(rest string) bool {
	return cutPrefixes(rest, []string{"与", "和", "跟", "同"}) > 0 && hasAny(clip(rest, 60), []string{"对接", "沟通", "确认", "协调", "联系", "讨论", "协商", "落实"})
}

// prefixOwner reads "张三: …", "@bob …", "(alice) …", "[rob] …".
func (r *reader) prefixOwner(s string) (finding, bool) {
	var f finding
	if s == "" {
		return f, false
	}
	end, skip := 0, 0
	switch {
	case strings.HasPrefix(s, "【"):
		if e := strings.Index(s[:min(len(s), 60)], "】"); e > 0 {
			end, skip = e, len("【")
		}
	case s[0] == '(' || s[0] == '[':
		if e := strings.IndexAny(s[:min(len(s), 60)], ")]"); e > 1 {
			end, skip = e, 1
		}
	default:
		if e := strings.IndexByte(s[:min(len(s), 60)], ':'); e > 0 && !strings.HasPrefix(s[e:], "://") {
			end = e
		} else if e := dashAt(s); e > 0 {
			end = e
		}
	}
	if end == 0 {
		return f, false
	}
	name := trimSpace(s[skip:end])
	w := r.who(name)
	ps := w.whole()
	if len(ps) == 0 {
		return f, false
	}
	if r.topicPrefix(ps, s[end:]) {
		return f, false
	}
	f.owners, f.strong = ps, true
	f.mark("line.prefix", s, 0, end+runeLen(s[end]))
	return f, true
}

// topicPrefix reports whether what stands before a colon is the matter rather than who acts: "校运动会:体育部牵头".
func (r *reader) topicPrefix(ps []party, rest string) bool {
	for _, p := range ps {
		if p.known() || r.people.has(p.name) || !looksUnit(p.name) || looksPerson(p.name) {
			return false
		}
	}
	f := r.zhOwners(strings.TrimLeft(rest, ":- "))
	return len(f.owners) > 0 && f.strong
}

// dashAt finds " - " or " – " behind a short beginning.
func dashAt(s string) int {
	head := s[:min(len(s), 40)]
	for _, d := range [...]string{" - ", " – ", " — ", " -- ", "——"} {
		if i := strings.Index(head, d); i > 0 {
			return i
		}
	}
	return 0
}

// suffixOwner reads an owner at the end: "… (@bob)", "… @bob", "… - Alice", "…(张三)", "… [Bob]".
func (r *reader) suffixOwner(s string, f *finding) {
	t := lineEnds.trimRight(s)
	start := -1
	switch {
	case strings.HasSuffix(t, ")") || strings.HasSuffix(t, "]") || strings.HasSuffix(t, "】"):
		start = max(strings.LastIndexByte(t, '('), strings.LastIndexByte(t, '['), strings.LastIndex(t, "【"))
	default:
		start = lastDash(t)
	}
	if start >= 0 && len(t)-start < 90 {
		body := strings.Trim(t[start:], "()[]【】 -–—")
		if ps := r.suffixNames(body); len(ps) > 0 {
			f.owners = ps
			f.mark("line.suffix", s, start, len(t))
			return
		}
	}
	if r.tailOwner(s, f) {
		return
	}
	if i := strings.IndexByte(s, '@'); i >= 0 && (i == 0 || !isAlnum(s[i-1])) {
		w := r.who(s)
		for ; i >= 0 && i < len(s); i = nextAt(s, i) {
			if p, end := w.handle(i); end > 0 && (i == 0 || !isAlnum(s[i-1])) {
				f.owners = addParties(f.owners, p)
				f.mark("line.handle", s, i, end)
			}
		}
	}
}

func nextAt(s string, i int) int {
	if j := strings.IndexByte(s[i+1:], '@'); j >= 0 {
		return i + 1 + j
	}
	return -1
}

func lastDash(t string) int {
	best := -1
	for _, d := range [...]string{" - ", " – ", " — ", " -- ", "——", "--", ": "} {
		if i := strings.LastIndex(t, d); i > best && (d != ": " || runeCount(t[i:]) < 24) {
			best = i
		}
	}
	return best
}

// signedBy reads somebody behind dashes at the end of a line that begins with who said it.
func (r *reader) signedBy(s string) (f finding) {
	t := lineEnds.trimRight(s)
	for _, d := range [...]string{"--", "——"} {
		if i := strings.LastIndex(t, d); i > 12 && len(t)-i < 40 && hasHan(t[i:]) {
			if ps := r.suffixNames(strings.Trim(t[i:], " -—")); len(ps) > 0 {
				f.owners, f.strong = ps, true
				f.mark("line.suffix", s, i, len(t))
				return f
			}
		}
	}
	return f
}

// signed gives the people that stand by themselves at the end of a line, who need not have been listed: "… -- 阮涵", "…(刘路)".
func (w *who) signed() []party {
	if w.s == "" || len(w.s) > 60 || !hasHan(w.s) {
		return nil
	}
	var out []party
	for _, n := range splitNames(w.s) {
		k := runeCount(n)
		if r := firstRune(n); k < 2 || k > 3 || !looksPerson(n) || k == 2 && !commonSurnameSet.has(r) && !rareSurnames.has(r) || follows(n) > 0 || wordsNotNames[n] || looksUnit(n) {
			return nil
		}
		out = append(out, w.named(n))
	}
	return out
}

// rareSurnames are surnames that hardly ever begin a word.
var rareSurnames = newRuneSet("阮覃佟蔺岑倪邹龚邵郝郭郑郁郝鄢臧翟蒋蔡薛虞殷庞冯邓邢赖聂阎缪鲍詹甄甘牟晏戚柯樊骆窦裴祁喻仇褚俞滕")

// wordsNotNames are words of two characters that begin with a surname.
var wordsNotNames = wordSet("高度 高级 高校 高新 高效 高层 黄金 黄色 马上 马路 田间 石油 江苏 江南 江西 江北 金额 金融 金属 方法 方向 方案 方便 方式 于是 白天 白色 常规 常见 常用 常务 常驻 程度 程序 董事 段落 范围 范本 范例 付款 付费 顾问 顾客 关键 关于 韩国 何时 何处 贺信 胡同 华东 华北 华南 华中 计划 季度 简介 简报 简历 康复 雷达 李子 林业 林区 龙头 陆续 陆地 路线 路由 罗马 毛利 毛坯 明天 明年 明细 钱款 任务 任职 任意 任期 沈阳 施工 施行 史料 苏州 苏联 唐山 陶瓷 陶器 田地 万元 万人 王牌 危险 卫生 温度 文档 文件 文化 文本 武汉 武器 席位 夏季 夏天 向上 向下 项目 谢谢 徐州 许可 许多 严格 严重 严禁 杨树 叶片 易用 尤其 游戏 余额 余下 张力 张贴 章程 章节 郑州 郑重 周报 周期 周边 周末 周一 周二 周三 周四 周五 周六 周日 周会 周知 祝贺 庄重 宗旨 左右 安全 安装 安排 包含 包括 毕业 边界 曾经 车辆 车间 陈述 陈列 成本 成果 成员 成立 储备 储存 党员 东方 杜绝 封面 封装 甘肃 干部 管理 管控 国家 何种 和平 洪水 洪灾 花费 黄河 吉林 纪要 纪录 景区 来源 蓝色 劳动 乐观 冷却 利益 连续 廉洁 练习 林木 凌晨 柳州 吕梁 满意 苗木 宁夏 农业 欧洲 平台 平均 齐全 全部 全员 权限 容器 商务 尚未 申请 申报 石材 时间 时限 双方 水平 水利 司机 温州 席次 鲜花 项链 解决 解释 辛苦 宣传 扬州 阳光 应用 应急 元旦 原因 岳阳 云端 查询 占用 湛江 支持 支付 仲裁 祖国")

// suffixNames reads "Alice", "@bob, @carol", "张三,周五前", "Bob - by Friday".
func (r *reader) suffixNames(body string) []party {
	body = strings.TrimPrefix(strings.TrimPrefix(body, "owner "), "assigned to ")
	if e := strings.IndexAny(body, ",;，"); e > 0 && len(r.dues(body[e+1:])) > 0 {
		body = body[:e]
	}
	switch lower(body) {
	case "all", "everyone", "everybody", "team", "whole team", "all members":
		return []party{{name: body}}
	}
	w := r.who(body)
	ps := w.whole()
	if len(ps) == 0 {
		ps = w.signed()
	}
	for _, p := range ps {
		if enWords.has(p.name) {
			return nil
		}
	}
	return ps
}
