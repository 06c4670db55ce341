package local

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/followup-bot/followup/bot/chat"
)

// A blob is one file's name and the hash of its content, which is also the name that it is stored under.
type blob struct {
	Hash string `json:"hash"`
	Name string `json:"name"`
	MIME string `json:"mime"`
	Size int64  `json:"size"`
	Alt  string `json:"alt,omitempty"`
}

// uploads are files that arrived and belong to no message yet, by the id that their sender was given.
type uploads struct {
	mu   sync.Mutex
	byID map[string]upload
}

type upload struct {
	user string
	blob blob
}

func newUploads() *uploads { return &uploads{byID: map[string]upload{}} }

func (u *uploads) add(user string, b blob) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	id := newToken(15)
	u.byID[id] = upload{user, b}
	return id
}

// get gives the files that a user sent under these ids.
func (u *uploads) get(user string, ids []string) ([]blob, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	var out []blob
	for _, id := range ids {
		up, ok := u.byID[id]
		if !ok || up.user != user {
			return nil, false
		}
		out = append(out, up.blob)
	}
	return out, true
}

var errTooLarge = errors.New("the file is too large")

// store keeps content under its hash, durably, reading at most the limit.
func (m *Messenger) store(name, mimeType string, r io.Reader, limit int64) (blob, error) {
	f, err := os.CreateTemp(m.blobDir(), "new-*")
	if err != nil {
		return blob{}, err
	}
	defer os.Remove(f.Name()) // renamed away when all went well
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = errTooLarge
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return blob{}, err
	}
	b := blob{Hash: hex.EncodeToString(sum.Sum(nil)), Name: cleanName(name), MIME: cleanType(mimeType), Size: n}
	if err := os.Rename(f.Name(), m.blobPath(b.Hash)); err != nil {
		return blob{}, err
	}
	return b, syncDir(m.blobDir())
}

func (m *Messenger) blobDir() string { return filepath.Join(m.cfg.Dir, "files") }

func (m *Messenger) blobPath(hash string) string { return filepath.Join(m.blobDir(), hash) }

// cleanName is the last part of a path, without what no file name may have.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:200])
	}
	if name == "" || name == "." || name == "/" {
		return "file"
	}
	return name
}

func cleanType(t string) string {
	if typ, params, err := mime.ParseMediaType(t); err == nil {
		if s := mime.FormatMediaType(typ, params); s != "" {
			return s
		}
	}
	return "application/octet-stream"
}

// files are a message's, as the handler gets them.
func (m *Messenger) files(msg *message) []chat.File {
	var out []chat.File
	for i, b := range msg.Files {
		out = append(out, chat.File{
			ID: fmt.Sprintf("%s/%d", msg.ID, i), Name: b.Name, MIME: b.MIME, Size: b.Size,
			Open: func(context.Context) (io.ReadCloser, error) { return os.Open(m.blobPath(b.Hash)) },
		})
	}
	return out
}

// OpenFile opens a message's file by the id that the handler was given.
func (m *Messenger) OpenFile(ctx context.Context, id string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	msg, n, _ := strings.Cut(id, "/")
	i, err := strconv.Atoi(n)
	m.st.mu.RLock()
	defer m.st.mu.RUnlock()
	x := m.st.messages[msg]
	if err != nil || x == nil || i < 0 || i >= len(x.Files) {
		return nil, fmt.Errorf("file %s: %w", id, chat.ErrGone)
	}
	f, err := os.Open(m.blobPath(x.Files[i].Hash))
	if errors.Is(err, fs.ErrNotExist) {
		err = chat.ErrGone
	}
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", id, err)
	}
	return f, nil
}

// sweep removes files that no message has: uploads that were never sent, and what was erased. It runs before anything is served.
func (m *Messenger) sweep() error {
	used := map[string]bool{}
	for _, msg := range m.st.messages {
		for _, b := range msg.Files {
			used[b.Hash] = true
		}
	}
	entries, err := os.ReadDir(m.blobDir())
	if err != nil {
		return fmt.Errorf("local chat: %w", err)
	}
	for _, e := range entries {
		if !used[e.Name()] {
			err = errors.Join(err, os.Remove(m.blobPath(e.Name())))
		}
	}
	return err
}
