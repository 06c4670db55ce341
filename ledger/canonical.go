package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// noHash ends an event's JSON that has no hash yet; Hash is the last field of Event.
const noHash = `"hash":""}`

// canonical gives the event's JSON without its hash, byte for byte what encoding/json gives: struct fields in order, map keys sorted.
// Fields is spliced in instead of being read again, for it is most of an event and was made by encoding/json.
func (e Event) canonical() ([]byte, error) {
	fields, words, prev := e.Fields, e.Words, e.Prev
	e.Fields, e.Words, e.Prev, e.Hash = nil, "", "", ""
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.ID, err)
	}
	b = bytes.TrimSuffix(b, []byte(noHash))
	if len(fields) > 0 {
		b = append(appendFields(append(b, `"fields":`...), fields), ',')
	}
	for _, s := range []struct{ name, value string }{{"words", words}, {"prev", prev}} {
		if s.value == "" {
			continue
		}
		v, err := json.Marshal(s.value)
		if err != nil {
			return nil, fmt.Errorf("event %s: %w", e.ID, err)
		}
		b = append(append(append(append(b, '"'), s.name...), `":`...), v...)
		b = append(b, ',')
	}
	return append(b, noHash...), nil
}

func appendFields(b []byte, fields map[string]Delta) []byte {
	b = append(b, '{')
	for i, k := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			b = append(b, ',')
		}
		d := fields[k]
		b = append(append(append(b, '"'), k...), `":{`...)
		if len(d.Before) > 0 {
			b = append(append(b, `"before":`...), d.Before...)
		}
		if len(d.Before) > 0 && len(d.After) > 0 {
			b = append(b, ',')
		}
		if len(d.After) > 0 {
			b = append(append(b, `"after":`...), d.After...)
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

// hashed gives the event's Hash, SHA-256 over its canonical JSON, and its JSON with the hash in it.
func (e Event) hashed() (hash string, encoded []byte, err error) {
	b, err := e.canonical()
	if err != nil {
		return "", nil, err
	}
	sum := sha256.Sum256(b)
	hash = hex.EncodeToString(sum[:])
	b = append(b[:len(b)-len(`"}`)], hash...)
	return hash, append(b, `"}`...), nil
}

// valid replaces what is not UTF-8 in an event's words, as JSON would, so that its hash is the same when it was written and read again.
func (e *Event) valid() {
	for _, s := range []*string{&e.Reason, &e.Read, &e.Source, (*string)(&e.By), (*string)(&e.For), (*string)(&e.Kind), (*string)(&e.Item)} {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
	e.Kept = slices.Clone(e.Kept)
	for i := range e.Kept {
		k := &e.Kept[i]
		k.Name, k.Copy = strings.ToValidUTF8(k.Name, "\uFFFD"), strings.ToValidUTF8(k.Copy, "\uFFFD")
	}
}

// A field is a member of a JSON object.
type field struct {
	name  string
	value json.RawMessage
}

// split gives the members of an object as json.Marshal writes it: compact, and with no escapes in names.
func split(b []byte) []field {
	var out []field
	for i := 1; i < len(b) && b[i] == '"'; i++ { // at the opening quote of a name
		colon := i + 1 + bytes.IndexByte(b[i+1:], '"') + 1
		end := valueEnd(b, colon+1)
		out = append(out, field{string(b[i+1 : colon-1]), json.RawMessage(b[colon+1 : end : end])})
		i = end // at the comma, or the closing brace
	}
	return out
}

// valueEnd gives the index behind the value that begins at i.
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}
