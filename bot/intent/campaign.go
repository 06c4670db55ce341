package intent

import (
	"strings"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger"
)

// What is said of campaigns: calls to people to hand something in.
const (
	CampaignStart  Name = "campaign_start"  // Slots.Kind, Scope or Units, Due, Text
	CampaignSubmit Name = "campaign_submit" // Slots.Kind; Unit or Owner: for somebody else
	CampaignStatus Name = "campaign_status" // Slots.Kind
	CampaignEnd    Name = "campaign_end"
)

var (
	campaignKinds = words("述职述廉述案|述职述廉|述责述廉|述职述德述廉|述职|述廉|述案|述责|述学|述德|self-assessments|self-assessment|self assessment|self-review|self-reviews|annual statements|annual statement|declarations of interest|declaration of interest|integrity statements|integrity statement")
	campaignStart = words("发起|启动|开展|布置|start|launch|call for|open")
	campaignEnd   = words("结束|关闭|截止|终止|end|close|finish")
	handedIn      = words("已提交|已交|交了|已报|已完成|完成了|交上|报上|已上交|handed in|submitted|turned in|sent in|is in|done")
	campaignAsk   = words("谁没|谁还没|还有谁|还差|没交|未交|没提交|未提交|交了多少|交了几|提交率|进度|情况|完成率|催|怎么样|who has|who hasn't|how many|missing|status|outstanding|still to|how far|how is|how are")
)

// readCampaign reads 发起述职,请各部门负责人12月20日前提交; 已提交述职; 述职谁没交.
func (m *message) readCampaign() (draft, bool) {
	i, j := campaignKinds.first(m.s)
	if i < 0 || len(m.refs) > 0 || m.c.Place == InThread && m.c.Item > 0 || strings.Count(m.s, "\n") > 3 || len(m.s) > 400 {
		return draft{}, false
	}
	d := draft{item: true}
	d.s.Kind = m.orig(i, j)
	asks := m.isQuestion() || campaignAsk.in(m.s)
	switch {
	case m.c.Speaker == Supervisor && campaignStart.in(m.s) && !asks:
		d.name, d.expect = CampaignStart, Confirm
		m.campaignWhom(&d.s)
	case m.c.Speaker == Supervisor && campaignEnd.in(m.s[:i]) && !asks:
		d.name, d.expect = CampaignEnd, Confirm
	case asks && (m.c.Speaker == Supervisor || m.c.Speaker == Leader || m.c.Speaker == Admin || len(m.s) < 60):
		d.name, d.expect = CampaignStatus, Answer
	case handedIn.in(m.s) && !words("没|未|not|n't|will|明天|准备|计划").in(m.s) && len([]rune(m.s)) < 60:
		d.name, d.expect = CampaignSubmit, Apply
		if n, ok := m.firstName(0, len(m.s), func(n name) bool { return n.owner() || n.kind == ledger.MentionPerson }); ok {
			d.s.Unit = n.canon
		}
	default:
		return draft{}, false
	}
	m.because("intent", "campaign", i, j)
	return d, true
}

// campaignWhom reads who is called, and by when.
func (m *message) campaignWhom(s *Slots) {
	s.Text = strings.TrimSpace(m.raw)
	for _, r := range m.whens() {
		if r.Kind == when.Day && !r.Due.IsZero() {
			s.Due = Moment{Date: r.Due}
			break
		}
	}
	switch {
	case words("院领导|班子|党组成员|leadership|executives|leaders").in(m.s):
		s.Scope = "leaders"
	case words("两级法院|全市法院|全体负责人|所有负责人|all heads|everybody|everyone").in(m.s):
		s.Scope = "all"
	case words("基层法院|各法院|各区县法院|基层院|courts").in(m.s):
		s.Scope = "courts"
	case words("各部门|各单位|各处室|各庭|部门负责人|中层|庭室负责人|departments|managers|heads").in(m.s):
		s.Scope = "units"
	default:
		for _, n := range m.names {
			if n.owner() || n.kind == ledger.MentionPerson {
				s.Units = append(s.Units, n.canon)
			}
		}
	}
}
