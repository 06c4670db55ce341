package gate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// ErrForged means that a ticket was not signed with the key, or was changed since.
var ErrForged = errors.New("not signed by us")

// Sign writes v as a ticket that goes into an address or a form: anybody can read it, nobody without the key can make or change one.
func Sign(key []byte, v any) (string, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(body) + "." + base64.RawURLEncoding.EncodeToString(mac(key, body)), nil
}

// Open reads a ticket; ErrForged when it is none of the key's.
func Open(key []byte, ticket string, v any) error {
	head, tail, _ := strings.Cut(ticket, ".")
	body, err := base64.RawURLEncoding.DecodeString(head)
	sum, err2 := base64.RawURLEncoding.DecodeString(tail)
	if err != nil || err2 != nil || !hmac.Equal(sum, mac(key, body)) || json.Unmarshal(body, v) != nil {
		return ErrForged
	}
	return nil
}

func mac(key, body []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(body)
	return h.Sum(nil)
}
