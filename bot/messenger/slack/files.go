package slack

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-bot/followup/bot/chat"
)

// files are those of a message that can be read.
func (m *Messenger) files(in []slack.File) []chat.File {
	var out []chat.File
	for _, f := range in {
		if f.ID == "" || f.Mode == "tombstone" || f.Mode == "hidden_by_limit" {
			continue
		}
		out = append(out, chat.File{
			ID: f.ID, Name: entities.Replace(cmp.Or(f.Name, f.Title, f.ID)), MIME: f.Mimetype, Size: int64(f.Size),
			Open: func(ctx context.Context) (io.ReadCloser, error) { return m.download(ctx, f) },
		})
	}
	return out
}

// download reads a whole file, at most Config.MaxFile bytes of it. The token goes to Slack's own hosts and the API's only.
func (m *Messenger) download(ctx context.Context, f slack.File) (io.ReadCloser, error) {
	if f.URLPrivate == "" && f.URLPrivateDownload == "" { // Slack Connect tells of files without their addresses
		full, _, _, err := m.read.GetFileInfoContext(ctx, f.ID, 0, 0)
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", f.ID, explain(err))
		}
		f = *full
	}
	if int64(f.Size) > m.cfg.MaxFile {
		return nil, fmt.Errorf("file %s: %w", f.ID, errTooLarge)
	}
	buf := &capped{left: m.cfg.MaxFile}
	if err := m.read.GetFileContext(ctx, cmp.Or(f.URLPrivateDownload, f.URLPrivate), buf); err != nil {
		return nil, fmt.Errorf("file %s: %w", f.ID, explain(err))
	}
	return io.NopCloser(&buf.b), nil
}

// OpenFile opens a file by its id as it is now, reading while it comes. The message that it came with need not be there any more.
func (m *Messenger) OpenFile(ctx context.Context, id string) (io.ReadCloser, error) {
	f, _, _, err := m.read.GetFileInfoContext(ctx, id, 0, 0)
	switch c := code(err); {
	case c == "file_not_found" || c == "file_deleted":
		return nil, fmt.Errorf("file %s: %w", id, chat.ErrGone)
	case err != nil:
		return nil, fmt.Errorf("file %s: %w", id, explain(err))
	case f.Mode == "tombstone" || f.Mode == "hidden_by_limit":
		return nil, fmt.Errorf("file %s: %w", id, chat.ErrGone)
	}
	r, w := io.Pipe()
	go func() {
		got := &passed{w: w}
		err := m.read.GetFileContext(ctx, cmp.Or(f.URLPrivateDownload, f.URLPrivate), got)
		if err == nil && f.Size > 0 && got.n != int64(f.Size) {
			err = fmt.Errorf("%d of %d bytes came", got.n, f.Size)
		}
		if err != nil {
			err = fmt.Errorf("file %s: %w", id, explain(err))
		}
		w.CloseWithError(err)
	}()
	return r, nil
}

// passed counts what is written through it.
type passed struct {
	w io.Writer
	n int64
}

func (c *passed) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

var errNotTaken = errors.New("the file was not taken by Slack")

var errTooLarge = errors.New("the file is too large")

// capped is a buffer with an end.
type capped struct {
	b    bytes.Buffer
	left int64
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= int64(len(p)); c.left < 0 {
		return 0, errTooLarge
	}
	return c.b.Write(p)
}

// An attachment is a file that is in Slack but not yet shown anywhere.
type attachment struct {
	up *chat.Upload
	id string // empty: Slack did not take it
}

// upload brings a card's files into Slack, pictures ready to stand in the card, others to be shared under it. Nothing is visible by then, so
// that a failure may be tried again. An edit brings pictures only: the other files stand under the card already.
func (m *Messenger) upload(ctx context.Context, c chat.Card, edit bool) (pictures map[*chat.Upload]string, others []attachment, err error) {
	pictures = map[*chat.Upload]string{}
	for _, b := range c.Blocks {
		if b.Kind != chat.BlockFile || b.File == nil || len(b.File.Data) == 0 || edit && !picture(b.File) {
			continue
		}
		id, err := m.put(ctx, b.File)
		if e := classify(err, false); err != nil && !e.Retry { // the card goes without, and says so
			m.log.Error("a file was not taken", "file", b.File.Name, "error", e)
			others = append(others, attachment{b.File, ""})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if picture(b.File) && m.settle(ctx, id, b.File) {
			pictures[b.File] = id
			continue
		}
		others = append(others, attachment{b.File, id})
	}
	return pictures, others, nil
}

func picture(f *chat.Upload) bool {
	switch f.MIME {
	case "image/png", "image/jpeg", "image/gif":
		return true
	}
	return false
}

func fileName(f *chat.Upload) string {
	return cmp.Or(strings.ReplaceAll(oneLine(f.Name), "/", "_"), "file")
}

// put sends the bytes.
func (m *Messenger) put(ctx context.Context, f *chat.Upload) (id string, err error) {
	name := fileName(f)
	u, err := m.read.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(f.Data), AltTxt: clip(oneLine(f.Alt), 1000, width)})
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	err = m.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: u.UploadURL, Reader: bytes.NewReader(f.Data), Filename: name})
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	return u.FileID, nil
}

// settle finishes a picture without showing it, and waits until Slack has looked at it: before, it cannot stand in a card. false: it has to
// go as a file of its own.
func (m *Messenger) settle(ctx context.Context, id string, f *chat.Upload) bool {
	_, err := m.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: id, Title: fileName(f)}}})
	if err != nil {
		return false
	}
	for wait := 100 * time.Millisecond; wait < 4*time.Second; wait *= 2 {
		info, _, _, err := m.read.GetFileInfoContext(ctx, id, 0, 0)
		if err != nil {
			return false
		}
		if info.Mimetype != "" {
			return true
		}
		if !pause(ctx, wait) {
			return false
		}
	}
	return false
}

// shareFor shows files under a card. What only one person may see goes to their direct conversation: Slack has no ephemeral files.
func (m *Messenger) shareFor(ctx context.Context, ref chat.Ref, only, lang string, files []attachment) {
	if only == "" || len(files) == 0 {
		m.share(ctx, ref, lang, files)
		return
	}
	at, err := m.directWith(ctx, only)
	if err != nil {
		m.log.Error("files could not be given in private", "user", only, "error", explain(err))
		return
	}
	m.share(ctx, chat.Ref{Address: at}, lang, files)
}

// share shows files under a card that stands already. What fails is said there: the card must not be posted again for it.
func (m *Messenger) share(ctx context.Context, ref chat.Ref, lang string, files []attachment) {
	for _, a := range files {
		err := m.shareOne(ctx, ref, a)
		if err == nil {
			continue
		}
		m.log.Error("a file was not attached", "conversation", ref.Conversation, "error", explain(err))
		text := fmt.Sprintf(wordsFor(lang).noFile, fileName(a.up))
		_, _, err = m.api.PostMessageContext(ctx, ref.Conversation, slack.MsgOptionText(escape(text), false), slack.MsgOptionDisableMarkdown(), slack.MsgOptionTS(ref.Root()))
		if err != nil {
			m.log.Warn("nor could it be said", "conversation", ref.Conversation, "error", explain(err))
		}
	}
}

func (m *Messenger) shareOne(ctx context.Context, ref chat.Ref, a attachment) error {
	if a.id == "" {
		return errNotTaken
	}
	p := slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: a.id, Title: fileName(a.up)}}, Channel: ref.Conversation, ThreadTimestamp: ref.Root(),
	}
	_, err := m.read.CompleteUploadExternalContext(ctx, p) // waits out 429, which is a refusal before any effect
	return err
}
