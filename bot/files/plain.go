package files

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// textual are the endings of plain text. Other files are taken for text only when they look like it.
var textual = map[string]bool{".txt": true, ".md": true, ".markdown": true, ".text": true, ".csv": true, ".tsv": true, ".log": true}

// plain decodes UTF-8 and UTF-16 (with a byte order mark, or where every second byte of ASCII is zero), and GB18030, which Windows in
// China still writes.
func plain(b []byte, ext string) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return decoded(b, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decoded(b, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case !plausible(b):
		if e := bare16(b); e != nil && textual[ext] {
			return decoded(b, e)
		}
		return "", ErrUnknown
	case utf8.Valid(b):
		return string(b), nil
	}
	s, err := decoded(b, simplifiedchinese.GB18030)
	if err != nil {
		return "", err
	}
	if wrong := countWrong(s); wrong*50 > utf8.RuneCountInString(s) {
		return "", fmt.Errorf("%w: neither UTF-8 nor GB18030", ErrUnknown)
	}
	return s, nil
}

func decoded(b []byte, e encoding.Encoding) (string, error) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrBroken, err)
	}
	return string(out), nil
}

// plausible reports whether bytes may be text of a byte-wise encoding: no zero bytes, hardly any control characters.
func plausible(b []byte) bool {
	head := b[:min(len(b), 64<<10)]
	bad := 0
	for _, c := range head {
		if c == 0 {
			return false
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			bad++
		}
	}
	return bad*100 <= len(head)
}

// bare16 guesses UTF-16 without a mark from where the zero bytes of ASCII characters and line ends stand.
func bare16(b []byte) encoding.Encoding {
	var even, odd int
	head := b[:min(len(b), 4096)]
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch {
	case len(b)%2 != 0 || even > 0 && odd > 0 && min(even, odd)*4 > max(even, odd):
		return nil
	case odd > even:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
}

func countWrong(s string) (n int) {
	for _, r := range s {
		if r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff {
			n++
		}
	}
	return n
}
