package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/files"
	"github.com/followup-bot/followup/bot/minutes"
	"github.com/followup-bot/followup/ledger"
)

func (c *cli) readMinutesCommand(o *readOptions) *cobra.Command {
	date := ""
	cmd := &cobra.Command{
		Use:   "minutes [FILE|-]",
		Short: "Read minutes: the action items that would be drafted",
		Long:  "Read minutes from text, Markdown, .docx, .xlsx or .pdf, and show the action items that would be drafted from them.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := ledger.ParseDate(date)
			if err != nil {
				return usagef("--date: %s", err)
			}
			today := ledger.DateOf(c.now())
			if o.json {
				today = ledger.Date{} // programs get what the text says and nothing else
			}
			r, err := c.readMinutes(cmd.Context(), args, day, today, o.lang)
			if err != nil {
				return err
			}
			if o.json {
				return writeJSON(c.out, r)
			}
			return c.printMinutes(r, today, o.explain)
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "the meeting's date, YYYY-MM-DD (default: the one in the text)")
	return cmd
}

// readMinutes reads a file, or standard input. Where neither day nor the text says when the meeting was, relative dates count from fallback, and the reading's
// meeting keeps no date; a zero fallback leaves them open.
func (c *cli) readMinutes(ctx context.Context, args []string, day, fallback ledger.Date, lang string) (minutes.Reading, error) {
	dir, cal, err := c.known()
	if err != nil {
		return minutes.Reading{}, err
	}
	f, name, err := c.open(args)
	if err != nil {
		return minutes.Reading{}, err
	}
	defer f.Close()
	if name == "standard input" {
		name += ".txt"
	}
	text, err := files.Text(ctx, name, f, files.Limits{})
	if err != nil {
		return minutes.Reading{}, err
	}
	env := ledger.Env{Dir: dir}
	options := minutes.Options{Date: day, Dir: dir, Cal: cal, Zone: env.Zone(), Lang: lang}
	r := minutes.Read(text, options)
	if r.Meeting.Date.IsZero() && !fallback.IsZero() {
		options.Date = fallback
		r = minutes.Read(text, options)
		r.Meeting.Date = ledger.Date{}
	}
	return r, nil
}

// manyItems is more than the minutes of one meeting usually ask for.
const manyItems = 150

func (c *cli) printMinutes(r minutes.Reading, today ledger.Date, explain bool) error {
	var head []string
	for _, s := range []string{r.Meeting.Title, r.Meeting.Number, r.Meeting.Date.String()} {
		if s != "" {
			head = append(head, s)
		}
	}
	fmt.Fprintf(c.out, "%s\nitems: %d, principles: %d\n", strings.Join(head, " · "), len(r.Items), len(r.Principles))
	if r.Meeting.Date.IsZero() && len(r.Items) > 0 {
		fmt.Fprintf(c.out, "The text does not say when the meeting was: dates count from today, %s; --date gives another day.\n", today)
	}
	if len(r.Items) > manyItems {
		fmt.Fprintf(c.out, "That many items are more than one meeting usually decides: is this one text of minutes, and no ledger?\n")
	}
	fmt.Fprintln(c.out)
	t := &table{}
	t.add("#", "LINE", "LEAD", "SUPPORT", "DUE", "MEASURE", "WHAT")
	for i, it := range r.Items {
		t.add(fmt.Sprint(i+1), fmt.Sprint(it.Line), owners(it), strings.Join(it.Co, "、"), dueOf(it), it.Measure, cmp.Or(it.Title, it.Text))
	}
	if err := t.print(c.out, 28); err != nil {
		return err
	}
	if !explain {
		return nil
	}
	for i, it := range r.Items {
		fmt.Fprintf(c.out, "\n%d  %s\n", i+1, it.Text)
		for _, w := range it.Why {
			fmt.Fprintf(c.out, "   %s: %q (line %d, %s)\n", w.Field, w.Words, w.Line, w.Rule)
		}
	}
	for _, p := range r.Principles {
		fmt.Fprintf(c.out, "\nprinciple, line %d: %s", p.Line, p.Text)
	}
	_, err := fmt.Fprintln(c.out)
	return err
}

// owners names who leads, as written, or what is in doubt.
func owners(it minutes.Item) string {
	names := strings.Join(it.Owners, "、")
	if it.Fanout != "" && !strings.Contains(strings.ToLower(names), strings.ToLower(it.Fanout)) {
		names = strings.Join(append([]string{it.Fanout}, it.Owners...), "、")
	}
	if it.Fanout != "" && len(it.FanoutUnits) > 0 {
		names += fmt.Sprintf("(%d)", len(it.FanoutUnits))
	}
	for _, a := range it.Ambiguous {
		names += fmt.Sprintf(" (which? %s)", strings.Join(a.Candidates, " / "))
	}
	return cmp.Or(names, "?")
}

func dueOf(it minutes.Item) string {
	switch {
	case it.RRule != "":
		return it.RRule
	case it.Ongoing && it.Due.IsZero():
		return "ongoing"
	case it.At != "":
		return it.Due.String() + " " + it.At
	}
	return cmp.Or(it.Due.String(), "?")
}
