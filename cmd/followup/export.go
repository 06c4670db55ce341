package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
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
	text, err := ask(ctx, c, "/control/export", nil, func(o offline) (string, error) { return exportText(ctx, o.cfg, o.store) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, text)
	return err
}

// withStore opens the ledger of a data folder that no server has open.
func (c *cli) withStore(dir string, do func(offline) error) error {
	cfg, err := c.needConfig(dir)
	if err != nil {
		return err
	}
	return c.withStoreOf(dir, cfg, do)
}

func (c *cli) withStoreOf(dir string, cfg *config.Config, do func(offline) error) (err error) {
	db, err := c.openDB(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	store, err := db.Org(ledger.OrgID(cfg.Org.ID))
	if err != nil {
		return err
	}
	return do(offline{c, cfg, store})
}
