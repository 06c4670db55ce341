package ledger

import "slices"

// Ids are opaque and stable: they survive renaming, and nothing may be read out of them.
type (
	OrgID    string
	UnitID   string
	PersonID string
)

// An Identity is how a messenger knows a person. Workspace is empty where a messenger has only one.
type Identity struct {
	Messenger string `json:"messenger"`
	Workspace string `json:"workspace,omitempty"`
	User      string `json:"user"`
}

// A Channel is a conversation in a messenger where a unit is addressed.
type Channel struct {
	Messenger    string `json:"messenger"`
	Workspace    string `json:"workspace,omitempty"`
	Conversation string `json:"conversation"`
}

// Kinds of unit. A court is a unit of the second level (上下一体).
const (
	KindOffice      = "office"
	KindTrial       = "trial"
	KindEnforcement = "enforcement"
	KindCourt       = "court"
)

// A Unit can own items: a department, or a court of the level below.
type Unit struct {
	ID          UnitID            `json:"id"`
	Name        string            `json:"name"`            // full name, as documents write it
	Short       string            `json:"short,omitempty"` // as people say it; empty: the first alias, else Name
	Aliases     []string          `json:"aliases,omitempty"`
	WeakAliases []string          `json:"weak_aliases,omitempty"` // words of the language too (和平): units only where an owner is expected
	Kind        string            `json:"kind,omitempty"`
	Parent      UnitID            `json:"parent,omitempty"`
	Channels    []Channel         `json:"channels,omitempty"`
	Groups      map[string]string `json:"groups,omitempty"` // messenger → its group whose members are the unit's
	Zone        string            `json:"zone,omitempty"`   // IANA, of its people; empty: the organisation's
	Gone        bool              `json:"gone,omitempty"`   // no longer exists; kept for its history
	Order       int               `json:"order,omitempty"`  // place in lists; 0: at the end
}

// Label is the unit's name as people use it.
func (u Unit) Label() string {
	switch {
	case u.Short != "":
		return u.Short
	case len(u.Aliases) > 0:
		return u.Aliases[0]
	}
	return u.Name
}

// A Role is what a person may do. Head, liaison and member are held at a unit, the others in the organisation.
type Role string

const (
	RoleMember     Role = "member"     // 经办人
	RoleLiaison    Role = "liaison"    // 联络员、内勤
	RoleHead       Role = "head"       // 部门负责人
	RoleLeader     Role = "leader"     // 院领导
	RolePrincipal  Role = "principal"  // 院长: the head of the organisation
	RoleSupervisor Role = "supervisor" // 督查员
	RoleAdmin      Role = "admin"
)

// A Post is a role held at a unit; Unit is empty for the roles of the organisation.
type Post struct {
	Role Role   `json:"role"`
	Unit UnitID `json:"unit,omitempty"`
}

// An Absence names who stands in for a person from one day to another, both included.
type Absence struct {
	From   Date     `json:"from"`
	To     Date     `json:"to"`
	Deputy PersonID `json:"deputy,omitempty"`
}

// A Person is somebody the bot talks with. Only Identities say who is speaking; names and titles in a message never do.
type Person struct {
	ID         PersonID   `json:"id"`
	Name       string     `json:"name"`
	Title      string     `json:"title,omitempty"`   // 副院长(刑事)
	Aliases    []string   `json:"aliases,omitempty"` // 分管刑事的副院长
	Posts      []Post     `json:"posts,omitempty"`
	Oversees   []UnitID   `json:"oversees,omitempty"` // 分管; "*" is every unit
	Contacts   []UnitID   `json:"contacts,omitempty"` // courts a leader is in contact with (联系、包保)
	Email      string     `json:"email,omitempty"`    // by which messengers that know addresses find the person
	Lang       string     `json:"lang,omitempty"`     // BCP 47: zh-CN, en; empty: the profile's, else the organisation's
	Zone       string     `json:"zone,omitempty"`     // IANA; empty: the profile's, else their unit's, else the organisation's
	Quiet      *Quiet     `json:"quiet,omitempty"`    // nil: the policy's quiet hours
	Profile    Profile    `json:"profile,omitzero"`   // as a messenger has it
	Identities []Identity `json:"identities,omitempty"`
	Absences   []Absence  `json:"absences,omitempty"`
	Muted      bool       `json:"muted,omitempty"` // asked for no briefs
	Gone       bool       `json:"gone,omitempty"`  // left; never addressed again
	Order      int        `json:"order,omitempty"` // place in lists; 0: at the end
}

// AllUnits in Oversees means every unit.
const AllUnits UnitID = "*"

// Has reports whether the person holds the role anywhere.
func (p Person) Has(r Role) bool {
	return slices.ContainsFunc(p.Posts, func(x Post) bool { return x.Role == r })
}

// HasAt reports whether the person holds the role at the unit.
func (p Person) HasAt(r Role, u UnitID) bool {
	return slices.Contains(p.Posts, Post{Role: r, Unit: u})
}

// Units lists the units that the person works at, in the order of the posts, each once.
func (p Person) Units() []UnitID {
	var out []UnitID
	for _, x := range p.Posts {
		if x.Unit != "" && !slices.Contains(out, x.Unit) {
			out = append(out, x.Unit)
		}
	}
	return out
}

// A Group is a collective owner (各基层法院, all departments): it fans out to units, never to persons.
type Group struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	Kinds   []string `json:"kinds,omitempty"`   // units of these kinds are its members
	Members []UnitID `json:"members,omitempty"` // members by name, beside Kinds
	Tracker UnitID   `json:"tracker,omitempty"` // a group that can't be assigned (全体干警) names who keeps track
	Leaders bool     `json:"leaders,omitempty"` // the group is of leaders (院领导): no unit answers for it
}

// An External body may be waited on or reported to; it is never an owner.
type External struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
}

// An Area is a field of work (审判质效), with the unit usually asked to lead; a person confirms it at registration.
type Area struct {
	Name string   `json:"name"`
	Lead UnitID   `json:"lead,omitempty"`
	With []string `json:"with,omitempty"`
}

// An Org is one organisation: what its people, units and rules are called. All stores are of one organisation.
type Org struct {
	ID           OrgID               `json:"id"`
	Name         string              `json:"name"`
	Aliases      []string            `json:"aliases,omitempty"`
	Zone         string              `json:"zone"`           // IANA
	Lang         string              `json:"lang,omitempty"` // default language of cards; empty: zh-CN
	NumberPrefix string              `json:"number_prefix,omitempty"`
	Units        []Unit              `json:"units,omitempty"`
	People       []Person            `json:"people,omitempty"`
	Groups       []Group             `json:"groups,omitempty"`
	Externals    []External          `json:"externals,omitempty"`
	Ambiguous    map[string][]UnitID `json:"ambiguous,omitempty"` // aliases that must be asked about
	Areas        []Area              `json:"areas,omitempty"`
	Office       UnitID              `json:"office,omitempty"` // the supervision office
}
