package chattest

import (
	"context"
	"fmt"
	"io"

	"github.com/followup-bot/followup/bot/chat"
)

// OpenFile opens a file that somebody attached, unless a fault was asked for.
func (f *Fake) OpenFile(ctx context.Context, id string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.mu.Lock()
	file, ok := f.files[id]
	var fault error
	if len(f.noFiles) > 0 {
		fault, f.noFiles = f.noFiles[0], f.noFiles[1:]
	}
	f.mu.Unlock()
	if fault != nil {
		return nil, fault
	}
	if !ok {
		return nil, fmt.Errorf("file %q: %w", id, chat.ErrGone)
	}
	return file.Open(ctx)
}

// LoseFile has a file be gone.
func (f *Fake) LoseFile(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.files, id)
}

// FailFiles makes the next times that a file is opened again go wrong, one error each, in order; nil lets one pass.
func (f *Fake) FailFiles(errs ...error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.noFiles = append(f.noFiles, errs...)
}
