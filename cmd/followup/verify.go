package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/ledger/boltstore"
)

func (c *cli) verifyCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "verify [FILE]",
		Short: "Check a ledger's file and its evidence: every page, checksum, chain and hash",
		Long: `Check a database file, or without FILE the ledger, also while followup is running: every page and checksum,
each item's chain of events, the log's chain and the anchors in it, the indexes and the numbers given; and that every copy of evidence lies in the
folder "evidence" beside the file and is what it was. Nothing is changed.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := c.verify(cmd.Context(), args)
			if err != nil {
				return err
			}
			if asJSON {
				err = writeJSON(c.out, r)
			} else {
				err = c.printReport(r)
			}
			return errors.Join(err, r.Evidence.Err())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "machine-readable output")
	return cmd
}

func (c *cli) verify(ctx context.Context, args []string) (r verified, err error) {
	if len(args) > 0 {
		r, err = verifyFile(ctx, args[0])
		if !errors.Is(err, boltstore.ErrLocked) {
			return r, err
		}
	}
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return r, err
	}
	if len(args) > 0 {
		dir = filepath.Dir(args[0])
	}
	if s, ok := remote(ctx, dir); ok {
		err = s.post(ctx, "/control/verify", request{}, &r)
		return r, err
	}
	return verifyFile(ctx, filepath.Join(dir, dbName))
}

func (c *cli) printReport(r verified) error {
	fmt.Fprintf(c.out, "%s is whole: schema %d, %d bytes, %d pages (%d free)\n", r.Path, r.Schema, r.Size, r.Pages, r.Free)
	for _, o := range r.Orgs {
		fmt.Fprintf(c.out, "%s: %d items, %d events, %d raw texts, %d records, %d notices waiting, %d settled\n", o.Org, o.Items, o.Events, o.Words, o.Records, o.Waiting, o.Settled)
		if o.Logged > 0 {
			fmt.Fprintf(c.out, "%s: %d entries in the log, the last %s\n", o.Org, o.Logged, o.LogHead.Hash)
		}
		if o.Gaps > 0 {
			fmt.Fprintf(c.out, "%s: %d numbers were passed over\n", o.Org, o.Gaps)
		}
		if _, err := fmt.Fprintf(c.out, "%s: anchor %s\n", o.Org, o.Anchor); err != nil {
			return err
		}
	}
	if e := r.Evidence; e.Files+len(e.Missing)+len(e.Altered) > 0 {
		fmt.Fprintln(c.out, evidenceText(e))
	}
	return nil
}
