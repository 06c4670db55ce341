package main

import "github.com/spf13/cobra"

// commands lists the subcommands: one line and one file each.
func (c *cli) commands() []*cobra.Command {
	return []*cobra.Command{
		c.readCommand(),
		c.versionCommand(),
	}
}
