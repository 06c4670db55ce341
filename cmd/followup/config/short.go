package config

import (
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"github.com/followup-bot/followup/ledger"
)

// A Holder is who holds a post at a unit: a bare name, or a person in full. With only an id it is a person named elsewhere in the file.
type Holder struct{ Person }

func (h *Holder) decodeNode(d *decoder, path string, n ast.Node) {
	if _, ok := n.(*ast.NullNode); ok {
		d.fail(path, n, "nobody is named", "write a name, or leave the key out")
		return
	}
	if s, ok := written(n); ok {
		h.Name = s
		return
	}
	d.object(path, n, reflect.ValueOf(&h.Person).Elem())
}

// Identities are how messengers know a person: {local: zhang, slack: U012AB3CD} or {slack: {workspace: T01, user: U012AB3CD}}.
type Identities []ledger.Identity

func (x *Identities) decodeNode(d *decoder, path string, n ast.Node) {
	pairs, _ := d.entries(path, n)
	for _, p := range pairs {
		at := join(path, keyOf(p))
		var id struct {
			Workspace string `yaml:"workspace"`
			User      string `yaml:"user"`
		}
		d.short(at, p.Value, &id.User, &id)
		if id.User == "" {
			d.fail(at, p.Value, "no user is named", "write the messenger's id of the person")
		}
		*x = append(*x, ledger.Identity{Messenger: keyOf(p), Workspace: id.Workspace, User: id.User})
	}
}

// Channels are the conversations where a unit is addressed: {slack: C012AB3CD} or {slack: {workspace: T01, conversation: C012AB3CD}}.
type Channels []ledger.Channel

func (x *Channels) decodeNode(d *decoder, path string, n ast.Node) {
	pairs, _ := d.entries(path, n)
	for _, p := range pairs {
		at := join(path, keyOf(p))
		var c struct {
			Workspace    string `yaml:"workspace"`
			Conversation string `yaml:"conversation"`
		}
		d.short(at, p.Value, &c.Conversation, &c)
		if c.Conversation == "" {
			d.fail(at, p.Value, "no conversation is named", "write the messenger's id of the channel")
		}
		*x = append(*x, ledger.Channel{Messenger: keyOf(p), Workspace: c.Workspace, Conversation: c.Conversation})
	}
}

// Groups are a unit's groups by messenger: {slack: "@finance"}. Their members are the unit's.
type Groups map[string]string

func (x *Groups) decodeNode(d *decoder, path string, n ast.Node) {
	pairs, _ := d.entries(path, n)
	for _, p := range pairs {
		at := join(path, keyOf(p))
		s, ok := written(p.Value)
		if !ok || s == "" {
			d.fail(at, p.Value, "no group is named", "write the messenger's name or id of the group")
			continue
		}
		if *x == nil {
			*x = Groups{}
		}
		(*x)[keyOf(p)] = s
	}
}

// short decodes a bare value into one field, and a mapping into the whole struct that full points to.
func (d *decoder) short(path string, n ast.Node, field *string, full any) {
	d.lines[path] = line(n)
	if s, ok := written(n); ok {
		*field = s
		return
	}
	d.object(path, n, reflect.ValueOf(full).Elem())
}
