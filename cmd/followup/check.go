package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/messenger/slack"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
)

func (c *cli) checkCommand() *cobra.Command {
	live := false
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration, and show where chat has changed it since",
		Long: `Check the configuration: every mistake at once, one line each with file, line, key and what to do; secrets too.
Then show where the ledger, changed in chat, differs from the file. With --live the messengers are asked about
each token and permission; nothing is sent to anybody.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.check(cmd.Context(), live) },
	}
	cmd.Flags().BoolVar(&live, "live", false, "ask the messengers about tokens and permissions")
	return cmd
}

func (c *cli) check(ctx context.Context, live bool) error {
	cfg, found, err := c.loadConfig()
	if err != nil {
		return err
	}
	if !found {
		return usagef("name a configuration with --config")
	}
	missing := cfg.Secrets(c.getenv)
	if missing != nil {
		fmt.Fprintln(c.err, missing)
	}
	org := cfg.Organisation()
	fmt.Fprintf(c.out, "%s: %s, %d units, %d people, %d schedules\n", cfg.File(), org.Name, len(org.Units), len(org.People), len(cfg.Rules()))
	if err := c.checkLedger(ctx, cfg); err != nil {
		return err
	}
	if missing != nil {
		return errTold
	}
	if live {
		return c.checkLive(ctx, cfg)
	}
	return nil
}

// checkLedger shows what was changed in chat, where there is a ledger already.
func (c *cli) checkLedger(ctx context.Context, cfg *config.Config) (err error) {
	dir := cfg.Data
	if c.data != "" {
		dir = c.data
	}
	var diffs []string
	if r, ok := remote(ctx, dir); ok {
		err = r.get(ctx, "/control/differences", &diffs)
	} else if _, statErr := os.Stat(filepath.Join(dir, dbName)); errors.Is(statErr, fs.ErrNotExist) {
		fmt.Fprintf(c.out, "%s: no ledger yet\n", dir)
		return nil
	} else {
		err = c.withStoreOf(dir, cfg, func(o offline) (err error) {
			diffs, err = differences(ctx, cfg, o.store)
			return err
		})
	}
	if err != nil {
		return err
	}
	if len(diffs) == 0 {
		_, err = fmt.Fprintf(c.out, "%s: nothing was changed in chat\n", dir)
		return err
	}
	fmt.Fprintf(c.out, "%s: changed in chat, which wins (followup config export prints what is in force):\n", dir)
	return c.printLines(diffs)
}

func (c *cli) checkLive(ctx context.Context, cfg *config.Config) error {
	if cfg.Messengers.Slack == nil {
		_, err := fmt.Fprintln(c.out, "no messenger outside this machine is configured")
		return err
	}
	bad := false
	conf := slackConfig(*cfg.Messengers.Slack)
	conf.Now = c.now
	found := slack.CheckLive(ctx, conf)
	if len(found) > 0 && found[0].OK { // Slack knows the token
		channels, users := slackNames(cfg.Organisation())
		found = append(found, slack.CheckPlaces(ctx, conf, channels, users)...)
	}
	for _, f := range found {
		sign := "ok"
		switch {
		case !f.OK && f.Optional:
			sign = "--"
		case !f.OK:
			sign, bad = "NO", true
		}
		fmt.Fprintf(c.out, "slack %s  %s: %s\n", sign, f.Check, f.Note)
	}
	if bad {
		return errTold
	}
	return nil
}

// slackNames are the conversations and users that the organisation names in Slack.
func slackNames(o ledger.Org) (channels, users []string) {
	for _, u := range o.Units {
		for _, c := range u.Channels {
			if c.Messenger == slack.Name && !slices.Contains(channels, c.Conversation) {
				channels = append(channels, c.Conversation)
			}
		}
	}
	for _, p := range o.People {
		for _, id := range p.Identities {
			if id.Messenger == slack.Name {
				users = append(users, id.User)
			}
		}
	}
	return channels, users
}
