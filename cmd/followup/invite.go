package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (c *cli) inviteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "invite NAME",
		Short: "Make a personal link by which somebody enters the web chat, once, within seven days",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return c.invite(cmd.Context(), args[0]) },
	}
}

func (c *cli) invite(ctx context.Context, name string) error {
	r, err := c.server(ctx)
	if err != nil {
		return err
	}
	var link string
	if err := r.post(ctx, "/control/invite", request{Name: name}, &link); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, link)
	return err
}
