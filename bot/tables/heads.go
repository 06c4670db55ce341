package tables

import "strings"

// A field is what a column holds.
type field string

// The fields.
const (
	fNumber      field = "number"
	fTitle       field = "title"
	fMeeting     field = "meeting"
	fMeetingDate field = "meeting_date"
	fArea        field = "area"
	fPriority    field = "priority"
	fLead        field = "lead"
	fSupport     field = "support"
	fResponsible field = "responsible"
	fLeader      field = "leader"
	fIssued      field = "issued"
	fDue         field = "due"
	fMeasure     field = "measure"
	fProgress    field = "progress"
	fPercent     field = "percent"
	fProblem     field = "problem"
	fNeed        field = "need"
	fNext        field = "next"
	fState       field = "state"
	fReminders   field = "reminders"
	fExtensions  field = "extensions"
	fSubmitted   field = "submitted"
	fClosed      field = "closed"

	fSteps  field = "steps"
	fOutput field = "output"
	fQuote  field = "quote"
	fID     field = "id"

	fIndicator field = "indicator"
	fEntity    field = "entity"
	fValue     field = "value"
	fRank      field = "rank"
	fPeriod    field = "period"
	fDirection field = "direction"
	fMark      field = "mark" // of measurement
)

func heads(list map[field]string) map[string]field {
	out := map[string]field{}
	for f, names := range list {
		for n := range strings.SplitSeq(names, "|") {
			out[headOf(n)] = f
		}
	}
	return out
}

var ledgerHeads = heads(map[field]string{
	fNumber: "编号|督办编号|立项编号|文号|督办号|number|no.|ref", fTitle: "事项|督办事项|工作事项|重点任务|任务|议定事项|事项名称|工作任务|任务内容|item|task|title|action|action item",
	fMeeting: "来源会议|来源|会议|会议名称|来源会议/日期|依据|meeting|source", fMeetingDate: "会议日期|会议时间|meeting date", fArea: "工作领域|领域|类别|area|category",
	fPriority: "重点级别|级别|重要程度|优先级|priority|tier", fLead: "牵头单位|牵头部门|牵头|责任单位|责任部门|承办单位|主办单位|承办部门|lead|owner|unit|department|lead unit",
	fSupport: "配合单位|配合部门|配合|协办单位|support|supporting units", fResponsible: "责任人|经办人|承办人|联系人|responsible|handler|assignee",
	fIssued: "立项日|立项日期|立项时间|交办日期|交办时间|下发日期|issued|issued on|created|start", fDue: "时限|完成时限|办理时限|时间节点|期限|截止日期|完成时间|要求完成时间|due|due date|deadline",
	fMeasure: "完成标准|办结标准|标准|目标|measure|success measure|target", fProgress: "进展|办理进展|进展情况|工作进展|办理情况|落实情况|progress|status note|notes|update",
	fPercent: "完成率|进度|完成进度|完成比例|done|percent|progress%|%", fProblem: "问题|存在问题|困难|存在困难|problem|blocker|issue", fNeed: "需协调|需协调事项|协调事项|to coordinate|need",
	fNext: "下步措施|下一步措施|下步打算|下一步工作|next steps|next", fState: "状态|办理状态|办结状态|state|status", fReminders: "催办次数|reminders", fExtensions: "延期次数|extensions",
	fSubmitted: "办结日|办结日期|完成日期|实际完成时间|handed in|completed|completed on", fClosed: "销号日|销号日期|销号时间|closed|closed on",
})

var taskHeads = heads(map[field]string{
	fID: "标识|id", fTitle: "重点任务|任务|事项|task|item", fSteps: "具体措施|措施|steps", fLead: "牵头单位|牵头|lead", fSupport: "配合单位|配合|support",
	fDue: "时间节点|时限|完成时限|due", fMeasure: "完成标准|measure", fOutput: "成果形式|成果|deliverable|output",
	fResponsible: "责任人|经办人|承办人|responsible|handler", fLeader: "责任领导|分管领导|牵头领导|leader in charge|leader", fQuote: "原文|quotation|quote",
})

var indicatorHeads = heads(map[field]string{
	fIndicator: "指标|指标名称|indicator|metric", fEntity: "单位|法院|城市|名称|地区|entity|court|name|unit", fValue: "数值|值|指标值|完成值|得分|value|score|figure",
	fRank: "排名|名次|位次|rank|place", fPeriod: "期间|时间|时期|统计期|年月|月份|period|month|as of", fDirection: "方向|优劣方向|指标方向|direction|better", fMark: "计量单位|单位符号|unit of measure|uom",
})
