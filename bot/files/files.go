// Package files turns a file that somebody attached into text: Word (.docx), Excel (.xlsx), PDF with a text layer, plain text and Markdown in
// UTF-8, UTF-16 or GB18030. Tables become lines of cells separated by tabs, numbered paragraphs carry their numbers.
//
// What it can't read it names by an error that bot can word: scans, the binary formats of old Word and WPS, locked files. It trusts no file:
// size, unpacked size, pages and rows are bounded, and a broken file is an error. It knows nothing of followup and writes nothing.
package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Errors of Text. They may come wrapped with what exactly was met.
var (
	ErrScan      = errors.New("the file has no text layer")                  // a scan or pictures only
	ErrLegacy    = errors.New("the file is in an old binary format")         // .doc, .xls, .wps, .et, .rtf
	ErrEncrypted = errors.New("the file is locked with a password")          //
	ErrTooLarge  = errors.New("the file is too large")                       // or unpacks to too much
	ErrUnknown   = errors.New("the file is of a kind that is not read")      // pictures, archives, programs
	ErrBroken    = errors.New("the file is damaged")                         //
	ErrEmpty     = errors.New("the file has no text in it")                  //
	errTooMuch   = fmt.Errorf("it holds more than is read: %w", ErrTooLarge) // text, pages or rows
)

// Limits bound what is read of one file. A zero field takes its default.
type Limits struct {
	Bytes    int64 // of the file; 20 MiB
	Unpacked int64 // of all that is unpacked from it; 200 MiB
	Text     int   // bytes of text; 4 MiB
	Pages    int   // of a PDF; 500
	Rows     int   // of all sheets of a workbook; 20,000
}

func (l Limits) or() Limits {
	d := Limits{Bytes: 20 << 20, Unpacked: 200 << 20, Text: 4 << 20, Pages: 500, Rows: 20000}
	if l.Bytes > 0 {
		d.Bytes = l.Bytes
	}
	if l.Unpacked > 0 {
		d.Unpacked = l.Unpacked
	}
	if l.Text > 0 {
		d.Text = l.Text
	}
	if l.Pages > 0 {
		d.Pages = l.Pages
	}
	if l.Rows > 0 {
		d.Rows = l.Rows
	}
	return d
}

// Text reads a file. Its first bytes say what it is; name only helps where they don't (.txt, .md, .csv). The text is UTF-8, its lines end in \n,
// and it is never blank: that is ErrEmpty, or ErrScan for a PDF. Text returns when ctx ends.
func Text(ctx context.Context, name string, r io.Reader, limits Limits) (string, error) {
	l := limits.or()
	b, err := io.ReadAll(io.LimitReader(r, l.Bytes+1))
	if err != nil {
		return "", fmt.Errorf("file %s: %w", name, err)
	}
	if int64(len(b)) > l.Bytes {
		return "", fmt.Errorf("file %s: %w", name, ErrTooLarge)
	}
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() { // the libraries know no context: what runs on after ctx is bounded by the limits
		text, err := guarded(ctx, name, b, l)
		done <- result{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("file %s: %w", name, ctx.Err())
	case x := <-done:
		if x.err != nil {
			return "", fmt.Errorf("file %s: %w", name, x.err)
		}
		return x.text, nil
	}
}

// guarded turns a panic of a parser, which only a damaged file causes, into ErrBroken.
func guarded(ctx context.Context, name string, b []byte, l Limits) (text string, err error) {
	defer func() {
		if p := recover(); p != nil {
			text, err = "", fmt.Errorf("%w: %v", ErrBroken, p)
		}
	}()
	text, err = read(ctx, name, b, l)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(text) == "" {
		return "", ErrEmpty
	}
	if len(text) > l.Text {
		return "", errTooMuch
	}
	return text, nil
}

var ole = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

func read(ctx context.Context, name string, b []byte, l Limits) (string, error) {
	ext := strings.ToLower(path.Ext(strings.TrimSpace(name)))
	switch {
	case len(b) == 0:
		return "", ErrEmpty
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return archive(b, l)
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		text, err := pdfText(ctx, b, l)
		return tidy(text, false), err
	case bytes.HasPrefix(b, ole):
		if bytes.Contains(b, utf16le("EncryptedPackage")) {
			return "", ErrEncrypted
		}
		return "", ErrLegacy
	case bytes.HasPrefix(b, []byte(`{\rtf`)), ext == ".wps", ext == ".et", ext == ".doc" && !plausible(b):
		return "", ErrLegacy
	}
	text, err := plain(b, ext)
	return tidy(text, true), err
}

func utf16le(s string) []byte {
	var out []byte
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

// archive reads the two kinds of office document that are zip files.
func archive(b []byte, l Limits) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrBroken, err)
	}
	var total uint64
	kind := ""
	for _, f := range z.File {
		total += f.UncompressedSize64
		switch f.Name {
		case "word/document.xml":
			kind = "docx"
		case "xl/workbook.xml":
			kind = "xlsx"
		}
	}
	if total > uint64(l.Unpacked) || len(z.File) > 10000 {
		return "", errTooMuch
	}
	switch kind {
	case "docx":
		text, err := docx(z, l)
		return tidy(text, false), err
	case "xlsx":
		text, err := xlsx(b, l)
		return tidy(text, false), err
	}
	return "", ErrUnknown
}

// entry opens a file of an archive, bounded; a missing one is nil.
func entry(z *zip.Reader, name string, l Limits) (io.ReadCloser, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrBroken, err)
		}
		return &bounded{ReadCloser: r, left: l.Unpacked}, nil
	}
	return nil, nil
}

// A bounded reader fails where an archive holds more than its directory says.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooMuch
	}
	return n, err
}

// tidy ends lines in \n, drops trailing blanks of lines and what no text has: control characters. Plain text keeps its lines, so that line
// numbers stay true; of other files, at most one empty line in a row is kept.
func tidy(s string, keep bool) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	if !keep {
		s = strings.NewReplacer("\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n").Replace(s)
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfeff || r == 0xad {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	var b strings.Builder
	empty := 0
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, " \t\n\u3000\u00a0")
		if line == "" {
			empty++
			continue
		}
		if !keep {
			empty = min(empty, 1)
			if b.Len() == 0 {
				empty = 0
			}
		}
		if b.Len() > 0 {
			empty++
		}
		b.WriteString(strings.Repeat("\n", empty))
		empty = 0
		b.WriteString(line)
	}
	return b.String()
}
