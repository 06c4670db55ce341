package local

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/internal/gate"
)

// A State is what a client needs to begin: who it is, what it may see, where the stream of events goes on.
type State struct {
	Me       *Persona       `json:"me"` // nil: nobody yet; a demo lets one choose among People
	People   []Persona      `json:"people,omitempty"`
	List     []Conversation `json:"list,omitempty"`
	Cursor   string         `json:"cursor"`
	Epoch    string         `json:"epoch"`
	Zone     string         `json:"zone"`
	Now      time.Time      `json:"now"`
	MaxFile  int64          `json:"max_file"`
	MaxFiles int            `json:"max_files"`
	Demo     *Demo          `json:"demo,omitempty"`
	Samples  []Sample       `json:"samples,omitempty"`
}

type call func(w http.ResponseWriter, r *http.Request, who Persona) error

func (m *Messenger) api() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/state", m.serveState)
	mux.HandleFunc("POST /api/enter", m.serveEnter)
	for pattern, f := range map[string]call{
		"GET /api/events":       m.events,
		"GET /api/messages":     m.serveMessages,
		"GET /api/changes":      m.serveChanges,
		"GET /api/file":         m.serveFile,
		"GET /api/idle":         m.serveIdle,
		"POST /api/say":         m.serveSay,
		"POST /api/upload":      m.serveUpload,
		"POST /api/click":       m.serveClick,
		"POST /api/form":        m.serveForm,
		"POST /api/submit":      m.serveSubmit,
		"POST /api/edit":        m.serveEdit,
		"POST /api/read":        m.serveRead,
		"POST /api/leave":       m.serveLeave,
		"POST /api/demo/sample": m.serveSample,
		"POST /api/demo/clock":  m.serveClock,
	} {
		mux.HandleFunc(pattern, m.personal(f))
	}
	return mux
}

// personal lets only known people call, and turns errors into answers.
func (m *Messenger) personal(f call) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost && r.Header.Get(proofHeader) == "" {
			refuse(w, http.StatusForbidden, "host")
			return
		}
		who, ok := m.who(r)
		if !ok {
			refuse(w, http.StatusUnauthorized, "who")
			return
		}
		if err := f(w, r, who); err != nil {
			m.fail(w, r, err)
		}
	}
}

func (m *Messenger) fail(w http.ResponseWriter, r *http.Request, err error) {
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big), errors.Is(err, errTooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, "too_large")
	case errors.Is(err, errTooLong):
		refuse(w, http.StatusRequestEntityTooLarge, errTooLong.Error())
	case errors.Is(err, errForbidden):
		refuse(w, http.StatusForbidden, errForbidden.Error())
	case errors.Is(err, errGone):
		refuse(w, http.StatusConflict, errGone.Error())
	case errors.Is(err, errEmpty):
		refuse(w, http.StatusBadRequest, errEmpty.Error())
	case errors.Is(err, errUnknown):
		refuse(w, http.StatusNotFound, errUnknown.Error())
	case errors.Is(err, errBadRequest):
		refuse(w, http.StatusBadRequest, errBadRequest.Error())
	case errors.Is(err, context.Canceled):
	case errors.Is(err, syscall.ENOSPC):
		m.log.Error("local chat", "path", r.URL.Path, "err", err)
		refuse(w, http.StatusInsufficientStorage, "full")
	default:
		m.log.Error("local chat", "path", r.URL.Path, "err", err)
		refuse(w, http.StatusInternalServerError, "failed")
	}
}

// refuse answers with a code that the page has words for.
func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code}) // the client may be gone
}

func answer(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
	return nil
}

var errBadRequest = errors.New("bad_request")

func take(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4*maxText))
	if err != nil {
		return err
	}
	if json.Unmarshal(body, v) != nil {
		return errBadRequest
	}
	return nil
}

func (m *Messenger) serveState(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	m.st.mu.RLock()
	rev, epoch := m.st.rev, m.st.head.Epoch
	m.st.mu.RUnlock()
	s := State{Cursor: m.cursor(rev), Epoch: epoch, Zone: m.cfg.Zone.String(), Now: m.cfg.Now().In(m.cfg.Zone), MaxFile: m.cfg.MaxFile, MaxFiles: maxFiles}
	trusted, _ := r.Context().Value(trustedKey{}).(bool)
	if m.cfg.Demo {
		d := m.demo()
		s.Demo, s.Samples = &d, m.cfg.Samples
	}
	if m.cfg.Demo || trusted {
		s.People = m.cfg.People()
	}
	if who, ok := m.who(r); ok {
		s.Me, s.List = &who, m.list(who)
	}
	_ = answer(w, s)
}

