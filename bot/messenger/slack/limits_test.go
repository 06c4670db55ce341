package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// checkBlocks compares blocks with the limits that https://docs.slack.dev/reference/block-kit documents, and gives what exceeds them. It
// knows only the kinds of block and element that the messenger uses: another one is an error, too.
func checkBlocks(raw []byte, most int) []string {
	c := &checker{}
	if !utf8.Valid(raw) {
		c.wrong("not UTF-8")
	}
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		c.wrong("blocks: %v", err)
		return c.found
	}
	c.blocks(blocks, most)
	return c.found
}

// checkView does the same for a modal or an App Home.
func checkView(raw []byte) []string {
	c := &checker{}
	var v struct {
		Type   string           `json:"type"`
		Blocks []map[string]any `json:"blocks"`
		Meta   string           `json:"private_metadata"`
	}
	var all map[string]any
	if json.Unmarshal(raw, &v) != nil || json.Unmarshal(raw, &all) != nil {
		return []string{"view: not JSON"}
	}
	c.blocks(v.Blocks, viewBlocks)
	if v.Type == "modal" {
		for _, part := range []string{"title", "submit", "close"} {
			if part != "submit" || all[part] != nil || fillable(v.Blocks) {
				c.text(part, all[part], 24, true)
			}
		}
	}
	c.length("private_metadata", v.Meta, 0, 3000)
	return c.found
}

// fillable reports whether there is something to send: a view with inputs needs a button for it.
func fillable(blocks []map[string]any) bool {
	return slices.ContainsFunc(blocks, func(b map[string]any) bool { return b["type"] == "input" })
}

type checker struct{ found []string }

func (c *checker) wrong(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

func (c *checker) length(what, s string, least, most int) {
	if n := len(utf16.Encode([]rune(s))); n < least || n > most {
		c.wrong("%s has %d characters, not %d to %d", what, n, least, most)
	}
}

func (c *checker) count(what string, n, least, most int) {
	if n < least || n > most {
		c.wrong("%s: %d, not %d to %d", what, n, least, most)
	}
}

// text checks a text object; plain: no markup allowed.
func (c *checker) text(what string, v any, most int, plain bool) {
	o, ok := v.(map[string]any)
	if !ok {
		c.wrong("%s is no text object: %v", what, v)
		return
	}
	s, _ := o["text"].(string)
	c.length(what, s, 1, most)
	if plain && o["type"] != "plain_text" {
		c.wrong("%s is %v, not plain_text", what, o["type"])
	}
}

func list(v any) []map[string]any {
	var out []map[string]any
	items, _ := v.([]any)
	for _, i := range items {
		m, _ := i.(map[string]any)
		out = append(out, m)
	}
	return out
}

func (c *checker) blocks(blocks []map[string]any, most int) {
	c.count("blocks", len(blocks), 0, most)
	ids := map[string]bool{}
	for i, b := range blocks {
		what := fmt.Sprintf("block %d %v", i, b["type"])
		if id, _ := b["block_id"].(string); id != "" {
			c.length(what+" block_id", id, 1, 255)
			if ids[id] {
				c.wrong("%s: block_id %s twice", what, id)
			}
			ids[id] = true
		}
		c.block(what, b)
	}
}

func (c *checker) block(what string, b map[string]any) {
	actions := map[string]bool{}
	switch b["type"] {
	case "header":
		c.text(what, b["text"], 150, true)
	case "section":
		c.text(what, b["text"], 3000, false)
		if a, ok := b["accessory"].(map[string]any); ok {
			c.element(what, a, actions)
		}
	case "context":
		elements := list(b["elements"])
		c.count(what+" elements", len(elements), 1, 10)
		for _, e := range elements {
			c.text(what, e, 2000, false)
		}
	case "actions":
		elements := list(b["elements"])
		c.count(what+" elements", len(elements), 1, 25)
		for _, e := range elements {
			c.element(what, e, actions)
		}
	case "input":
		c.text(what+" label", b["label"], 2000, true)
		if b["hint"] != nil {
			c.text(what+" hint", b["hint"], 2000, true)
		}
		e, _ := b["element"].(map[string]any)
		c.element(what, e, actions)
	case "image":
		alt, _ := b["alt_text"].(string)
		c.length(what+" alt_text", alt, 1, 2000)
	case "rich_text":
		for _, e := range list(b["elements"]) {
			c.rich(what, e)
		}
	case "divider":
	default:
		c.wrong("%s: unknown kind", what)
	}
}

func (c *checker) rich(what string, e map[string]any) {
	switch e["type"] {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
	default:
		c.wrong("%s: rich text element %v", what, e["type"])
	}
	elements := list(e["elements"])
	c.count(what+" texts", len(elements), 1, 1000)
	for _, t := range elements {
		s, _ := t["text"].(string)
		if t["type"] != "text" {
			c.wrong("%s: rich text holds %v", what, t["type"])
		}
		c.length(what+" text", s, 1, 3000)
	}
}

func (c *checker) element(what string, e map[string]any, actions map[string]bool) {
	id, _ := e["action_id"].(string)
	c.length(what+" action_id", id, 1, 255)
	if actions[id] {
		c.wrong("%s: action_id %s twice", what, id)
	}
	actions[id] = true
	if o, ok := e["confirm"].(map[string]any); ok {
		c.text(what+" confirm title", o["title"], 100, true)
		c.text(what+" confirm text", o["text"], 300, false)
		c.text(what+" confirm", o["confirm"], 30, true)
		c.text(what+" deny", o["deny"], 30, true)
	}
	if e["placeholder"] != nil {
		c.text(what+" placeholder", e["placeholder"], 150, true)
	}
	value, _ := e["value"].(string)
	switch e["type"] {
	case "button":
		c.text(what+" button", e["text"], 75, true)
		c.length(what+" value", value, 0, 2000)
		link, _ := e["url"].(string)
		c.length(what+" url", link, 0, 3000)
	case "static_select", "multi_static_select":
		c.choices(what, e)
	case "overflow":
		options := list(e["options"])
		c.count(what+" menu", len(options), 2, 5)
		c.options(what, options)
	case "plain_text_input":
		initial, _ := e["initial_value"].(string)
		c.length(what+" initial value", initial, 0, 3000)
	case "file_input":
		n, _ := e["max_files"].(float64)
		c.count(what+" files", int(n), 1, 10)
	case "datepicker", "number_input", "users_select":
	default:
		c.wrong("%s: element %v", what, e["type"])
	}
}

func (c *checker) choices(what string, e map[string]any) {
	groups := list(e["option_groups"])
	if len(groups) == 0 {
		options := list(e["options"])
		c.count(what+" options", len(options), 1, 100)
		c.options(what, options)
		return
	}
	c.count(what+" groups", len(groups), 1, 100)
	for _, g := range groups {
		options := list(g["options"])
		c.text(what+" group", g["label"], 75, true)
		c.count(what+" options of a group", len(options), 1, 100)
		c.options(what, options)
	}
}

func (c *checker) options(what string, options []map[string]any) {
	for _, o := range options {
		c.text(what+" option", o["text"], 75, true)
		v, _ := o["value"].(string)
		c.length(what+" option value", v, 1, 150)
	}
}
