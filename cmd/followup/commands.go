package main

import "github.com/spf13/cobra"

// commands lists the subcommands: one line and one file each.
func (c *cli) commands() []*cobra.Command {
	return []*cobra.Command{
		c.serveCommand(),
		c.chatCommand(),
		c.readCommand(),
		c.checkCommand(),
		c.inviteCommand(),
		c.configCommand(),
		c.scheduleCommand(),
		c.exportCommand(),
		c.importCommand(),
		c.statusCommand(),
		c.auditCommand(),
		c.verifyCommand(),
		c.backupCommand(),
		c.restoreCommand(),
		c.slackCommand(),
		c.versionCommand(),
	}
}
