package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// A remoteServer is a running followup, reached through its socket.
type remoteServer struct {
	http   *http.Client
	socket string
}

// get asks and decodes the answer into out.
func (r *remoteServer) get(ctx context.Context, path string, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://followup"+path, nil)
	if err != nil {
		return err
	}
	return r.do(req, out)
}

// post asks for something to be done.
func (r *remoteServer) post(ctx context.Context, path string, in request, out any) error {
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://followup"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	return r.do(req, out)
}

// stream asks for something that comes piece by piece: one JSON value a line.
func (r *remoteServer) stream(ctx context.Context, path string, in any, take func(auditPart) error) error {
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://followup"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return fmt.Errorf("the running followup did not answer: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the running followup answered %s", resp.Status)
	}
	dec := json.NewDecoder(resp.Body)
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

func (r *remoteServer) do(req *http.Request, out any) error {
	resp, err := r.http.Do(req)
	if err != nil {
		return fmt.Errorf("the running followup did not answer: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var no refusal
		if err := json.NewDecoder(resp.Body).Decode(&no); err != nil || no.Error == "" {
			return fmt.Errorf("the running followup answered %s", resp.Status)
		}
		return errors.New(no.Error)
	}
	return json.NewDecoder(resp.Body).Decode(out)
}
