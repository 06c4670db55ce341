package boltstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

// A value in the file is a CRC-32C over its key and the rest (4 bytes, big endian), the version of its format (1 byte), and its content.
const (
	headLen     = 5
	valueFormat = 1
	maxKey      = 4096 // bbolt takes 32768; nothing that people or messengers name is nearly as long
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// The codec of contents: field names as in JSON, times with their zone and nanoseconds. Events are kept as JSON instead, because their
// hashes are over it.
var enc, dec = func() (cbor.EncMode, cbor.DecMode) {
	e, err := cbor.EncOptions{Time: cbor.TimeRFC3339Nano, TextMarshaler: cbor.TextMarshalerTextString}.EncMode()
	if err != nil {
		panic(err)
	}
	d, err := cbor.DecOptions{TextUnmarshaler: cbor.TextUnmarshalerTextString, UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: 1 << 24}.DecMode()
	if err != nil {
		panic(err)
	}
	return e, d
}()

func checksum(key, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, rest)
}

// wrap makes the value that is stored under key.
func wrap(key, content []byte) []byte {
	v := make([]byte, headLen, headLen+len(content))
	v[4] = valueFormat
	v = append(v, content...)
	binary.BigEndian.PutUint32(v, checksum(key, v[4:]))
	return v
}

// unwrap checks a value and gives its content.
func unwrap(key, v []byte) ([]byte, error) {
	if len(v) < headLen {
		return nil, errors.New("the value is cut short")
	}
	if binary.BigEndian.Uint32(v) != checksum(key, v[4:]) {
		return nil, errors.New("its checksum does not fit")
	}
	if v[4] != valueFormat {
		return nil, fmt.Errorf("its format %d is unknown", v[4])
	}
	return v[headLen:], nil
}

func checkKey(what, key string) error {
	switch {
	case key == "":
		return fmt.Errorf("%s: the id is empty", what)
	case len(key) > maxKey:
		return fmt.Errorf("%s %.20s…: the id is longer than %d bytes", what, key, maxKey)
	case !utf8.ValidString(key):
		return fmt.Errorf("%s %q: the id is not UTF-8", what, key)
	case strings.IndexByte(key, 0) >= 0:
		return fmt.Errorf("%s %q: the id holds a zero byte", what, key)
	}
	return nil
}

const timeLen = 12

// appendTime appends an instant so that bytes sort as instants do.
func appendTime(b []byte, t time.Time) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix())^1<<63)
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

func parseTime(b []byte) time.Time {
	if len(b) < timeLen {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(b)^1<<63), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}

func join(a, b string) []byte {
	k := make([]byte, 0, len(a)+1+len(b))
	k = append(k, a...)
	k = append(k, 0)
	return append(k, b...)
}

func cut(k []byte) (a, b string, ok bool) { return strings.Cut(string(k), "\x00") }

func eventKey(item string, seq int64) []byte {
	return binary.BigEndian.AppendUint64(join(item, ""), uint64(seq))
}
