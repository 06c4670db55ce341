package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/followup-bot/followup/ledger"
)

// Export writes a configuration of what is in force: the organisation, policy and rules as the ledger has them, and everything else as the
// file says it. Secrets are named as the file names them. Units and people that are gone are left out. Loading the text gives the same.
func (c *Config) Export(o ledger.Org, p ledger.Policy, rules []ledger.Rule) string {
	o.Units = slices.DeleteFunc(slices.Clone(o.Units), func(u ledger.Unit) bool { return u.Gone })
	o.People = slices.DeleteFunc(slices.Clone(o.People), func(p ledger.Person) bool { return p.Gone })
	x := exporter{here: map[ledger.UnitID]bool{}}
	for _, u := range o.Units {
		x.here[u.ID] = true
	}
	return document(pairs{
		{"version", 1},
		{"preset", c.Preset},
		{"data", c.written.data},
		{"org", pairs{{"id", string(o.ID)}, {"name", o.Name}, {"aliases", o.Aliases}, {"zone", o.Zone}, {"lang", o.Lang},
			{"number_prefix", o.NumberPrefix}, {"office", x.unit(o.Office)}}},
		{"messengers", c.exportMessengers()},
		{"dashboard", c.exportDashboard()},
		{"calendar", pairs{{"base", c.Calendar.Base}, {"files", c.written.calendars}, {"days", stringPairs(c.Calendar.Days)}}},
		{"policy", exportPolicy(p)},
		{"schedules", x.rules(rules)},
		{"charts", pairs{{"font", c.written.font}}},
		{"backup", pairs{{"folder", c.written.backup}, {"at", c.Backup.At}, {"keep", c.Backup.Keep}}},
		{"evidence", pairs{{"copy", c.Evidence.Copy}, {"max_file_mb", c.Evidence.MaxFileMB}, {"quota_mb", c.Evidence.QuotaMB},
			{"keep_years", c.Evidence.KeepYears}, {"keep_days", c.Evidence.KeepDays}}},
		{"retention", pairs{{"seen_days", c.Retention.SeenDays}}},
		{"monitor", pairs{{"listen", c.Monitor.Listen}}},
		{"log", pairs{{"level", c.Log.Level}, {"format", c.Log.Format}}},
		{"units", x.units(o.Units)},
		{"people", x.people(o.People)},
		{"groups", x.groups(o.Groups)},
		{"externals", externals(o.Externals)},
		{"ambiguous", x.ambiguous(o.Ambiguous)},
		{"areas", x.areas(o.Areas)},
	})
}

// An exporter writes ids of units that are there.
type exporter struct{ here map[ledger.UnitID]bool }

func (x exporter) unit(id ledger.UnitID) string {
	if !x.here[id] {
		return ""
	}
	return string(id)
}

func (x exporter) list(ids []ledger.UnitID) []string {
	var out []string
	for _, id := range ids {
		if x.here[id] || id == ledger.AllUnits {
			out = append(out, string(id))
		}
	}
	return out
}

func stringPairs(m map[string]string) pairs {
	var out pairs
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, pair{k, m[k]})
	}
	return out
}

// exportPolicy writes every field of the policy under its JSON name, in the order of the type.
func exportPolicy(p ledger.Policy) pairs {
	b, err := json.Marshal(p)
	if err != nil {
		panic("config: policy: " + err.Error()) // numbers, words and lists are JSON
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		panic("config: policy: " + err.Error())
	}
	var out pairs
	for _, k := range jsonKeys(p) {
		out = append(out, pair{k, policyValue("policy."+k, m[k])})
	}
	return out
}

func policyValue(path string, v any) any {
	switch y := v.(type) {
	case float64:
		if clockKeys[path] {
			return clockOf(int(y))
		}
		return int(y)
	case []any:
		if len(y) == 0 {
			return rawEmpty
		}
		if _, isNumber := y[0].(float64); isNumber {
			var n []int
			for _, e := range y {
				n = append(n, int(e.(float64)))
			}
			return n
		}
		var l []pairs
		for _, e := range y {
			l = append(l, policyValue("", e).(pairs))
		}
		return l
	case map[string]any:
		var p pairs
		for _, k := range slices.Sorted(maps.Keys(y)) {
			p = append(p, pair{k, policyValue(path+"."+k, y[k])})
		}
		return p
	case nil:
		return rawEmpty
	}
	return v
}

func (x exporter) rules(rules []ledger.Rule) []pairs {
	var out []pairs
	for _, r := range rules {
		cron, rrule := r.Spec, ""
		if strings.Contains(r.Spec, "FREQ=") {
			cron, rrule = "", r.Spec
		}
		priority := ""
		if r.Priority != nil {
			priority = string(*r.Priority)
			if priority == "" {
				priority = "normal"
			}
		}
		p := pairs{{"id", r.ID}, {"job", string(r.Job)}, {"cron", cron}, {"rrule", rrule}, {"zone", r.Zone}, {"day_off", r.DayPolicy},
			{"unit", x.unit(r.Target.Unit)}, {"person", string(r.Target.Person)}}
		if t := r.Target.Place; t.Conversation != "" {
			p = append(p, pair{"channel", channels([]ledger.Channel{{Messenger: t.Messenger, Workspace: t.Workspace, Conversation: t.Conversation}})})
		}
		out = append(out, append(p, pair{"priority", priority}, pair{"state", string(r.State)}, pair{"text", r.Text}, pair{"document", r.Document}, pair{"auto_send", r.AutoSend},
			pair{"paused", r.Paused}, pair{"until", pauseEnd(r)}))
	}
	return out
}

