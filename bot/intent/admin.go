package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// adminRules are tried in order: what names its object plainly first, schedules last.
var adminRules = []struct {
	name string
	rule rule
}{
	{"impossible", readAdminDenied},
	{"toggle", readToggle},
	{"ladder", readLadder},
	{"org_import", readImport},
	{"audit_export", readAudit},
	{"retention", readRetention},
	{"timezone", readTimezone},
	{"alias", readAlias},
	{"role", readRole},
	{"oversight", readOversight},
	{"bind", readBind},
	{"template", readTemplate},
	{"light", readLight},
	{"quiet", readQuiet},
	{"escalation", readEscalation},
	{"rule", readRules},
	{"cadence", readCadence},
	{"calendar", readCalendar},
	{"schedule_ask", readScheduleAsk},
	{"schedule_stop", readScheduleStop},
	{"schedule_change", readScheduleChange},
	{"reminder", readReminderSet},
	{"schedule", readScheduleCreate},
}

// readAdmin reads what an admin sets. Each change is read back; what only asks is answered.
func (m *message) readAdmin() (draft, bool) {
	for _, r := range adminRules {
		d, ok := r.rule(m)
		if !ok {
			continue
		}
		d.item = true
		m.because("intent", r.name, 0, len(m.s))
		return d, true
	}
	return draft{}, false
}

// readAdminDenied reads what not even an admin may have.
func readAdminDenied(m *message) (draft, bool) {
	log := words("审计|操作记录|日志|留痕|历史记录|audit log|audit trail|audit records|the audit|history").in(m.s)
	gone := words("改一下|改掉|改了|篡改|修改|别显示|不显示|隐藏|alter|tamper|edit|hide|清掉|清理|清一|清了|清除|清空|抹|毁|洗掉|别记|别留|不用记|不用留|不再记|不再留|停止记|停止留|停掉|停了|删|去掉|关闭|关了|停用|关掉|禁用|屏蔽|不要记|不要留|不记录|delete|erase|wipe|disable|turn off|clear|purge|stop|switch off|remove|drop|get rid of|shut off|no longer").in(m.s)
	plain := words("删除台账|清空台账|删掉台账|删除所有事项|删除全部事项|清空数据库|删除数据库|关闭保密|关掉保密|关闭敏感|关闭三个规定|关闭涉密|停用保密|跳过审核直接销号|自动销号|不用审核|免审核|取消审核|改掉历史|改历史|改编号|重排编号|重新编号|delete the ledger|delete all items|wipe the ledger|disable the guard|turn off the guard|skip review|auto close|without review|renumber|change the history|edit history|reuse number|编号复用|复用编号|改得分|直接改分").in(m.s)
	if !(log && gone && !words("保留|只留|留存|keep").in(m.s)) && !plain {
		return draft{}, false
	}
	return draft{name: Denied, expect: Deny}, true
}

func readImport(m *message) (draft, bool) {
	if !words("导入|导进|导一下|导上|录入|录进|灌入|灌进|传上|批量导|批量加|批量录|import|上传|upload|load").in(m.s) || words("导出|export").in(m.s) ||
		!words("组织|机构|通讯录|部门|人员|花名册|名单|架构|台账|人事|编制|联络员|单位|org|organisation|organization|unit|units|people|directory|staff|roster|department|departments|employee|employees|contacts|personnel|liaisons|ledger").in(m.s) {
		return draft{}, false
	}
	d := draft{name: OrgImport}
	for _, f := range []string{"xlsx", "excel", "csv", "yaml", "json"} {
		if strings.Contains(m.s, f) {
			d.s.Format = f
			break
		}
	}
	if d.s.Format == "excel" {
		d.s.Format = "xlsx"
	}
	return d, true
}

func readAudit(m *message) (draft, bool) {
	if !words("审计|操作记录|留痕|日志|audit").in(m.s) || !words("导出|导一份|下载|拉一份|给我|发我|export|download|send me|dump|get").in(m.s) || words("保留").in(m.s) {
		return draft{}, false
	}
	d := draft{name: AuditExport}
	if len(m.refs) > 0 {
		m.items(&d.s)
	}
	if p, ok := m.periodIn(); ok {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
	}
	return d, true
}

