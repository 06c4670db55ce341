package config

import (
	"errors"
	"io/fs"
	"reflect"

	"github.com/goccy/go-yaml/ast"
)

// decode fills the defaults of the preset, which stands anywhere in the file, with what the file says.
func decode(d *decoder, src []byte) Config {
	n := d.parse(src)
	if n == nil {
		if len(d.problems) == 0 {
			d.problems = append(d.problems, Problem{File: d.file, What: "is empty", Do: "start from config.example.yaml"})
		}
		return Defaults("court")
	}
	c := Defaults(presetOf(n))
	if _, ok := n.(*ast.SequenceNode); ok {
		d.fail("", n, "wants keys with values, not a list", "start from config.example.yaml")
		return c
	}
	d.value("", n, reflect.ValueOf(&c).Elem())
	if c.Preset != "court" && c.Preset != "company" {
		d.at("preset", "unknown preset "+c.Preset, "write court or company")
	}
	if c.Version != 1 {
		d.at("version", "this followup reads version 1", "write version: 1")
	}
	return c
}

func presetOf(n ast.Node) string {
	if m, ok := n.(*ast.MappingNode); ok {
		for _, p := range m.Values {
			if s, ok := written(p.Value); ok && keyOf(p) == "preset" {
				return s
			}
		}
	}
	return "court"
}

// reason is an error of the file system without the path, which the problem names already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
