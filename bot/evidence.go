package bot

import (
	"errors"
	"io"
	"slices"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// Evidence is how the files are kept that people send as evidence. Without a store there are no copies.
type Evidence struct {
	Store   *blobs.Store
	Copy    bool  // new files are copied; what was copied before is given out all the same
	MaxFile int64 // bytes of a file
	Quota   int64 // bytes of all
	Keep    ledger.Retention
}

// brought are the files that came with the words that are carried out: with the message, or with the one that a question was asked about.
func (t *turn) brought() []chat.File {
	if len(t.m.Files) > 0 || t.pending == nil || t.pending.Kind != "clarify" {
		return t.m.Files
	}
	return remembered(t.pending.Files)
}

// remembered are files of an earlier message, by reference.
func remembered(files []ledger.Evidence) (out []chat.File) {
	for _, e := range files {
		out = append(out, chat.File{ID: e.Ref, Name: e.Name})
	}
	return out
}

// asSaid goes on with the words and files that a question was asked about.
func (t *turn) asSaid(p ledger.Pending) {
	t.m.Text, t.env.Words = p.Words, p.Words
	if len(t.m.Files) == 0 {
		t.m.Files = remembered(p.Files)
	}
}

// references are files as evidence.
func references(files []chat.File) (out []ledger.Evidence) {
	for _, f := range files {
		out = append(out, ledger.Evidence{Kind: "file", Name: f.Name, Ref: f.ID})
	}
	return out
}

// copies has the files copied that the turn's items have got as evidence. It only writes down that they are to be: that is done once the turn is
// committed and answered, however long it takes.
func (t *turn) copies() error {
	if !t.cfg.Evidence.Copy || t.cfg.Evidence.Store == nil || len(t.given) == 0 {
		return nil
	}
	from := ledger.Place{Messenger: t.m.At.Messenger, Workspace: t.m.At.Workspace, Conversation: t.m.At.Conversation, Message: t.m.Ref}
	for _, it := range t.change.Items {
		known, err := ledger.CopiesOf(t.ctx, t.cfg.Store, it.ID)
		if err != nil {
			return err
		}
		var files []ledger.Copy
		for _, f := range t.given {
			same := func(c ledger.Copy) bool {
				return c.Ref == f.ID && (c.State == ledger.CopyKept || c.State == ledger.CopyWaiting)
			}
			if it.IsEvidence(f.ID) && !slices.ContainsFunc(known, same) {
				files = append(files, ledger.Copy{Ref: f.ID, Name: f.Name, From: from})
			}
		}
		if len(files) > 0 {
			t.change.Records = append(t.change.Records, ledger.StartCopies(t.env, it.ID, t.me.ID, t.place(), files)...)
		}
	}
	return nil
}

// showEvidence lists what an item has as evidence.
func (t *turn) showEvidence(it ledger.Item) error {
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	copies, err := ledger.CopiesOf(t.ctx, t.cfg.Store, it.ID)
	if err != nil {
		return err
	}
	card := t.v.Evidence(it, copies)
	card = view.With(card, t.pageLinks("item/"+string(it.ID))...)
	t.answer(card, ledger.Query{Units: []ledger.UnitID{it.Lead}})
	return nil
}

// evidenceAction is a button of the list of evidence; value is an item's id, or a copy's.
func (t *turn) evidenceAction(a chat.Action) error {
	if a.ID == view.DoEvidence {
		it, err := t.item(ledger.ItemID(a.Value))
		if err != nil {
			t.reply(t.v.Say(t.v.T("Gone")))
			return nil
		}
		return t.showEvidence(it)
	}
	rec, err := t.cfg.Store.Record(t.ctx, ledger.RecordCopy, a.Value)
	if errors.Is(err, ledger.ErrNotFound) {
		t.reply(t.v.Say(t.v.T("Gone")))
		return nil
	}
	if err != nil {
		return err
	}
	c, err := ledger.ReadCopy(rec)
	if err != nil {
		return err
	}
	it, err := t.item(c.Item)
	if err != nil {
		return err
	}
	if !t.env.Sees(t.me.ID, it) {
		return t.notTheirs(it)
	}
	if a.ID == view.DoCopyAgain {
		return t.copyAgain(it, c)
	}
	return t.giveFile(it, c)
}

// giveFile sends a copy, privately. One that is not what was kept is never sent; the admins are told.
func (t *turn) giveFile(it ledger.Item, c ledger.Copy) error {
	if c.State != ledger.CopyKept || t.cfg.Evidence.Store == nil {
		t.whisper(t.v.Say(t.v.T("FileNotThere", "Name", c.Name)))
		return nil
	}
	f, err := t.cfg.Evidence.Store.Open(c.Hash)
	if errors.Is(err, blobs.ErrMissing) || errors.Is(err, blobs.ErrAltered) {
		t.whisper(t.v.Say(t.v.T("FileAltered", "Name", c.Name, "Missing", errors.Is(err, blobs.ErrMissing))))
		note := ledger.AdminNote{Code: ledger.AdminAltered, About: it.Number.Full(t.env.Dir.Org().NumberPrefix) + " " + c.Name, Since: t.env.Now.UTC(), Error: err.Error()}
		t.noteAdmins(note, "altered/"+c.ID+"/"+t.env.Today().String())
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if f.Size > chat.MaxUpload {
		links := t.pageLinks("item/" + string(it.ID))
		t.whisper(view.With(t.v.Say(t.v.T("FileLarge", "Name", c.Name, "Size", t.v.Size(f.Size), "Page", len(links) > 0)), links...))
		return nil
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	card := t.v.Say(t.v.T("FileGiven", "Number", t.v.Number(it.Number), "Name", c.Name, "Size", t.v.Size(f.Size)))
	card.Private = true
	// Whatever its sender called it, it is a download: nothing that somebody sent is shown as if it were the bot's.
	card.Blocks = append(card.Blocks, chat.FileBlock(c.Name, "application/octet-stream", c.Name, data))
	t.log(ledger.LogEntry{Kind: ledger.LogDocument, N: 1, Text: it.Number.Full(t.env.Dir.Org().NumberPrefix) + " " + c.Name})
	t.whisper(card)
	return nil
}

// copyAgain has a copy tried once more.
func (t *turn) copyAgain(it ledger.Item, c ledger.Copy) error {
	if !t.v.MayCopyAgain(it, c) || t.cfg.Evidence.Store == nil {
		t.whisper(t.v.Say(t.v.T("FileNotThere", "Name", c.Name)))
		return nil
	}
	c.State, c.Why = ledger.CopyWaiting, ""
	job := ledger.Copying{ID: string(it.ID) + "/" + ledger.NewID(t.env.Now, t.env.Source, 0), Item: it.ID, Copies: []string{c.ID}, By: t.me.ID, To: t.place()}
	t.record(ledger.CopyRecord(c))
	t.record(ledger.NewRecord(ledger.RecordCopying, job.ID, 0, job))
	t.whisper(t.v.Say(t.v.T("CopyAgain", "Number", t.v.Number(it.Number))))
	return nil
}

// noteAdmins tells the admins with the turn.
func (t *turn) noteAdmins(note ledger.AdminNote, source string) {
	c, err := adminNote(t.env, note, source)
	if err != nil {
		t.cfg.Log.Error("admins can't be told", "error", err)
	}
	t.change.Notices = append(t.change.Notices, c.Notices...)
}
