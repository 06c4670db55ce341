package blobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Report says how files are that should be there.
type Report struct {
	Files   int      `json:"files"`             // that are whole
	Bytes   int64    `json:"bytes"`             // of those
	Missing []string `json:"missing,omitempty"` // their hashes
	Altered []string `json:"altered,omitempty"`
}

// Err says what is wrong, nil when nothing is.
func (r Report) Err() error {
	var errs []error
	for _, x := range []struct {
		hashes []string
		err    error
	}{{r.Missing, ErrMissing}, {r.Altered, ErrAltered}} {
		for i, hash := range x.hashes {
			if i == 5 {
				errs = append(errs, fmt.Errorf("evidence: %d more: %w", len(x.hashes)-i, x.err))
				break
			}
			errs = append(errs, fmt.Errorf("evidence %s: %w", hash, x.err))
		}
	}
	return errors.Join(errs...)
}

// note files what opening a file gave; what is neither missing nor altered is an error of the disk.
func (r *Report) note(hash string, size int64, err error) error {
	switch {
	case errors.Is(err, ErrMissing):
		r.Missing = append(r.Missing, hash)
	case errors.Is(err, ErrAltered):
		r.Altered = append(r.Altered, hash)
	case err != nil:
		return err
	default:
		r.Files++
		r.Bytes += size
	}
	return nil
}

// Check reads all files that should be in a folder through.
func Check(ctx context.Context, dir string, hashes []string) (r Report, err error) {
	return report(ctx, hashes, func(hash string) (*File, error) { return open(dir, hash) })
}

// report says of each file what giving it comes to.
func report(ctx context.Context, hashes []string, give func(hash string) (*File, error)) (r Report, err error) {
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		f, err := give(hash)
		var size int64
		if err == nil {
			size, err = f.Size, f.Close()
		}
		if err := r.note(hash, size, err); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Copy brings the files from one folder to another that lacks them, and reads through those that it has. What is missing or altered in both comes in
// the report; a file that is damaged in one of them is taken from the other. Folders may be the same, and files in to that are not named are left.
func Copy(ctx context.Context, from, to string, hashes []string) (r Report, err error) {
	dst := &Store{dir: to}
	if err := dst.stale(); err != nil {
		return r, err
	}
	return report(ctx, hashes, func(hash string) (*File, error) {
		f, err := open(to, hash)
		if errors.Is(err, ErrMissing) || errors.Is(err, ErrAltered) {
			return dst.fetch(from, hash)
		}
		return f, err
	})
}

// fetch takes a file over from another folder and gives it.
func (s *Store) fetch(from, hash string) (*File, error) {
	f, err := open(from, hash)
	if err != nil {
		return nil, err
	}
	t, err := s.Take(f, f.Size, f.Size+s.Used())
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if t.Hash != hash { // it changed under our hands
		return nil, errors.Join(fmt.Errorf("evidence %s: %w", hash, ErrAltered), t.Drop())
	}
	if err := t.Keep(); err != nil {
		return nil, errors.Join(err, t.Drop())
	}
	return open(s.dir, hash)
}

// stale removes what another process began to write into the folder long ago and never finished.
func (s *Store) stale() error {
	var parts []string
	err := walk(s.dir, func(path string, e fs.DirEntry) error {
		if strings.HasPrefix(e.Name(), fresh) {
			parts = append(parts, path)
		}
		return nil
	})
	if err != nil || len(parts) == 0 {
		return err
	}
	now, err := s.Take(strings.NewReader(""), 0, 0) // the disk's own clock
	if err != nil {
		return err
	}
	defer func() { _ = now.Drop() }() // at worst it is the next stale one
	info, err := os.Stat(now.path)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if old, err := os.Stat(p); err == nil && info.ModTime().Sub(old.ModTime()) > 24*time.Hour {
			if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// Prune removes the files of a folder that are not named, and says how many.
func Prune(dir string, keep []string) (n int, err error) {
	all, err := list(dir)
	if err != nil {
		return 0, err
	}
	slices.Sort(keep)
	for _, b := range all {
		if _, wanted := slices.BinarySearch(keep, b.Hash); wanted {
			continue
		}
		if err := os.Remove(place(dir, b.Hash)); err != nil {
			return n, fmt.Errorf("evidence %s: %w", b.Hash, err)
		}
		n++
	}
	return n, nil
}

// Touch has all files of a folder count as come at the instant: those that nothing needs are then left for a while.
func Touch(dir string, at time.Time) error {
	all, err := list(dir)
	if err != nil {
		return err
	}
	for _, b := range all {
		if err := os.Chtimes(filepath.Clean(place(dir, b.Hash)), at, at); err != nil {
			return fmt.Errorf("evidence %s: %w", b.Hash, err)
		}
	}
	return nil
}
