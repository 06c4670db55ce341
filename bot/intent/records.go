package intent

import (
	"regexp"
	"strings"
)

// What admins ask of the ledger as a whole.
const LogShow Name = "log_show" // who changed settings, what was exported, copied, deleted; From and To of a period

// What anybody asks of an item that they may see.
const EvidenceShow Name = "evidence" // the files and links that show its results

var (
	showLog = regexp.MustCompile(`^(请|麻烦)?(你)?(给我|帮我)?(看一下|查一下|看看|查看|看|查|打开|显示)?(一下)?(最近|近期)?的?(系统|台账)?的?(操作日志|审计日志|审计记录|操作记录|设置日志|变更日志|设置变更记录|操作流水)(有哪些|有什么|给我看看|看看)?$` +
		`|^(最近)?(谁|哪些人|什么人)(最近)?(改|动|调)(过|了|的)(哪些|什么)?(设置|规则|配置|权限)(了)?$|^(最近)?(设置|规则|配置|权限)(最近)?(被谁|谁)(改|动|调)(过|了|的)$` +
		`|^(please )?(show|see|view|open|list|display|what is in|what's in)?( me)?( the)?( latest| recent)? ?(audit|operations?|operation|settings|change|admin) (log|trail)$|^who (has )?(recently )?changed (the |any |our )?(settings?|rules?|policy|permissions?)( recently| lately)?$`)
	logWords = words("操作日志|审计日志|审计记录|操作记录|设置日志|变更日志|设置变更记录|操作流水|改过|改了|audit log|audit trail|operations log|settings log|change log|changed")
)

// readRecords reads questions about what the ledger keeps beside items.
func (m *message) readRecords(s string) (draft, bool) {
	plain := strings.TrimRight(s, "?!。. ")
	if d, ok := m.readEvidence(plain); ok {
		return d, true
	}
	var d draft
	if !logWords.in(plain) {
		return d, false
	}
	if p, ok := m.periodIn(); ok {
		d.s.From, d.s.To = p.from.String(), OneOrMany{p.to.String()}
		plain = strings.TrimSpace(periodSaid.ReplaceAllString(plain, ""))
	}
	if !showLog.MatchString(plain) {
		return draft{}, false
	}
	d.name, d.item, d.expect = LogShow, true, Answer
	return d, true
}

var showEvidence = regexp.MustCompile(`^(请|麻烦)?(你)?(给我|帮我)?(看一下|查一下|看看|查看|看|查|打开|调取|调|下载|列出|把)?(一下)?(第)?(\d+([-—]\d+)?[号项]?|#\d+(-\d+)?|这项|本项|这个)?(号)?(的|事项的|这项的|有哪些|有什么|都有什么|上传了哪些|上传了什么|传了哪些|传了什么|交了哪些|交了什么|报了哪些|附了哪些)?(全部|所有)?的?(证明材料|佐证材料|办结材料|佐证|附件|提交的材料|上传的材料|上传的附件|上传的文件)(清单|列表)?(有哪些|有什么|都有什么|在哪里?|给我看看|给我看一下|发给我|发我|发我一份|给我|调出来|打开|下载)?(呢|吧|吗)?$` +
	`|^(please )?(show|see|view|open|list|get|give|send|display|download|what is|what's|where is|where are)?( me)?( all| the| all the)? ?(evidence|proof|attachments?|evidence files|files) (of|for|on|to|from|behind|under) (item |no\.? ?|#)?\d+(-\d+)?$` +
	`|^(please )?(show|see|view|open|list|get|give|send|download)( me)? (item |no\.? ?|#)?\d+(-\d+)?('s)? (evidence|proof|attachments?|evidence files|files)$` +
	`|^what (evidence|proof|files|attachments) (does|do|did|has|have|is there|are there)( item| no\.?)? ?(we have )?(for |on |of )?#?\d+(-\d+)?( have| got| bring)?$`)

// readEvidence reads 3号的证明材料, "evidence of #3"; under an item's card the number may be left out.
func (m *message) readEvidence(plain string) (draft, bool) {
	if !showEvidence.MatchString(plain) || len(m.refs) == 0 && m.c.Item == 0 {
		return draft{}, false
	}
	d := m.about(EvidenceShow)
	d.item, d.expect = true, Answer
	return d, true
}

// periodSaid are the periods that such a question names.
var periodSaid = regexp.MustCompile(`(今天|昨天|本周|这周|上周|本月|这个月|上月|上个月|本季度|上季度|今年|去年|近?一周|近?一个?月|\d+月份?)(的|里|内)?|( (of|for|from|in))? ?(today|yesterday|(this|last) (week|month|quarter|year))('s)?`)
