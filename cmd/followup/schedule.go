package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
	"github.com/followup-bot/followup/ledger/calendar"
	"github.com/followup-bot/followup/reminders/schedule"
)

func (c *cli) scheduleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "Schedules and when they fire",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.scheduleNextCommand(), c.scheduleListCommand())
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
	o.zone = cmpOr(o.zone, cmpOr(dir.Org().Zone, "Asia/Shanghai"))
	if o.spec == "" {
		if err := phraseSpec(phrase, &o, dir, cal, after); err != nil {
			return err
		}
	}
	s, err := schedule.Parse(o.spec, o.zone, o.dayOff, cal)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s (%s%s)\n", o.spec, s.Location(), offText(o.dayOff))
	for _, t := range s.Upcoming(after, o.n) {
		fmt.Fprintln(c.out, slotText(t.In(s.Location()), cal))
	}
	return nil
}

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
	in := intent.Read(phrase, intent.Context{Place: intent.InDirect, Speaker: intent.Admin, Now: now.In(loc), Dir: dir, Cal: cal})
	switch {
	case in.Slots.Cron != "":
		o.spec = in.Slots.Cron
	case in.Slots.RRule != "":
		o.spec = in.Slots.RRule
	case in.Slots.Invalid != "":
		return fmt.Errorf("%q is not a schedule that can be kept: %s", phrase, in.Slots.Invalid)
	default:
		return fmt.Errorf("%q names no schedule; write it like 每周一上午9点发周报, or use --spec", phrase)
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
		Short: "List the schedules in force with their next times",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return c.scheduleList(cmd.Context()) },
	}
}

func (c *cli) scheduleList(ctx context.Context) error {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return err
	}
	var rules []ledger.Rule
	if r, ok := remote(ctx, dir); ok {
		err = r.get(ctx, "/control/schedules", &rules)
	} else {
		err = c.withStore(dir, func(s *boltstore.Store) (err error) {
			rules, err = rulesOf(ctx, s)
			return err
		})
	}
	if err != nil {
		return err
	}
	if len(rules) == 0 {
		_, err = fmt.Fprintln(c.out, "no schedules beside the reminders of each item (see policy in followup config export)")
		return err
	}
	t := &table{}
	t.add("ID", "JOB", "WHEN", "NEXT", "SAID")
	for _, r := range rules {
		next := instantText(r.Next)
		if r.Paused {
			next = "paused"
		}
		t.add(r.ID, string(r.Job), r.Spec, next, r.Phrase)
	}
	return t.print(c.out, 48)
}
