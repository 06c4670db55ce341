package dashboard

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/followup-bot/followup/bot/text"
)

//go:embed web
var files embed.FS

// pages are the templates in one language.
type pages struct {
	lang string
	sets map[string]*template.Template
}

type asset struct {
	body []byte
	tag  string
}

// shown are the templates that stand inside the frame, by name.
var shown = []string{"overview", "unit", "item", "part", "list", "door", "notice"}

// load reads the templates, once a language.
func load() (map[string]*pages, asset, error) {
	css, err := files.ReadFile("web/page.css")
	if err != nil {
		return nil, asset{}, err
	}
	sum := sha256.Sum256(css)
	style := asset{css, hex.EncodeToString(sum[:8])}
	out := map[string]*pages{}
	for _, lang := range []string{text.Chinese, text.English} {
		words := text.For(lang)
		funcs := template.FuncMap{
			"t":     func(id string, args ...any) string { return words.T("Page_"+id, args...) },
			"n":     func(id string, n int, args ...any) string { return words.N("Page_"+id, n, args...) },
			"word":  func(id string) string { return words.T(id) },
			"lang":  func() string { return lang },
			"style": func() string { return style.tag },
		}
		p := &pages{lang: lang, sets: map[string]*template.Template{}}
		for _, name := range shown {
			set, err := template.New("frame.html").Funcs(funcs).ParseFS(files, "web/frame.html", "web/parts.html", "web/"+name+".html")
			if err != nil {
				return nil, asset{}, fmt.Errorf("page %s: %w", name, err)
			}
			p.sets[name] = set
		}
		out[lang] = p
	}
	return out, style, nil
}

// A frame is what is around a page.
type frame struct {
	Title  string
	Org    string
	Reader string // empty: nobody has entered
	At     string
	Here   string // path and query, to come back to after the language was switched
	Other  string // the other language
	Crumbs []crumb
	Main   any
}

// A crumb is a step of the way to a page.
type crumb struct{ Name, Href string }

// show renders a page that belongs to nobody in particular.
func (s *Server) show(w http.ResponseWriter, status int, p *pages, name string, main any) {
	s.render(w, status, p, name, frame{Title: text.For(p.lang).T("Page_Title"), Main: main})
}

// render writes a whole page, or none of it.
func (s *Server) render(w http.ResponseWriter, status int, p *pages, name string, f frame) {
	var b bytes.Buffer
	if err := p.sets[name].Execute(&b, f); err != nil {
		s.cfg.Log.Error("page can't be written", "page", name, "error", err)
		http.Error(w, "the page can't be written; see the log", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		s.cfg.Log.Debug("reader is gone", "error", err)
	}
}

// A noticePage says that something is not shown, and what to do.
type noticePage struct{ Head, Do string }

// refuse says why a page is not shown, in the reader's language.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, id string) {
	t, _ := s.session(r)
	s.refuseIn(w, status, langOf(t.Lang, r), id)
}

func (s *Server) refuseIn(w http.ResponseWriter, status int, lang, id string) {
	words := text.For(lang)
	s.show(w, status, s.pages[text.Choose(lang)], "notice", noticePage{words.T("Page_" + id), words.T("Page_" + id + "Do")})
}

// trouble is an error of ours.
func (s *Server) trouble(w http.ResponseWriter, r *http.Request, err error) {
	s.cfg.Log.Error("page", "path", r.URL.Path, "error", err)
	s.refuse(w, r, http.StatusInternalServerError, "Trouble")
}

func (s *Server) serveCSS(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "page.css", time.Time{}, bytes.NewReader(s.css.body))
}
