package config

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/followup-bot/followup/internal/gate"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// check finds what is wrong beyond single values.
func (c *Config) check() {
	c.checkOrg()
	c.checkUnits()
	c.checkNames()
	c.checkPeople()
	c.checkPolicy()
	c.checkCalendar()
	c.checkSchedules()
	c.checkMessengers()
	c.checkDashboard()
	c.checkHouse()
	if at := c.Monitor.Listen; at != "" {
		if host, ok := c.checkListen("monitor.listen", at); ok && !gate.Loopback(host) {
			c.d.at("monitor.listen", at+" would tell the whole network how followup is doing", "listen on 127.0.0.1, and let the monitor ask from this machine")
		}
	}
}

func (c *Config) checkOrg() {
	c.checkID("org.id", c.Org.ID, map[string]bool{})
	if c.Org.Name == "" {
		c.d.at("org.name", "is missing", "write the organisation's full name")
	}
	if c.Org.Zone == "" {
		c.d.at("org.zone", "is missing", "write an IANA zone such as Asia/Shanghai")
	}
	c.checkZone("org.zone", c.Org.Zone)
	c.checkLang("org.lang", c.Org.Lang)
}

func (c *Config) checkID(key, id string, seen map[string]bool) {
	switch {
	case id == "":
		c.d.at(key, "is missing", "write a short id that never changes, in Latin letters")
	case !idPattern.MatchString(id):
		c.d.at(key, strconv.Quote(id)+" is no id", "use Latin letters, digits, . _ and -")
	case seen[id]:
		c.d.at(key, "the id "+id+" is used twice", "give each its own")
	}
	seen[id] = true
}

func (c *Config) checkZone(key, zone string) {
	if zone == "" {
		return
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		c.d.at(key, "unknown zone "+zone, "write an IANA zone such as Asia/Shanghai")
	}
}

var langPattern = regexp.MustCompile(`^(zh|en)(-[A-Za-z]+)*$`)

func (c *Config) checkLang(key, lang string) {
	if lang != "" && !langPattern.MatchString(lang) {
		c.d.at(key, "followup does not speak "+lang, "write zh-CN or en")
	}
}

func (c *Config) checkUnits() {
	seen := map[string]bool{}
	for _, at := range c.unitKeys() {
		c.checkID(at.key+".id", at.unit.ID, seen)
		if at.unit.Name == "" {
			c.d.at(at.key+".name", "is missing", "write the unit's full name")
		}
	}
	if len(seen) == 0 {
		c.d.at("units", "no unit is listed, so nobody can own an item", "list the departments")
	}
}

// checkNames finds names that two units answer to. Those under ambiguous are meant to; then the bot asks.
func (c *Config) checkNames() {
	owner := map[string]int{}
	asked := map[string]bool{}
	for a := range c.Ambiguous {
		asked[ledger.Fold(a)] = true
	}
	claim := func(key, name string, unit int) {
		f := ledger.Fold(name)
		first, taken := owner[f]
		switch {
		case f == "" || asked[f] || taken && first == unit:
		case taken:
			c.d.at(key, fmt.Sprintf("%s is a name of %s too", name, c.org.Units[first].Name), "leave it to one of them, or list it under ambiguous")
		default:
			owner[f] = unit
		}
	}
	for i, at := range c.unitKeys() {
		claim(at.key+".name", at.unit.Name, i)
	}
	for i, at := range c.unitKeys() {
		claim(at.key+".short", at.unit.Short, i)
		for j, a := range at.unit.Aliases {
			claim(fmt.Sprintf("%s.aliases[%d]", at.key, j), a, i)
		}
		for j, a := range at.unit.WeakAliases {
			claim(fmt.Sprintf("%s.weak_aliases[%d]", at.key, j), a, i)
		}
	}
	for i, g := range c.Groups {
		if u, taken := owner[ledger.Fold(g.Name)]; taken && g.Name != "" {
			c.d.at(fmt.Sprintf("groups[%d].name", i), fmt.Sprintf("%s is a name of the unit %s", g.Name, c.org.Units[u].Name), "rename the group")
		}
	}
}

