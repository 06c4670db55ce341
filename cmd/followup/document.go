package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/export"
	"github.com/followup-bot/followup/ledger"
)

// A documentWish says which document a command wants.
type documentWish struct {
	Kind      string   `json:"kind"`
	Lang      string   `json:"lang,omitempty"`
	Units     []string `json:"units,omitempty"`
	Meeting   string   `json:"meeting,omitempty"`
	Programme string   `json:"programme,omitempty"`
	Area      string   `json:"area,omitempty"`
	Item      string   `json:"item,omitempty"`
	Since     string   `json:"since,omitempty"`
	Until     string   `json:"until,omitempty"`
	Open      bool     `json:"open,omitempty"`
	File      string   `json:"file,omitempty"` // where it is written to
}

// A documentFile is what comes back.
type documentFile struct {
	Name  string `json:"name"`
	Items int    `json:"items"`
	Data  []byte `json:"data"`
}

func (c *cli) exportCommand() *cobra.Command {
	var w documentWish
	var out string
	cmd := &cobra.Command{
		Use:   "export --kind KIND -o FILE",
		Short: "Write a document: the ledger, a bulletin, a notice, a task table, a plan, an audit",
		Long: `Write a document of the ledger.

  ledger    督办台账 (XLSX)                   tasks   任务分解表 (XLSX); of a meeting whose drafts wait, it can be sent back in chat
  bulletin  督查通报 (DOCX)                   plan    table and Gantt chart (XLSX); --programme
  notice    督办通知单 (DOCX); needs --item   audit   everything that happened to an item (XLSX); needs --item

It goes through the running server, or opens the ledger when none runs.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.exportDocument(cmd.Context(), w, out) },
	}
	f := cmd.Flags()
	f.StringVar(&w.Kind, "kind", string(export.Ledger), kindNames())
	f.StringVarP(&out, "output", "o", "", "file to write; a folder takes the document's own name; - is standard output")
	f.StringVar(&w.Lang, "lang", "", "zh or en (default: the organisation's)")
	f.StringSliceVar(&w.Units, "unit", nil, "only these units or groups, by name or alias")
	f.StringVar(&w.Meeting, "meeting", "", "only the latest meeting whose title holds these words")
	f.StringVar(&w.Programme, "programme", "", "only this programme")
	f.StringVar(&w.Area, "area", "", "only this area of work")
	f.StringVar(&w.Item, "item", "", "the item's number: 12, 12-3, 2026-12, or as documents write it")
	f.StringVar(&w.Since, "since", "", "only what was issued on or after this date, YYYY-MM-DD")
	f.StringVar(&w.Until, "until", "", "only what was issued on or before this date, YYYY-MM-DD")
	f.BoolVar(&w.Open, "open", false, "only what is still open")
	return cmd
}

func kindNames() string {
	names := make([]string, len(export.Kinds))
	for i, k := range export.Kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

func (c *cli) exportDocument(ctx context.Context, w documentWish, out string) error {
	if !slices.Contains(export.Kinds, export.Kind(w.Kind)) {
		return usagef("--kind is one of %s", kindNames())
	}
	if out == "" {
		return usagef("-o names the file to write")
	}
	if w.File = out; out != "-" {
		abs, err := filepath.Abs(out)
		if err != nil {
			return err
		}
		w.File = abs
	}
	in := request{Document: &w, User: operator()}
	doc, err := ask(ctx, c, "/control/document", &in, func(o offline) (documentFile, error) {
		p, err := painter(o.cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			return documentFile{}, err
		}
		defer p.Close()
		b, err := bot.New(bot.Config{Store: o.store, Now: c.now, Calendar: o.cfg.Days(), Charts: p})
		if err != nil {
			return documentFile{}, err
		}
		env, err := b.Env(ctx, c.now())
		if err != nil {
			return documentFile{}, err
		}
		return documentFor(ctx, b, o.store, env, in)
	})
	if err != nil {
		return err
	}
	return c.writeDocument(doc, out)
}

// writeDocument writes the file for its owner alone: it holds what only some may see.
func (c *cli) writeDocument(doc documentFile, out string) error {
	if out == "-" {
		_, err := c.out.Write(doc.Data)
		return err
	}
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		out = filepath.Join(out, doc.Name)
	}
	if err := os.WriteFile(out, doc.Data, 0o600); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.out, "%s: %d item(s)\n", out, doc.Items)
	return err
}

// document makes what was wished.
func document(ctx context.Context, b *bot.Bot, store ledger.Ledger, env ledger.Env, w *documentWish) (documentFile, error) {
	if w == nil {
		return documentFile{}, errors.New("no document is named")
	}
	r := export.Request{Kind: export.Kind(w.Kind), Query: ledger.Query{Area: w.Area, Programme: w.Programme, Open: w.Open}, Rank: env.Policy.Rankings}
	for _, narrow := range []func(context.Context, ledger.Ledger, ledger.Env, *documentWish, *export.Request) error{wishUnits, wishDates, wishMeeting, wishItem} {
		if err := narrow(ctx, store, env, w, &r); err != nil {
			return documentFile{}, err
		}
	}
	lang := w.Lang
	if lang == "" {
		lang = env.Dir.Org().Lang
	}
	d, err := b.Document(ctx, env, lang, r)
	if errors.Is(err, export.ErrNothing) {
		return documentFile{}, errors.New("no item fits; nothing was written")
	}
	return documentFile{d.Name, d.Items, d.Data}, err
}

func wishUnits(_ context.Context, _ ledger.Ledger, env ledger.Env, w *documentWish, r *export.Request) error {
	var names []string
	for _, name := range w.Units {
		m, ok := env.Dir.Lookup(name)
		switch {
		case ok && m.Kind == ledger.MentionUnit:
			r.Query.Units = append(r.Query.Units, m.Unit)
			names = append(names, env.Dir.Unit(m.Unit).Name)
		case ok && m.Kind == ledger.MentionGroup && len(m.Units) > 0:
			r.Query.Units = append(r.Query.Units, m.Units...)
			names = append(names, m.Group)
		default:
			return fmt.Errorf("no unit or group is called %q", name)
		}
	}
	r.Scope = strings.Join(names, "、")
	return nil
}

func wishDates(_ context.Context, _ ledger.Ledger, _ ledger.Env, w *documentWish, r *export.Request) (err error) {
	if r.Query.IssuedFrom, err = ledger.ParseDate(w.Since); err != nil {
		return fmt.Errorf("--since: %w", err)
	}
	if r.Query.IssuedTo, err = ledger.ParseDate(w.Until); err != nil {
		return fmt.Errorf("--until: %w", err)
	}
	return nil
}

// wishMeeting finds the meeting; a task table of one whose drafts wait is made of the drafts.
func wishMeeting(ctx context.Context, store ledger.Ledger, _ ledger.Env, w *documentWish, r *export.Request) error {
	if w.Meeting == "" {
		return nil
	}
	meetings, err := ledger.Meetings(ctx, store)
	if err != nil {
		return err
	}
	for _, d := range slices.Backward(meetings) {
		if !ledger.MeetingMatches(d.Title, w.Meeting) {
			continue
		}
		r.Query.Meeting, r.Scope = string(d.ID), d.Title
		if r.Kind == export.Tasks && d.Waiting {
			r.Draft = d.ID
		}
		return nil
	}
	return fmt.Errorf("no meeting is called %q", w.Meeting)
}

func wishItem(ctx context.Context, store ledger.Ledger, _ ledger.Env, w *documentWish, r *export.Request) error {
	if r.Kind != export.Notice && r.Kind != export.Audit {
		return nil
	}
	n, err := parseItem(w.Item)
	if err != nil {
		return fmt.Errorf("--item: %w", err)
	}
	r.Item, err = itemNumbered(ctx, store, n)
	return err
}

// documentTimeout bounds how long a server works on one document.
const documentTimeout = 2 * time.Minute

// document makes a document of the running server's ledger.
func (a *App) document(ctx context.Context, in request) (documentFile, error) {
	ctx, cancel := context.WithTimeout(ctx, documentTimeout)
	defer cancel()
	env, err := a.bot.Env(ctx, a.now())
	if err != nil {
		return documentFile{}, err
	}
	return documentFor(ctx, a.bot, a.store, env, in)
}

// documentFor makes what a command wished, and has it logged.
func documentFor(ctx context.Context, b *bot.Bot, store ledger.Ledger, env ledger.Env, in request) (documentFile, error) {
	d, err := document(ctx, b, store, env, in.Document)
	if err != nil {
		return d, err
	}
	l := ledger.LogEntry{At: env.Now, Kind: ledger.LogDocument, Operator: in.User, N: int64(d.Items), Text: d.Name + " → " + in.Document.File}
	if in.Document.Kind == string(export.Audit) {
		l.Kind = ledger.LogExported
	}
	return d, record(ctx, store, l)
}
