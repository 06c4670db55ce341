// Package smalldisk gives tests a small file system that may be filled to the last byte. Tests that need one are skipped where it can't be mounted.
package smalldisk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Kinds are the file systems that there are: in memory, and on a file.
var Kinds = []string{"tmpfs", "ext4"}

// ballast is the name of the file that takes up the room.
const ballast = "ballast"

// Fill leaves only so many bytes of room in a folder that Mount gave, until Free is called.
func Fill(dir string, leave int64) error {
	f, err := os.OpenFile(filepath.Join(dir, ballast), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	n, err := fill(f)
	if err == nil {
		err = f.Truncate(max(0, n-leave))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, Free(dir))
	}
	return nil
}

// fill writes until there is no room.
func fill(f *os.File) (total int64, err error) {
	for size := 1 << 16; size > 0; size /= 16 {
		for block := make([]byte, size); ; {
			n, err := f.Write(block)
			total += int64(n)
			if errors.Is(err, syscall.ENOSPC) {
				break
			}
			if err != nil {
				return total, err
			}
			if total > mostSize {
				return total, fmt.Errorf("%s lies on no small disk", f.Name())
			}
		}
	}
	return total, nil
}

// Free gives the room back.
func Free(dir string) error { return os.Remove(filepath.Join(dir, ballast)) }
