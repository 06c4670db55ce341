package slack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

func init() {
	methods["files.getUploadURLExternal"] = (*workspace).uploadURL
	methods["files.completeUploadExternal"] = (*workspace).completeUpload
	methods["files.info"] = (*workspace).fileInfo
}

func (w *workspace) uploadURL(_ http.ResponseWriter, r *http.Request) map[string]any {
	n, err := strconv.Atoi(r.PostForm.Get("length"))
	if err != nil || n == 0 || r.PostForm.Get("filename") == "" {
		return fail("invalid_arguments")
	}
	id := w.id("F")
	w.files[id] = &stored{file: slack.File{ID: id, Name: r.PostForm.Get("filename"), Size: n}}
	return map[string]any{"ok": true, "file_id": id, "upload_url": w.url + "upload/" + id}
}

// storage takes uploads and gives files out, to whom the token lets.
func (w *workspace) storage(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+testToken {
		http.Error(rw, "no", http.StatusForbidden)
		return
	}
	w.mu.Lock()
	f := w.files[path.Base(r.URL.Path)]
	var data []byte
	size := 0
	if f != nil {
		data, size = f.data, f.file.Size
	}
	w.mu.Unlock()
	if f == nil {
		http.NotFound(rw, r)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/files/") {
		_, _ = rw.Write(data)
		return
	}
	part, _, err := r.FormFile("file")
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	data, err = io.ReadAll(part)
	if err != nil || len(data) != size {
		http.Error(rw, fmt.Sprint("length ", len(data), err), http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	f.data = data
	w.mu.Unlock()
	_, _ = rw.Write([]byte("OK"))
}

func (w *workspace) completeUpload(_ http.ResponseWriter, r *http.Request) map[string]any {
	var in []slack.FileSummary
	if err := json.Unmarshal([]byte(r.PostForm.Get("files")), &in); err != nil || len(in) == 0 {
		return fail("invalid_arguments")
	}
	for _, s := range in {
		f := w.files[s.ID]
		if f == nil || f.data == nil {
			return fail("file_not_found")
		}
		f.file.Title, f.file.Mimetype = s.Title, http.DetectContentType(f.data)
		channel := r.PostForm.Get("channel_id")
		if channel == "" {
			continue
		}
		room, ok := w.channels[channel]
		if !ok {
			return fail("channel_not_found")
		}
		room.add(&post{TS: w.stamp(), Thread: r.PostForm.Get("thread_ts"), User: testSelf, BotID: testBotID, SubType: "file_share", Files: []slack.File{f.file}})
	}
	return map[string]any{"ok": true, "files": in}
}

func (w *workspace) fileInfo(_ http.ResponseWriter, r *http.Request) map[string]any {
	f := w.files[r.PostForm.Get("file")]
	if f == nil {
		return fail("file_not_found")
	}
	return map[string]any{"ok": true, "file": f.file}
}

// attach stores what a person uploads.
func (w *workspace) attach(name, mime string, data []byte) slack.File {
	id := w.id("F")
	f := slack.File{ID: id, Name: name, Mimetype: mime, Size: len(data), URLPrivate: w.url + "files/" + id, Mode: "hosted"}
	w.files[id] = &stored{file: f, data: data}
	return f
}
