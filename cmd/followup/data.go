package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Names in a data folder.
const (
	dbName     = "followup.db"
	socketName = "followup.sock"
	lockName   = "followup.lock"
	chatName   = "chat"      // folder of the local chat
	demoFolder = "demo-data" // below it, a data folder for each organisation of a demo
)

// longestSocket is what the system takes as the path of a unix socket, with some room: 104 bytes on macOS, 108 on Linux.
const longestSocket = 100

// makeData makes the data folder, for its owner alone.
func makeData(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return fmt.Errorf("data folder %s is open to others: %w", dir, err)
		}
	}
	return nil
}

// socketPath is where the server of a data folder listens: in the folder, or, where that path is too long for a socket, in a folder of the
// user's own among the temporary files, under a name made of the data folder's.
func socketPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if p := filepath.Join(abs, socketName); len(p) <= longestSocket {
		return p, nil
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	sum := sha256.Sum256([]byte(abs))
	return filepath.Join(os.TempDir(), fmt.Sprintf("followup-%d", os.Getuid()), hex.EncodeToString(sum[:8])+".sock"), nil
}

// ownFolder makes the folder of a socket and refuses one that others could write in.
func ownFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !ownedByUs(info) {
		return fmt.Errorf("%s is not a folder of this user alone", dir)
	}
	return nil
}

// answers reports whether a server of the data folder answers.
func answers(ctx context.Context, dir string) bool {
	path, err := socketPath(dir)
	if err != nil {
		return false
	}
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", path)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// dataFolder finds the data that a command is about: the folder of --data, else the configuration's, else ./data. A demo keeps its data in
// ./demo-data: that is meant where its server answers and the other's doesn't, or where only it is there.
func (c *cli) dataFolder(ctx context.Context) (string, error) {
	if c.data != "" {
		return c.data, nil
	}
	cfg, found, err := c.loadConfig()
	if err != nil {
		return "", err
	}
	first := "data"
	if found {
		first = cfg.Data
	}
	demos, err := filepath.Glob(filepath.Join(demoFolder, "*", dbName))
	if err != nil {
		return "", err
	}
	if answers(ctx, first) {
		return first, nil
	}
	var live []string
	for _, d := range demos {
		if dir := filepath.Dir(d); answers(ctx, dir) {
			live = append(live, dir)
		}
	}
	switch {
	case len(live) == 1:
		return live[0], nil
	case len(live) > 1:
		return "", usagef("several demos are running: name one of %v with --data", live)
	}
	if _, err := os.Stat(filepath.Join(first, dbName)); errors.Is(err, fs.ErrNotExist) && len(demos) == 1 && !found {
		return filepath.Dir(demos[0]), nil
	}
	return first, nil
}

// remote gives a client of the server of a data folder; ok is false when none answers.
func remote(ctx context.Context, dir string) (r *remoteServer, ok bool) {
	if !answers(ctx, dir) {
		return nil, false
	}
	path, err := socketPath(dir)
	if err != nil {
		return nil, false
	}
	return &remoteServer{http: &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}}}, true
}
