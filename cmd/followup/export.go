package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

func (c *cli) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "The configuration in force",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "export",
		Short: "Print what is in force, with what was changed in chat, as a configuration that loads again",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return c.export(cmd.Context()) },
	})
	return cmd
}

func (c *cli) export(ctx context.Context) error {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return err
	}
	var text string
	if r, ok := remote(ctx, dir); ok {
		err = r.get(ctx, "/control/export", &text)
	} else {
		err = c.withStore(dir, func(s *boltstore.Store) (err error) {
			cfg, err := c.needConfig(dir)
			if err != nil {
				return err
			}
			text, err = exportText(ctx, cfg, s)
			return err
		})
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, text)
	return err
}

// withStore opens the ledger of a data folder that no server has open.
func (c *cli) withStore(dir string, do func(*boltstore.Store) error) (err error) {
	cfg, err := c.needConfig(dir)
	if err != nil {
		return err
	}
	db, err := c.openDB(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	store, err := db.Org(ledger.OrgID(cfg.Org.ID))
	if err != nil {
		return err
	}
	return do(store)
}
