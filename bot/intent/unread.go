package intent

import (
	"strings"
	"unicode/utf8"
)

var (
	// astray are words of a message that went astray: nothing of it is about the item.
	astray = words("发错|错群|不是发给|打扰|请忽略|无视|测试一下|wrong chat|wrong channel|wrong group|wrong thread|not meant for|please disregard|ignore me")
	// perfective words tell that something was done or is under way.
	perfective = words("已|了|过|正|刚|均|have|has|had|been|just|now|already|currently|were|was|got")
	// hindered words tell, in any sentence about the work, that something does not go.
	hindered = words("没|不|未|无|难|缺|坏|断|停|卡|拖|慢|愁|麻烦|头疼|问题|纠结|僵|乱|no|not|n't|never|without|lack|hard|difficult|trouble|problem|issue|unable|fail|failed|slow|delayed|worried|worry|concern|concerned|mess")
)

// asOrder begin words that are addressed to the bot.
var asOrder = words("/|查|查看|查询|看看|显示|打开|列出|导出|发我|给我看|show|list|open|export|display|find")

// thanked begin good wishes, whomever they go to.
var thanked = words("辛苦|感谢|谢谢|多谢|祝|恭喜|祝贺|欢迎|欢送|向|致敬|thank|thanks|congratulations|congrats|happy|welcome|well done|kudos|cheers|great work|good work|nice work|appreciate")

// readUnread keeps what somebody who answers for an item writes about it and no rule could take apart: as a note where it tells of something
// done, else asked about. Silence would lose it. Leaders' unread words about an item are read back as an order.
func readUnread(m *message) (draft, bool) {
	named := len(m.refs) > 0 && m.beginsWithItem()
	if m.c.Place != InThread && !named || m.isQuestion() || !named && m.offTopic() || astray.in(m.s) || experience.in(m.s) && strings.Contains(m.s, "过") || len(m.s) > 2000 || !m.saysSomething() {
		return draft{}, false
	}
	if thanked.prefix(trimEnds(m.s)) > 0 && len(m.cl) == 1 {
		return draft{}, false
	}
	if asOrder.prefix(strings.TrimSpace(m.s)) > 0 {
		return draft{}, false
	}
	switch m.c.Speaker {
	case Owner:
	case Leader:
		if softWords.in(m.s) {
			return draft{}, false
		}
		d := m.about(Instruct)
		d.s.Text = m.orig(0, len(m.s))
		return d, true
	default:
		return draft{}, false
	}
	if hindered.in(m.s) {
		d := m.about(Blocked)
		d.s.Reason, d.expect = m.orig(0, len(m.s)), Clarify
		return d, true
	}
	d := m.about(Progress)
	d.s.Note = m.orig(0, len(m.s))
	if !perfective.in(m.s) {
		d.expect = Clarify
	}
	return d, true
}

// beginsWithItem reports whether the message opens with the item that it is about.
func (m *message) beginsWithItem() bool {
	_, ok := m.headAt(0, len(m.s))
	return ok
}

// saysSomething tells words from a name, a sound or a sign.
func (m *message) saysSomething() bool {
	s := trimParticles(m.bare())
	if m.addressedRest(s) || isPolite(s) {
		return false
	}
	if m.han {
		return utf8.RuneCountInString(s) >= 4
	}
	return len(strings.Fields(s)) >= 3
}
