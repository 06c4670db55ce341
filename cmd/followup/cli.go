package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/cmd/followup/config"
)

// A cli is what the commands know of the world: a test gives them another one.
type cli struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string
	now    func() time.Time

	configFile string
	data       string
}

// errTold ends a command with status 1 when what is wrong was printed already.
var errTold = errors.New("told already")

// run carries out one command line and gives the exit status: 0, 1 for what went wrong, 2 for a command line that means nothing.
func (c *cli) run(ctx context.Context, args []string) int {
	root := c.root()
	root.SetArgs(args)
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	switch {
	case err == nil, errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return 0
	case errors.Is(err, errTold):
		return 1
	case errors.As(err, &usage):
		fmt.Fprintln(c.err, "followup: "+usage.Error())
		return 2
	}
	var problems config.Problems
	if errors.As(err, &problems) {
		fmt.Fprintln(c.err, problems.Error())
		return 1
	}
	fmt.Fprintln(c.err, "followup: "+err.Error())
	return 1
}

// A usageError is a command line that means nothing.
type usageError struct{ error }

func usagef(format string, a ...any) error { return &usageError{fmt.Errorf(format, a...)} }

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "followup",
		Short: "Follow up what meetings decide: minutes in chat, a ledger of action items, reminders until each is closed",
		Long: `followup reads minutes in chat, turns them into action items of departments, reminds of them
until each is closed, and answers how things stand. 会议定了的事,一件一件跟到办结。

Try it:  followup serve --demo`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&c.configFile, "config", "", "configuration file (default: $FOLLOWUP_CONFIG)")
	root.PersistentFlags().StringVar(&c.data, "data", "", "data folder (default: the configuration's, else ./data)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	for _, add := range c.commands() {
		root.AddCommand(add)
	}
	walkCommands(root, func(cmd *cobra.Command) {
		if cmd.Args != nil {
			check := cmd.Args
			cmd.Args = func(cmd *cobra.Command, args []string) error {
				if err := check(cmd, args); err != nil {
					return usagef("%s (see %s --help)", err, cmd.CommandPath())
				}
				return nil
			}
		}
	})
	return root
}

func walkCommands(cmd *cobra.Command, f func(*cobra.Command)) {
	f(cmd)
	for _, sub := range cmd.Commands() {
		walkCommands(sub, f)
	}
}

// loadConfig reads the configuration that --config, the environment or the working folder names; found is false when there is none and the
// command can do without.
func (c *cli) loadConfig() (cfg *config.Config, found bool, err error) {
	file := c.configFile
	if file == "" {
		file = c.getenv("FOLLOWUP_CONFIG")
	}
	if file == "" {
		return nil, false, nil
	}
	cfg, err = config.Load(file)
	return cfg, err == nil, err
}