func (m *Messenger) serveEnter(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	var in struct {
		Token string `json:"token"`
	}
	if r.Header.Get(proofHeader) == "" {
		refuse(w, http.StatusForbidden, "host")
		return
	}
	if err := take(w, r, &in); err != nil {
		m.fail(w, r, err)
		return
	}
	session, err := m.enter(in.Token)
	if err != nil {
		m.fail(w, r, err)
		return
	}
	http.SetCookie(w, m.cookie(r, session, sessionLife))
	_ = answer(w, map[string]bool{"ok": true})
}

func (m *Messenger) serveLeave(w http.ResponseWriter, r *http.Request, _ Persona) error {
	if c, err := r.Cookie(m.cookieName()); err == nil {
		if err := m.leave(c.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, m.cookie(r, "", -time.Second))
	return answer(w, map[string]bool{"ok": true})
}

const pageSize = 60

// serveMessages gives the newest messages of a conversation before a Seq, or all of a thread, oldest first.
func (m *Messenger) serveMessages(w http.ResponseWriter, r *http.Request, who Persona) error {
	q := r.URL.Query()
	conv, thread := q.Get("conversation"), q.Get("thread")
	if conv == "" {
		conv = directPrefix + who.ID
	}
	if !m.member(conv, who.ID) {
		return errForbidden
	}
	before, err := strconv.ParseInt(q.Get("before"), 10, 64)
	if err != nil {
		before = 1 << 62
	}
	m.st.mu.RLock()
	var found []*message
	more := false
	all := m.st.byConv[conv]
	for i := len(all) - 1; i >= 0; i-- {
		msg := all[i]
		fits := thread == "" && (msg.Thread == "" || q.Get("all") != "") || thread != "" && (msg.Thread == thread || msg.ID == thread)
		if !fits || msg.Seq >= before || msg.Only != "" && msg.Only != who.ID {
			continue
		}
		if len(found) == pageSize && thread == "" {
			more = true
			break
		}
		found = append(found, msg)
	}
	m.st.mu.RUnlock()
	out := make([]Wire, 0, len(found))
	for i := len(found) - 1; i >= 0; i-- {
		out = append(out, m.wire(who, found[i]))
	}
	return answer(w, map[string]any{"messages": out, "more": more})
}

// serveChanges gives what is new or changed since a cursor, as the stream would, for clients that ask.
func (m *Messenger) serveChanges(w http.ResponseWriter, r *http.Request, who Persona) error {
	_, num, _ := strings.Cut(r.URL.Query().Get("since"), "-")
	since, err := strconv.ParseInt(num, 10, 64)
	if err != nil {
		return errBadRequest
	}
	m.st.mu.RLock()
	news, rev := m.st.news(since), m.st.rev
	m.st.mu.RUnlock()
	out := []Wire{}
	for _, msg := range news {
		if m.sees(who.ID, msg) {
			out = append(out, m.wire(who, msg))
		}
	}
	return answer(w, map[string]any{"messages": out, "cursor": m.cursor(rev)})
}

func (m *Messenger) serveFile(w http.ResponseWriter, r *http.Request, who Persona) error {
	m.st.mu.RLock()
	msg := m.st.messages[r.URL.Query().Get("message")]
	m.st.mu.RUnlock()
	n, err := strconv.Atoi(r.URL.Query().Get("n"))
	if err != nil || msg == nil || !m.sees(who.ID, msg) || n < 0 || n >= len(msg.Files) {
		return errUnknown
	}
	b := msg.Files[n]
	f, err := os.Open(m.blobPath(b.Hash))
	if err != nil {
		return err
	}
	defer f.Close()
	disposition, kind := "attachment", "application/octet-stream"
	if isImage(b.MIME) {
		disposition, kind = "inline", b.MIME
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": b.Name}))
	w.Header().Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func (m *Messenger) serveUpload(w http.ResponseWriter, r *http.Request, who Persona) error {
	kind := r.Header.Get("Content-Type")
	b, err := m.store(r.URL.Query().Get("name"), kind, http.MaxBytesReader(w, r.Body, m.cfg.MaxFile+1), m.cfg.MaxFile)
	if err != nil {
		return err
	}
	return answer(w, map[string]any{"id": m.uploads.add(who.ID, b), "name": b.Name, "size": b.Size})
}

func (m *Messenger) serveSay(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in said
	if err := take(w, r, &in); err != nil {
		return err
	}
	msg, err := m.say(who, in)
	if err != nil {
		return err
	}
	return answer(w, m.wire(who, msg))
}

func (m *Messenger) serveClick(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in click
	if err := take(w, r, &in); err != nil {
		return err
	}
	if err := m.click(who, in); err != nil {
		return err
	}
	return answer(w, map[string]bool{"ok": true})
}

// serveForm asks the handler for the form that a control opens. An answer without a form means that the bot has answered by itself.
func (m *Messenger) serveForm(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in click
	if err := take(w, r, &in); err != nil {
		return err
	}
	select {
	case <-m.queue.begun:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	m.write.Lock()
	msg, control, err := m.control(who, in)
	if err != nil {
		m.write.Unlock()
		return err
	}
	ev := m.event(who, msg, "")
	m.st.seq++ // the id is used up, although nothing is stored
	m.write.Unlock()
	ev.Action = &actionRec{ID: control.ID, Value: control.Value, Card: msg.ID}
	ask, ok := m.inbound(ev)
	if !ok {
		return errUnknown
	}
	form, err := m.queue.h.Form(r.Context(), ask)
	if err != nil {
		return err
	}
	if form != nil && len(form.Fields) == 0 { // which dialogs here can't show: the answer is a message
		if err := m.click(who, in); err != nil {
			return err
		}
		form = nil
	}
	out := struct {
		Form  *chat.Form `json:"form"`
		Token string     `json:"token,omitempty"`
	}{Form: form}
	if form != nil { // files are dropped into the conversation here, not into forms
		form.Fields = slices.DeleteFunc(slices.Clone(form.Fields), func(f chat.Field) bool { return f.Kind == chat.FieldFile })
		if out.Token, err = gate.Sign(m.st.head.Secret, formToken{User: who.ID, Card: msg.ID, ID: form.ID, Value: form.Value}); err != nil {
			return err
		}
	}
	return answer(w, out)
}

func (m *Messenger) serveSubmit(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in struct {
		Token  string            `json:"token"`
		Values map[string]string `json:"values"`
		Client string            `json:"client"`
	}
	if err := take(w, r, &in); err != nil {
		return err
	}
	var f formToken
	if gate.Open(m.st.head.Secret, in.Token, &f) != nil {
		return errUnknown
	}
	if err := m.submit(who, f, in.Values, in.Client); err != nil {
		return err
	}
	return answer(w, map[string]bool{"ok": true})
}

func (m *Messenger) serveEdit(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in struct {
		Message string `json:"message"`
		Text    string `json:"text"`
		Remove  bool   `json:"remove"`
	}
	if err := take(w, r, &in); err != nil {
		return err
	}
	if err := m.change(who, in.Message, in.Text, in.Remove); err != nil {
		return err
	}
	return answer(w, map[string]bool{"ok": true})
}

// serveRead notes how far a person has read a conversation or, by its root's id, a thread.
func (m *Messenger) serveRead(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in readMark
	if err := take(w, r, &in); err != nil {
		return err
	}
	m.write.Lock()
	defer m.write.Unlock()
	root := m.st.messages[in.Place]
	if !m.member(in.Place, who.ID) && (root == nil || !m.sees(who.ID, root)) {
		return errUnknown
	}
	in.User, in.Seq = who.ID, min(in.Seq, m.st.seq)
	if in.Seq > m.st.reads[readKey{in.User, in.Place}] {
		if err := m.commitAs(record{Read: &in}, false); err != nil {
			return err
		}
	}
	return answer(w, map[string]bool{"ok": true})
}

// serveIdle answers when nothing is being handled and the bot has nothing left to say.
func (m *Messenger) serveIdle(w http.ResponseWriter, r *http.Request, _ Persona) error {
	if err := m.idle(r.Context()); err != nil {
		return err
	}
	return answer(w, map[string]bool{"ok": true})
}

// idle waits until two looks in a row find nothing new.
func (m *Messenger) idle(ctx context.Context) error {
	for {
		m.st.mu.RLock()
		before := m.st.rev
		m.st.mu.RUnlock()
		if err := m.queue.quiet(ctx); err != nil {
			return err
		}
		if m.cfg.Idle != nil {
			if err := m.cfg.Idle(ctx); err != nil {
				return err
			}
		}
		if err := m.queue.quiet(ctx); err != nil {
			return err
		}
		m.st.mu.RLock()
		after := m.st.rev
		m.st.mu.RUnlock()
		if before == after {
			return nil
		}
	}
}
