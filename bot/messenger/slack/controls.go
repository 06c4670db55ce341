package slack

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// Slack's limits on elements; see https://docs.slack.dev/reference/block-kit/block-elements.
const (
	labelText    = 75
	buttonValue  = 2000
	actionID     = 255
	optionValue  = 150
	optionsMax   = 100
	groupsMax    = 100
	menuMax      = 5
	holderText   = 150
	linkURL      = 3000
	confirmTitle = 100
	confirmText  = 300
	confirmWord  = 30
)

// An action id is the control's kind and a number, a colon, and the control's own ID: ids must differ within a block, and the click must
// tell a form from a button.
var kindLetters = map[chat.ControlKind]string{
	chat.ControlButton: "b", chat.ControlSelect: "s", chat.ControlDate: "d", chat.ControlForm: "f", chat.ControlLink: "l",
}

const menuLetter = "o"

func actionIDFor(letter string, n int, id string) string {
	return letter + strconv.Itoa(n) + ":" + valueWriter.Replace(id)
}

// parseActionID is the inverse of actionIDFor. An id of another shape is a button's.
func parseActionID(s string) (letter, id string) {
	head, id, ok := strings.Cut(s, ":")
	if !ok || len(head) < 2 || !strings.Contains("bsdflo", head[:1]) {
		return "b", s
	}
	if _, err := strconv.Atoi(head[1:]); err != nil {
		return "b", s
	}
	return head[:1], valueReader.Replace(id)
}

// Slack gives &, < and > back as entities in some payloads and not in others, so ids and values carry none of them. The bar divides an id
// from a value in menus.
var (
	valueWriter = strings.NewReplacer("%", "%25", "&", "%26", "<", "%3C", ">", "%3E", "|", "%7C")
	valueReader = strings.NewReplacer("%25", "%", "%26", "&", "%3C", "<", "%3E", ">", "%7C", "|")
)

// elements are the controls that Slack can show. One whose value Slack cannot carry is left out: it would do something else.
func (r *renderer) elements(cs []chat.Control) []slack.BlockElement {
	var out []slack.BlockElement
	for i, c := range cs {
		if e := r.element(c, i); e != nil {
			out = append(out, e)
		}
	}
	return out
}

func (r *renderer) element(c chat.Control, n int) slack.BlockElement {
	id := actionIDFor(kindLetters[c.Kind], n, c.ID)
	if len(id) > actionID {
		return nil
	}
	switch c.Kind {
	case chat.ControlButton, chat.ControlForm, chat.ControlLink:
		return r.button(c, id)
	case chat.ControlSelect:
		return r.choice(c, id)
	case chat.ControlDate:
		d := slack.NewDatePickerBlockElement(id)
		d.Placeholder = plainText(label(c), holderText)
		d.Confirm = r.confirm(c)
		if date(c.Value) {
			d.InitialDate = c.Value
		}
		return d
	}
	return nil
}

func (r *renderer) button(c chat.Control, id string) slack.BlockElement {
	b := slack.NewButtonBlockElement(id, valueWriter.Replace(c.Value), plainText(label(c), labelText))
	if len(b.Value) > buttonValue {
		return nil
	}
	switch c.Style {
	case "primary":
		b.Style = slack.StylePrimary
	case "danger":
		b.Style = slack.StyleDanger
	}
	if c.Kind == chat.ControlLink {
		u, err := url.Parse(c.URL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || len(u.String()) > linkURL {
			return nil
		}
		b.URL, b.Value = u.String(), ""
		return b
	}
	b.Confirm = r.confirm(c)
	return b
}

func (r *renderer) choice(c chat.Control, id string) slack.BlockElement {
	options := optionsOf(c.Options)
	if len(options) == 0 {
		return nil
	}
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(label(c), holderText), id)
	s.Options, s.OptionGroups = grouped(options, r.words)
	s.InitialOption = optionWith(options, c.Value)
	s.Confirm = r.confirm(c)
	return s
}

// confirm is the question before a control acts.
func (r *renderer) confirm(c chat.Control) *slack.ConfirmationBlockObject {
	text := strings.TrimSpace(clean(c.Confirm))
	if text == "" {
		return nil
	}
	o := slack.NewConfirmationBlockObject(plainText(label(c), confirmTitle), plainText(text, confirmText),
		plainText(label(c), confirmWord), plainText(r.cancel, confirmWord))
	if c.Style == "danger" {
		o.Style = slack.StyleDanger
	}
	return o
}

// label is what stands on a control, never empty.
func label(c chat.Control) string {
	for _, s := range []string{c.Label, c.ID} {
		if s = oneLine(s[:min(len(s), 4*holderText)]); s != "" { // more is never shown
			return s
		}
	}
	return "…"
}

// optionsOf are the options that Slack can carry, each value once.
func optionsOf(in []chat.Option) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	seen := map[string]bool{}
	for _, o := range in {
		v := valueWriter.Replace(o.Value)
		if v == "" || len(v) > optionValue || seen[v] {
			continue
		}
		seen[v] = true
		text := oneLine(o.Label)
		if text == "" {
			text = oneLine(o.Value)
		}
		out = append(out, slack.NewOptionBlockObject(v, plainText(text, labelText), nil))
	}
	return out
}

func optionWith(options []*slack.OptionBlockObject, value string) *slack.OptionBlockObject {
	value = valueWriter.Replace(value)
	for _, o := range options {
		if o.Value == value {
			return o
		}
	}
	return nil
}

// grouped puts more options than a list holds into numbered groups.
func grouped(options []*slack.OptionBlockObject, w words) ([]*slack.OptionBlockObject, []*slack.OptionGroupBlockObject) {
	if len(options) <= optionsMax {
		return options, nil
	}
	var groups []*slack.OptionGroupBlockObject
	for i := 0; i < len(options) && len(groups) < groupsMax; i += optionsMax {
		end := min(i+optionsMax, len(options))
		groups = append(groups, slack.NewOptionGroupBlockElement(plainText(fmt.Sprintf(w.all, i+1, end), labelText), options[i:end]...))
	}
	return nil, groups
}

// overflow is a menu of all the controls; nil when one of them cannot stand in a menu, or there are too many.
func overflow(cs []chat.Control) slack.BlockElement {
	if len(cs) > menuMax {
		return nil
	}
	var options []*slack.OptionBlockObject
	for i, c := range cs {
		letter := kindLetters[c.Kind]
		if (letter != "b" && letter != "f") || c.Confirm != "" {
			return nil
		}
		v := actionIDFor(letter, i, c.ID) + "|" + valueWriter.Replace(c.Value)
		if len(v) > optionValue {
			return nil
		}
		options = append(options, slack.NewOptionBlockObject(v, plainText(label(c), labelText), nil))
	}
	return slack.NewOverflowBlockElement(actionIDFor(menuLetter, 0, "menu"), options...)
}

// parseMenu is what was chosen in a menu.
func parseMenu(v string) (letter, id, value string) {
	head, value, _ := strings.Cut(v, "|")
	letter, id = parseActionID(head)
	return letter, id, valueReader.Replace(value)
}

// actions lays controls side by side, five in a line, or 25 where the card is tight.
func (r *renderer) actions(cs []chat.Control) {
	elements := r.elements(cs)
	line := actionsRow
	if r.tight {
		line = actionsMax
	}
	for len(elements) > 0 {
		n := min(line, len(elements))
		r.add(slack.NewActionBlock("", elements[:n]...))
		elements = elements[n:]
	}
}

// date tells a date that Slack's pickers take.
func date(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
