// Package config reads followup's configuration file: strictly, telling every mistake at once with its line and what to do.
//
// The file alone holds listeners, paths and secrets; the organisation, its policy and its schedules in it seed the ledger, where admins go
// on changing them in chat. Secrets never stand in the file: it names an environment variable or a file. Nothing here logs.
package config

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A Config is what the file says, over the defaults of its preset.
type Config struct {
	Version    int           `yaml:"version"`
	Preset     string        `yaml:"preset"` // court or company
	Org        Organisation  `yaml:"org"`
	Data       string        `yaml:"data"` // folder of the ledger, relative to the file
	Log        Log           `yaml:"log"`
	Monitor    Monitor       `yaml:"monitor"`
	Backup     Backup        `yaml:"backup"`
	Evidence   Evidence      `yaml:"evidence"`
	Charts     Charts        `yaml:"charts"`
	Retention  Retention     `yaml:"retention"`
	Calendar   Calendar      `yaml:"calendar"`
	Policy     ledger.Policy `yaml:"policy"`
	Schedules  []Schedule    `yaml:"schedules"`
	Messengers Messengers    `yaml:"messengers"`
	Dashboard  *Dashboard    `yaml:"dashboard"` // nil: off

	Units     []Unit              `yaml:"units"`
	Courts    []Unit              `yaml:"courts"` // units of the level below; their kind is court
	People    []Person            `yaml:"people"`
	Groups    []Group             `yaml:"groups"`
	Externals []ledger.External   `yaml:"externals"`
	Ambiguous map[string][]string `yaml:"ambiguous"`
	Areas     []ledger.Area       `yaml:"areas"`

	file     string
	org      ledger.Org
	rules    []ledger.Rule
	calendar *calendar.Calendar
	written  asWritten
	d        *decoder
}

// asWritten are paths as the file has them, for Export.
type asWritten struct {
	data, backup, font string
	calendars          []string
	chatCert, chatKey  string
	pageCert, pageKey  string
}

// Organisation is who uses this followup.
type Organisation struct {
	ID           string   `yaml:"id"`
	Name         string   `yaml:"name"`
	Aliases      []string `yaml:"aliases"`
	Zone         string   `yaml:"zone"` // IANA
	Lang         string   `yaml:"lang"` // BCP 47
	NumberPrefix string   `yaml:"number_prefix"`
	Office       string   `yaml:"office"` // the supervision office: id or name of a unit
}

// Log is how followup keeps its log, on standard error.
type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn or error
	Format string `yaml:"format"` // text or json
}

// Charts are the pictures sent in chat.
type Charts struct {
	Font string `yaml:"font"` // file of a font with the letters of the organisation's language, relative to the file; empty: one of the system's
}

// Monitor is where /healthz, /readyz and /metrics are served; without an address nowhere.
type Monitor struct {
	Listen string `yaml:"listen"` // on this machine only: 127.0.0.1:9090
}

// Backup is the nightly copy of the ledger. Without a folder there is none.
type Backup struct {
	Folder string `yaml:"folder"` // relative to the file
	At     string `yaml:"at"`     // 02:30, in the organisation's zone
	Keep   int    `yaml:"keep"`   // copies kept
}

// Evidence is whether files that are sent as evidence are copied into the data folder, and how much of them is kept how long. Copies made before Copy was
// switched off stay, under the same retention.
type Evidence struct {
	Copy      bool `yaml:"copy"`
	MaxFileMB int  `yaml:"max_file_mb"` // larger files are kept by reference only
	QuotaMB   int  `yaml:"quota_mb"`    // of all files together; the same content counts once
	KeepYears int  `yaml:"keep_years"`  // after the item was closed or ended, years …
	KeepDays  int  `yaml:"keep_days"`   // … and days; both 0: for ever
}

// Retention is how long what only serves the machinery is kept; raw texts are policy.raw_days.
type Retention struct {
	SeenDays int `yaml:"seen_days"` // ids of messages seen, and sent notices
}

// Calendar is which days are worked.
type Calendar struct {
	Base  string            `yaml:"base"`  // china or weekends
	Files []string          `yaml:"files"` // holiday-cn's JSON, a year each, relative to the file
	Days  map[string]string `yaml:"days"`  // 2026-12-24: off, 2026-12-26: work
}

// A Group is a collective owner (各部门, all departments).
type Group struct {
	Name    string   `yaml:"name"`
	Aliases []string `yaml:"aliases"`
	Kinds   []string `yaml:"kinds"`   // units of these kinds belong to it
	Members []string `yaml:"members"` // and these: ids or names
	Tracker string   `yaml:"tracker"` // the unit that keeps track, of a group that can't be assigned
	Leaders bool     `yaml:"leaders"` // of leaders: no unit answers for it
}

