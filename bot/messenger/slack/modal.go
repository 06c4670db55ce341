package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// Slack's limits on modals; see https://docs.slack.dev/reference/views/modal-views.
const (
	modalWord   = 24
	inputLabel  = 2000
	inputHint   = 2000
	inputText   = 3000
	metadataMax = 3000
	blockID     = 255
	formFiles   = 10
)

const (
	fieldPrefix  = "field:"
	fieldElement = "value"
)

// A meta travels with a modal and comes back with what was filled in.
type meta struct {
	ID      string               `json:"id"`
	Value   string               `json:"v,omitempty"`
	Lang    string               `json:"l,omitempty"`
	Channel string               `json:"c,omitempty"`
	Message string               `json:"m,omitempty"`
	Thread  string               `json:"t,omitempty"`
	Under   *pane                `json:"u,omitempty"` // what shows below this modal
	Dates   map[string][2]string `json:"d,omitempty"` // the first and last date of a field: Slack's pickers know no limits
}

func readMeta(s string) (meta, error) {
	var v meta
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		return meta{}, fmt.Errorf("private metadata: %w", err)
	}
	return v, nil
}

// modal is a form as a view, over another one where under says so. It fails when Slack could not hold the form without losing something.
func modal(f chat.Form, card chat.Ref, under pane) (slack.ModalViewRequest, error) {
	w := wordsFor(f.Lang)
	mt := meta{ID: f.ID, Value: f.Value, Lang: f.Lang, Channel: card.Conversation, Message: card.Message, Thread: card.Thread}
	view := slack.ModalViewRequest{
		Type: slack.VTModal, Title: modalText(f.Title, "…"), Submit: modalText(f.Submit, w.send), Close: modalText(f.Cancel, w.cancel), CallbackID: "form",
	}
	if len(f.Fields)+len(f.Show) == 0 || len(f.Fields) > viewBlocks {
		return view, fmt.Errorf("form %s has %d fields", f.ID, len(f.Fields))
	}
	if len(f.Fields) == 0 {
		view.Submit, view.CallbackID = nil, paneID
	}
	if under.ID != "" {
		mt.Under = &under
	}
	var err error
	if view.Blocks.BlockSet, err = shown(f); err != nil {
		return view, fmt.Errorf("form %s: %w", f.ID, err)
	}
	for _, field := range f.Fields {
		b, err := input(field, w)
		if err != nil {
			return view, fmt.Errorf("form %s: field %s: %w", f.ID, field.ID, err)
		}
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, b)
		if field.Kind == chat.FieldDate && (field.Min != "" || field.Max != "") {
			if mt.Dates == nil {
				mt.Dates = map[string][2]string{}
			}
			mt.Dates[field.ID] = [2]string{field.Min, field.Max}
		}
	}
	data, err := json.Marshal(mt)
	if err != nil {
		return view, fmt.Errorf("form %s: %w", f.ID, err)
	}
	view.PrivateMetadata = string(data)
	if len([]rune(view.PrivateMetadata)) > metadataMax {
		return view, fmt.Errorf("form %s: its value is too long", f.ID)
	}
	return view, nil
}

func modalText(s, otherwise string) *slack.TextBlockObject {
	if s = oneLine(s); s == "" {
		s = otherwise
	}
	return plainText(s, modalWord)
}

func input(f chat.Field, w words) (slack.Block, error) {
	if len(fieldPrefix+f.ID) > blockID {
		return nil, errors.New("the id is too long")
	}
	element, err := inputElement(f, w)
	if err != nil {
		return nil, err
	}
	name := oneLine(f.Label)
	if name == "" {
		name = f.ID
	}
	b := slack.NewInputBlock(fieldPrefix+f.ID, plainText(name, inputLabel), nil, element)
	if hint := strings.TrimSpace(clean(f.Hint)); hint != "" {
		b.Hint = plainText(hint, inputHint)
	}
	b.Optional = !f.Required
	return b, nil
}

