package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

var noUntil time.Time

// Backup writes a copy of the whole file as it is at this moment, of all organisations, and gives its length. Changes go on meanwhile.
func (db *DB) Backup(ctx context.Context, w io.Writer) (n int64, err error) {
	err = guard("backup", func() error {
		return db.bolt.View(func(tx *bolt.Tx) (err error) {
			n, err = tx.WriteTo(&stoppable{ctx, w})
			return err
		})
	})
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // bbolt does not pass on what ended it
	}
	if err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	return n, nil
}

// Backup writes a copy of the file in which the store lies; see DB.Backup.
func (s *Store) Backup(ctx context.Context, w io.Writer) (int64, error) { return s.db.Backup(ctx, w) }

// Verify checks the file in which the store lies; see DB.Verify.
func (s *Store) Verify(ctx context.Context) (Report, error) { return s.db.Verify(ctx) }

func (db *DB) backupFile(ctx context.Context, name string) error {
	return writeFile(name, func(f *os.File) error {
		_, err := db.Backup(ctx, f)
		return err
	})
}

// stoppable is a writer that ends with ctx.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s *stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// Restore puts the copy src in the place of the database dst, which nobody may have open. The copy is verified first; a damaged one changes
// nothing. The old file is kept beside the new one under the name that is given back, which is empty when there was none. At every moment
// dst is either the old or the new file.
func Restore(ctx context.Context, src, dst string) (kept string, err error) {
	if _, err := Verify(ctx, src); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	release, err := holdOff(dst)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer release()
	in, err := os.Open(src)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = in.Close() }() // it was only read
	if kept, err = keepOld(dst); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	err = writeFile(dst, func(f *os.File) error {
		_, err := io.Copy(f, &readable{ctx, in})
		return err
	})
	if err != nil {
		return kept, fmt.Errorf("restore: %w", err)
	}
	return kept, nil
}

// copyFile copies a file to a name that is not taken, for its owner alone.
func copyFile(src, dst string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	return writeFile(dst, func(f *os.File) error {
		_, err := io.Copy(f, in)
		return err
	})
}

type readable struct {
	ctx context.Context
	r   io.Reader
}

func (s *readable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// holdOff locks a database file that is to be replaced.
func holdOff(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	unlock, err := lockFile(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return func() {
		unlock()
		_ = f.Close()
	}, nil
}

// keepOld gives the old file a second name, which nothing has yet.
func keepOld(path string) (string, error) {
	stamp, err := fileStamp(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s.before-restore-%s", path, stamp)
		if n > 1 {
			name = fmt.Sprintf("%s-%d", name, n)
		}
		err := os.Link(path, name)
		switch {
		case err == nil:
			return name, syncDir(filepath.Dir(path))
		case !errors.Is(err, fs.ErrExist):
			return "", err
		}
	}
}
