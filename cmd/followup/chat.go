package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/followup-bot/followup/bot/messenger/local"
)

func (c *cli) chatCommand() *cobra.Command {
	as, lang := "", ""
	cmd := &cobra.Command{
		Use:   "chat --as NAME",
		Short: "Talk with a running followup in the terminal, or drive it by a script on standard input",
		Long: `Talk with a running followup as one of its people, by id, name or title. Type /help there for what can be done.
When standard input is no terminal it is a script, a line each: messages, /as NAME, /1 (a button), /expect …; the
first line that fails ends it with status 1.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.chat(cmd.Context(), as, lang) },
	}
	cmd.Flags().StringVar(&as, "as", "", "who you are, by id, name or title")
	cmd.Flags().StringVar(&lang, "lang", "", "language of the terminal's own words, zh or en (default: the person's)")
	return cmd
}

func (c *cli) chat(ctx context.Context, as, lang string) error {
	if as == "" {
		return usagef("say who you are: followup chat --as NAME")
	}
	r, err := c.server(ctx)
	if err != nil {
		return err
	}
	interactive := isTerminal(c.in) && isTerminal(c.out)
	return local.Terminal(ctx, local.TerminalConfig{
		Client: local.Client{HTTP: r.http, Base: "http://local"}, As: as, In: c.in, Out: c.out, Lang: lang,
		Interactive: interactive, Color: interactive && c.getenv("NO_COLOR") == "",
	})
}

// isTerminal reports whether a person sits at the stream.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
