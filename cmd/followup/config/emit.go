package config

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// rawEmpty is an empty list that has to be written, since leaving it out would mean a default.
var rawEmpty = literal("[]")

// A literal is written as it stands.
type literal string

// A pair is one key with its value: string, bool, int, []string, pairs, [](pairs).
type pair struct {
	key   string
	value any
}

// pairs is a mapping in the order that it is written in. Empty values are left out.
type pairs []pair

func empty(v any) bool {
	if v == nil {
		return true
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return r.Len() == 0
	case reflect.Bool:
		return !r.Bool()
	}
	return false
}

// jsonKeys lists the JSON names of a struct's fields in their order.
func jsonKeys(v any) []string {
	var out []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}

// plainWord are strings that YAML reads as themselves without quotes, in flow style too.
var plainWord = regexp.MustCompile(`^[\p{L}/][\p{L}\p{N}_./() 、()〔〕+-]*$`)

// taken are words that YAML reads as something else.
var taken = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|null|y|n)$`)

func quoted(s string) string {
	if plainWord.MatchString(s) && !taken.MatchString(s) && strings.TrimSpace(s) == s {
		return s
	}
	b, err := json.Marshal(s) // JSON strings are YAML
	if err != nil {
		return strconv.Quote(s)
	}
	return string(b)
}

// flow writes a value in one line.
func flow(v any) string {
	switch x := v.(type) {
	case string:
		return quoted(x)
	case literal:
		return string(x)
	case bool:
		return strconv.FormatBool(x)
	case int:
		return strconv.Itoa(x)
	case []string:
		parts := make([]string, len(x))
		for i, s := range x {
			parts[i] = quoted(s)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case []int:
		parts := make([]string, len(x))
		for i, n := range x {
			parts[i] = strconv.Itoa(n)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case []pairs:
		parts := make([]string, len(x))
		for i, p := range x {
			parts[i] = flow(p)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case pairs:
		var parts []string
		for _, p := range x {
			if !empty(p.value) {
				parts = append(parts, quoted(p.key)+": "+flow(p.value))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	panic("config: no way to write " + reflect.TypeOf(v).String())
}

// document writes sections: mappings with a key a line, lists with an entry a line.
func document(sections pairs) string {
	var b strings.Builder
	for _, s := range sections {
		if empty(s.value) {
			continue
		}
		switch x := s.value.(type) {
		case pairs:
			b.WriteString("\n" + s.key + ":\n")
			for _, p := range x {
				if p.value != nil && (!empty(p.value) || reflect.ValueOf(p.value).Kind() == reflect.Bool) {
					b.WriteString("  " + quoted(p.key) + ": " + flow(p.value) + "\n")
				}
			}
		case []pairs:
			b.WriteString("\n" + s.key + ":\n")
			for _, p := range x {
				b.WriteString("  - " + flow(p) + "\n")
			}
		default:
			b.WriteString(s.key + ": " + flow(x) + "\n")
		}
	}
	return b.String()
}
