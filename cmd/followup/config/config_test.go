package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/ledger"
)

const small = `version: 1
preset: company
org: {id: acme, name: Acme, zone: Europe/London}
people:
  - {id: ann, name: Ann, roles: [supervisor, admin]}
units:
  - {id: eng, name: Engineering, aliases: [Eng], head: Head of Engineering}
  - {id: fin, name: Finance, kind: office, parent: eng}
`

func parse(t *testing.T, src string) *Config {
	t.Helper()
	c, err := Parse("c.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestExamples(t *testing.T) {
	for name, want := range map[string]struct {
		src    []byte
		preset string
		units  int
	}{"config.example.yaml": {followup.ExampleConfig, "court", 47}, "config.company.yaml": {followup.CompanyConfig, "company", 12}} {
		c, err := Parse(name, want.src)
		if err != nil {
			t.Fatal(err)
		}
		if c.Preset != want.preset || len(c.org.Units) != want.units {
			t.Errorf("%s: preset %s with %d units", name, c.Preset, len(c.org.Units))
		}
		if d := c.Directory(); d.Unit(d.Org().Office).Name == string(d.Org().Office) {
			t.Errorf("%s: the supervision office is not a unit", name)
		}
	}
}

// In the example every unit but one court can be reached, so that the demo shows what happens where nobody can.
func TestExampleReaches(t *testing.T) {
	c, err := Parse("config.example.yaml", followup.ExampleConfig)
	if err != nil {
		t.Fatal(err)
	}
	var unreached []string
	for _, u := range c.org.Units {
		if !slices.ContainsFunc(c.org.People, func(p ledger.Person) bool { return p.HasAt(ledger.RoleHead, u.ID) }) {
			unreached = append(unreached, u.Name)
		}
	}
	if !slices.Equal(unreached, []string{"沈阳市辽中区人民法院"}) {
		t.Errorf("without a head: %v", unreached)
	}
	d := c.Directory()
	if m, ok := d.Lookup("开发区法院"); !ok || m.Kind != ledger.MentionAmbiguous || len(m.Units) != 2 {
		t.Errorf("开发区法院 is %+v", m)
	}
	if m, ok := d.Lookup("各基层法院"); !ok || m.Kind != ledger.MentionGroup || len(m.Units) != 15 {
		t.Errorf("各基层法院 is %+v", m)
	}
	if m, ok := d.Lookup("审管办"); !ok || d.Unit(m.Unit).Name != "审判管理办公室" {
		t.Errorf("审管办 is %+v", m)
	}
	if p, ok := d.Who(ledger.Identity{Messenger: "local", User: "zxj-head"}); !ok || p.Name != "执行局负责人" || !p.HasAt(ledger.RoleHead, "zxj") {
		t.Errorf("zxj-head is %+v", p)
	}
}

// Each mistake gives one line with its place, its key, what is wrong and what to do.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"unknown key", "preset: company", "presett: company", "c.yaml:2: presett: unknown key; did you mean preset?"},
		{"unknown preset", "preset: company", "preset: firm", "c.yaml:2: preset: unknown preset firm; write court or company"},
		{"unknown key within", "aliases: [Eng]", "alias: [Eng]", "c.yaml:7: units[0].alias: unknown key; did you mean aliases?"},
		{"version", "version: 1", "version: 7", "c.yaml:1: version: this followup reads version 1; write version: 1"},
		{"wrong type", "aliases: [Eng]", "aliases: Eng", "c.yaml:7: units[0].aliases: wants a list, not text; write [a, b]"},
		{"wrong scalar", "name: Acme,", "name: [Acme],", "c.yaml:3: org.name: wants one value, not a list"},
		{"bad zone", "Europe/London", "Mars/Olympus", "c.yaml:3: org.zone: unknown zone Mars/Olympus; write an IANA zone"},
		{"bad language", "org: {", "org: {lang: fr, ", "c.yaml:3: org.lang: followup does not speak fr; write zh-CN or en"},
		{"alias of two units", "name: Finance", "name: Finance, aliases: [ENG]", "c.yaml:8: units[1].aliases[0]: ENG is a name of Engineering too; leave it to one of them"},
		{"id twice", "id: fin", "id: eng", "c.yaml:8: units[1].id: the id eng is used twice; give each its own"},
		{"no id", "id: fin, ", "", "c.yaml:8: units[1].id: is missing"},
		{"odd id", "id: fin", "id: f/n", `c.yaml:8: units[1].id: "f/n" is no id`},
		{"parent", "parent: eng", "parent: engine", "c.yaml:8: units[1].parent: no unit is called engine"},
		{"loop", "name: Engineering", "name: Engineering, parent: fin", "c.yaml:7: units[0].parent: the unit stands under itself"},
		{"role", "roles: [supervisor, admin]", "roles: [supervisor, admin, leeder]", "c.yaml:5: people[0].roles[2]: unknown role leeder; did you mean leader?"},
		{"role without unit", "roles: [supervisor, admin]", "roles: [supervisor, admin, head]", "c.yaml:5: people[0].roles[2]: the role head is held at a unit; set unit"},
		{"no supervisor", "[supervisor, admin]", "[admin]", "c.yaml:4: people: nobody is a supervisor"},
		{"oversees", "roles: [supervisor, admin]", "roles: [leader, supervisor, admin], oversees: [Engines]", "c.yaml:5: people[0].oversees[0]: no unit is called Engines"},
		{"oversees without a role", "roles: [supervisor, admin]", "roles: [supervisor, admin], oversees: [eng]", "people[0].oversees: Ann oversees units without being a leader"},
		{"same identity", "id: ann,", "id: ann, identities: {local: eng-head},", "units[0].head.identities: local eng-head is Ann already"},
		{"stands twice", "preset: company", "preset: company\npreset: company", "c.yaml:3: preset: stands twice"},
		{"clock", "preset: company", "preset: company\npolicy: {digest: 25:00}", `c.yaml:3: policy.digest: "25:00" is no time of day; write "09:00"`},
		{"escalation", "preset: company", "preset: company\npolicy: {escalation: [{days: 3, to: oversee}]}", "c.yaml:3: policy.escalation[0].to: nobody to tell is called oversee; did you mean overseer?"},
		{"flag", "preset: company", "preset: company\npolicy: {receipt: maybe}", `c.yaml:3: policy.receipt: "maybe" is neither true nor false`},
		{"cron", "preset: company", "preset: company\nschedules:\n  - {id: w, job: bulletin, cron: 0 9 * * 9}", "c.yaml:4: schedules[0].cron: schedule \"0 9 * * 9\" can't be read"},
		{"never", "preset: company", "preset: company\nschedules:\n  - {id: w, job: bulletin, cron: 0 9 30 2 *}", "c.yaml:4: schedules[0].cron: schedule \"0 9 30 2 *\" never fires"},
		{"job", "preset: company", "preset: company\nschedules:\n  - {id: w, job: buletin, cron: 0 9 * * 1}", "c.yaml:4: schedules[0].job: unknown job buletin; did you mean bulletin?"},
		{"state", "preset: company", "preset: company\nschedules:\n  - {id: w, job: report_call, cron: 0 9 * * 1, state: isued}", "c.yaml:4: schedules[0].state: unknown state isued; did you mean issued?"},
		{"end of no pause", "preset: company", "preset: company\nschedules:\n  - {id: w, job: report_call, cron: 0 9 * * 1, until: 2026-12-01}", "c.yaml:4: schedules[0].until: only a pause ends"},
		{"secret in the file", "preset: company", "preset: company\nmessengers:\n  slack: {bot_token: xoxb-1, app_token: \"${A}\"}", "c.yaml:4: messengers.slack.bot_token: a secret must not stand in the file"},
		{"no secret", "preset: company", "preset: company\nmessengers:\n  slack: {bot_token: \"${B}\"}", "c.yaml:4: messengers.slack: app_token is missing"},
		{"open listener", "preset: company", "preset: company\nmessengers:\n  local: {listen: 0.0.0.0:8080, url: https://a.example}", "c.yaml:4: messengers.local.listen: 0.0.0.0:8080 would show everybody's messages in clear"},
		{"listener", "preset: company", "preset: company\nmessengers:\n  local: {listen: \"8080\"}", "c.yaml:4: messengers.local.listen: 8080 is no address to listen on"},
		{"open page", "preset: company", "preset: company\ndashboard: {listen: 0.0.0.0:8081, public_url: https://a.example}", "c.yaml:3: dashboard.listen: 0.0.0.0:8081 would show everybody's items in clear"},
		{"page in clear", "preset: company", "preset: company\ndashboard: {public_url: http://a.example}", "c.yaml:3: dashboard.public_url: http://a.example is no https address"},
		{"page below a path", "preset: company", "preset: company\ndashboard: {public_url: https://a.example/page}", "c.yaml:3: dashboard.public_url: https://a.example/page has more than a host"},
		{"page without an address", "preset: company", "preset: company\ndashboard: {listen: 127.0.0.1:1}", "c.yaml:3: dashboard: public_url is missing"},
		{"half a certificate", "preset: company", "preset: company\ndashboard: {public_url: https://a.example, tls_cert: c.pem}", "c.yaml:3: dashboard.tls_cert: a certificate and its key belong together"},
		{"proxy", "preset: company", "preset: company\ndashboard: {public_url: https://a.example, trusted_proxies: [a.example]}", "dashboard.trusted_proxies[0]: a.example is no address or network"},
		{"open monitor", "preset: company", "preset: company\nmonitor: {listen: 0.0.0.0:9090}", "c.yaml:3: monitor.listen: 0.0.0.0:9090 would tell the whole network"},
		{"document of a bulletin", "preset: company", "preset: company\nschedules:\n  - {id: w, job: bulletin, cron: 0 9 * * 1, document: plan}", "c.yaml:4: schedules[0].document: only the job export sends documents"},
		{"calendar file", "preset: company", "preset: company\ncalendar: {files: [nowhere.json]}", "c.yaml:3: calendar.files[0]: nowhere.json: no such file or directory"},
		{"calendar day", "preset: company", "preset: company\ncalendar: {days: {2026-13-01: off}}", "c.yaml:3: calendar.days.2026-13-01: is no date"},
		{"holder", "head: Head of Engineering", "head: {id: bob}", "c.yaml:7: units[0].head: nobody has the id bob"},
		{"group", "preset: company", "preset: company\ngroups: [{name: everybody, kinds: [ofice]}]", "c.yaml:3: groups[0].kinds[0]: no unit is of the kind ofice"},
		{"syntax", "preset: company", "preset: [company", "c.yaml:"},
		{"tag", "preset: company", "preset: !!str company", "c.yaml:2: preset: tags are not used here"},
	} {
		src := strings.Replace(small, c.from, c.to, 1)
		if src == small {
			t.Fatalf("%s: nothing was replaced", c.name)
		}
		_, err := Parse("c.yaml", []byte(src))
		var p Problems
		if !errors.As(err, &p) {
			t.Errorf("%s: no problem was found: %v", c.name, err)
			continue
		}
		if !slices.ContainsFunc(p, func(x Problem) bool { return strings.Contains(x.String(), c.want) }) {
			t.Errorf("%s: got\n%s\nwant %s", c.name, p, c.want)
		}
		for _, x := range p {
			if strings.Contains(x.String(), "\n") {
				t.Errorf("%s: %q is more than a line", c.name, x)
			}
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	src := strings.NewReplacer("preset: company", "presett: company", "Europe/London", "Nowhere", "parent: eng", "parent: x", "[supervisor, admin]", "[supervisor, boss]").Replace(small)
	_, err := Parse("c.yaml", []byte(src))
	var p Problems
	if !errors.As(err, &p) {
		t.Fatal(err)
	}
	var lines []int
	for _, x := range p {
		lines = append(lines, x.Line)
	}
	if !slices.IsSorted(lines) || len(p) < 5 {
		t.Errorf("got\n%s", p)
	}
}

func TestSmallConfigIsRight(t *testing.T) {
	c := parse(t, small)
	if c.org.Units[1].Parent != "eng" || c.org.People[1].Name != "Head of Engineering" || c.org.People[1].ID != "eng-head" {
		t.Errorf("got %+v", c.org)
	}
	if c.Policy.Receipt || c.Org.Lang != "en" {
		t.Error("the company preset is not in force")
	}
}

// Every field of the policy can be set under its JSON name.
func TestWholePolicyCanBeSet(t *testing.T) {
	var b strings.Builder
	v := reflect.ValueOf(ledger.Policy{})
	for i, k := range jsonKeys(ledger.Policy{}) {
		switch f := v.Field(i); {
		case clockKeys["policy."+k]:
			fmt.Fprintf(&b, "  %s: \"11:07\"\n", k)
		case f.Kind() == reflect.Bool:
			fmt.Fprintf(&b, "  %s: true\n", k)
		case f.Kind() == reflect.Int:
			fmt.Fprintf(&b, "  %s: 7\n", k)
		case k == "due_on_day_off":
			fmt.Fprintf(&b, "  %s: next\n", k)
		case k == "rule_days":
			fmt.Fprintf(&b, "  %s: skip\n", k)
		case k == "before":
			fmt.Fprintf(&b, "  %s: [9]\n", k)
		case k == "escalation":
			fmt.Fprintf(&b, "  %s: [{days: 9, to: head}]\n", k)
		case k == "score":
			fmt.Fprintf(&b, "  %s: {late_floor: 50}\n", k)
		case f.Kind() == reflect.String:
			fmt.Fprintf(&b, "  %s: x\n", k)
		default:
			t.Errorf("the policy has a field %s that this test doesn't know", k)
		}
	}
	c := parse(t, small+"policy:\n"+b.String())
	got := reflect.ValueOf(c.Policy)
	for i := range got.NumField() {
		if got.Field(i).IsZero() {
			t.Errorf("policy.%s was not taken", got.Type().Field(i).Name)
		}
	}
	if f := c.Policy.Score; f.Floor != 50 || f.Lead != 100 {
		t.Errorf("the score's formula is %+v", f)
	}
	if c.Policy.Digest != 11*60+7 {
		t.Errorf("11:07 is %d minutes", c.Policy.Digest)
	}
}

func TestSecrets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src := small + "messengers:\n  slack:\n    bot_token: ${BOT}\n    app_token: {file: " + file + "}\n"
	c := parse(t, src)
	if err := c.Secrets(func(string) string { return "" }); err == nil || !strings.Contains(err.Error(), "c.yaml:11: messengers.slack.bot_token: the environment variable BOT is not set") {
		t.Errorf("a missing secret gives %v", err)
	}
	if err := c.Secrets(func(k string) string { return map[string]string{"BOT": "xoxb-secret"}[k] }); err != nil {
		t.Fatal(err)
	}
	s := c.Messengers.Slack
	if s.BotToken.Reveal() != "xoxb-secret" || s.AppToken.Reveal() != "from-file" {
		t.Error("the secrets were not read")
	}
	if shown := fmt.Sprintf("%v %+v %#v %s", s, *s, *s, s.BotToken); strings.Contains(shown, "xoxb-secret") || strings.Contains(shown, "from-file") {
		t.Errorf("a secret prints itself: %s", shown)
	}
}

