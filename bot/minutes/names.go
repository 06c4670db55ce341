package minutes

import (
	"strings"
	"unicode/utf8"
)

const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙养鞠须丰巢关蒯相查荆红游权盖益桓公佟肖闫覃涂漆代兰邸仝岳帅苑海鲜"

var doubleSurnames = []string{"欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "令狐", "轩辕", "端木", "南宫", "独孤"}

// titles may follow a person's name or stand for one.
var titles = []string{"同志", "同学", "老师", "主任", "副主任", "书记", "副书记", "院长", "副院长", "局长", "副局长", "处长", "副处长", "科长", "副科长", "部长", "副部长", "校长", "副校长", "经理", "总经理", "总监", "总", "工", "秘书长", "副秘书长", "主席", "副主席", "会长", "副会长", "理事长", "副理事长", "庭长", "副庭长", "组长", "副组长", "队长", "市长", "副市长", "区长", "副区长", "县长", "副县长", "镇长", "委员", "专委", "导师", "博士", "教授", "师傅", "老板", "董事长", "站长", "所长", "馆长", "园长", "班长", "社长", "副社长", "干事", "法官", "常委"}

// unitEnds are the last characters or words of what units and groups of people are called.
var unitEnds = []string{"部", "处", "股", "单元", "岗", "科", "局", "办", "室", "庭", "院", "组", "队", "站", "所", "司", "厅", "委", "会", "中心", "公司", "单位", "部门", "学院", "团队", "支部", "党委", "党组", "党工委", "政府", "街道", "镇", "乡", "村", "社区", "学校", "医院", "银行", "集团", "专班", "企业", "小组", "方", "院系", "系", "班级", "支队", "大队", "总队", "开发区", "管委会", "园区", "法庭", "联社", "协会", "学会", "社团", "团委", "工会", "妇联", "法院", "检察院", "公安", "财政", "网信", "总站", "平台公司", "指挥部", "机关", "区", "县", "市", "省", "州", "旗", "项目部", "事业部", "车间", "工段", "门店", "分行", "支行", "分局", "党支部", "书记处", "秘书处", "理事会", "委员会", "班子", "SIG", "Sig", "sig", "办公厅", "教研室", "实验室", "图书馆", "博物馆", "馆", "辅导员", "班主任", "社", "厂", "店", "基地", "课题组", "工作组", "乡镇", "县区", "区县", "县市", "苏木", "分公司", "子公司", "供应商", "施工方", "设计院", "系统", "监理", "物业", "业主", "甲方", "乙方", "战队", "联盟", "机构", "平台方", "产品", "研发", "测试", "运营", "设计", "前端", "后端", "算法", "市场", "销售", "财务", "人事", "法务", "行政", "采购", "运维", "客服", "PMO", "PMC", "TSC", "QA", "HR", "IT", "UI", "UE"}

// peopleEnds are nouns for people that owners may be called by.
var peopleEnds = []string{"同学", "同志", "老师", "负责人", "责任人", "联络员", "干部", "领导", "领导干部", "人员", "成员", "导师", "专员", "委员", "法官", "干警", "代表", "维护者", "开发者", "贡献者", "讲师", "主席", "主任", "书记", "院长", "局长", "处长", "科长", "部长", "校长", "经理", "总监", "秘书长", "会长", "庭长", "组长", "队长", "区长", "市长", "县长", "镇长", "干事", "Committer", "committer", "Maintainer", "maintainer", "主持人", "值班员", "志愿者", "党员", "员工", "职工", "教师", "学生", "班长", "社长", "部员", "董事长", "秘书", "助理", "工程师", "设计师", "管理员", "同事", "小伙伴", "各位", "负责同志", "主要负责同志", "分管领导", "值班人员", "作者", "少数", "秘书处", "医生", "护士", "民警", "网格员"}

// notNames are words that look like a name by their characters.
var notNames = map[string]bool{"会议": true, "大会": true, "本次会议": true, "会议室": true, "社会": true, "机会": true, "项目组织": true, "公开": true, "大家": true, "我们": true, "他们": true, "你们": true, "工作": true,
	"全部": true, "内部": true, "外部": true, "局部": true, "部分": true, "有关": true, "相关": true, "时间": true, "关于": true, "对于": true, "成立": true, "严格": true, "高效": true, "高度": true, "应当": true, "应该": true, "时候": true, "方案": true, "方面": true, "计划": true, "双方": true, "各方": false,
	"明确": true, "通过": true, "经过": true, "从而": true, "同时": true, "其中": true, "此外": true, "因此": true, "所以": true, "由于": true, "全面": true, "全力": true, "深入": true, "本周": true, "下周": true, "上周": true, "今天": true, "明天": true, "以上": true, "以下": true, "其他": true, "后续": true, "目前": true,
	"当前": true, "安全": true, "文明": true, "和谐": true, "平台": true, "路线": true, "重点": true, "向上": true, "向下": true, "何时": true, "成果": true, "单位": false, "成员": false, "党员": false, "万元": true, "解决": true, "解除": true, "连续": true, "相应": true, "强化": true, "强调": true, "高质量": true, "方式": true, "方向": true,
	"安排": true, "安装": true, "管理": true, "计算": true, "经费": true, "经济": true, "别的": true, "权限": true, "时限": true, "红线": true, "边界": true, "毕业": true, "成本": true, "成功": true, "成熟": true, "程序": true, "包括": true, "包含": true, "查看": true, "任务": true, "任何": true, "史料": true, "宣传": true, "应用": true, "应急": true, "关键": true, "支持": true, "支撑": true, "水平": true,
	"双周": true, "季度": true, "年底": true, "常态": true, "文档": true, "文件": true, "温馨": true, "向社区": true, "于是": true, "要求": true, "需求": true, "首先": true, "其次": true, "最后": true, "最终": true, "预算": true, "纪要": true, "印发": true, "和平": true, "新民": true, "简单": true, "单独": true, "国家": true, "公司": false, "广泛": true, "毕业设计": true, "课程设计": true, "家长": false, "游戏": true, "施工": true, "包工": true}

// splitNames splits an enumeration of names: A、B和C, A/B, "A, B and C".
func splitNames(s string) []string {
	if !nameSeps.in(s) {
		return []string{s}
	}
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,/&;，；|+", r) }) {
		out = append(out, splitAnd(strings.TrimSpace(part))...)
	}
	return out
}

