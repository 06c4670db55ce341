package local

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// A journal is a file of JSON lines, each ["checksum", record]. A line counts once its newline is written; what follows the last newline is
// the trace of a write that was cut short, and is removed on opening. Its methods are called one at a time.
type journal struct {
	path   string
	file   disk
	size   int64 // of what is known to be good
	lines  int
	broken error // set when the file could not be brought back to size; nothing more is written then
}

// A disk is the part of *os.File that a journal uses.
type disk interface {
	io.ReadWriteSeeker
	io.Closer
	Sync() error
	Truncate(size int64) error
}

var errJournalDamaged = errors.New("the journal is damaged")

// openJournal reads the journal through take and leaves it open for appending.
func openJournal(path string, take func(record) error) (*journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	j := &journal{path: path, file: f}
	if err := j.read(take); err != nil {
		return nil, errors.Join(fmt.Errorf("journal %s: %w", filepath.Base(path), err), f.Close())
	}
	if err := f.Truncate(j.size); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), f.Close())
	}
	if _, err := f.Seek(j.size, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), f.Close())
	}
	return j, syncDir(filepath.Dir(path))
}

func (j *journal) read(take func(record) error) error {
	r := bufio.NewReaderSize(j.file, 1<<16)
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		rec, err := decodeLine(line)
		if err != nil {
			// A last line that ends in a newline but can't be read is a torn write too (blocks are written in any order);
			// anything after it means damage.
			if _, perr := r.Peek(1); perr == io.EOF {
				return nil
			}
			return fmt.Errorf("line %d: %w", j.lines+1, err)
		}
		if err := take(rec); err != nil {
			return fmt.Errorf("line %d: %w", j.lines+1, err)
		}
		j.size += int64(len(line))
		j.lines++
	}
}

func encodeLine(rec record) ([]byte, error) {
	body, err := json.Marshal(rec)
	if err != nil {
		return nil, err
	}
	line := make([]byte, 0, len(body)+16)
	line = fmt.Appendf(line, `["%08x",`, crc32.ChecksumIEEE(body))
	line = append(line, body...)
	return append(line, ']', '\n'), nil
}

func decodeLine(line []byte) (record, error) {
	var rec record
	line = bytes.TrimSuffix(line, []byte("\n"))
	const head = len(`["00000000",`)
	if len(line) <= head || line[len(line)-1] != ']' {
		return rec, errJournalDamaged
	}
	body := line[head : len(line)-1]
	if want := fmt.Sprintf(`["%08x",`, crc32.ChecksumIEEE(body)); string(line[:head]) != want {
		return rec, fmt.Errorf("%w: its checksum does not fit", errJournalDamaged)
	}
	if err := json.Unmarshal(body, &rec); err != nil {
		return rec, fmt.Errorf("%w: %w", errJournalDamaged, err)
	}
	return rec, nil
}

// append writes a record; with durable it has reached the disk when append returns. After an error the record is not in the journal.
func (j *journal) append(rec record, durable bool) error {
	if j.broken != nil {
		return j.broken
	}
	line, err := encodeLine(rec)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	_, err = j.file.Write(line)
	if err == nil && durable {
		err = j.file.Sync()
	}
	if err != nil {
		return j.undo(err)
	}
	j.size += int64(len(line))
	j.lines++
	return nil
}

// undo cuts off what a failed write left, so that the next record begins on a line of its own.
func (j *journal) undo(cause error) error {
	err := j.file.Truncate(j.size)
	if err == nil {
		_, err = j.file.Seek(j.size, io.SeekStart)
	}
	if err != nil {
		j.broken = fmt.Errorf("journal: closed after a failed write: %w", errors.Join(cause, err))
		return j.broken
	}
	return fmt.Errorf("journal: %w", cause)
}

// rewrite replaces the whole journal by recs, at once or not at all.
func (j *journal) rewrite(recs []record) error {
	next := j.path + ".new"
	f, err := os.OpenFile(next, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	size, err := writeLines(f, recs)
	if err == nil {
		err = os.Rename(next, j.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("journal: %w", err), f.Close(), os.Remove(next))
	}
	old := j.file
	j.file, j.size, j.lines, j.broken = f, size, len(recs), nil
	return errors.Join(old.Close(), syncDir(filepath.Dir(j.path)))
}

func writeLines(f *os.File, recs []record) (int64, error) {
	w := bufio.NewWriter(f)
	var size int64
	for _, rec := range recs {
		line, err := encodeLine(rec)
		if err != nil {
			return 0, err
		}
		if _, err := w.Write(line); err != nil {
			return 0, err
		}
		size += int64(len(line))
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	return size, f.Sync()
}

func (j *journal) close() error {
	return errors.Join(j.file.Sync(), j.file.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
