package config

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// written gives a scalar as it stands in the file; ok is false for lists and mappings.
func written(n ast.Node) (string, bool) {
	switch x := n.(type) {
	case *ast.StringNode:
		return x.Value, true
	case *ast.LiteralNode:
		return x.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (d *decoder) text(path string, n ast.Node, v reflect.Value) {
	s, ok := written(n)
	if !ok {
		d.fail(path, n, "wants one value, not "+describe(n), "write it on one line")
		return
	}
	if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
		d.fail(path, n, err.Error(), "")
	}
}

var durationType = reflect.TypeFor[time.Duration]()

func (d *decoder) scalar(path string, n ast.Node, v reflect.Value) {
	s, ok := written(n)
	if !ok {
		d.fail(path, n, "wants one value, not "+describe(n), "write it on one line")
		return
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(s)
	case v.Type() == durationType:
		t, err := time.ParseDuration(s)
		if err != nil || t < 0 {
			d.fail(path, n, fmt.Sprintf("%q is no length of time", s), "write 30s, 10m or 24h")
			return
		}
		v.SetInt(int64(t))
	case v.Kind() == reflect.Bool:
		b, isBool := n.(*ast.BoolNode)
		if !isBool {
			d.fail(path, n, fmt.Sprintf("%q is neither true nor false", s), "write true or false")
			return
		}
		v.SetBool(b.Value)
	case v.CanInt():
		d.integer(path, n, s, v)
	default:
		panic("config: no way to decode " + v.Type().String())
	}
}

var clock = regexp.MustCompile(`^([01]?\d|2[0-3])[:：]([0-5]\d)$`)

// clockKeys are the policy's times of day, in minutes after midnight; the file writes 09:00, or off for -1.
var clockKeys = map[string]bool{"policy.digest": true, "policy.brief": true, "policy.quiet_from": true, "policy.quiet_to": true}

func (d *decoder) integer(path string, n ast.Node, s string, v reflect.Value) {
	if clockKeys[path] {
		if strings.EqualFold(s, "off") && path == "policy.brief" {
			v.SetInt(-1)
			return
		}
		m, ok := minuteOf(s)
		if !ok {
			d.fail(path, n, fmt.Sprintf("%q is no time of day", s), `write "09:00"`)
			return
		}
		v.SetInt(int64(m))
		return
	}
	i, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v.OverflowInt(i) {
		d.fail(path, n, fmt.Sprintf("%q is no whole number", s), "write digits")
		return
	}
	v.SetInt(i)
}

func minuteOf(s string) (int, bool) {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi(m[2])
	return h*60 + min, true
}

func clockOf(minute int) string {
	if minute < 0 {
		return "off"
	}
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}
