package slack

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/followup-bot/followup/bot/chat/chattest"
)

// look reads a post as a person does in Slack's client, and notes what is more than text.
func look(t *testing.T, p *post) chattest.Shown {
	t.Helper()
	s := chattest.Shown{Message: p.TS, Edited: p.Edited != nil}
	if p.Thread != p.TS {
		s.Thread = p.Thread
	}
	e := &eyes{}
	var blocks []any
	if len(p.Blocks) > 0 {
		if err := json.Unmarshal(p.Blocks, &blocks); err != nil {
			t.Fatal(err)
		}
	}
	e.markup(p.Text, !p.plain)
	if len(blocks) > 0 {
		e.lines = nil // the text is for notifications then
	}
	for _, b := range blocks {
		e.see(b)
	}
	for _, f := range p.Files {
		e.lines = append(e.lines, f.Name)
	}
	s.Text, s.Live = strings.Join(e.lines, "\n"), e.live
	return s
}

type eyes struct {
	lines []string
	live  []string
}

var (
	controls = regexp.MustCompile(`<[^>]*>`)
	styles   = regexp.MustCompile("[*_~`][^ *_~`]")
)

// markup reads text with Slack's markup: <…> is always live, styles only where markup is on.
func (e *eyes) markup(s string, styled bool) {
	e.live = append(e.live, controls.FindAllString(s, -1)...)
	if styled {
		e.live = append(e.live, styles.FindAllString(s, -1)...)
	}
	e.lines = append(e.lines, entities.Replace(s))
}

// see walks through any part of a block.
func (e *eyes) see(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			e.see(x)
		}
	case map[string]any:
		e.object(v)
	}
}

func (e *eyes) object(o map[string]any) {
	s, isText := o["text"].(string)
	switch o["type"] {
	case "mrkdwn":
		e.markup(s, true)
		return
	case "plain_text":
		e.live = append(e.live, controls.FindAllString(s, -1)...)
		if o["emoji"] == true {
			e.live = append(e.live, "emoji codes")
		}
		e.lines = append(e.lines, entities.Replace(s))
		return
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		var line strings.Builder
		for _, x := range list(o["elements"]) {
			s, _ := x["text"].(string)
			if x["type"] != "text" {
				e.live = append(e.live, s)
			}
			line.WriteString(s)
		}
		e.lines = append(e.lines, line.String())
		return
	}
	if isText {
		e.lines = append(e.lines, s)
	}
	if u, ok := o["image_url"].(string); ok {
		e.live = append(e.live, u)
	}
	for _, part := range []string{"text", "elements", "accessory", "fields", "title"} {
		e.see(o[part])
	}
}

// strikes make the next call of a kind go wrong; they say whether they were used.
func strikes(f chattest.Fault) func(http.ResponseWriter, string) bool {
	return func(rw http.ResponseWriter, method string) bool {
		if method != "chat.postMessage" {
			return false
		}
		switch f {
		case chattest.Busy:
			rw.Header().Set("Retry-After", "7")
			rw.WriteHeader(http.StatusTooManyRequests)
		case chattest.Dropped:
			rw.WriteHeader(http.StatusBadGateway)
		case chattest.Refused:
			reply(rw, fail("is_archived"))
		}
		return true
	}
}
