package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func (c *cli) statusCommand() *cobra.Command {
	asJSON, again := false, ""
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show how a running followup is doing; status 1 when something is wrong",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if again != "" {
				return c.requeue(cmd.Context(), again)
			}
			return c.status(cmd.Context(), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "machine-readable output")
	cmd.Flags().StringVar(&again, "requeue", "", `send a message again that was set aside: its key, or "all"`)
	return cmd
}

func (c *cli) requeue(ctx context.Context, key string) error {
	r, err := c.server(ctx)
	if err != nil {
		return err
	}
	var n int
	if err := r.post(ctx, "/control/requeue", request{Name: key}, &n); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "queued again: %d\n", n)
	return err
}

// requeue gives one notice that was set aside, or all, another chance.
func (a *App) requeue(ctx context.Context, key string) (int, error) {
	keys := []string{key}
	if key == "all" {
		failed, err := a.store.Failed(ctx, 0)
		if err != nil {
			return 0, err
		}
		keys = keys[:0]
		for _, f := range failed {
			keys = append(keys, f.Notice.Key)
		}
	}
	for _, k := range keys {
		if err := a.store.Requeue(ctx, k, a.now()); err != nil {
			return 0, err
		}
	}
	a.reminders.Wake()
	return len(keys), nil
}

func (c *cli) status(ctx context.Context, asJSON bool) error {
	r, err := c.server(ctx)
	if err != nil {
		return err
	}
	var st statusReport
	if err := r.get(ctx, "/control/status", &st); err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(c.out, st)
	} else {
		err = c.printStatus(st)
	}
	if err == nil && !st.Healthy {
		return errTold
	}
	return err
}

func (c *cli) printStatus(st statusReport) error {
	t := &table{}
	t.add("organisation", st.Org)
	t.add("version", st.Version)
	t.add("process", fmt.Sprintf("%d, since %s", st.PID, instantText(st.Started)))
	t.add("data", st.Data)
	if st.URL != "" {
		t.add("chat", st.URL+"/")
	}
	t.add("messengers", strings.Join(st.Messengers, ", "))
	if st.Quota > 0 || st.Evidence > 0 {
		t.add("evidence", fmt.Sprintf("%d MB kept, of %d MB", (st.Evidence+1<<19)>>20, st.Quota>>20))
	}
	r := st.Reminders
	t.add("clock", instantText(r.Now))
	t.add("last look", instantText(r.LastTick))
	t.add("next look", instantText(r.Next))
	waiting := "nothing"
	if r.Waiting > 0 {
		waiting = fmt.Sprintf("%d notices, the earliest for %s", r.Waiting, instantText(r.Oldest))
	}
	t.add("waiting", waiting)
	t.add("set aside", fmt.Sprint(len(r.Failed)))
	for _, f := range r.Failed {
		t.add("", fmt.Sprintf("%s, %d tries: %s", f.Notice.Kind, f.Attempt, f.Receipt.Error))
		t.add("", "followup status --requeue '"+f.Notice.Key+"'")
	}
	for _, l := range r.Lanes {
		if l.Failures > 0 {
			t.add("failing", fmt.Sprintf("%s since %s: %s", l.Name, instantText(l.Since), l.Error))
		}
	}
	if !r.Failing.IsZero() {
		t.add("failing", fmt.Sprintf("looking at what is due, since %s: %s", instantText(r.Failing), r.Error))
	}
	if !r.Outbox.IsZero() {
		t.add("failing", fmt.Sprintf("the outbox, since %s: %s", instantText(r.Outbox), r.OutError))
	}
	if r.Untaken > 0 {
		t.add("failing", fmt.Sprintf("%d messages can't be taken in, since %s: %s", r.Untaken, instantText(r.Refusing), r.RefError))
	}
	return t.print(c.out, 40)
}

func instantText(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02 15:04:05 MST")
}
