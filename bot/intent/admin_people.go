package intent

import (
	"strings"

	"github.com/followup-bot/followup/ledger"
)

var roleNames = []struct {
	role  string
	words list
}{
	{"admin", words("管理员|系统管理员|管理权限|admin|administrator|admins")},
	{"supervisor", words("督查员|督办员|督查权限|督查室成员|督查|supervisor|supervisors|supervision")},
	{"liaison", words("联络员|内勤|督查联络员|liaison|contact person")},
	{"head", words("负责人|部门负责人|庭长|处长|局长|主任|head|department head|unit head|chief")},
}

// readRole reads 把研究室内勤设为督查员, 收回研究室内勤的管理权限.
func readRole(m *message) (draft, bool) {
	grant := words("设|兼|担任|当|出任|转为|升为|become|to be|任命|授予|授权|加为|添加|增加|改为|指定|给|开通|赋予|make|grant|appoint|give|add|promote|assign|set").in(m.s)
	revoke := words("收回|撤|取消|移除|免去|免掉|去掉|拿掉|拿走|删除|删掉|解除|注销|停用|停掉|不再担任|不再是|不干了|revoke|remove|take away|takes away|withdraw|strip|demote|drop|no longer").in(m.s) ||
		words("take|taken|pull").in(m.s) && words("away|back|off").in(m.s)
	if !grant && !revoke || words("提醒|周报|通报|每周|每天|每个|每月|推送|待办|群发|别名|分管|灯|every|each|weekly|daily|digest|reminder|reminders").in(m.s) {
		return draft{}, false
	}
	i, role := -1, ""
	for _, r := range roleNames {
		if a, _ := r.words.last(m.s); a > i && (i < 0 || r.role == "admin" || r.role == "supervisor" || role != "admin" && role != "supervisor") {
			i, role = a, r.role
		}
	}
	if role == "" || !words("权限|资格|身份|管理员|督查员|督办员|联络员|内勤|负责人|角色|role|admin|administrator|supervisor|liaison|head|rights|access|permission").in(m.s) {
		return draft{}, false
	}
	d := draft{name: RoleGrant}
	if revoke {
		d.name = RoleRevoke
	}
	d.s.Role = role
	if n, ok := m.firstName(0, len(m.s), func(n name) bool { return n.unit() && !(n.canon == "督查室" && role == "supervisor") }); ok {
		d.s.Unit = n.canon
	} else if n, ok := m.firstName(0, len(m.s), func(n name) bool { return n.kind == ledger.MentionPerson }); ok {
		d.s.To = OneOrMany{n.canon}
		if u, ok := m.c.Dir.Lookup(unitPart(m.c.Dir, m.s[n.i:n.j])); ok && u.Kind == ledger.MentionUnit {
			d.s.Unit = m.c.Dir.Unit(u.Unit).Name // 研究室联络员: a post of a unit
		}
	} else if who := m.who(); who != "" {
		d.s.To = OneOrMany{who}
	}
	return d, true
}

// unitPart is the unit that a post's title begins with: 研究室 of 研究室联络员.
func unitPart(dir *ledger.Directory, title string) string {
	for _, x := range words("联络员|内勤|负责人|liaison|head").all {
		if t := strings.TrimSuffix(title, x); t != title {
			return strings.TrimSpace(t)
		}
	}
	return ""
}

// who gives the person of 把王芳设为管理员, "make Wang Fang admin", in the writer's words.
func (m *message) who() string {
	i, j := words("把|将|给|任命|指定|make|grant|appoint|give|add|promote|收回|撤销|取消|移除|免去|revoke|remove|demote").first(m.s)
	if i < 0 {
		return ""
	}
	k, _ := words("设为|设成|为|加为|改为|的|授予|开通|赋予|an admin|a supervisor|admin|supervisor|as|to|the|'s|from|督查员|管理员|管理权限").from(m.s, j)
	if k <= j {
		return ""
	}
	w := quoted(m.orig(j, k))
	if len([]rune(w)) > 24 {
		return ""
	}
	return strings.TrimPrefix(w, "@")
}

// readOversight reads 执行局由副院长(民商事)分管.
func readOversight(m *message) (draft, bool) {
	if !oversees.in(m.s) && !m.givenTo() || (words("报|提醒|升级|催|抄|通知|告知|过期|escalate|remind|late").in(m.s) || overdueWords.in(m.s)) && !words("reports to").in(m.s) {
		return draft{}, false
	}
	d := draft{name: OversightSet}
	if n, ok := m.firstName(0, len(m.s), name.owner); ok {
		d.s.Unit = n.canon
	}
	for _, n := range m.names {
		if n.kind == ledger.MentionPerson {
			d.s.Leader = n.canon
			if i := m.surname(n.i); i < n.i { // 王院长 is somebody of that name, not whoever is 院长
				d.s.Leader = m.orig(i, n.j)
			}
		}
	}
	if units := m.unitNames(); len(units) > 1 {
		d.s.Units = units
	}
	if d.s.Leader == "" {
		i, j := words("由|交给|改由|改为|to|by|under").last(m.s)
		if i >= 0 {
			if k, _ := words("分管|主管|联系|包保").from(m.s, j); k > j {
				d.s.Leader = m.orig(j, k)
			} else if m.latin {
				d.s.Leader = quoted(m.orig(j, len(m.s)))
			}
		}
	}
	if d.s.Unit == "" || d.s.Leader == "" {
		d.expect = Clarify
	}
	return d, d.s.Unit != "" || d.s.Leader != ""
}

var oversees = words("分管|主管|联系|包保|oversee|oversees|overseen|oversight|in charge of|supervises|reports to|looks after|responsible for|takes over|take over")

// givenTo reads 宣传处归政治部主任管: a unit, a leader, and that the one is the other's to lead.
func (m *message) givenTo() bool {
	_, unit := m.firstName(0, len(m.s), name.unit)
	n, person := m.firstName(0, len(m.s), func(n name) bool { return n.kind == ledger.MentionPerson })
	if !unit || !person {
		return false
	}
	return words("归|由|让|交|划|转|改|换|属").in(m.s[:n.i]) && words("管|负责|抓|带|名下|线上|口上").in(m.s[n.j:]) ||
		words("归|交给|划给|划归|转给|归口|under|over to").suffix(strings.TrimRight(m.s[:n.i], " ")) > 0 || words("来管|管着|管").prefix(m.s[n.j:]) > 0
}

// surname gives where the family name begins that stands before a title at i; i when there is none.
func (m *message) surname(i int) int {
	if i < 3 || m.s[i-1] < 0x80 || words("由|请|报|给|把|将|归|向|让|找|和|跟|与|副|新|原|前|该|本|我|代|在|交|是|为|到|属|以|及|、|管|的|总|正").suffix(m.s[:i]) > 0 {
		return i
	}
	if k := i - 3; k == 0 || m.s[k-1] < 0x80 || words("由|请|让|给|归|把|将").suffix(m.s[:k]) > 0 {
		return k
	}
	return i
}