// splitAnd splits at 和, 及, 与 and "and" where both sides are names; Chinese names with a blank between them are two.
func splitAnd(s string) []string {
	for _, sep := range [...]string{" and ", "以及", "和", "及", "与", " 、"} {
		i := strings.Index(s, sep)
		if i <= 0 || i+len(sep) >= len(s) {
			continue
		}
		a, b := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):])
		if sep == " and " || (looksName(a) || shortUnits[a]) && (looksNames(b) || shortUnits[b]) {
			return append(splitAnd(a), splitAnd(b)...)
		}
	}
	if i := strings.IndexByte(s, ' '); i > 0 && hasHan(s) {
		parts := strings.Fields(s)
		for _, p := range parts {
			if !looksPerson(p) && !looksUnit(p) {
				return []string{s}
			}
		}
		return parts
	}
	if s == "" {
		return nil
	}
	return []string{s}
}

// soleUnits name units by their kind alone; before a word of the part they play they can only be those.
var soleUnits = map[string]bool{"社区": true, "街道": true, "乡镇": true, "村委": true, "学校": true, "医院": true, "企业": true, "物业": true, "业主": true, "监理": true, "科室": true, "班组": true, "法院": true, "公安": true, "财政": true, "城管": true, "住建": true, "工会": true, "团委": true, "妇联": true}

