package view

import (
	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/ledger"
)

// evidenceMost is how many pieces of evidence a card lists; the latest are kept.
const evidenceMost = 20

// Evidence lists what an item has as evidence: files with what became of their copies, and a button for each that is kept; links, and words.
func (c Ctx) Evidence(it ledger.Item, copies []ledger.Copy) chat.Card {
	title := c.T("EvidenceOf", "Number", c.Number(it.Number), "Title", Clip(it.Title, 30))
	var rows []chat.Row
	known := map[string]bool{}
	for _, x := range copies {
		known[x.Ref] = true
		rows = append(rows, c.copyRow(it, x))
	}
	for _, e := range it.AllEvidence() {
		switch {
		case e.Kind == "file" && !known[e.Ref]:
			rows = append(rows, chat.Row{Text: e.Name, Detail: []string{c.T("CopyNone")}})
		case e.Kind == "link":
			rows = append(rows, chat.Row{Text: e.Ref})
		case e.Text != "":
			rows = append(rows, chat.Row{Text: Clip(e.Text, 200)})
		}
	}
	if len(rows) == 0 {
		return With(c.Say(title, c.T("EvidenceNone")), c.Button(DoShow, string(it.ID), c.T("Do_show"), ""))
	}
	card := c.card(title)
	if more := len(rows) - evidenceMost; more > 0 {
		rows = rows[more:]
		card.Blocks = append(card.Blocks, note(c.N("EvidenceMore", more)))
	}
	card.Blocks = append(card.Blocks, rowsBlock(rows...))
	return With(card, c.Button(DoShow, string(it.ID), c.T("Do_show"), ""))
}

// copyRow is one file with what became of it.
func (c Ctx) copyRow(it ledger.Item, x ledger.Copy) chat.Row {
	row := chat.Row{Text: x.Name, Detail: []string{c.Person(x.By) + " " + c.Clock(x.At, c.Env.Zone())}}
	if x.Size > 0 {
		row.Text += c.T("Sep") + c.Size(x.Size)
	}
	switch x.State {
	case ledger.CopyKept:
		row.Actions = []chat.Control{c.Button(DoFile, x.ID, c.T("Do_evidence_file"), "")}
	case ledger.CopyErased:
		row.Detail = append(row.Detail, c.T("CopyErased", "Date", c.Date(ledger.DateOf(x.Erased.In(c.Env.Zone())), c.Env.Today())))
	case ledger.CopyRefused:
		row.Detail = append(row.Detail, c.T("CopyOnlyRef", "Why", c.T("CopyWhy_"+string(x.Why))))
		if c.MayCopyAgain(it, x) {
			row.Actions = []chat.Control{c.Button(DoCopyAgain, x.ID, c.T("Do_evidence_again"), "")}
		}
	default:
		row.Detail = append(row.Detail, c.T("CopyWaits"))
	}
	return row
}

// MayCopyAgain reports whether the reader may have a copy tried anew: the office, and who sent the file unless it is too large for what is configured.
// What is classified or gone will never be kept.
func (c Ctx) MayCopyAgain(it ledger.Item, x ledger.Copy) bool {
	if x.State != ledger.CopyRefused || x.Why == ledger.NotSecret || x.Why == ledger.NotGone || c.Reader == "" {
		return false
	}
	return c.Env.Allowed(c.Reader, ledger.ActRegister, it) == nil || c.Reader == x.By && x.Why != ledger.NotLarge
}

// EvidenceButton opens the list of an item's evidence; ok is false when it has none.
func (c Ctx) EvidenceButton(it ledger.Item) (b chat.Control, ok bool) {
	n := len(it.AllEvidence())
	return c.Button(DoEvidence, string(it.ID), c.N("EvidenceButton", n), ""), n > 0
}

// NotCopied tells that files are kept by reference only, and why: to who sent them, or with whose they are to the office.
func (c Ctx) NotCopied(it ledger.Item, refused []ledger.Copy, office bool) chat.Card {
	head := c.N("NotCopied", len(refused), "Number", c.Number(it.Number))
	if office {
		head = c.N("NotCopiedOffice", len(refused), "Number", c.Number(it.Number), "Title", Clip(it.Title, 24), "Unit", c.Unit(it.Lead), "Who", c.Person(refused[0].By))
	}
	card := c.card("", para(head))
	var rows []chat.Row
	how := map[ledger.Whynot]bool{}
	for _, x := range refused {
		rows = append(rows, chat.Row{Text: x.Name, Detail: []string{c.T("CopyOnlyRef", "Why", c.T("CopyWhy_"+string(x.Why)))}})
		how[x.Why] = true
	}
	card.Blocks = append(card.Blocks, rowsBlock(rows...))
	for _, why := range []ledger.Whynot{ledger.NotLarge, ledger.NotFull, ledger.NotSecret} {
		if how[why] && (!office || why == ledger.NotFull) {
			card.Blocks = append(card.Blocks, note(c.T("CopyHow_"+string(why))))
		}
	}
	return With(card, c.Button(DoEvidence, string(it.ID), c.N("EvidenceButton", max(len(it.AllEvidence()), len(refused))), ""))
}

// kept says of an event which files were copied, under which hash, and which were not.
func (c Ctx) kept(e ledger.Event) (out []string) {
	for _, k := range e.Kept {
		if k.Hash != "" {
			out = append(out, c.T("ChangeKept", "Name", k.Name, "Size", c.Size(k.Size), "Hash", k.Hash))
		} else {
			out = append(out, c.T("ChangeNotKept", "Name", k.Name, "Why", c.T("CopyWhy_"+string(k.Why))))
		}
	}
	return out
}