// pauseEnd is left out of a schedule that is not paused: it means nothing there.
func pauseEnd(r ledger.Rule) string {
	if !r.Paused {
		return ""
	}
	return r.Until.String()
}

func (x exporter) units(units []ledger.Unit) []pairs {
	var out []pairs
	for _, u := range units {
		out = append(out, pairs{{"id", string(u.ID)}, {"name", u.Name}, {"short", u.Short}, {"aliases", u.Aliases}, {"weak_aliases", u.WeakAliases},
			{"kind", u.Kind}, {"parent", x.unit(u.Parent)}, {"channels", channels(u.Channels)}, {"groups", groupsOf(u.Groups)}, {"zone", u.Zone}})
	}
	return out
}

func channels(in []ledger.Channel) pairs {
	var out pairs
	for _, c := range in {
		out = append(out, address(c.Messenger, c.Workspace, "conversation", c.Conversation))
	}
	return out
}

func (x exporter) people(people []ledger.Person) []pairs {
	var out []pairs
	for _, p := range people {
		var roles []string
		var posts, absences []pairs
		for _, post := range p.Posts {
			if post.Unit == "" {
				roles = append(roles, string(post.Role))
			} else if x.here[post.Unit] {
				posts = append(posts, pairs{{"role", string(post.Role)}, {"unit", string(post.Unit)}})
			}
		}
		for _, a := range p.Absences {
			absences = append(absences, pairs{{"from", a.From.String()}, {"to", a.To.String()}, {"deputy", string(a.Deputy)}})
		}
		out = append(out, pairs{{"id", string(p.ID)}, {"name", p.Name}, {"title", p.Title}, {"aliases", p.Aliases}, {"roles", roles}, {"posts", posts},
			{"oversees", x.list(p.Oversees)}, {"contacts", x.list(p.Contacts)}, {"email", p.Email}, {"lang", p.Lang}, {"zone", p.Zone}, {"identities", identities(p.Identities)},
			{"absences", absences}, {"muted", p.Muted}})
	}
	return out
}

func identities(in []ledger.Identity) pairs {
	var out pairs
	for _, id := range in {
		out = append(out, address(id.Messenger, id.Workspace, "user", id.User))
	}
	return out
}

func groupsOf(in map[string]string) pairs {
	var out pairs
	for _, k := range slices.Sorted(maps.Keys(in)) {
		out = append(out, pair{k, in[k]})
	}
	return out
}

// address is a place in a messenger: a plain string, unless the workspace has to be said.
func address(messenger, workspace, key, value string) pair {
	if workspace == "" {
		return pair{messenger, value}
	}
	return pair{messenger, pairs{{"workspace", workspace}, {key, value}}}
}

func (x exporter) groups(groups []ledger.Group) []pairs {
	var out []pairs
	for _, g := range groups {
		out = append(out, pairs{{"name", g.Name}, {"aliases", g.Aliases}, {"kinds", g.Kinds}, {"members", x.list(g.Members)}, {"tracker", x.unit(g.Tracker)}, {"leaders", g.Leaders}})
	}
	return out
}

func externals(in []ledger.External) []pairs {
	var out []pairs
	for _, e := range in {
		out = append(out, pairs{{"name", e.Name}, {"aliases", e.Aliases}})
	}
	return out
}

func (x exporter) ambiguous(m map[string][]ledger.UnitID) pairs {
	var out pairs
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, pair{k, x.list(m[k])})
	}
	return out
}

func (x exporter) areas(areas []ledger.Area) []pairs {
	var out []pairs
	for _, a := range areas {
		out = append(out, pairs{{"name", a.Name}, {"lead", x.unit(a.Lead)}, {"with", a.With}})
	}
	return out
}

func (c *Config) exportMessengers() pairs {
	var out pairs
	if l := c.Messengers.Local; l != nil {
		var rooms []pairs
		for _, r := range l.Rooms {
			rooms = append(rooms, pairs{{"id", r.ID}, {"name", r.Name}, {"members", r.Members}})
		}
		out = append(out, pair{"local", pairs{{"listen", l.Listen}, {"tls_cert", c.written.chatCert}, {"tls_key", c.written.chatKey}, {"trusted_proxies", l.TrustedProxies},
			{"url", l.URL}, {"rooms", rooms}}})
	}
	if s := c.Messengers.Slack; s != nil {
		p := pairs{{"transport", s.Transport}}
		for _, secret := range []struct {
			key string
			s   Secret
		}{{"bot_token", s.BotToken}, {"app_token", s.AppToken}, {"signing_secret", s.SigningSecret}} {
			if secret.s.env != "" {
				p = append(p, pair{secret.key, pairs{{"env", secret.s.env}}})
			} else if secret.s.file != "" {
				p = append(p, pair{secret.key, pairs{{"file", secret.s.file}}})
			}
		}
		out = append(out, pair{"slack", append(p, pair{"listen", s.Listen}, pair{"api_url", s.APIURL}, pair{"command", s.Command})})
	}
	return out
}
