package boltstore

import (
	"errors"
	"fmt"
	"runtime/debug"

	bolterrors "go.etcd.io/bbolt/errors"
)

// guard runs fn and turns what a damaged file does to it into an error: bbolt panics on pages that are not what they should be, and
// the processor faults where the file ends before its map does.
func guard(what string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %w: %v", what, ErrDamaged, r)
		}
	}()
	err = fn()
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		err = ErrClosed
	}
	return err
}

// A Damage is a place where the file is not as it was written.
type Damage struct {
	Org    string // empty: not within an organisation
	Bucket string
	Key    string
	Reason string
}

// Error names the place.
func (d *Damage) Error() string {
	at := ""
	if d.Org != "" {
		at = "organisation " + d.Org + ", "
	}
	return fmt.Sprintf("%v: %sbucket %s, key %q: %s", ErrDamaged, at, d.Bucket, d.Key, d.Reason)
}

// Unwrap gives ErrDamaged.
func (d *Damage) Unwrap() error { return ErrDamaged }
