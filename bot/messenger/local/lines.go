package local

import (
	"bufio"
	"context"
	"io"
	"strings"
	"time"
)

// A lines reads a script: one command a line, # and a blank begin a comment (#12 is an item), and a line that ends in <<WORD takes the lines up to WORD as its text.
type lines struct {
	r *bufio.Reader
	n int
}

type unclosedError struct{ mark string }

func (e *unclosedError) Error() string { return "missing " + e.mark }

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReader(r)} }

func (l *lines) raw() (string, error) {
	s, err := l.r.ReadString('\n')
	if err != nil && (err != io.EOF || s == "") {
		return "", err
	}
	l.n++
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r"), nil
}

// next is the next command, with the number of its first line.
func (l *lines) next() (string, int, error) {
	for {
		s, err := l.raw()
		if err != nil {
			return "", l.n, err
		}
		trimmed := strings.TrimSpace(s)
		if trimmed == "" || trimmed == "#" || strings.HasPrefix(trimmed, "# ") {
			continue
		}
		first := l.n
		head, mark := cutMark(trimmed)
		if mark == "" {
			return trimmed, first, nil
		}
		body, err := l.until(mark)
		return head + body, first, err
	}
}

// cutMark splits "/thread 3 <<END" into its command and END.
func cutMark(s string) (head, mark string) {
	i := strings.LastIndex(s, "<<")
	if i < 0 {
		return s, ""
	}
	mark = s[i+2:]
	if mark == "" || strings.ContainsAny(mark, " \t<") {
		return s, ""
	}
	return s[:i], mark
}

func (l *lines) until(mark string) (string, error) {
	var body []string
	for {
		s, err := l.raw()
		if err == io.EOF {
			return "", &unclosedError{mark}
		}
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(s) == mark {
			return strings.Join(body, "\n"), nil
		}
		body = append(body, s)
	}
}

// readLines passes what is typed on, and closes out at the end.
func readLines(ctx context.Context, r io.Reader, out chan<- string) {
	defer close(out)
	br := bufio.NewReader(r)
	for {
		s, err := br.ReadString('\n')
		if s != "" {
			select {
			case out <- strings.TrimRight(s, "\r\n"):
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// pasteGap is the longest pause between two lines of one paste; nobody types two lines within it.
const pasteGap = 40 * time.Millisecond

// paste is the next line, together with those that come in the same paste.
func paste(ctx context.Context, in <-chan string) (string, bool) {
	var got []string
	var gap <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return "", false
		case s, ok := <-in:
			if !ok {
				return strings.Join(got, "\n"), len(got) > 0
			}
			got = append(got, s)
			gap = time.After(pasteGap)
		case <-gap:
			return strings.Join(got, "\n"), true
		}
	}
}
