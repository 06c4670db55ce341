//go:build !unix

package boltstore

import "os"

// lockFile does nothing where files aren't locked by flock; bbolt's own lock still holds off a second process.
func lockFile(*os.File) (release func(), err error) { return func() {}, nil }
