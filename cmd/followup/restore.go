package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

func (c *cli) restoreCommand() *cobra.Command {
	partial := false
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the ledger; followup must be stopped",
		Long: `Put a backup in the place of the ledger. The backup is verified first, and the ledger that was there is kept beside
the new one under another name. followup must be stopped. Copies of evidence come from the folder "evidence" beside the backup; where some of them are
missing or altered nothing is restored, unless with --partial.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.restore(cmd.Context(), args[0], partial) },
	}
	cmd.Flags().BoolVar(&partial, "partial", false, "restore the ledger even where copies of evidence are missing or altered")
	return cmd
}

func (c *cli) restore(ctx context.Context, src string, partial bool) (err error) {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return err
	}
	if err := makeData(dir); err != nil {
		return err
	}
	unlock, err := lockData(dir)
	if err != nil {
		return err
	}
	defer unlock()
	path := filepath.Join(dir, dbName)
	if err := c.restoreEvidence(ctx, src, dir, partial); err != nil {
		return err
	}
	before, err := boltstore.LogHeads(path)
	if err != nil { // none there, or damaged: which may be why it is replaced
		before = nil
	}
	kept, err := boltstore.Restore(ctx, src, path)
	if errors.Is(err, boltstore.ErrLocked) {
		return fmt.Errorf("%s is in use: stop followup first", path)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s is restored from %s\n", path, src)
	if kept != "" {
		fmt.Fprintf(c.out, "what was there is kept as %s\n", kept)
	}
	return c.logRestored(ctx, dir, src, before)
}

// logRestored has the log of what was restored tell of it, and of the log that is no more.
func (c *cli) logRestored(ctx context.Context, dir, src string, before map[ledger.OrgID]ledger.LogHead) error {
	if abs, err := filepath.Abs(src); err == nil {
		src = abs
	}
	db, err := c.openDB(dir)
	if err != nil {
		return fmt.Errorf("it is restored, but could not be logged: %w", err)
	}
	return errors.Join(recordAll(ctx, db, func(org ledger.OrgID) ledger.LogEntry {
		return ledger.LogEntry{At: c.now(), Kind: ledger.LogRestored, Operator: operator(), N: before[org].Seq, Was: before[org].Hash, Text: src}
	}), db.Close())
}
