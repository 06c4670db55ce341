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