// readRetention reads 聊天原文保留90天,台账保留10年.
func readRetention(m *message) (draft, bool) {
	if !words("留|存|retain|retention|keep|store|delete after|purge after|清理").in(m.s) || !words("聊天|原文|消息|台账|记录|文本|chat|messages|message|ledger|text|records|raw|conversations").in(m.s) {
		return draft{}, false
	}
	d := draft{name: RetentionSet}
	for _, c := range m.splitByAnd() {
		n, _, unit, ok := m.deltaFrom(c.i, c.j)
		days := 0.0
		if ok {
			days = inDays(n.v, unit)
		} else if words("半年|half a year|six months").in(c.s) {
			days, ok = 180, true
		} else if n, _, ok2 := counted(c.s, words("年|years|year")); ok2 {
			days, ok = n.v*365, true
		}
		if !ok {
			continue
		}
		if words("台账|ledger|记录|档案|records|items|事项").in(c.s) && !words("聊天|原文|chat|message|messages|raw").in(c.s) {
			d.s.LedgerYears = ints(days / 365)
		} else {
			d.s.ChatDays = ints(days)
		}
	}
	return d, d.s.ChatDays != nil || d.s.LedgerYears != nil
}

func inDays(v float64, unit string) float64 {
	switch {
	case strings.Contains(unit, "周") || strings.HasPrefix(unit, "week") || strings.Contains(unit, "星期") || strings.Contains(unit, "礼拜"):
		return v * 7
	case unit == "fortnight":
		return v * 14
	case strings.HasSuffix(unit, "月") || strings.HasPrefix(unit, "month"):
		return v * 30
	}
	return v
}

// splitByAnd gives the clauses, cut also at "and" and 和, where two settings are told in one.
func (m *message) splitByAnd() []clause {
	var out []clause
	for _, c := range m.cl {
		start := c.i
		for k := c.i; k < c.j; {
			i, j := words("and|,|、|、而|then").from(m.s[:c.j], k)
			if i < 0 {
				break
			}
			if i > start {
				out = append(out, clause{i: start, j: i, s: m.s[start:i], end: ','})
			}
			start, k = j, j
		}
		if start < c.j {
			out = append(out, clause{i: start, j: c.j, s: m.s[start:c.j], end: c.end})
		}
	}
	return out
}

var zoneNames = []struct {
	words list
	tz    string
}{
	{words("上海|北京|中国|东八区|gmt+8|utc+8|shanghai|beijing|china|cst"), "Asia/Shanghai"}, {words("香港|hong kong"), "Asia/Hong_Kong"}, {words("台北|taipei"), "Asia/Taipei"},
	{words("东京|日本|tokyo|japan|jst"), "Asia/Tokyo"}, {words("首尔|seoul"), "Asia/Seoul"}, {words("新加坡|singapore"), "Asia/Singapore"}, {words("乌鲁木齐|新疆|urumqi"), "Asia/Urumqi"},
	{words("伦敦|英国|london"), "Europe/London"}, {words("巴黎|paris"), "Europe/Paris"}, {words("柏林|berlin"), "Europe/Berlin"}, {words("莫斯科|moscow"), "Europe/Moscow"},
	{words("纽约|new york|eastern|est|edt"), "America/New_York"}, {words("芝加哥|chicago|central time"), "America/Chicago"}, {words("洛杉矶|los angeles|pacific|pst|pdt"), "America/Los_Angeles"},
	{words("悉尼|sydney"), "Australia/Sydney"}, {words("迪拜|dubai"), "Asia/Dubai"}, {words("印度|孟买|mumbai|kolkata|india"), "Asia/Kolkata"}, {words("utc|gmt|世界时|协调世界时"), "UTC"},
}

// readTimezone reads 时区改为上海, "set timezone to America/New_York".
func readTimezone(m *message) (draft, bool) {
	if !words("时区|timezone|time zone|tz").in(m.s) {
		return draft{}, false
	}
	if _, cron := m.literalCron(); cron && strings.Contains(m.s, "tz=") {
		return draft{}, false // TZ=Europe/London 0 9 * * 1 is a schedule
	}
	d := draft{name: TimezoneSet}
	for _, f := range strings.FieldsFunc(m.raw, func(r rune) bool {
		return !(r < 0x80 && (r == '/' || r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'))
	}) {
		if a, b, ok := strings.Cut(f, "/"); ok && len(a) > 2 && len(b) > 2 && a[0] <= 'Z' {
			d.s.TZ = f
			return d, true
		}
	}
	for _, z := range zoneNames {
		if z.words.in(m.s) {
			d.s.TZ = z.tz
			return d, true
		}
	}
	d.expect = Clarify
	return d, true
}

// readAlias reads 把审管办也叫质效办, "add alias IT for Information Technology".
func readAlias(m *message) (draft, bool) {
	if d, ok := m.aliasSaid(); ok {
		return d, true
	}
	if !words("别名|别称|简称|也叫|又叫|又称|也称|俗称|alias|aliases|also known as|also called|nickname|short name|aka|also call").in(m.s) {
		return draft{}, false
	}
	d := draft{name: AliasAdd}
	n, ok := m.firstName(0, len(m.s), name.unit)
	switch i, j := words("别名为|别名叫|别名是|别名:|别名|别称|简称为|简称|也叫做|也叫|又叫做|又叫|又称|也称|俗称|also known as|also called|also call|nickname|short name|aka|alias").first(m.s); {
	case i < 0:
	case words("alias|nickname|short name").is(m.s[i:j]) && words("for|of|to").in(m.s[j:]):
		k, e := words("for|of|to").from(m.s, j)
		d.s.Alias = quoted(m.orig(j, k))
		if n2, ok2 := m.firstName(e, len(m.s), name.unit); ok2 {
			n, ok = n2, true
		} else {
			d.s.Unit = quoted(m.orig(e, len(m.s)))
			ok = false
		}
	default:
		end := len(m.s)
		if n.i >= j && ok {
			end = n.i
		}
		d.s.Alias = quoted(strings.TrimSpace(m.orig(j, end)))
		if d.s.Alias == "" && ok { // 给审管办加个别名质效办 has it behind; 把质效办设为审管办的别名 before
			if k, e := words("把|将").first(m.s); k >= 0 && e < n.i {
				d.s.Alias = quoted(trimEnds(strings.TrimRight(m.orig(e, n.i), "设为作加成")))
			} else if k, _ := words("就是|也是|即|是|作为|为").last(m.s[:n.i]); k > 0 { // “诉服”就是立案庭的别名
				d.s.Alias = quoted(strings.TrimPrefix(strings.TrimPrefix(m.orig(0, k), "以后"), "今后"))
			}
		}
	}
	if ok {
		d.s.Unit = n.canon
	}
	d.s.Alias = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(d.s.Alias, "为"), "叫"))
	if d.s.Alias == "" || d.s.Unit == "" {
		d.expect = Clarify
	}
	return d, true
}

