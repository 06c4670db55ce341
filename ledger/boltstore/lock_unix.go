//go:build unix

package boltstore

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// lockFile takes the lock that bbolt takes, or gives ErrLocked when another process holds it for longer than lockWait.
func lockFile(f *os.File) (release func(), err error) {
	for waited := time.Duration(0); ; waited += lockPoll {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return nil, err
		case waited >= lockWait:
			return nil, ErrLocked
		}
		time.Sleep(lockPoll)
	}
}

const lockPoll = 50 * time.Millisecond
