package main

import (
	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/messenger/slack"
)

func (c *cli) slackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "slack",
		Short: "Set Slack up",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var o slack.ManifestOptions
	transport := ""
	manifest := &cobra.Command{
		Use:   "manifest",
		Short: "Print the app manifest that Slack takes under \"From a manifest\"",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b, err := slack.Manifest(transport, o)
			if err != nil {
				return err
			}
			_, err = c.out.Write(b)
			return err
		},
	}
	manifest.Flags().StringVar(&transport, "transport", slack.Socket, "socket or http")
	manifest.Flags().StringVar(&o.Name, "name", "", "the app's name (default: followup)")
	manifest.Flags().StringVar(&o.Command, "command", "", "the slash command (default: /followup)")
	manifest.Flags().StringVar(&o.URL, "url", "", "with http: the public https address that Slack posts to")
	manifest.Flags().StringVar(&o.Lang, "lang", "", "language of the texts in Slack, zh or en")
	cmd.AddCommand(manifest)
	return cmd
}