// shortUnits are what departments of firms are called for short; alone they are words, joined with one another or in a column they are units.
var shortUnits = map[string]bool{"销售": true, "财务": true, "市场": true, "研发": true, "产品": true, "运营": true, "采购": true, "人事": true, "行政": true, "法务": true, "客服": true, "运维": true, "技术": true, "生产": true, "质量": true, "质检": true, "仓储": true, "物流": true, "工程": true, "测试": true, "设计": true, "品牌": true, "人力": true}

func looksNames(s string) bool {
	for _, n := range splitNames(s) {
		if !looksName(n) {
			return false
		}
	}
	return s != ""
}

func looksName(s string) bool { return looksPerson(s) || looksUnit(s) }

// looksPerson reports whether s reads as one person: a Chinese name, also with a title, a handle, or a capitalised Latin name.
func looksPerson(s string) bool {
	if s == "" || len(s) > 60 || notNames[s] {
		return false
	}
	if s[0] == '@' {
		return len(s) > 1
	}
	if s[0] < 0x80 {
		return latinPerson(s)
	}
	base := courtesyEnds.trimRight(s)
	if t := titleSet.of(s); t != "" && len(t) < len(s) {
		base = strings.TrimSuffix(s, t)
	}
	if i := strings.IndexByte(base, '('); i > 0 && strings.HasSuffix(base, ")") {
		base = base[:i]
	}
	n := runeCount(base)
	if nickname(s) {
		return true
	}
	if base != s && n == 1 {
		return surnameSet.has(firstRune(base))
	}
	return n >= 2 && n <= 4 && chineseName(base, n)
}

// jobs may stand before a nickname: 运维小李.
var jobs = []string{"运维", "测试", "前端", "后端", "产品", "设计", "研发", "运营", "开发", "算法", "市场", "客服", "财务", "行政"}

// nickname recognises 小李, 老周, 阿May and the like.
func nickname(s string) bool {
	s = s[cutPrefixes(s, jobs):]
	k := cutPrefixes(s, []string{"小", "老", "阿"})
	if r, n := runeAt(s); k == 0 && commonSurnameSet.has(r) && len(s) > n+2 && len(s) <= n+10 && isUpper(s[n]) && !hasHan(s[n:]) {
		return handleLike(s[n:]) // 胡Core
	}
	if k == 0 || notNames[s] {
		return false
	}
	rest := s[k:]
	r, n := runeAt(rest)
	if n == len(rest) {
		return surnameSet.has(r) || r == '雨' || r == '明' || r == '红' || r == '芳'
	}
	return rest != "" && len(rest) <= 8 && isUpper(rest[0]) && handleLike(rest)
}

func chineseName(s string, n int) bool {
	for i, r := range s {
		if !isHan(r) && r != '·' || i > 0 && neverInNameSet.has(r) {
			return false
		}
	}
	for _, d := range doubleSurnames {
		if n >= 3 && strings.HasPrefix(s, d) {
			return true
		}
	}
	r, w := runeAt(s)
	if hasAny(s, []string{"强调", "指出", "表示", "主持", "传达"}) || beginsDemand(s) {
		return false
	}
	if n == 4 { // four characters: two surnames
		r2, _ := runeAt(s[w:])
		return commonSurnameSet.has(r) && commonSurnameSet.has(r2) && !notNames[s]
	}
	return surnameSet.has(r) && !notNames[s]
}

// beginsDemand reports whether s begins with a verb of demand of two characters and more: 强化督查, 严格落实 name nobody.
func beginsDemand(s string) bool {
	for _, v := range demandVerbs {
		if len(v) >= 6 && strings.HasPrefix(s, v) {
			return true
		}
	}
	return false
}

// neverInName are characters of words, not of given names.
const neverInName = "的了是在将把被按每各需应请要会不并再该本此其这那个们于及与或者日月年周度项件份次率数据部处科局室庭院组队负责牵头完做提报送进行使用问题"

