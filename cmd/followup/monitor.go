package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/reminders"
)

// monitorPatience bounds one look at how things are.
const monitorPatience = 5 * time.Second

// openMonitor listens for a monitor, where the configuration says so: /healthz, /readyz and /metrics, on this machine only.
func (a *App) openMonitor() error {
	at := a.Config.Monitor.Listen
	if at == "" {
		return nil
	}
	ln, err := net.Listen("tcp", at)
	if err != nil {
		return fmt.Errorf("monitor: %w", err)
	}
	srv := &http.Server{Handler: a.monitorHandler(), ReadHeaderTimeout: 5 * time.Second}
	a.monitor = ln.Addr().String()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	a.onClose(func() error {
		err := srv.Close()
		if ended := <-done; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
		return err
	})
	return nil
}

func (a *App) monitorHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { answerMonitor(w, a.alive(r.Context())) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { answerMonitor(w, a.ready(r.Context())) })
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), monitorPatience)
		defer cancel()
		var b strings.Builder
		if err := a.metrics(ctx, &b); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = io.WriteString(w, b.String()) // who asked may be gone
	})
	return mux
}

func answerMonitor(w http.ResponseWriter, troubles []string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if len(troubles) == 0 {
		_, _ = io.WriteString(w, "ok\n") // who asked may be gone
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, strings.Join(troubles, "\n")+"\n") // as above
}

// alive finds out whether the ledger answers.
func (a *App) alive(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, monitorPatience)
	defer cancel()
	if _, err := a.store.Record(ctx, ledger.RecordOrg, string(ledger.RecordOrg)); err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return []string{"ledger: " + err.Error()}
	}
	return nil
}

// ready finds out whether messages are taken and sent: beside being alive, ticks go through and no messenger fails.
func (a *App) ready(ctx context.Context) []string {
	if out := a.alive(ctx); len(out) > 0 {
		return out
	}
	ctx, cancel := context.WithTimeout(ctx, monitorPatience)
	defer cancel()
	st, err := a.reminders.Status(ctx)
	if err != nil {
		return []string{"reminders: " + err.Error()}
	}
	out := troubles(st)
	if st.LastTick.IsZero() {
		out = append(out, "ticks: none yet")
	}
	return out
}

// A metric is one family in Prometheus' text format.
type metric struct {
	name, kind, help string
	samples          []sample
}

type sample struct {
	label, value string // the label's name and value, name=value; empty: none
	n            float64
}

func one(n float64) []sample { return []sample{{n: n}} }

func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}

// metrics writes how things are in Prometheus' text format (version 0.0.4).
func (a *App) metrics(ctx context.Context, w io.Writer) error {
	st, err := a.reminders.Status(ctx)
	if err != nil {
		return err
	}
	jobs, err := reminders.Jobs(ctx, a.store)
	if err != nil {
		return err
	}
	failed, err := a.store.Failed(ctx, 0)
	if err != nil {
		return err
	}
	all := append(counted(st.Counters), standing(st, len(failed))...)
	all = append(all, laned(st.Lanes)...)
	all = append(all, jobbed(jobs)...)
	all = append(all, metric{"followup_evidence_bytes", "gauge", "Copies of evidence that are kept.", one(float64(a.evidence.Used()))},
		metric{"followup_evidence_quota_bytes", "gauge", "How much of them may be kept; 0: nothing is copied.", one(float64(a.evidenceQuota()))})
	all = append(all, metric{"followup_info", "gauge", "The program's version.", []sample{{"version", versionText(), 1}}},
		metric{"followup_start_time_seconds", "gauge", "When this process began to serve.", one(seconds(a.started))})
	for _, m := range all {
		if err := m.write(w); err != nil {
			return err
		}
	}
	return nil
}

func (m metric) write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", m.name, m.help, m.name, m.kind); err != nil {
		return err
	}
	for _, s := range m.samples {
		label := ""
		if s.label != "" {
			label = fmt.Sprintf("{%s=%q}", s.label, s.value)
		}
		if _, err := fmt.Fprintf(w, "%s%s %.15g\n", m.name, label, s.n); err != nil {
			return err
		}
	}
	return nil
}

