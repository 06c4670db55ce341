package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	followup "github.com/followup-bot/followup"
	"github.com/followup-bot/followup/cmd/followup/config"
)

func (c *cli) serveCommand() *cobra.Command {
	var demo bool
	var example, listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run followup",
		Long: `Run followup: listen to the messengers of the configuration, keep the ledger, send what is due.

With --demo anybody at this machine picks who they are, and the clock can be moved forward. A demo needs no
configuration (--example company shows a small firm), and keeps its data in ./demo-data.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := c.serveConfig(demo, example)
			if err != nil {
				return err
			}
			if listen != "" && cfg.Messengers.Local != nil {
				cfg.Messengers.Local.Listen = listen
			}
			return Run(cmd.Context(), Serve{Config: cfg, Demo: demo, Data: c.data, Now: c.now, Log: newLog(c.err, cfg.Log), Out: c.out})
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "anybody is anybody, and the clock can be moved; on this machine only")
	cmd.Flags().StringVar(&example, "example", "court", "the organisation of a demo without --config: court or company")
	cmd.Flags().StringVar(&listen, "listen", "", "address of the web chat on this machine, instead of the configuration's")
	return cmd
}

// serveConfig reads the configuration with its secrets; a demo without one has an example built in.
func (c *cli) serveConfig(demo bool, example string) (*config.Config, error) {
	cfg, found, err := c.loadConfig()
	if err != nil {
		return nil, err
	}
	if !found {
		if !demo {
			return nil, usagef("name a configuration with --config, or try: followup serve --demo")
		}
		if cfg, err = exampleConfig(example); err != nil {
			return nil, err
		}
	}
	return cfg, cfg.Secrets(c.getenv)
}

// exampleConfig is one of the two built in.
func exampleConfig(name string) (*config.Config, error) {
	switch name {
	case "court":
		return config.Parse("config.example.yaml", followup.ExampleConfig)
	case "company":
		return config.Parse("config.company.yaml", followup.CompanyConfig)
	}
	return nil, usagef("--example is court or company, not %q", name)
}

// newLog writes to w as the configuration says; no log ever holds the text of a message.
func newLog(w io.Writer, l config.Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.Level)); err != nil {
		level = slog.LevelInfo
	}
	opt := &slog.HandlerOptions{Level: level}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}

// needConfig is the configuration of a command that can't do without; a demo's data bring their own example.
func (c *cli) needConfig(dir string) (*config.Config, error) {
	cfg, found, err := c.loadConfig()
	if err != nil || found {
		return cfg, err
	}
	for _, name := range []string{"court", "company"} {
		cfg, err := exampleConfig(name)
		if err == nil && isDemoOf(dir, cfg) {
			return cfg, nil
		}
	}
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil, usagef("name a configuration with --config")
	}
	return nil, usagef("followup is not running on %s: name its configuration with --config", dir)
}

func (c *cli) printLines(lines []string) error {
	for _, l := range lines {
		if _, err := fmt.Fprintln(c.out, l); err != nil {
			return err
		}
	}
	return nil
}