func (c *Config) checkPeople() {
	seen := map[string]bool{}
	identity := map[ledger.Identity]string{}
	for i, p := range c.org.People {
		key := c.personKey(i)
		c.checkID(key+".id", string(p.ID), seen)
		if p.Name == "" {
			c.d.at(key+".name", "is missing", "write what the person is called")
		}
		c.checkZone(key+".zone", p.Zone)
		c.checkLang(key+".lang", p.Lang)
		for _, id := range p.Identities {
			if who, taken := identity[id]; taken {
				c.d.at(key+".identities", fmt.Sprintf("%s %s is %s already", id.Messenger, id.User, who), "give each person an identity of their own")
			}
			identity[id] = p.Name
		}
	}
	if !slices.ContainsFunc(c.org.People, func(p ledger.Person) bool { return p.Has(ledger.RoleSupervisor) }) {
		c.d.at("people", "nobody is a supervisor, so nothing could be issued or closed", "give somebody roles: [supervisor]")
	}
	if !slices.ContainsFunc(c.org.People, func(p ledger.Person) bool { return p.Has(ledger.RoleAdmin) }) {
		c.d.at("people", "nobody is an admin, so nothing could be set in chat", "give somebody roles: [admin]")
	}
}

// personKey is where the i-th person of the organisation stands in the file.
func (c *Config) personKey(i int) string {
	if i < len(c.People) {
		return fmt.Sprintf("people[%d]", i)
	}
	p := c.org.People[i]
	for _, at := range c.unitKeys() {
		if len(p.Posts) > 0 && string(p.Posts[len(p.Posts)-1].Unit) == at.unit.ID {
			return at.key + "." + string(p.Posts[len(p.Posts)-1].Role)
		}
	}
	return "people"
}

func (c *Config) checkCalendar() {
	switch c.Calendar.Base {
	case "china":
		c.calendar = calendar.China()
	case "weekends":
		c.calendar = calendar.Weekends()
	default:
		c.calendar = calendar.China()
		c.d.at("calendar.base", "unknown calendar "+c.Calendar.Base, "write china or weekends")
	}
	for i, name := range c.Calendar.Files {
		if err := c.addCalendar(name); err != nil {
			c.d.at(fmt.Sprintf("calendar.files[%d]", i), name+": "+reason(err), "name a holiday file (holiday-cn's JSON)")
		}
	}
	for _, k := range slices.Sorted(maps.Keys(c.Calendar.Days)) {
		day, err := ledger.ParseDate(k)
		v := c.Calendar.Days[k]
		switch {
		case err != nil || day.IsZero():
			c.d.at("calendar.days."+k, "is no date", "write 2026-12-24: off")
		case v != "off" && v != "work":
			c.d.at("calendar.days."+k, v+" is neither off nor work", "write off or work")
		default:
			c.calendar = c.calendar.With(day, v == "work", "")
		}
	}
}

func (c *Config) addCalendar(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	more, err := calendar.Load(c.calendar, f)
	if err == nil {
		c.calendar = more
	}
	return err
}

func (c *Config) checkHouse() {
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log.Level) {
		c.d.at("log.level", "unknown level "+c.Log.Level, "write debug, info, warn or error")
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		c.d.at("log.format", "unknown format "+c.Log.Format, "write text or json")
	}
	if c.Data == "" {
		c.d.at("data", "is empty", "name the folder of the ledger")
	}
	if _, ok := minuteOf(c.Backup.At); !ok {
		c.d.at("backup.at", c.Backup.At+" is no time of day", `write "02:30"`)
	}
	if c.Backup.Keep < 1 {
		c.d.at("backup.keep", "at least one copy has to be kept", "write 14")
	}
	c.checkEvidence()
	if c.Retention.SeenDays < 7 {
		c.d.at("retention.seen_days", "messages offered again after that many days would count twice", "write 7 or more")
	}
}
