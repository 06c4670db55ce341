package bot

import (
	"context"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// Kinds of questions about tables that were sent.
const (
	askImport = "import"
	askTasks  = "tasks"
)

var (
	importWords  = regexp.MustCompile(`(?i)导入|\bimport\b`)
	tableEndings = map[string]bool{".xlsx": true, ".xlsm": true, ".csv": true}
)

// mostTable is how many bytes of a table are read.
const mostTable = 20 << 20

// table handles a file that is a table of a known kind: a task table that comes back, indicators, a ledger to be imported (one that could be
// minutes only where the words say so). Everything else is left to those who read minutes.
func (t *turn) table() (handled bool, err error) {
	if len(t.m.Files) != 1 || !tableEndings[strings.ToLower(path.Ext(t.m.Files[0].Name))] || t.m.Files[0].Open == nil {
		return false, nil
	}
	f := t.m.Files[0]
	data, err := readAll(t.ctx, f)
	if err != nil {
		return false, nil // files says why
	}
	kind := tables.Sniff(t.ctx, f.Name, data)
	if kind == tables.KindNone {
		return false, nil
	}
	if s, err := t.fileText(f); err == nil {
		if rule, _, ok := intent.Guard(s); ok {
			t.guarded(rule)
			return true, nil
		}
	}
	switch kind {
	case tables.KindTasks:
		return true, t.tasksBack(f.Name, data)
	case tables.KindIndicators:
		return true, t.indicators(f.Name, data)
	case tables.KindLedger:
		if t.m.Text == "" || importWords.MatchString(t.m.Text) {
			return true, t.importFile(f.Name, data)
		}
	case tables.KindList:
		if importWords.MatchString(t.m.Text) {
			return true, t.importFile(f.Name, data)
		}
	}
	return false, nil
}

func readAll(ctx context.Context, f chat.File) ([]byte, error) {
	r, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, mostTable+1))
	if err == nil && len(b) > mostTable {
		err = errors.New("too large")
	}
	return b, err
}

// tableError says what is wrong with a table as a whole.
func (t *turn) tableError(name string, err error) error {
	id := "TableBroken"
	switch {
	case errors.Is(err, tables.ErrTooMany):
		id = "TableLong"
	case errors.Is(err, tables.ErrNoTable):
		id = "TableNoHeads"
	}
	t.cfg.Log.Warn("a table can't be read", "file", name, "error", err)
	t.reply(t.v.Say(t.v.T(id, "Name", name)))
	return nil
}

// askAbout reads lines back and waits for a yes.
func (t *turn) askAbout(kind string, data any, lines []string) {
	t.m.Text = "" // the words were about the file
	t.ask(kind, data, questionLasts, func(key string) chat.Card {
		return view.With(t.v.Say(strings.Join(lines, "\n")), t.v.YesNo(key, "")...)
	})
}

// tableAnswered does what was read back about a table; handled is false for questions of other kinds.
func (t *turn) tableAnswered(p ledger.Pending) (handled bool, err error) {
	switch p.Kind {
	case askImport:
		return true, took(t, p, t.imports)
	case askTasks:
		return true, took(t, p, t.applyTasks)
	case askIndicators:
		return true, took(t, p, t.keepIndicators)
	}
	return false, nil
}

// took settles a question and does what it asked about.
func took[T any](t *turn, p ledger.Pending, do func(T) error) error {
	q, err := waited[T](p)
	if err != nil {
		return err
	}
	t.settle()
	return do(q)
}
