package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders"
	"github.com/followup-bot/followup/reminders/schedule"
)

func (c *cli) scheduleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "Schedules and when they fire",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.scheduleNextCommand(), c.scheduleListCommand(), c.scheduleWhyCommand())
	return cmd
}

// nextOptions are the flags of schedule next.
type nextOptions struct {
	spec, zone, dayOff, from string
	n                        int
}

func (c *cli) scheduleNextCommand() *cobra.Command {
	var o nextOptions
	cmd := &cobra.Command{
		Use:   "next [PHRASE]",
		Short: "Print when a schedule would fire next",
		Long: `Print when a schedule would fire next, from a spec (five cron fields, or an RRULE) or from words such as
"每周一上午9点发周报" or "every Monday at 9". Without either, when those in force fire next.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.spec == "" && len(args) == 0 {
				return c.scheduleList(cmd.Context())
			}
			return c.scheduleNext(strings.Join(args, " "), o)
		},
	}
	cmd.Flags().StringVar(&o.spec, "spec", "", `five cron fields, or an RRULE: "0 9 * * 1", "FREQ=MONTHLY;BYMONTHDAY=-1"`)
	cmd.Flags().StringVar(&o.zone, "zone", "", "IANA zone (default: the configuration's, else Asia/Shanghai)")
	cmd.Flags().StringVar(&o.dayOff, "day-off", "", "on days off: skip, before or after (default: fire all the same)")
	cmd.Flags().StringVar(&o.from, "from", "", "after which instant, RFC 3339 or YYYY-MM-DD (default: now)")
	cmd.Flags().IntVarP(&o.n, "number", "n", 5, "how many")
	return cmd
}

func (c *cli) scheduleNext(phrase string, o nextOptions) error {
	dir, cal, err := c.known()
	if err != nil {
		return err
	}
	after, err := instant(o.from, c.now())
	if err != nil {
		return usagef("--from: %s", err)
	}
	if o.n < 1 || o.n > 1000 {
		return usagef("-n is 1 to 1000")
	}
	o.zone = cmp.Or(o.zone, dir.Org().Zone, "Asia/Shanghai")
	if o.spec == "" {
		if err := phraseSpec(phrase, &o, dir, cal, after); err != nil {
			return err
		}
	}
	s, err := schedule.Parse(o.spec, o.zone, o.dayOff, cal)
	if err != nil {
		if s, err = readAsWords(err, &o, dir, cal, after); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.out, "%s (%s%s)\n%s\n", o.spec, s.Location(), offText(o.dayOff), s.Reading())
	for _, t := range s.Upcoming(after, o.n) {
		fmt.Fprintln(c.out, slotText(t.In(s.Location()), cal))
	}
	return nil
}

// readAsWords reads words that stand where a spec was asked for; refused is why they are no spec.
func readAsWords(refused error, o *nextOptions, dir *ledger.Directory, cal *calendar.Calendar, now time.Time) (*schedule.Schedule, error) {
	if e := (*schedule.Error)(nil); !errors.As(refused, &e) || e.Code != schedule.Syntax || e.Suggest != "" {
		return nil, refused
	}
	switch err := phraseSpec(o.spec, o, dir, cal, now); {
	case errors.Is(err, errImpossible):
		return nil, err
	case err != nil:
		return nil, refused
	}
	return schedule.Parse(o.spec, o.zone, o.dayOff, cal)
}

// errImpossible is said of words that name a day or an hour which does not exist.
var errImpossible = errors.New("is not a schedule that can be kept")

func offText(dayOff string) string {
	if dayOff == "" {
		return ""
	}
	return ", days off: " + dayOff
}

// phraseSpec reads words as an admin's order would be read in chat.
func phraseSpec(phrase string, o *nextOptions, dir *ledger.Directory, cal *calendar.Calendar, now time.Time) error {
	loc, ok := ledger.Location(o.zone)
	if !ok {
		return usagef("--zone: unknown zone %s", o.zone)
	}
	c := intent.Context{Place: intent.InDirect, Speaker: intent.Admin, Now: now.In(loc), Dir: dir, Cal: cal}
	in := intent.Read(phrase, c)
	if in.Slots.Spec() == "" && in.Slots.Invalid == "" {
		in.Slots, _ = intent.ReadSchedule(phrase, c)
	}
	switch {
	case in.Slots.Spec() != "":
		o.spec = in.Slots.Spec()
	case in.Slots.Invalid != "":
		return fmt.Errorf("%q %w: there is no %s; a day has the hours 0 to 23, a week the days 周一 to 周日, and the end of any month is 每月最后一天, the last day of every month",
			phrase, errImpossible, in.Slots.Invalid)
	default:
		return fmt.Errorf("%q names no schedule; write it like 每周一上午9点发周报, every other Wednesday at 9, or use --spec", phrase)
	}
	if in.Slots.Workdays == intent.Said && o.dayOff == "" {
		o.dayOff = schedule.Skip
	}
	return nil
}

func slotText(t time.Time, cal *calendar.Calendar) string {
	s := t.Format("2006-01-02 Mon 15:04 MST")
	d := ledger.DateOf(t)
	if name := cal.Name(d); name != "" {
		s += "  " + name
	}
	if !cal.Workday(d) {
		s += "  day off"
	}
	if !cal.Published(d.Year) && cal.Published(d.Year-1) {
		s += "  calendar not published"
	}
	return s
}

func (c *cli) scheduleListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List what is sent again and again: last time, what came of it, next time",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return c.scheduleList(cmd.Context()) },
	}
}

func (c *cli) scheduleList(ctx context.Context) error {
	jobs, err := ask(ctx, c, "/control/schedules", nil, func(o offline) ([]reminders.Job, error) { return reminders.Jobs(ctx, o.store) })
	if err != nil {
		return err
	}
	t := &table{}
	t.add("JOB", "WHEN", "LAST", "WHAT CAME OF IT", "NEXT", "ID", "SAID")
	for _, j := range jobs {
		var r ledger.Rule
		if j.Rule != nil {
			r = *j.Rule
		}
		next := instantText(j.Next)
		if r.Paused {
			next = "paused"
		}
		t.add(j.Kind, r.Spec, instantText(j.Last), cameOfIt(j), next, r.ID, r.Phrase)
	}
	return t.print(c.out, 48)
}

// cameOfIt says what a job's last time brought.
func cameOfIt(j reminders.Job) string {
	switch {
	case j.Last.IsZero():
		return ""
	case j.Error != "":
		return "failed: " + j.Error
	case j.Skipped != "":
		return "nothing sent: " + j.Skipped
	case j.Sent > 0:
		return fmt.Sprintf("%d sent", j.Sent)
	}
	return "done"
}

func (c *cli) scheduleWhyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why NUMBER",
		Short: "Say why the unit of an item is not reminded of it (3, 12-3, 2026-12)",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			lines, err := c.why(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return c.printLines(lines)
		},
	}
}

func (c *cli) why(ctx context.Context, number string) ([]string, error) {
	return ask(ctx, c, "/control/why", &request{Name: number}, func(o offline) ([]string, error) {
		b, err := o.bot()
		if err != nil {
			return nil, err
		}
		return b.Quiet(ctx, number, "")
	})
}
