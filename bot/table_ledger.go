package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/followup-bot/followup/bot/tables"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// An Intake is what the import of a ledger kept elsewhere would do, or did: a line a row of the file, in the reader's language.
type Intake struct {
	New      int      `json:"new"`
	Known    int      `json:"known"`   // imported before, or in the ledger already
	Stopped  int      `json:"stopped"` // can't be imported
	Doubts   int      `json:"doubts"`  // imported, with something left out
	Lines    []string `json:"lines"`
	Problems []string `json:"problems"`
	Done     bool     `json:"done"`

	rows []ledger.ImportRow
}

// Import reads a file and says what importing it would do; with apply it does it. by is empty for a command. Importing the same rows again
// changes nothing.
func (b *Bot) Import(ctx context.Context, name string, data []byte, lang string, by ledger.PersonID, apply bool) (Intake, error) {
	env, err := b.Env(ctx, b.cfg.Now())
	if err != nil {
		return Intake{}, err
	}
	if lang == "" {
		lang = env.Dir.Org().Lang
	}
	in, err := b.intake(ctx, env, view.New(env, by, lang), name, data)
	if err != nil || !apply || in.New == 0 {
		return in, err
	}
	env.Source = importSource(in.rows)
	c, err := ledger.Import(env, in.rows, name, by)
	if err != nil {
		return in, err
	}
	in.Done = true
	return in, b.commit(ctx, c)
}

// importSource names the import of these very rows: of a file that is mended and sent again, the rest is another one.
func importSource(rows []ledger.ImportRow) string {
	h := sha256.New()
	for _, r := range rows {
		h.Write([]byte(ledger.ImportKey(r.Item)))
	}
	return "import/" + hex.EncodeToString(h.Sum(nil)[:12])
}

// intake reads the file and compares it with the ledger.
func (b *Bot) intake(ctx context.Context, env ledger.Env, v view.Ctx, name string, data []byte) (Intake, error) {
	entries, err := tables.Ledger(ctx, name, data, tables.Options{Dir: env.Dir, Cal: b.cfg.Calendar, Now: env.Now.In(env.Zone())})
	if err != nil {
		return Intake{}, err
	}
	in := Intake{Lines: []string{}, Problems: []string{}}
	numbers, err := b.takenNumbers(ctx)
	if err != nil {
		return in, err
	}
	for _, e := range entries {
		known, err := b.imported(ctx, e.Item, numbers)
		if err != nil {
			return in, err
		}
		in.take(v, e, known, numbers)
	}
	return in, nil
}

// takenNumbers are those in use, with their items.
func (b *Bot) takenNumbers(ctx context.Context) (map[ledger.Number]ledger.Row, error) {
	out := map[ledger.Number]ledger.Row{}
	err := b.cfg.Store.Rows(ctx, ledger.Filter{}, func(r ledger.Row) bool { out[r.Number] = r; return true })
	return out, err
}

// imported gives the item that a row made before, or that is in the ledger already: the same number and title.
func (b *Bot) imported(ctx context.Context, it ledger.Item, numbers map[ledger.Number]ledger.Row) (known *ledger.Row, err error) {
	if r, ok := numbers[it.Number]; ok && ledger.Fold(r.Title) == ledger.Fold(it.Title) {
		return &r, nil
	}
	id, _, err := ledger.Load[ledger.ItemID](ctx, b.cfg.Store, ledger.RecordMark, ledger.ImportMark(ledger.ImportKey(it)))
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	old, err := b.cfg.Store.Item(ctx, id)
	if err != nil {
		return nil, err
	}
	r := old.Row()
	return &r, nil
}

