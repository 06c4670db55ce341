package local

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/chat"
)

// A Client speaks the chat's API as one person. It may be copied; As gives one for somebody else.
type Client struct {
	HTTP *http.Client // how the server is reached: TCP, a unix socket, a handler in the same process
	Base string       // scheme and host, without a path; a unix socket's is any, such as http://local
	User string       // who acts, by id or name; empty where a session cookie in HTTP's jar tells
}

// UnixClient gives an http.Client that reaches a server on a unix socket.
func UnixClient(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}}
}

// InProcess gives an http.Client that calls a handler directly.
func InProcess(h http.Handler) *http.Client { return &http.Client{Transport: direct{h}} }

// As is the client for another person.
func (c Client) As(user string) Client {
	c.User = user
	return c
}

// A Refusal is an answer that the server gave instead; Code is one of the API's words for it, such as "gone" or "forbidden".
type Refusal struct {
	Status int
	Code   string
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s (%d)", r.Code, r.Status) }

func (c Client) do(ctx context.Context, method, path string, body io.Reader, kind string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.Base+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set(proofHeader, "1")
	if c.User != "" {
		req.Header.Set(asHeader, url.PathEscape(c.User))
	}
	if method == http.MethodPost {
		req.Header.Set("Origin", c.Base)
		req.Header.Set("Content-Type", kind)
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode < 300 {
		return res, nil
	}
	defer res.Body.Close()
	var no struct {
		Error string `json:"error"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&no); err != nil || no.Error == "" {
		no.Error = "failed"
	}
	return nil, &Refusal{res.StatusCode, no.Error}
}

func (c Client) get(ctx context.Context, path string, out any) error {
	res, err := c.do(ctx, http.MethodGet, path, nil, "")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return json.NewDecoder(res.Body).Decode(out)
}

func (c Client) post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, err := c.do(ctx, http.MethodPost, path, bytes.NewReader(body), "application/json")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if out == nil {
		out = &struct{}{}
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// State is who the client is and what it may see.
func (c Client) State(ctx context.Context) (State, error) {
	var s State
	return s, c.get(ctx, "/api/state", &s)
}

// Messages are the newest of a conversation, its threads' too, oldest first. An empty conversation is the person's direct one.
func (c Client) Messages(ctx context.Context, conversation string) ([]Wire, error) {
	var out struct {
		Messages []Wire `json:"messages"`
	}
	q := url.Values{"conversation": {conversation}, "all": {"1"}}
	return out.Messages, c.get(ctx, "/api/messages?"+q.Encode(), &out)
}

// Changes are the messages, of all conversations, that are new or changed since the cursor, oldest change first, and the cursor after them.
func (c Client) Changes(ctx context.Context, since string) ([]Wire, string, error) {
	var out struct {
		Messages []Wire `json:"messages"`
		Cursor   string `json:"cursor"`
	}
	err := c.get(ctx, "/api/changes?"+url.Values{"since": {since}}.Encode(), &out)
	return out.Messages, out.Cursor, err
}

// Say writes a message.
func (c Client) Say(ctx context.Context, conversation, thread, text string, files ...string) (Wire, error) {
	var w Wire
	return w, c.post(ctx, "/api/say", said{Conversation: conversation, Thread: thread, Text: text, Files: files, Client: newToken(10)}, &w)
}

// Upload sends a file's content; the id goes into Say.
func (c Client) Upload(ctx context.Context, name, mime string, r io.Reader) (id string, err error) {
	res, err := c.do(ctx, http.MethodPost, "/api/upload?"+url.Values{"name": {name}}.Encode(), r, mime)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var out struct {
		ID string `json:"id"`
	}
	return out.ID, json.NewDecoder(res.Body).Decode(&out)
}

// Click uses a control; choice is the option or date of selects and dates.
func (c Client) Click(ctx context.Context, message string, control chat.Control, choice string) error {
	return c.post(ctx, "/api/click", click{Card: message, ID: control.ID, Value: control.Value, Choice: choice, Client: newToken(10)}, nil)
}

// Open asks for the form of a control; nil when the bot answers otherwise. The token goes into Submit.
func (c Client) Open(ctx context.Context, message string, control chat.Control) (*chat.Form, string, error) {
	var out struct {
		Form  *chat.Form `json:"form"`
		Token string     `json:"token"`
	}
	err := c.post(ctx, "/api/form", click{Card: message, ID: control.ID, Value: control.Value}, &out)
	return out.Form, out.Token, err
}

// Submit sends a form that was opened.
func (c Client) Submit(ctx context.Context, token string, values map[string]string) error {
	return c.post(ctx, "/api/submit", map[string]any{"token": token, "values": values, "client": newToken(10)}, nil)
}

// File opens the n-th file of a message.
func (c Client) File(ctx context.Context, message string, n int) (io.ReadCloser, error) {
	res, err := c.do(ctx, http.MethodGet, "/api/file?"+url.Values{"message": {message}, "n": {strconv.Itoa(n)}}.Encode(), nil, "")
	if err != nil {
		return nil, err
	}
	return res.Body, nil
}

// Idle returns when the bot has nothing left to do or say.
func (c Client) Idle(ctx context.Context) error { return c.get(ctx, "/api/idle", &struct{}{}) }

// Events calls on for each message that is new or says something else since the cursor, until ctx ends or the connection breaks, and gives the cursor to
// go on from.
func (c Client) Events(ctx context.Context, since string, on func(Wire)) (string, error) {
	res, err := c.do(ctx, http.MethodGet, "/api/events?"+url.Values{"since": {since}}.Encode(), nil, "")
	if err != nil {
		return since, err
	}
	defer res.Body.Close()
	_, num, _ := strings.Cut(since, "-")
	from, err := strconv.ParseInt(num, 10, 64)
	if err != nil {
		from = 0
	}
	r := bufio.NewReader(res.Body)
	var event, id string
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return since, err
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "id":
			id = value
		case "event":
			event = value
		case "data":
			if event != "message" {
				continue
			}
			var w Wire
			if err := json.Unmarshal([]byte(value), &w); err != nil {
				return since, err
			}
			if w.Said > from {
				on(w)
			}
			since, from = id, w.Rev
		}
	}
}

// direct is a transport that calls a handler; answers stream as they are written.
type direct struct{ h http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	pr, pw := io.Pipe()
	w := &pipeWriter{header: http.Header{}, pw: pw, began: make(chan struct{})}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.Host = r.URL.Host
	in.RemoteAddr = "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	go func() {
		d.h.ServeHTTP(w, in)
		w.WriteHeader(http.StatusOK)
		pw.Close()
	}()
	stop := context.AfterFunc(r.Context(), func() { pr.CloseWithError(r.Context().Err()) })
	select {
	case <-w.began:
	case <-r.Context().Done():
		stop()
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: pr, Request: r, ContentLength: -1}, nil
}

type pipeWriter struct {
	header, sent http.Header
	pw           *io.PipeWriter
	status       int
	began        chan struct{}
}

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
		close(w.began)
	}
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.pw.Write(p)
}

func (w *pipeWriter) Flush() { w.WriteHeader(http.StatusOK) }