// A Unit can own items. Head, liaison and members are its people; a bare name is a person whose id is the unit's and the role's.
type Unit struct {
	ID          string   `yaml:"id"`
	Name        string   `yaml:"name"`
	Short       string   `yaml:"short"`
	Aliases     []string `yaml:"aliases"`
	WeakAliases []string `yaml:"weak_aliases"`
	Kind        string   `yaml:"kind"`
	Parent      string   `yaml:"parent"`
	Channels    Channels `yaml:"channels"`
	Groups      Groups   `yaml:"groups"`
	Zone        string   `yaml:"zone"` // IANA, of its people
	Head        *Holder  `yaml:"head"`
	Liaison     *Holder  `yaml:"liaison"`
	Members     []Holder `yaml:"members"`
}

// A Person is somebody the bot talks with.
type Person struct {
	ID         string           `yaml:"id"`
	Name       string           `yaml:"name"`
	Title      string           `yaml:"title"`
	Aliases    []string         `yaml:"aliases"`
	Roles      []string         `yaml:"roles"` // of the organisation, or of the unit
	Unit       string           `yaml:"unit"`  // where head, liaison and member of roles are held
	Posts      []Post           `yaml:"posts"` // roles at several units
	Oversees   []string         `yaml:"oversees"`
	Contacts   []string         `yaml:"contacts"`
	Email      string           `yaml:"email"` // by which messengers that know addresses find the person
	Lang       string           `yaml:"lang"`
	Zone       string           `yaml:"zone"`
	Identities Identities       `yaml:"identities"` // empty: local, under the person's id
	Absences   []ledger.Absence `yaml:"absences"`
	Muted      bool             `yaml:"muted"`
}

// A Post is a role held at a unit.
type Post struct {
	Role string `yaml:"role"`
	Unit string `yaml:"unit"`
}

// Defaults are what a file that says nothing gets, by preset.
func Defaults(preset string) Config {
	c := Config{
		Version: 1, Preset: preset, Data: "./data",
		Log:       Log{Level: "info", Format: "text"},
		Backup:    Backup{At: "02:30", Keep: 14},
		Evidence:  Evidence{MaxFileMB: 20, QuotaMB: 10240},
		Retention: Retention{SeenDays: 90},
		Calendar:  Calendar{Base: "china"},
		Policy:    ledger.DefaultPolicy(),
		Org:       Organisation{Zone: "Asia/Shanghai", Lang: "zh-CN"},
	}
	if preset == "company" {
		c.Policy = ledger.CompanyPolicy()
		c.Calendar.Base = "weekends"
		c.Org.Zone, c.Org.Lang = "UTC", "en"
	}
	return c
}

// Load reads and checks a configuration file. A mistake in it gives Problems, all at once; secrets are not looked at (see Secrets).
func Load(file string) (*Config, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, Problems{{File: file, What: "can't be opened: " + reason(err), Do: "name the file with --config"}}
	}
	defer f.Close()
	const most = 8 << 20
	src, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, Problems{{File: file, What: "can't be read: " + reason(err)}}
	}
	if len(src) > most {
		return nil, Problems{{File: file, What: "is larger than 8 MiB", Do: "name followup's own configuration"}}
	}
	return Parse(file, src)
}

// Parse is Load of a file already read; relative paths in it are meant from the folder of file.
func Parse(file string, src []byte) (*Config, error) {
	d := newDecoder(file)
	c := decode(d, src)
	c.file, c.d = file, d
	c.written = asWritten{data: c.Data, backup: c.Backup.Folder, font: c.Charts.Font, calendars: slices.Clone(c.Calendar.Files)}
	c.paths()
	c.build()
	c.check()
	if err := d.problems.err(); err != nil {
		return nil, err
	}
	return &c, nil
}

// Directory is the organisation that the file describes, made ready for looking things up.
func (c *Config) Directory() *ledger.Directory { return ledger.NewDirectory(c.org) }

// Organisation is the organisation that the file describes, with its units and people.
func (c *Config) Organisation() ledger.Org { return c.org }

// Days is the calendar of working days that the file describes.
func (c *Config) Days() *calendar.Calendar { return c.calendar }

// Zone is the organisation's zone.
func (c *Config) Zone() *time.Location {
	if loc, err := time.LoadLocation(c.Org.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// File is where the configuration was read from.
func (c *Config) File() string { return c.file }

// path gives a path of the file from the working folder.
func (c *Config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(filepath.Dir(c.file), p)
}

func (c *Config) paths() {
	c.Data = c.path(c.Data)
	c.Backup.Folder = c.path(c.Backup.Folder)
	c.Charts.Font = c.path(c.Charts.Font)
	for i, f := range c.Calendar.Files {
		c.Calendar.Files[i] = c.path(f)
	}
	if l := c.Messengers.Local; l != nil {
		c.written.chatCert, c.written.chatKey = l.TLSCert, l.TLSKey
		l.TLSCert, l.TLSKey = c.path(l.TLSCert), c.path(l.TLSKey)
	}
	if d := c.Dashboard; d != nil {
		c.written.pageCert, c.written.pageKey = d.TLSCert, d.TLSKey
		d.TLSCert, d.TLSKey = c.path(d.TLSCert), c.path(d.TLSKey)
	}
}