// quoted takes quotation marks and light punctuation off both ends.
func quoted(s string) string {
	return strings.TrimSpace(strings.Trim(trimEnds(s), "“”\"'‘’「」『』《》()（）"))
}

// readBind reads 把本群绑定到执行局.
func readBind(m *message) (draft, bool) {
	if !words("当前群|当前频道|这个频道|本频道|这个讨论组|绑定|关联到|绑到|作为执行局的群|这个群|本群|此群|bind|link this|connect this|this channel|map this|this group").in(m.s) || !words("给|用|属于|专属|for|绑|关联|对应|群设|设为|归|作为|是|bind|link|connect|map|assign|belongs|set").in(m.s) {
		return draft{}, false
	}
	d := draft{name: BindChannel}
	if n, ok := m.firstName(0, len(m.s), name.unit); ok {
		d.s.Unit = n.canon
		if n.kind == ledger.MentionAmbiguous {
			d.s.Unit, d.expect = m.orig(n.i, n.j), Clarify
		}
	} else {
		d.expect = Clarify
	}
	return d, true
}

// readTemplate reads 督办通知单改用“正式版”模板.
func readTemplate(m *message) (draft, bool) {
	if !words("模板|模版|格式|样式|template|templates|layout|wording").in(m.s) || words("导出|导入").in(m.s) {
		return draft{}, false
	}
	d := draft{name: TemplateSet}
	for _, w := range []struct {
		what  string
		words list
	}{{"notice", words("督办通知单|督办通知|通知单|交办单|notice|notices")}, {"bulletin", words("通报|简报|bulletin|bulletins")}, {"reminder", words("提醒|催办|reminder|reminders")}, {"digest", words("周报|日报|摘要|digest|digests|weekly report")}, {"ledger", words("台账|ledger")}, {"minutes", words("纪要|minutes")}} {
		if w.words.in(m.s) {
			d.s.What = w.what
			break
		}
	}
	d.s.TemplateName = m.templateName()
	return d, true
}

// templateName gives the quoted name, else the word before or after 模板.
func (m *message) templateName() string {
	for _, q := range [][2]string{{"“", "”"}, {"《", "》"}, {"「", "」"}, {"'", "'"}, {"\"", "\""}, {"‘", "’"}} {
		if i := strings.Index(m.raw, q[0]); i >= 0 {
			if j := strings.Index(m.raw[i+len(q[0]):], q[1]); j > 0 {
				return m.raw[i+len(q[0]) : i+len(q[0])+j]
			}
		}
	}
	i, j := words("换个|换一个|换套|套用|改用|换成|使用|采用|用|改为|改成|换为|设为|use|to|as|named|called").last(m.s)
	if i < 0 {
		return ""
	}
	s := trimEnds(m.orig(j, len(m.s)))
	for _, w := range []string{"模板", "模版", "template", "the "} {
		if k := strings.Index(strings.ToLower(s), w); k > 0 {
			s = s[:k]
		} else if k == 0 {
			s = s[len(w):]
		}
	}
	for _, w := range []string{"的", "样式", "格式", "式样", "那种", "那套"} {
		if t := strings.TrimSuffix(quoted(s), w); t != "" {
			s = t
		}
	}
	return quoted(s)
}
