package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

func (c *cli) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the ledger to a file, also while followup is running",
		Long: `Copy the ledger to a file, also while followup is running. Copies of evidence go to the folder "evidence" beside the file, which several backups
share: a content is there once. Keep the two together.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			made, err := c.backup(cmd.Context(), path)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: %d bytes. Check it with: followup verify %s\n", args[0], made.Size, args[0])
			if r := made.Evidence; r.Files > 0 {
				fmt.Fprintf(c.out, "%s\n", evidenceText(r))
			}
			return made.Evidence.Err()
		},
	}
}

func (c *cli) backup(ctx context.Context, path string) (made copied, err error) {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return made, err
	}
	if r, ok := remote(ctx, dir); ok {
		err = r.post(ctx, "/control/backup", request{Path: path, User: operator()}, &made)
		return made, err
	}
	db, err := c.openDB(dir)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if made, err = backupWith(ctx, db, filepath.Join(dir, evidenceName), path); err != nil {
		return made, err
	}
	l := ledger.LogEntry{At: c.now(), Kind: ledger.LogBackup, Operator: operator(), N: made.Size, Text: path}
	return made, recordAll(ctx, db, func(ledger.OrgID) ledger.LogEntry { return l })
}

// backup copies the running server's ledger at a command.
func (a *App) backup(ctx context.Context, in request) (copied, error) {
	defer a.evidence.Hold()()
	made, err := backupWith(ctx, a.store, a.evidence.Dir(), in.Path)
	if err != nil {
		return made, err
	}
	return made, record(ctx, a.store, ledger.LogEntry{At: a.now(), Kind: ledger.LogBackup, Operator: in.User, N: made.Size, Text: in.Path})
}

// openDB opens the database of a data folder that must be there.
func (c *cli) openDB(dir string) (*boltstore.DB, error) {
	path := filepath.Join(dir, dbName)
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no ledger in %s: name the folder with --data or the configuration with --config", dir)
		}
		return nil, err
	}
	return boltstore.OpenDB(path, boltstore.Options{Now: c.now})
}

// A copier writes a copy of itself.
type copier interface {
	Backup(ctx context.Context, w io.Writer) (int64, error)
}

// backupTo writes a copy under a name that is not taken, whole or not at all, for its owner alone.
func backupTo(ctx context.Context, from copier, path string) (n int64, err error) {
	if !filepath.IsAbs(path) {
		return 0, fmt.Errorf("backup: %s is not a whole path", path)
	}
	if _, err := os.Lstat(path); err == nil {
		return 0, fmt.Errorf("backup: %s is there already; name a new file", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	n, err = from.Backup(ctx, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	return n, os.Rename(f.Name(), path)
}
