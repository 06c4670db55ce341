package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// auditOptions are the flags of audit.
type auditOptions struct {
	all, log      bool
	since, format string
	file          string
}

func (c *cli) auditCommand() *cobra.Command {
	var o auditOptions
	cmd := &cobra.Command{
		Use:   "audit [ITEM]",
		Short: "Print, export and verify what happened: who, when, in which words, how they were read, before and after",
		Long: `Print what happened to an item (12, 12-3, or 2026/12 for another year), or with --all to every item and to the ledger as a
whole, and verify each item's chain of events and the log's on the way; also while followup is running. Status 1 when a chain does not
hold. With --log print the log alone: settings, exports, deletions, copies, anchors. In text and JSON (one object a line) the last lines say what was
verified; a CSV holds events alone, or with --log the log's entries. What is written to a file is itself logged.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.audit(cmd.Context(), o, args) },
	}
	cmd.Flags().BoolVar(&o.all, "all", false, "every item, and the log of the ledger as a whole: deletions, settings, exports, copies")
	cmd.Flags().BoolVar(&o.log, "log", false, "the log alone")
	cmd.Flags().StringVar(&o.since, "since", "", "from which day on, YYYY-MM-DD, or instant, RFC 3339")
	cmd.Flags().StringVar(&o.format, "format", view.AuditText, "text, json or csv")
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write to a file instead; it must not exist")
	return cmd
}

// An auditRequest is what the server is asked: Number is an item's, zero for all.
type auditRequest struct {
	Number ledger.Number `json:"number,omitzero"`
	Log    bool          `json:"log,omitempty"`   // the log alone
	Since  string        `json:"since,omitempty"` // as given: a day is one of the organisation's zone
	File   string        `json:"file,omitempty"`  // where it is written to, if to a file
	User   string        `json:"user,omitempty"`
}

// An auditPart is a piece of the answer: an event, or the end.
type auditPart struct {
	Lang  string           `json:"lang,omitempty"` // comes first
	Entry *view.Audited    `json:"entry,omitempty"`
	Sum   *ledger.AuditSum `json:"sum,omitempty"`
	Log   []string         `json:"log,omitempty"`
	Error string           `json:"error,omitempty"`
}

func (c *cli) audit(ctx context.Context, o auditOptions, args []string) (err error) {
	var in auditRequest
	in.Log = o.log
	switch {
	case o.all && o.log, (o.all || o.log) == (len(args) > 0):
		return usagef("name an item (followup audit 12), or say --all or --log")
	case len(args) > 0:
		if in.Number, err = parseItem(args[0]); err != nil {
			return usagef("%s", err)
		}
	}
	if in.Since = o.since; in.Since != "" {
		if _, err := sinceIn(in.Since, time.UTC); err != nil {
			return usagef("--since: %s", err)
		}
	}
	if _, err := view.NewAuditWriter(io.Discard, o.format, ""); err != nil {
		return usagef("--format: %s", err)
	}
	if o.file != "" {
		if in.File, err = filepath.Abs(o.file); err != nil {
			return err
		}
		in.User = operator()
	}
	out, done, err := c.auditOutput(o.file)
	if err != nil {
		return err
	}
	sum, err := c.auditTo(ctx, out, o.format, in)
	if err := errors.Join(err, done(err == nil)); err != nil {
		return err
	}
	if o.file != "" {
		fmt.Fprintf(c.out, "%s: %d items, %d events, %d entries of the log\n", o.file, sum.Items, sum.Events, len(sum.Log))
	}
	for _, b := range sum.Broken {
		fmt.Fprintln(c.err, "followup: "+b)
	}
	if len(sum.Broken) > 0 {
		return errTold
	}
	return nil
}

var itemForm = regexp.MustCompile(`^(?:#|.*[〔\[((](\d{4})[〕\]))]|(20\d\d|19\d\d)[/-])?(\d+)(?:-(\d+))?号?$`)

// parseItem reads 12, #12, 12-3, 2026/12-3, 2026-12-3, 沈中法督〔2026〕12号.
func parseItem(s string) (n ledger.Number, err error) {
	m := itemForm.FindStringSubmatch(s)
	if m == nil {
		return n, fmt.Errorf("%q is no item's number: write 12, 12-3 or 2026/12", s)
	}
	for i, to := range []*int{&n.Year, &n.Year, &n.Seq, &n.Child} {
		if m[i+1] != "" {
			if *to, err = strconv.Atoi(m[i+1]); err != nil {
				return n, fmt.Errorf("%q is no item's number", s)
			}
		}
	}
	return n, nil
}

func sinceIn(s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	d, err := ledger.ParseDate(s)
	if err != nil || d.IsZero() {
		return time.Time{}, fmt.Errorf("%q is no day: write 2026-11-24", s)
	}
	return d.In(loc), nil
}

// auditOutput is where the audit goes; done closes it, and removes a file that is not whole.
func (c *cli) auditOutput(file string) (w io.Writer, done func(ok bool) error, err error) {
	if file == "" {
		return c.out, func(bool) error { return nil }, nil
	}
	f, err := os.OpenFile(filepath.Clean(file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("audit: %w", err)
	}
	return f, func(ok bool) error {
		err := f.Close()
		if !ok {
			err = errors.Join(err, os.Remove(file))
		}
		return err
	}, nil
}

// auditTo writes the audit, through a running server or from the file.
func (c *cli) auditTo(ctx context.Context, w io.Writer, format string, in auditRequest) (sum ledger.AuditSum, err error) {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return sum, err
	}
	var out *view.AuditWriter
	take := func(p auditPart) (err error) {
		switch {
		case p.Error != "":
			return errors.New(p.Error)
		case p.Lang != "":
			if in.Log && format == view.AuditCSV {
				format = view.AuditLogCSV
			}
			out, err = view.NewAuditWriter(w, format, p.Lang)
			return err
		case out == nil:
			return errors.New("the running followup is of another version: restart it")
		case p.Entry != nil:
			return out.Entry(*p.Entry)
		case p.Sum != nil:
			sum = *p.Sum
			return out.End(sum, p.Log)
		}
		return nil
	}
	if r, ok := remote(ctx, dir); ok {
		err = r.stream(ctx, "/control/audit", in, take)
		return sum, err
	}
	err = c.withStore(dir, func(o offline) error { return audited(ctx, o.store, in, c.now(), take) })
	return sum, err
}

// audited gives the audit piece by piece, and has it logged when it goes to a file.
func audited(ctx context.Context, store ledger.Ledger, in auditRequest, now time.Time, yield func(auditPart) error) error {
	n, err := auditParts(ctx, store, in, now, yield)
	if err != nil || in.File == "" {
		return err
	}
	return record(ctx, store, ledger.LogEntry{At: now, Kind: ledger.LogExported, Operator: in.User, N: int64(n), Text: in.File})
}

// auditParts gives the audit piece by piece, and says how many events and entries of the log it holds.
func auditParts(ctx context.Context, store ledger.Ledger, in auditRequest, now time.Time, yield func(auditPart) error) (n int, err error) {
	org, policy, err := ledger.ReadOrg(ctx, store)
	if err != nil {
		return 0, err
	}
	env := ledger.Env{Now: now.UTC(), Dir: ledger.NewDirectory(org), Policy: policy, Cal: calendar.China()}
	v := view.New(env, "", org.Lang)
	w := ledger.AuditWish{Log: in.Log}
	if in.Since != "" {
		if w.Since, err = sinceIn(in.Since, env.Zone()); err != nil {
			return 0, err
		}
	}
	if in.Number != (ledger.Number{}) {
		if w.Item, err = itemNumbered(ctx, store, in.Number); err != nil {
			return 0, err
		}
	}
	if err := yield(auditPart{Lang: v.Lang()}); err != nil {
		return 0, err
	}
	sum, err := ledger.Audit(ctx, store, w, func(a ledger.AuditEntry) error {
		e := v.Audited(a)
		return yield(auditPart{Entry: &e})
	})
	if err != nil {
		return 0, err
	}
	end := auditPart{Sum: &sum}
	for _, l := range sum.Log {
		end.Log = append(end.Log, v.Logged(l))
	}
	return sum.Events + len(sum.Log), yield(end)
}

// itemNumbered finds the item of a number; of the latest year that has it, where none is said.
func itemNumbered(ctx context.Context, store ledger.Store, n ledger.Number) (id ledger.ItemID, err error) {
	year := 0
	err = store.Rows(ctx, ledger.Filter{Number: n}, func(r ledger.Row) bool {
		if r.Number.Child == n.Child && r.Number.Year > year {
			id, year = r.ID, r.Number.Year
		}
		return true
	})
	if err == nil && id == "" {
		err = fmt.Errorf("there is no item %s", n.Short())
	}
	return id, err
}
