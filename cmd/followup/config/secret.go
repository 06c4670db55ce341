package config

import (
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A Secret is named in the file and read from the environment or a file of its own. It never prints itself.
type Secret struct {
	env   string
	file  string
	path  string // key in the configuration
	value string
}

var envName = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

func (s *Secret) decodeNode(d *decoder, path string, n ast.Node) {
	s.path = path
	if text, ok := written(n); ok {
		m := envName.FindStringSubmatch(text)
		if m == nil {
			d.fail(path, n, "a secret must not stand in the file", "write ${NAME} of an environment variable, or {file: PATH}")
			return
		}
		s.env = m[1]
		return
	}
	var from struct {
		Env  string `yaml:"env"`
		File string `yaml:"file"`
	}
	d.short(path, n, new(string), &from)
	s.env, s.file = from.Env, from.File
	if (s.env == "") == (s.file == "") {
		d.fail(path, n, "names no secret", "write ${NAME}, {env: NAME} or {file: PATH}")
	}
}

// Named reports whether the file names the secret at all.
func (s Secret) Named() bool { return s.env != "" || s.file != "" }

// Reveal gives the secret itself, once Config.Secrets has read it.
func (s Secret) Reveal() string { return s.value }

// String hides the secret.
func (s Secret) String() string { return "(secret)" }

// GoString hides the secret.
func (s Secret) GoString() string { return "(secret)" }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// read fetches the value; path gives a file's place from the working folder.
func (s *Secret) read(getenv func(string) string, path func(string) string) error {
	if s.env != "" {
		if s.value = strings.TrimSpace(getenv(s.env)); s.value == "" {
			return fmt.Errorf("the environment variable %s is not set", s.env)
		}
		return nil
	}
	b, err := os.ReadFile(path(os.Expand(s.file, getenv)))
	if err != nil {
		return fmt.Errorf("the file %s can't be read: %s", s.file, reason(err))
	}
	if s.value = strings.TrimSpace(string(b)); s.value == "" {
		return fmt.Errorf("the file %s is empty", s.file)
	}
	return nil
}

// Secrets reads the secrets that the file names, from the environment and from files. Missing ones are Problems, all at once.
func (c *Config) Secrets(getenv func(string) string) error {
	c.d.problems = nil
	for _, s := range c.Messengers.secrets() {
		if err := s.read(getenv, c.path); err != nil {
			c.d.at(s.path, err.Error(), "set it, and start followup again")
		}
	}
	return c.d.problems.err()
}
