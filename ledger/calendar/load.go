package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/followup-bot/followup/ledger"
)

// maxFile bounds what Load reads: a year of holidays takes about 3 kB.
const maxFile = 4 << 20

// yearFile is one file of the holiday-cn project (https://github.com/NateScarlet/holiday-cn). Unknown members ($schema, $id) are ignored.
type yearFile struct {
	Year   int       `json:"year"`
	Papers []string  `json:"papers"`
	Days   []fileDay `json:"days"`
}

type fileDay struct {
	Name string      `json:"name"`
	Date ledger.Date `json:"date"`
	Off  *bool       `json:"isOffDay"`
}

// Load reads one or several year files in holiday-cn's JSON format, one after the other or as an array, over base, which stays as it is.
// A year in the files replaces what base knew of that year and counts as published. base may be nil: Weekends.
func Load(base *Calendar, r io.Reader) (*Calendar, error) {
	if base == nil {
		base = Weekends()
	}
	c := base.clone()
	if err := c.add(r); err != nil {
		return nil, fmt.Errorf("holiday file: %w", err)
	}
	return c, nil
}

func (c *Calendar) add(r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return err
	}
	if len(b) > maxFile {
		return fmt.Errorf("larger than %d bytes", maxFile)
	}
	files, err := decode(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("empty")
	}
	for _, f := range files {
		if err := f.check(); err != nil {
			return err
		}
	}
	c.apply(files)
	return nil
}

// decode reads a stream of objects, or arrays of them.
func decode(b []byte) ([]yearFile, error) {
	var files []yearFile
	dec := json.NewDecoder(bytes.NewReader(b))
	for {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err == io.EOF {
			return files, nil
		} else if err != nil {
			at := dec.InputOffset()
			if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
				at = syntax.Offset
			}
			return nil, fmt.Errorf("line %d: %w", line(b, at), err)
		}
		at := line(b, dec.InputOffset()-int64(len(raw)))
		var some []yearFile
		if raw[0] != '[' {
			raw = append(append([]byte{'['}, raw...), ']')
		}
		if err := json.Unmarshal(raw, &some); err != nil {
			return nil, fmt.Errorf("object at line %d: %w", at, err)
		}
		files = append(files, some...)
	}
}

func line(b []byte, offset int64) int {
	return 1 + bytes.Count(b[:min(max(int(offset), 0), len(b))], []byte{'\n'})
}

func (f yearFile) check() error {
	if f.Year < 1900 || f.Year > 2200 {
		return fmt.Errorf("year %d: want 1900 to 2200", f.Year)
	}
	seen := map[ledger.Date]bool{}
	for i, d := range f.Days {
		at := fmt.Sprintf("year %d, days[%d]", f.Year, i)
		switch {
		case d.Date.IsZero():
			return fmt.Errorf("%s: date is missing", at)
		case d.Off == nil:
			return fmt.Errorf("%s (%s): isOffDay is missing", at, d.Date)
		case d.Date.Year < f.Year-1 || d.Date.Year > f.Year+1:
			return fmt.Errorf("%s: %s lies in another year", at, d.Date)
		case seen[d.Date]:
			return fmt.Errorf("%s: %s is listed twice", at, d.Date)
		}
		seen[d.Date] = true
	}
	return nil
}

// apply forgets what was known of each year in files, then sets their days. A file may reach into the neighbouring year (a New Year's
// holiday that begins on 30 December), so all years are cleared first.
func (c *Calendar) apply(files []yearFile) {
	fresh := map[int]bool{}
	for _, f := range files {
		if len(f.Days) > 0 { // holiday-cn publishes next year's file empty until the notice is out
			fresh[f.Year] = true
			c.years[f.Year] = true
		}
	}
	for d := range c.days {
		if fresh[d.Year] {
			delete(c.days, d)
		}
	}
	for _, f := range files {
		for _, d := range f.Days {
			c.days[d.Date] = day{d.Name, !*d.Off}
		}
	}
}