func latinPerson(s string) bool {
	if strings.ContainsAny(s, ":;!?()[]{}<>=\"#") || hasHan(s) {
		return false
	}
	var buf [5]string
	words := fields(buf[:0], s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	if len(words) == 1 {
		return handleLike(s)
	}
	for i, w := range words {
		if !isUpper(w[0]) && w[0] < utf8.RuneSelf && !(i > 0 && particles.has(w)) {
			return false
		}
	}
	return true
}

var particles = words{"van": true, "von": true, "de": true, "del": true, "da": true, "der": true, "den": true, "la": true, "le": true, "di": true, "al": true, "bin": true, "ter": true, "o'": true}

// handleLike reports whether a single Latin word can be a user name or a given name: letters, digits, - _ . ' and at least one letter.
func handleLike(s string) bool {
	letters := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isLetter(c) || c >= utf8.RuneSelf:
			letters++
		case isDigit(c) || c == '-' || c == '_' || c == '.' || c == '\'':
		default:
			return false
		}
	}
	return letters >= 1 && len(s) <= 39 && s[0] != '-' && s[0] != '.' && !(len(s) > 4 && strings.Contains(s, "http"))
}

// collectives begin a collective owner.
var collectives = []string{"各", "全体", "所有", "全校", "全市", "全院", "全局", "全行", "全处", "全公司", "全集团", "全厂", "全区", "全县", "全省", "全镇", "全系统", "两级", "每个", "每位", "有关", "相关", "其他", "其余", "区直", "市直", "县直", "省直", "基层", "广大", "机关各", "本院各"}

// looksUnit reports whether s reads as a unit, a body or a group of people.
func looksUnit(s string) bool {
	if last, _ := lastRune(s); len(s) > 26*3+2 || !unitLast.has(last) {
		return strings.HasSuffix(s, "SIG")
	}
	if n := runeCount(s); n < 2 || n > 26 || !hasHan(s) && !strings.HasSuffix(s, "SIG") {
		return strings.HasSuffix(s, "SIG") || len(s) <= 4 && (s == "PMC" || s == "TSC" || s == "QA" || s == "HR" || s == "IT")
	}
	bare := quoteMarks.trim(s)
	if b, ok := strings.CutSuffix(bare, "系统"); ok {
		return branches[b]
	}
	if i := strings.IndexByte(bare, '('); i > 0 && strings.HasSuffix(bare, ")") {
		bare = bare[:i]
	}
	return unitEnd(bare) && !nameStops.in(bare) && !notUnitFinder.in(bare) && !notNames[s]
}

// branches of administration are called 系统 as a whole: 住建系统, 政法系统.
var branches = wordSet("政法 住建 教育 卫健 卫生 卫生健康 法院 公安 检察 交通 交通运输 水利 水务 农业 农业农村 文旅 应急 财政 税务 审计 统计 自然资源 供销 工会 宣传 组织 统战 纪检 纪检监察 司法 司法行政 民政 人社 市场监管 城管 商务 工信 发改 生态环境 林业 医保 退役军人 信访 群团 政府 党委 全市法院 全市政法 全县政法 全区政法 政府办")

// unitEnd reports whether s ends like a unit or a group of people.
func unitEnd(s string) bool {
	if peopleEndSet.of(s) != "" {
		return true
	}
	e := unitEndSet.of(s)
	if e == "会" {
		r, _ := lastRune(s[:len(s)-len(e)])
		return assemblySet.has(r) // 理事会, 协会; not 预计会, 机会
	}
	return e != "" && (len(s) > len(e) || len(e) >= 9)
}

var everyone = wordSet("所有人 全体人员 每个人 每人 全组 全员 关键少数 两级法院 everyone everybody all")

// isCollective reports whether a name stands for many: 各部门, 两级法院, all departments.
func isCollective(s string) bool {
	s = quoteMarks.trim(s)
	if collectiveStart.prefix(s) > 0 {
		return looksUnit(s)
	}
	return everyone.has(s) || cutFolded(s, []string{"all ", "each ", "every "}) > 0 || strings.Contains(s, "各") && looksUnit(s)
}
