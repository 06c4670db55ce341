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
	Parts    int      `json:"parts"`   // of New, those that are parts of others
	Known    int      `json:"known"`   // imported before, or in the ledger already
	Stopped  int      `json:"stopped"` // can't be imported
	Doubts   int      `json:"doubts"`  // imported, with something left out
	Lines    []string `json:"lines"`
	Problems []string `json:"problems"`
	Done     bool     `json:"done"`

	entries []tables.Entry
	rows    []ledger.ImportRow
	parents []ledger.ItemID // items of the ledger that get parts
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
	c, err := b.takeIn(ctx, env, in, name, by)
	if err != nil {
		return in, err
	}
	in.Done = true
	return in, b.commit(ctx, c)
}

// takeIn is the change that takes the rows over.
func (b *Bot) takeIn(ctx context.Context, env ledger.Env, in Intake, name string, by ledger.PersonID) (ledger.Change, error) {
	parents := make([]ledger.Item, len(in.parents))
	for i, id := range in.parents {
		it, err := b.cfg.Store.Item(ctx, id)
		if err != nil {
			return ledger.Change{}, fmt.Errorf("item %s: %w", id, err)
		}
		parents[i] = it
	}
	return ledger.Import(env, in.rows, parents, name, by)
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
	return b.intakeOf(ctx, env, v, entries)
}

// intakeOf compares rows with the ledger.
func (b *Bot) intakeOf(ctx context.Context, env ledger.Env, v view.Ctx, entries []tables.Entry) (Intake, error) {
	in := Intake{Lines: []string{}, Problems: []string{}, entries: entries}
	numbers, err := b.takenNumbers(ctx)
	if err != nil {
		return in, err
	}
	p := newImportPlan(env, numbers)
	for _, e := range entries {
		known, err := b.imported(ctx, e.Item, numbers)
		if err != nil {
			return in, err
		}
		p.add(e, known)
	}
	p.decide()
	for _, x := range p.rows {
		in.take(v, x)
	}
	in.rows, in.parents = p.result()
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
func (in *Intake) take(v view.Ctx, x *importing) {
	var why []string
	for _, p := range x.Problems {
		if x.known != nil && !p.Stops {
			continue
		}
		line := importProblem(v, p)
		why = append(why, line)
		in.Problems = append(in.Problems, line)
	}
	switch {
	case x.known != nil:
		in.Known++
		in.Lines = append(in.Lines, v.T("ImportKnown", "Row", x.Row, "Number", v.Number(x.known.Number), "Title", x.Item.Title)+importDiffers(v, x))
	case x.Stopped():
		in.Stopped++
		in.Lines = append(in.Lines, v.T("ImportStopped", "Row", x.Row, "Title", x.Item.Title, "Why", strings.Join(why, v.T("Semicolon"))))
	default:
		in.New++
		if len(why) > 0 {
			in.Doubts++
		}
		id := "ImportNew"
		if x.made {
			id = "ImportMade"
		}
		line := v.T(id, "Row", max(x.Row, -x.Row), "Number", importNumber(v, x.Item.Number), "Title", x.Item.Title, "Unit", v.Unit(x.Item.Lead),
			"Due", importDue(v, x.Item), "State", v.T("State_"+string(x.Item.State)))
		if x.part() {
			in.Parts++
			line += importPart(v, x)
		}
		in.Lines = append(in.Lines, line+importWhy(v, why))
	}
}

// importPart says whose part a row is.
func importPart(v view.Ctx, x *importing) string {
	if x.of.Seq == 0 {
		return v.T("ImportPartOfRow", "Row", max(x.under, -x.under))
	}
	return v.T("ImportPart", "Number", v.Number(x.of))
}

// importDiffers says where a row that is in the ledger already says something else than the ledger; the ledger stays as it is.
func importDiffers(v view.Ctx, x *importing) string {
	var diff []string
	add := func(head, was, is string) {
		if was != is {
			diff = append(diff, v.T("TasksDiff", "Field", v.T(head), "Was", orDash(was), "Is", orDash(is)))
		}
	}
	add("Col_lead", v.Unit(x.known.Lead), v.Unit(x.Item.Lead))
	if !x.Item.Due.IsZero() {
		add("Col_due", v.Date(x.known.Due.Date, ledger.Date{}), v.Date(x.Item.Due.Date, ledger.Date{}))
	}
	if x.known.State.Open() != x.Item.State.Open() {
		add("Col_state", v.T("State_"+string(x.known.State)), v.T("State_"+string(x.Item.State)))
	}
	if len(diff) == 0 || x.Item.Lead == "" {
		return ""
	}
	return v.T("ImportDiffers", "What", strings.Join(diff, v.T("Semicolon")))
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
	if in.Parts > 0 {
		lines = append(lines, t.v.N("ImportParts", in.Parts))
	}
	lines = append(lines, some(t.v.Printer, in.Problems, importLines)...)
	if in.New == 0 {
		t.reply(t.v.Say(lines...))
		return nil
	}
	lines = append(lines, t.v.T("ImportSure", "N", in.New))
	t.askAbout(askImport, importQuestion{Name: name, Rows: in.entries}, lines)
	return nil
}

// some are the first n lines, and how many more there are.
func some(p *text.Printer, lines []string, n int) []string {
	if len(lines) <= n {
		return lines
	}
	return append(lines[:n:n], p.N("LinesMore", len(lines)-n))
}

// importQuestion is what "import these?" remembers: the rows as the table has them.
type importQuestion struct {
	Name string         `json:"name"`
	Rows []tables.Entry `json:"rows"`
}

// imports does what was read back, as the ledger is now: rows that somebody imported meanwhile are left out, numbers that were taken are given anew.
func (t *turn) imports(q importQuestion) error {
	t.env.Words = ""
	in, err := t.intakeOf(t.ctx, t.env, t.v, q.Rows)
	if err != nil {
		return err
	}
	c, err := t.takeIn(t.ctx, t.env, in, q.Name, t.me.ID)
	if err != nil {
		return t.refused(err, nil)
	}
	t.take(c)
	t.reply(t.v.Say(t.v.N("Imported", in.New, "Name", q.Name)))
	return nil
}