func counted(c reminders.Counters) []metric {
	outcomes := []sample{}
	for _, x := range []struct {
		name string
		n    int
	}{{"sent", c.Sent}, {"dropped", c.Dropped}, {"retried", c.Retried}, {"set_aside", c.Failed}, {"lease_lost", c.Lost}, {"unsettled", c.Unsettled}, {"perhaps_twice", c.Unsure}} {
		outcomes = append(outcomes, sample{"outcome", x.name, float64(x.n)})
	}
	return []metric{
		{"followup_ticks_total", "counter", "Looks at what is due.", one(float64(c.Ticks))},
		{"followup_items_planned_total", "counter", "Items that were looked at because they were due.", one(float64(c.Planned))},
		{"followup_conflicts_total", "counter", "Items that changed while they were looked at.", one(float64(c.Conflicts))},
		{"followup_deliveries_total", "counter", "What became of deliveries.", outcomes},
		{"followup_clock_steps_total", "counter", "How often the clock was set.", one(float64(c.Steps))},
	}
}

func standing(st reminders.Status, aside int) []metric {
	late := 0.0
	if !st.Oldest.IsZero() {
		late = max(st.Now.Sub(st.Oldest).Seconds(), 0)
	}
	failing := 0.0
	if !st.Failing.IsZero() {
		failing = 1
	}
	return []metric{
		{"followup_last_tick_timestamp_seconds", "gauge", "The last look that went through.", one(seconds(st.LastTick))},
		{"followup_next_look_timestamp_seconds", "gauge", "When something comes due next; 0: never.", one(seconds(st.Next))},
		{"followup_ticks_failing", "gauge", "1 while looking at what is due fails.", one(failing)},
		{"followup_outbox_waiting", "gauge", "Notices that are still to be sent.", one(float64(st.Waiting))},
		{"followup_outbox_late_seconds", "gauge", "How late the oldest of them is.", one(late)},
		{"followup_outbox_set_aside", "gauge", "Notices that could not be sent and wait for an admin.", one(float64(aside))},
		{"followup_messages_untaken", "gauge", "Messages that can't be taken in; their messengers offer them again.", one(float64(st.Untaken))},
		{"followup_records_set_aside", "gauge", "Items and records that can't be looked at.", one(float64(len(st.Aside)))},
	}
}

func laned(lanes []reminders.LaneStatus) []metric {
	var queued, failures, last []sample
	for _, l := range lanes {
		queued = append(queued, sample{"messenger", l.Name, float64(l.Queued + l.Flying)})
		failures = append(failures, sample{"messenger", l.Name, float64(l.Failures)})
		last = append(last, sample{"messenger", l.Name, seconds(l.Last)})
	}
	return []metric{
		{"followup_messenger_queued", "gauge", "Notices in hand for a messenger.", queued},
		{"followup_messenger_failures", "gauge", "Deliveries that failed in a row; 0: it works.", failures},
		{"followup_messenger_last_success_timestamp_seconds", "gauge", "The last delivery that arrived.", last},
	}
}

func jobbed(jobs []reminders.Job) []metric {
	var next, last, failed []sample
	for _, j := range jobs {
		name := j.Kind
		if j.Rule != nil {
			name = j.Rule.ID
		}
		next, last = append(next, sample{"job", name, seconds(j.Next)}), append(last, sample{"job", name, seconds(j.Last)})
		n := 0.0
		if j.Error != "" {
			n = 1
		}
		failed = append(failed, sample{"job", name, n})
	}
	return []metric{
		{"followup_job_next_timestamp_seconds", "gauge", "When a job or schedule is due next; 0: never.", next},
		{"followup_job_last_timestamp_seconds", "gauge", "When it was its turn last; 0: not yet.", last},
		{"followup_job_failed", "gauge", "1 when it failed then.", failed},
	}
}
