package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// A remoteServer is a running followup, reached through its socket.
type remoteServer struct{ http *http.Client }

// server gives the running server of the data that the command is about, which can't do without one.
func (c *cli) server(ctx context.Context) (*remoteServer, error) {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return nil, err
	}
	r, ok := remote(ctx, dir)
	if !ok {
		return nil, fmt.Errorf("followup is not running on %s: start it with followup serve, or name its folder with --data", dir)
	}
	return r, nil
}

// ask has the running server answer; where none runs, here does, with the ledger open. in is nil where the path says all.
func ask[T any](ctx context.Context, c *cli, path string, in *request, here func(offline) (T, error)) (out T, err error) {
	dir, err := c.dataFolder(ctx)
	if err != nil {
		return out, err
	}
	r, ok := remote(ctx, dir)
	switch {
	case ok && in == nil:
		err = r.get(ctx, path, &out)
	case ok:
		err = r.post(ctx, path, *in, &out)
	default:
		err = c.withStore(dir, func(o offline) (err error) {
			out, err = here(o)
			return err
		})
	}
	return out, err
}

// An offline is what a command works with that has the ledger open itself.
type offline struct {
	cli   *cli
	cfg   *config.Config
	store *boltstore.Store
}

// bot speaks to nobody: it has no messengers.
func (o offline) bot() (*bot.Bot, error) {
	return bot.New(bot.Config{Store: o.store, Now: o.cli.now, Calendar: o.cfg.Days()})
}

// get asks and decodes the answer into out.
func (r *remoteServer) get(ctx context.Context, path string, out any) error {
	return r.do(ctx, http.MethodGet, path, nil, out)
}

// post asks for something to be done.
func (r *remoteServer) post(ctx context.Context, path string, in request, out any) error {
	return r.do(ctx, http.MethodPost, path, in, out)
}

// stream asks for something that comes piece by piece: one JSON value a line.
func (r *remoteServer) stream(ctx context.Context, path string, in any, take func(auditPart) error) error {
	body, err := r.send(ctx, http.MethodPost, path, in)
	if err != nil {
		return err
	}
	defer body.Close()
	dec := json.NewDecoder(body)
	for last := false; ; {
		var p auditPart
		if err := dec.Decode(&p); errors.Is(err, io.EOF) && last {
			return nil
		} else if err != nil {
			return fmt.Errorf("the running followup broke off: %w", err)
		}
		if err := take(p); err != nil {
			return err
		}
		last = p.Sum != nil
	}
}

func (r *remoteServer) do(ctx context.Context, method, path string, in, out any) error {
	body, err := r.send(ctx, method, path, in)
	if err != nil {
		return err
	}
	defer body.Close()
	return json.NewDecoder(body).Decode(out)
}

// send gives the answer; a refusal is an error in the server's words.
func (r *remoteServer) send(ctx context.Context, method, path string, in any) (io.ReadCloser, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://followup"+path, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("the running followup did not answer: %w", err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp.Body, nil
	}
	defer resp.Body.Close()
	var no refusal
	if err := json.NewDecoder(resp.Body).Decode(&no); err != nil || no.Error == "" {
		return nil, fmt.Errorf("the running followup answered %s", resp.Status)
	}
	return nil, errors.New(no.Error)
}