// take adds a row's line.
func (in *Intake) take(v view.Ctx, e tables.Entry, known *ledger.Row, numbers map[ledger.Number]ledger.Row) {
	if n := e.Item.Number; n.Seq > 0 && known == nil {
		old, taken := numbers[n]
		switch {
		case n.Child > 0:
			e.Problems = append(e.Problems, tables.Problem{Row: e.Row, Text: n.Short(), Code: tables.ChildNumber})
			e.Item.Number.Seq, e.Item.Number.Child = 0, 0
		case taken:
			e.Problems = append(e.Problems, tables.Problem{Row: e.Row, Text: v.Number(old.Number) + " " + old.Title, Code: tables.Taken})
			e.Item.Number.Seq = 0
		}
	}
	var why []string
	for _, p := range e.Problems {
		if known != nil && !p.Stops {
			continue
		}
		line := importProblem(v, p)
		why = append(why, line)
		in.Problems = append(in.Problems, line)
	}
	switch {
	case known != nil:
		in.Known++
		in.Lines = append(in.Lines, v.T("ImportKnown", "Row", e.Row, "Number", v.Number(known.Number), "Title", e.Item.Title))
	case e.Stopped():
		in.Stopped++
		in.Lines = append(in.Lines, v.T("ImportStopped", "Row", e.Row, "Title", e.Item.Title, "Why", strings.Join(why, v.T("Semicolon"))))
	default:
		in.New++
		if len(why) > 0 {
			in.Doubts++
		}
		in.rows = append(in.rows, ledger.ImportRow{Row: e.Row, Item: e.Item})
		if e.Item.Number.Seq > 0 {
			numbers[e.Item.Number] = e.Item.Row()
		}
		in.Lines = append(in.Lines, v.T("ImportNew", "Row", e.Row, "Number", importNumber(v, e.Item.Number), "Title", e.Item.Title, "Unit", v.Unit(e.Item.Lead),
			"Due", importDue(v, e.Item), "State", v.T("State_"+string(e.Item.State)))+importWhy(v, why))
	}
}

func importWhy(v view.Ctx, why []string) string {
	if len(why) == 0 {
		return ""
	}
	return v.T("ImportDoubt", "Why", strings.Join(why, v.T("Semicolon")))
}

func importNumber(v view.Ctx, n ledger.Number) string {
	if n.Seq == 0 {
		return v.T("ImportNewNumber")
	}
	return fmt.Sprintf("〔%d〕%s", n.Year, v.Number(n))
}

func importDue(v view.Ctx, it ledger.Item) string {
	if it.Ongoing {
		return v.T("Due_ongoing")
	}
	return v.Date(it.Due.Date, ledger.Date{})
}

func importProblem(v view.Ctx, p tables.Problem) string {
	return v.T("Table_"+p.Code, "Row", p.Row, "Column", p.Column, "Text", view.Clip(p.Text, 30))
}

// importLines is how many problems are read back in chat.
const importLines = 12

// importFile reads back what the import of a ledger would do, and waits for a yes.
func (t *turn) importFile(name string, data []byte) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActIssue, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	in, err := t.intake(t.ctx, t.env, t.v, name, data)
	if err != nil {
		return t.tableError(name, err)
	}
	lines := []string{t.v.T("ImportHead", "Name", name, "New", in.New, "Known", in.Known, "Stopped", in.Stopped, "Doubts", in.Doubts)}
	lines = append(lines, some(t.v.Printer, in.Problems, importLines)...)
	if in.New == 0 {
		t.reply(t.v.Say(lines...))
		return nil
	}
	lines = append(lines, t.v.T("ImportSure", "N", in.New))
	t.askAbout(askImport, importQuestion{Name: name, Rows: in.rows}, lines)
	return nil
}

// some are the first n lines, and how many more there are.
func some(p *text.Printer, lines []string, n int) []string {
	if len(lines) <= n {
		return lines
	}
	return append(lines[:n:n], p.N("LinesMore", len(lines)-n))
}

// importQuestion is what "import these?" remembers.
type importQuestion struct {
	Name string             `json:"name"`
	Rows []ledger.ImportRow `json:"rows"`
}

// imports does what was read back, but for rows that somebody imported meanwhile; a number that was taken meanwhile is given anew.
func (t *turn) imports(q importQuestion) error {
	numbers, err := t.takenNumbers(t.ctx)
	if err != nil {
		return err
	}
	var rows []ledger.ImportRow
	for _, r := range q.Rows {
		if _, taken := numbers[r.Item.Number]; taken {
			r.Item.Number.Seq = 0
		}
		_, err := t.cfg.Store.Record(t.ctx, ledger.RecordMark, ledger.ImportMark(ledger.ImportKey(r.Item)))
		if errors.Is(err, ledger.ErrNotFound) {
			rows = append(rows, r)
		} else if err != nil {
			return err
		}
	}
	t.env.Words = ""
	c, err := ledger.Import(t.env, rows, q.Name, t.me.ID)
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(c)
	t.reply(t.v.Say(t.v.N("Imported", len(rows), "Name", q.Name)))
	return nil
}
