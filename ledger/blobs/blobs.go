// Package blobs keeps files by the SHA-256 of their content, in a folder that is its owner's alone. The same content is kept once, whoever brings it.
//
// A file is written beside its place, synced and moved there, so that whatever ends the process leaves whole files and traces that the next Open removes.
// What is given out was read through first and is what its name says. Which files are still needed is not known here: see package ledger.
package blobs

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Errors of the files.
var (
	ErrTooLarge = errors.New("the file is larger than is kept")
	ErrFull     = errors.New("no room is left within the quota")
	ErrMissing  = errors.New("the file is missing")
	ErrAltered  = errors.New("the file is not what it was when it was kept")
)

// fresh begins the names of files that are being written.
const fresh = "new-"

// A Store is a folder of files. It is safe for concurrent use by one process.
type Store struct {
	dir string

	hold sync.RWMutex // held while files are copied; removing waits
	mu   sync.Mutex
	used int64
}

// A Blob is one file that is kept.
type Blob struct {
	Hash string
	Size int64
	At   time.Time // when it came
}

// Open gives the files of a folder, which need not be there yet, and removes what a process that was killed had begun to write.
func Open(dir string) (*Store, error) {
	s := &Store{dir: dir}
	err := walk(dir, func(path string, e fs.DirEntry) error {
		if strings.HasPrefix(e.Name(), fresh) {
			return os.Remove(path)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		s.used += info.Size()
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return s, nil
}

// walk calls see with each file below dir; a folder that is not there has none.
func walk(dir string, see func(path string, e fs.DirEntry) error) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case e.IsDir():
			return nil
		}
		return see(path, e)
	})
}

// Dir is the folder.
func (s *Store) Dir() string { return s.dir }

// Used is how many bytes the files have.
func (s *Store) Used() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used
}

// A Taken file has been written and is not kept yet: Keep or Drop ends that.
type Taken struct {
	Hash string
	Size int64
	s    *Store
	path string
}

// Take writes what r gives, at most limit bytes of it (ErrTooLarge), as long as all files together stay within the quota (ErrFull).
func (s *Store) Take(r io.Reader, limit, quota int64) (t *Taken, err error) {
	if err := makeDir(s.dir); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	f, err := os.CreateTemp(s.dir, fresh+"*")
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	t = &Taken{s: s, path: f.Name()}
	room := max(quota-s.Used(), 0)
	sum := sha256.New()
	t.Size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, min(limit, room)+1))
	switch {
	case err != nil:
	case t.Size > limit:
		err = ErrTooLarge
	case t.Size > room:
		err = ErrFull
	default:
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("evidence: %w", errors.Join(err, t.Drop()))
	}
	t.Hash = hex.EncodeToString(sum.Sum(nil))
	return t, nil
}

// Open gives the content of a file that was taken.
func (t *Taken) Open() (*os.File, error) { return os.Open(t.path) }

// Keep moves the file to its place, durably. A file that is there is replaced: it has the same content, or it was damaged.
func (t *Taken) Keep() error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	place := t.s.path(t.Hash)
	if err := makeDir(filepath.Dir(place)); err != nil {
		return fmt.Errorf("evidence %s: %w", t.Hash, err)
	}
	var before int64
	if info, err := os.Lstat(place); err == nil {
		before = info.Size()
	}
	if err := os.Rename(t.path, place); err != nil {
		return fmt.Errorf("evidence %s: %w", t.Hash, err)
	}
	t.s.used += t.Size - before
	if err := errors.Join(syncDir(filepath.Dir(place)), syncDir(t.s.dir)); err != nil {
		return fmt.Errorf("evidence %s: %w", t.Hash, err)
	}
	return nil
}

// Drop removes a file that is not to be kept. After Keep it does nothing.
func (t *Taken) Drop() error {
	if err := os.Remove(t.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// A File is the content of a kept file, from its beginning.
type File struct {
	io.ReadSeekCloser
	Size int64
}

// Open gives a file that was read through and is what its name says: ErrMissing, ErrAltered.
func (s *Store) Open(hash string) (*File, error) { return open(s.dir, hash) }

func open(dir, hash string) (*File, error) {
	if !isHash(hash) {
		return nil, fmt.Errorf("evidence %q: %w", hash, ErrMissing)
	}
	f, err := os.Open(place(dir, hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("evidence %s: %w", hash, ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("evidence %s: %w", hash, err)
	}
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != hash {
		err = ErrAltered
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("evidence %s: %w", hash, err), f.Close())
	}
	return &File{f, n}, nil
}

// Remove deletes a file. It waits while files are copied.
func (s *Store) Remove(hash string) error {
	s.hold.Lock()
	defer s.hold.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	path := s.path(hash)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		s.used -= info.Size()
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("evidence %s: %w", hash, err)
	}
	return nil
}

// Hold keeps all files from being removed until release is called.
func (s *Store) Hold() (release func()) {
	s.hold.RLock()
	return s.hold.RUnlock
}

// List gives every file that is kept.
func (s *Store) List() ([]Blob, error) { return list(s.dir) }

func list(dir string) (out []Blob, err error) {
	err = walk(dir, func(path string, e fs.DirEntry) error {
		if !isHash(e.Name()) {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		out = append(out, Blob{e.Name(), info.Size(), info.ModTime()})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return out, nil
}

func (s *Store) path(hash string) string { return place(s.dir, hash) }

// place is where a file lies; folders of the hash's first byte keep each small.
func place(dir, hash string) string {
	if !isHash(hash) {
		return filepath.Join(dir, "no-hash") // never written
	}
	return filepath.Join(dir, hash[:2], hash)
}

func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && s == strings.ToLower(s)
}

// makeDir makes a folder for its owner alone.
func makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = os.Chmod(dir, 0o700)
	}
	return err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