func TestExportLoadsAgain(t *testing.T) {
	extra := `
messengers:
  local: {listen: 127.0.0.1:9000, rooms: [{id: hall, name: Hall}]}
  slack: {bot_token: "${B}", app_token: {file: /run/app}}
schedules:
  - {id: w, job: bulletin, cron: "0 9 * * 1", unit: eng, channel: {slack: {workspace: T1, conversation: C1}}, priority: normal}
  - {id: d, job: export, document: plan, cron: "0 9 1 * *"}
  - {id: u, job: overdue_reminder, cron: "0 9 * * 1", state: issued, paused: true, until: 2026-12-01}
dashboard: {listen: 0.0.0.0:9001, public_url: https://page.example, tls_cert: c.pem, tls_key: k.pem, trusted_proxies: [10.0.0.0/8]}
charts: {font: fonts/a.ttf}
monitor: {listen: 127.0.0.1:9002}
evidence: {copy: true, max_file_mb: 3, quota_mb: 40, keep_years: 5, keep_days: 6}
`
	for name, src := range map[string]string{"court": string(followup.ExampleConfig), "company": string(followup.CompanyConfig), "small": small + extra} {
		c := parse(t, src)
		text := c.Export(c.org, c.Policy, c.rules)
		again, err := Parse("c.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if a, b := again.Export(again.org, again.Policy, again.rules), text; a != b {
			t.Errorf("%s: exported twice it differs:\n%s\n%s", name, a, b)
		}
		for i, p := range again.org.People {
			if !reflect.DeepEqual(p, c.org.People[i]) {
				t.Errorf("%s: %+v became %+v", name, c.org.People[i], p)
			}
		}
		if !reflect.DeepEqual(again.org.Units, c.org.Units) || !reflect.DeepEqual(again.Policy, c.Policy) || !reflect.DeepEqual(again.rules, c.rules) {
			t.Errorf("%s: units, policy or rules differ", name)
		}
		if again.Data != c.Data || !reflect.DeepEqual(again.Messengers.Local, c.Messengers.Local) {
			t.Errorf("%s: data or listener differ", name)
		}
		if !reflect.DeepEqual(again.Dashboard, c.Dashboard) || again.Charts != c.Charts || again.Monitor != c.Monitor || again.Evidence != c.Evidence {
			t.Errorf("%s: page, charts, monitor or evidence differ:\n%s", name, text)
		}
	}
}

func TestEvidence(t *testing.T) {
	c := parse(t, small)
	if e := c.Evidence; e.Copy || e.MaxFile() != 20<<20 || e.Quota() != 10<<30 || e.KeepYears+e.KeepDays != 0 {
		t.Errorf("without a word: %+v", e)
	}
	for src, want := range map[string]string{
		"{copy: true, max_file_mb: 0}": "evidence.max_file_mb: 0 is no size of a file", "{quota_mb: 3}": "evidence.quota_mb: 3 holds no file of max_file_mb (20)",
		"{keep_years: -1}": "evidence.keep_years: -1 is no time", "{max_file: 3}": "evidence.max_file: unknown key", "{copy: perhaps}": "evidence.copy: ",
	} {
		if _, err := Parse("c.yaml", []byte(small+"evidence: "+src+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("? [a]\n: b\n<<: {version: 1}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, err := Parse("c.yaml", src)
		var p Problems
		if err != nil && (!errors.As(err, &p) || strings.Count(err.Error(), "\n") != len(p)-1) {
			t.Errorf("%v", err)
		}
	})
}
