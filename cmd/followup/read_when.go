package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/when"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A whenCase is one line of input: a sentence and the instant that it was written at.
type whenCase struct {
	ID   string `json:"id"`
	Lang string `json:"lang"`
	Text string `json:"text"`
	Ref  string `json:"ref"` // RFC 3339; empty: now
}

// A whenAnswer is one line of output. Due is YYYY-MM-DD, YYYY-MM-DDTHH:MM, ongoing or empty.
type whenAnswer struct {
	ID    string `json:"id,omitempty"`
	Due   string `json:"due"`
	RRule string `json:"rrule"`
	Span  string `json:"span"`
}

func (c *cli) readWhenCommand(o *readOptions) *cobra.Command {
	ref := ""
	cmd := &cobra.Command{
		Use:   "when [FILE|-]",
		Short: "Read deadlines and recurrences, one sentence a line",
		Long: `Read deadlines and recurrences, one sentence a line. With --json the lines are objects {"id","lang","text","ref"},
answered by {"id","due","rrule","span"} in the same order.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.readWhen(args, ref, o) },
	}
	cmd.Flags().StringVar(&ref, "ref", "", "the instant that relative dates count from, RFC 3339 or YYYY-MM-DD (default: now)")
	return cmd
}

func (c *cli) readWhen(args []string, ref string, o *readOptions) error {
	_, cal, err := c.known()
	if err != nil {
		return err
	}
	f, name, err := c.open(args)
	if err != nil {
		return err
	}
	defer f.Close()
	plain := func(s string) whenCase { return whenCase{Text: s, Lang: o.lang, Ref: ref} }
	return lines(f, name, o.json, plain, func(in whenCase) error {
		now, err := instant(cmp.Or(in.Ref, ref), c.now())
		if err != nil {
			return err
		}
		return c.answerWhen(in, now, cal, o)
	})
}

func (c *cli) answerWhen(in whenCase, now time.Time, cal *calendar.Calendar, o *readOptions) error {
	r, ok := when.Read(in.Text, when.Options{Now: now, Cal: cal, Lang: cmp.Or(in.Lang, o.lang)})
	a := whenAnswer{ID: in.ID}
	if ok {
		a.Due, a.RRule, a.Span = dueText(r), r.RRule, r.Text
	}
	if o.json {
		return writeJSON(c.out, a)
	}
	_, err := fmt.Fprintf(c.out, "%s  %s\n", cmp.Or(a.Due, a.RRule, "-"), in.Text)
	if ok && o.explain && err == nil {
		_, err = fmt.Fprintf(c.out, "   %s: %q, by the rule %s\n", r.Kind, r.Text, r.Rule)
	}
	return err
}

func dueText(r when.Result) string {
	switch {
	case r.Kind == when.Ongoing:
		return "ongoing"
	case r.Kind == when.Recurring:
		return ""
	case r.At != "":
		return r.Due.String() + "T" + r.At
	}
	return r.Due.String()
}

// instant reads RFC 3339, or a date as its noon in UTC; empty is fallback.
func instant(s string, fallback time.Time) (time.Time, error) {
	if s == "" {
		return fallback, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no instant: write 2026-11-23T15:00:00+08:00", s)
	}
	return t.Add(12 * time.Hour), nil
}