func inputElement(f chat.Field, w words) (slack.BlockElement, error) {
	switch f.Kind {
	case chat.FieldNumber:
		return numberInput(f), nil
	case chat.FieldDate:
		d := slack.NewDatePickerBlockElement(fieldElement)
		if date(f.Value) {
			d.InitialDate = f.Value
		}
		return d, nil
	case chat.FieldSelect, chat.FieldMulti:
		return choiceInput(f, w)
	case chat.FieldUser:
		s := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plainText(w.choose, holderText), fieldElement)
		s.InitialUser = f.Value
		return s, nil
	case chat.FieldFile:
		return slack.NewFileInputBlockElement(fieldElement).WithMaxFiles(formFiles), nil
	case chat.FieldText, chat.FieldArea:
		t := slack.NewPlainTextInputBlockElement(nil, fieldElement)
		t.Multiline = f.Kind == chat.FieldArea || strings.Contains(f.Value, "\n")
		t.InitialValue = strings.ToValidUTF8(f.Value, "\ufffd")
		if clip(f.Value, inputText, width) != f.Value {
			return nil, errors.New("its text is too long to be edited in a form")
		}
		return t, nil
	}
	return nil, fmt.Errorf("unknown kind %q", f.Kind)
}

// numberInput leaves out what Slack would refuse the whole form for: limits and values that are no numbers, values beyond the limits.
func numberInput(f chat.Field) slack.BlockElement {
	n := slack.NewNumberInputBlockElement(nil, fieldElement, true)
	low, hasLow := number(f.Min)
	high, hasHigh := number(f.Max)
	if hasLow {
		n.MinValue = f.Min
	}
	if hasHigh {
		n.MaxValue = f.Max
	}
	if v, ok := number(f.Value); ok && (!hasLow || v >= low) && (!hasHigh || v <= high) {
		n.InitialValue = f.Value
	}
	return n
}

func number(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

func choiceInput(f chat.Field, w words) (slack.BlockElement, error) {
	options := optionsOf(f.Options)
	if len(options) == 0 {
		return nil, errors.New("nothing to choose from")
	}
	holder := plainText(w.choose, holderText)
	if f.Kind == chat.FieldSelect {
		s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, holder, fieldElement)
		s.Options, s.OptionGroups = grouped(options, w)
		s.InitialOption = optionWith(options, f.Value)
		return s, nil
	}
	s := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, holder, fieldElement)
	s.Options, s.OptionGroups = grouped(options, w)
	for _, v := range strings.Split(f.Value, "\n") {
		if o := optionWith(options, v); o != nil {
			s.InitialOptions = append(s.InitialOptions, o)
		}
	}
	return s, nil
}

// values are what was filled in, by field; what was left empty is an empty text.
func (mt meta) values(v slack.View) map[string]string {
	out := map[string]string{}
	if v.State == nil {
		return out
	}
	for block, elements := range v.State.Values {
		id, ok := strings.CutPrefix(block, fieldPrefix)
		if !ok {
			continue
		}
		a := elements[fieldElement]
		switch string(a.Type) {
		case "datepicker":
			out[id] = a.SelectedDate
		case slack.OptTypeUser:
			out[id] = a.SelectedUser
		case fileInput:
			out[id] = ""
		case slack.OptTypeStatic:
			out[id] = valueReader.Replace(a.SelectedOption.Value)
		case slack.MultiOptTypeStatic:
			var all []string
			for _, o := range a.SelectedOptions {
				all = append(all, valueReader.Replace(o.Value))
			}
			out[id] = strings.Join(all, "\n")
		default:
			out[id] = a.Value
		}
	}
	return out
}

const fileInput = "file_input"

// attached are the files that were put into a form.
func attached(v slack.View) []slack.File {
	var out []slack.File
	if v.State == nil {
		return nil
	}
	for _, block := range slices.Sorted(maps.Keys(v.State.Values)) {
		if a := v.State.Values[block][fieldElement]; string(a.Type) == fileInput {
			out = append(out, a.Files...)
		}
	}
	return out
}

// check finds what Slack cannot check itself; the result is keyed by block.
func (mt meta) check(v slack.View) map[string]string {
	w := wordsFor(mt.Lang)
	wrong := map[string]string{}
	values := mt.values(v)
	for id, limits := range mt.Dates {
		got := values[id]
		switch {
		case got == "":
		case limits[0] != "" && got < limits[0]:
			wrong[fieldPrefix+id] = fmt.Sprintf(w.after, limits[0])
		case limits[1] != "" && got > limits[1]:
			wrong[fieldPrefix+id] = fmt.Sprintf(w.before, limits[1])
		}
	}
	return wrong
}

// failed keeps the modal open, with what was typed, and says that it was not saved.
func (mt meta) failed(v slack.View) any {
	for _, b := range v.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{in.BlockID: wordsFor(mt.Lang).failed})
		}
	}
	return nil
}
