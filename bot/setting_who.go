package bot

import (
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// headTitles are how people name whoever heads the unit that answers for an item.
var headTitles = []string{"部门负责人", "部门主要负责人", "单位负责人", "部门领导", "本部门领导", "负责人", "庭长", "处长", "department head", "unit head", "the head",
	"head of department", "head of the department", "line manager", "manager"}

// stepTo is the step of the ladder that a word names; empty: none.
func stepTo(word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if slices.Contains(headTitles, word) {
		return ledger.ToHead
	}
	return map[string]string{"@overseer": ledger.ToOverseer, "overseer": ledger.ToOverseer, "principal": ledger.ToPrincipal, "head": ledger.ToHead,
		"explanation": ledger.ToExplanation, "office": ledger.ToOffice}[word]
}

// roleWords name a role that is given or taken, even where somebody is listed by that word.
var roleWords = []string{"督查员", "管理员", "联络员", "负责人", "supervisor", "admin", "liaison", "head"}

// meant finds the person that a setting is about: named in its words, else the holder of the post that they name (宣传处内勤). A family name before
// a title is somebody of that name and not whoever holds the title.
func (t *turn) meant(in intent.Intent, unit ledger.UnitID) (who ledger.PersonID) {
	words := firstOf(in.Slots.Leader, t.m.Text)
	for _, m := range t.env.Dir.Mentions(words) {
		if m.Kind != ledger.MentionPerson || in.Slots.Leader != "" && m.Start > 0 && m.Start <= len("欧阳") || in.Slots.Role != "" && slices.Contains(roleWords, m.Text) {
			continue
		}
		who = m.Person
	}
	if who != "" || unit == "" || in.Slots.Leader != "" {
		return who
	}
	role := ledger.Role("")
	low := strings.ToLower(t.m.Text)
	for _, x := range []struct {
		role  ledger.Role
		words []string
	}{{ledger.RoleLiaison, []string{"内勤", "联络员", "liaison"}}, {ledger.RoleHead, []string{"负责人", "庭长", "处长", "局长", "主任", "the head", "head of"}}} {
		if role == "" && slices.ContainsFunc(x.words, func(w string) bool { return strings.Contains(low, w) }) {
			role = x.role
		}
	}
	for _, p := range t.env.Dir.Org().People {
		if role != "" && !p.Gone && p.HasAt(role, unit) {
			return p.ID
		}
	}
	return ""
}

// unitsMeant are the units that a setting is about, the one of its slot first.
func (t *turn) unitsMeant(in intent.Intent, unit ledger.UnitID) []ledger.UnitID {
	out := []ledger.UnitID{unit}
	for _, name := range in.Slots.Units {
		if u, ok := t.unit(name); ok && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// target finds whom a schedule speaks to: what was named, the channel that it was said in, or who subscribed.
func (t *turn) target(r *ledger.Rule, s intent.Slots) (trouble string) {
	switch {
	case r.Job == ledger.JobBrief:
		r.Target.Person = t.me.ID
	case s.Target != "" && !everybody[strings.ToLower(strings.TrimPrefix(s.Target, "the "))]:
		m, ok := t.env.Dir.Lookup(s.Target)
		switch {
		case ok && m.Kind == ledger.MentionUnit:
			r.Target.Unit = m.Unit
		case ok && m.Kind == ledger.MentionPerson:
			r.Target.Person = m.Person
		case ok && (m.Kind == ledger.MentionGroup || m.Kind == ledger.MentionOrg): // everybody: no target
		case strings.HasPrefix(s.Target, "@"):
			r.Target.Person = t.me.ID
		case !t.m.Direct && isChannelWord(s.Target):
			r.Target.Place = ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
		case isChannelWord(s.Target):
			return t.v.T("ChannelHow", "Name", s.Target)
		default:
			return t.v.T("UnknownOwner", "Name", s.Target)
		}
	case !t.m.Direct:
		r.Target.Place = ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation}
	}
	return ""
}

// isChannelWord reports whether a target names a channel, which only those in it can point at.
func isChannelWord(s string) bool {
	s = ledger.Fold(s)
	return strings.HasSuffix(s, "群") || strings.HasSuffix(s, "频道") || strings.HasSuffix(s, "channel")
}

// everybody are words that narrow a schedule to nobody.
var everybody = map[string]bool{"everyone": true, "everybody": true, "all": true, "all units": true, "全体": true, "大家": true, "所有人": true, "所有部门": true, "各部门": true, "各单位": true,
	"各联络员": true, "联络员": true, "各部门负责人": true, "部门负责人": true, "department heads": true, "heads": true, "liaisons": true}

func (t *turn) whom(r ledger.Rule) string {
	if r.State != "" {
		only := r.State
		r.State = ""
		return t.whom(r) + t.v.T("OnlyState", "State", t.v.T("State_"+string(only)))
	}
	switch {
	case r.Target.Unit != "":
		return t.v.Unit(r.Target.Unit)
	case r.Target.Person != "":
		return t.v.Person(r.Target.Person)
	case r.Target.Place.Conversation != "":
		return t.v.T("ThisChannel", "Name", r.Target.Place.Conversation)
	}
	return t.v.T("Everybody")
}
