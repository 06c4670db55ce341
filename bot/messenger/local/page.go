package local

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed web
var webFiles embed.FS

// languages that the catalogues exist in.
var languages = []string{"zh", "en"}

// A page is what is served to browsers, and the catalogues that the terminal shares with it.
type page struct {
	files map[string]asset
	words map[string]map[string]string
}

type asset struct {
	body []byte
	kind string
	tag  string
}

func loadPage() (*page, error) {
	p := &page{files: map[string]asset{}, words: map[string]map[string]string{}}
	err := fs.WalkDir(webFiles, "web", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := webFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		kind := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
			".svg": "image/svg+xml", ".json": "application/json"}[path.Ext(name)]
		if kind == "" {
			kind = mime.TypeByExtension(path.Ext(name))
		}
		p.files["/"+strings.TrimPrefix(name, "web/")] = asset{body, kind, `"` + hex.EncodeToString(sum[:12]) + `"`}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("local chat: %w", err)
	}
	for _, lang := range languages {
		words := map[string]string{}
		if err := json.Unmarshal(p.files["/"+lang+".json"].body, &words); err != nil {
			return nil, fmt.Errorf("local chat: catalogue %s: %w", lang, err)
		}
		p.words[lang] = words
	}
	return p, nil
}

// ServeHTTP serves the page's files. The page itself answers on / and /enter.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	name := r.URL.Path
	if name == "/" || name == "/enter" {
		name = "/index.html"
	}
	a, ok := p.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", a.tag)
	if r.Header.Get("If-None-Match") == a.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(a.body) // the browser may be gone
}

// botNames are the bot's name in each language.
func (p *page) botNames() []string {
	var out []string
	for _, lang := range languages {
		if n := p.words[lang]["bot"]; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// langOf picks the catalogue for a language tag.
func langOf(tag string) string {
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return "zh"
	}
	if tag == "" {
		return languages[0]
	}
	return "en"
}
