package dashboard

import (
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// A piece is one file, link or sentence of an item's evidence.
type piece struct {
	Name, Size, Who string
	Note            string // what became of it, where it can't be had here
	Href            string // of a file that is kept here
	Link            string // an address elsewhere
}

// evidence lists what an item has as evidence.
func (x *visit) evidence(it ledger.Item) (out []piece, err error) {
	copies, err := ledger.CopiesOf(x.r.Context(), x.cfg.Ledger, it.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, c := range copies {
		known[c.Ref] = true
		p := piece{Name: c.Name, Who: x.v.Person(c.By) + " " + x.v.Clock(c.At, ledger.ZoneOf(x.env, x.me.ID))}
		if c.Size > 0 {
			p.Size = x.v.Size(c.Size)
		}
		switch {
		case c.State == ledger.CopyKept && x.cfg.Evidence != nil:
			p.Href = itemHref(it.ID) + "/evidence/" + strings.TrimPrefix(c.ID, string(it.ID)+"/")
		case c.State == ledger.CopyErased:
			p.Note = x.v.T("CopyErased", "Date", x.v.Date(ledger.DateOf(c.Erased.In(x.env.Zone())), x.env.Today()))
		case c.State == ledger.CopyRefused:
			p.Note = x.v.T("CopyOnlyRef", "Why", x.v.T("CopyWhy_"+string(c.Why)))
		default:
			p.Note = x.v.T("CopyWaits")
		}
		out = append(out, p)
	}
	for _, e := range it.AllEvidence() {
		switch {
		case e.Kind == "file" && !known[e.Ref]:
			out = append(out, piece{Name: e.Name, Note: x.v.T("CopyNone")})
		case e.Kind == "link" && (strings.HasPrefix(e.Ref, "https://") || strings.HasPrefix(e.Ref, "http://")):
			out = append(out, piece{Name: e.Ref, Link: e.Ref})
		case e.Text != "":
			out = append(out, piece{Name: e.Text})
		}
	}
	return out, nil
}

// file gives a copy to whoever may see its item, as a download: nothing that somebody sent is ever shown as a page of ours. That it was given is logged.
func (x *visit) file() error {
	ctx := x.r.Context()
	it, err := x.cfg.Ledger.Item(ctx, ledger.ItemID(x.r.PathValue("id")))
	if err != nil {
		return err
	}
	if !x.env.Sees(x.me.ID, it) {
		return errNotShown
	}
	rec, err := x.cfg.Ledger.Record(ctx, ledger.RecordCopy, string(it.ID)+"/"+x.r.PathValue("copy"))
	if err != nil {
		return err
	}
	c, err := ledger.ReadCopy(rec)
	if err != nil {
		return err
	}
	if c.State != ledger.CopyKept || x.cfg.Evidence == nil {
		return ledger.ErrNotFound
	}
	f, err := x.cfg.Evidence.Open(c.Hash)
	if errors.Is(err, blobs.ErrMissing) || errors.Is(err, blobs.ErrAltered) {
		x.cfg.Log.Error("a copy of evidence is not what was kept", "copy", c.ID, "error", err)
		x.refuse(x.w, x.r, http.StatusGone, "Altered")
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	l := ledger.LogEntry{At: x.env.Now, Kind: ledger.LogDocument, By: x.me.ID, N: 1, Text: it.Number.Full(x.env.Dir.Org().NumberPrefix) + " " + c.Name}
	source := "page/" + string(x.me.ID) + "/" + c.ID + "/" + x.env.Now.UTC().Format(time.RFC3339Nano)
	if err := x.cfg.Ledger.Commit(ctx, ledger.Change{Source: source, Log: []ledger.LogEntry{l}}); err != nil && !errors.Is(err, ledger.ErrDuplicate) {
		return err
	}
	h := x.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", attachment(c.Name))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	if err := http.NewResponseController(x.w).SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) { // a large file may take its time
		return err
	}
	http.ServeContent(x.w, x.r, "", time.Time{}, f)
	return nil
}

// attachment has a browser save a file under its name, whatever is in that.
func attachment(name string) string {
	if s := mime.FormatMediaType("attachment", map[string]string{"filename": strings.ReplaceAll(name, "/", "_")}); s != "" {
		return s
	}
	return "attachment"
}
