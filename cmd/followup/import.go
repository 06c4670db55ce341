package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/tables"
)

// An importWish is what the import of a file is asked with.
type importWish struct {
	Path  string `json:"path"`
	Lang  string `json:"lang,omitempty"`
	Apply bool   `json:"apply,omitempty"`
}

func (c *cli) importCommand() *cobra.Command {
	var w importWish
	var dry bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take over a ledger kept elsewhere: say row by row what would happen, then do it",
		Long: `Take over a ledger (督办台账) that was kept elsewhere, from XLSX or CSV.

Columns are found by their heads, in Chinese or English; items and lead units are needed, everything else is optional (docs/documents.md). Without --apply
it only says, row by row, what would happen. Numbers are kept where they are free; rows that were imported before are left alone; nobody is written to.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dry && w.Apply {
				return usagef("--dry-run and --apply can't both be meant")
			}
			w.Path = args[0]
			return c.importLedger(cmd.Context(), w)
		},
	}
	cmd.Flags().BoolVar(&w.Apply, "apply", false, "import it")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would happen (the default)")
	cmd.Flags().StringVar(&w.Lang, "lang", "", "zh or en (default: the organisation's)")
	return cmd
}

func (c *cli) importLedger(ctx context.Context, w importWish) error {
	path, err := filepath.Abs(w.Path)
	if err != nil {
		return err
	}
	w.Path = path
	in, err := ask(ctx, c, "/control/import", &request{Import: &w}, func(o offline) (bot.Intake, error) {
		b, err := o.bot()
		if err != nil {
			return bot.Intake{}, err
		}
		return importFile(ctx, b, &w)
	})
	if err != nil {
		return err
	}
	for _, l := range in.Lines {
		fmt.Fprintln(c.out, l)
	}
	what := "would be imported (--apply does it)"
	if w.Apply {
		what = "imported"
	}
	fmt.Fprintf(c.out, "%d %s, %d of them with gaps, %d of them parts of others; %d already here; %d can't be imported\n", in.New, what, in.Doubts, in.Parts, in.Known, in.Stopped)
	if in.Stopped > 0 {
		return errTold
	}
	return nil
}

// mostImport is how many bytes of a file are read.
const mostImport = 50 << 20

func importFile(ctx context.Context, b *bot.Bot, w *importWish) (bot.Intake, error) {
	if w == nil {
		return bot.Intake{}, errors.New("no file is named")
	}
	info, err := os.Stat(w.Path)
	switch {
	case err != nil:
		return bot.Intake{}, err
	case info.IsDir() || info.Size() > mostImport:
		return bot.Intake{}, fmt.Errorf("%s is a folder or larger than %d MiB", w.Path, mostImport>>20)
	}
	data, err := os.ReadFile(w.Path)
	if err != nil {
		return bot.Intake{}, err
	}
	in, err := b.Import(ctx, filepath.Base(w.Path), data, w.Lang, "", w.Apply)
	if errors.Is(err, tables.ErrNoTable) {
		return in, fmt.Errorf("%s has no row of heads with a column of items (事项) and one of lead units (牵头单位)", w.Path)
	}
	return in, err
}
