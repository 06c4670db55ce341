package dashboard

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
)

// exhibit gives the storied item three files: one that is kept, one that is not, and one of which nothing is known; and a link.
func exhibit(t *testing.T, h *house) (hash string) {
	t.Helper()
	ctx := context.Background()
	var err error
	if h.page.cfg.Evidence, err = blobs.Open(filepath.Join(t.TempDir(), "evidence")); err != nil {
		t.Fatal(err)
	}
	x, err := h.page.cfg.Evidence.Take(strings.NewReader("<script>alert(1)</script>"), 100, 1000)
	if err == nil {
		err = x.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	it, err := h.store.Item(ctx, storied)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := h.env(ctx, h.now)
	e.Source = "evidence"
	c, err := ledger.Report(e, it, "zxj-head", ledger.Progress{Note: "见附件", Evidence: []ledger.Evidence{{Kind: "file", Name: "验收 \"单\"/甲.html", Ref: "F1"},
		{Kind: "file", Name: "大.zip", Ref: "F2"}, {Kind: "file", Name: "旧.doc", Ref: "F3"}, {Kind: "link", Ref: "https://oa.example/7"}, {Kind: "link", Ref: "javascript:alert(1)"}}})
	if err != nil {
		t.Fatal(err)
	}
	c.Records = ledger.StartCopies(e, storied, "zxj-head", ledger.Place{}, []ledger.Copy{{Ref: "F1", Name: "验收 \"单\"/甲.html"}, {Ref: "F2", Name: "大.zip"}})
	c.Notices = nil
	if err := h.store.Commit(ctx, c); err != nil {
		t.Fatal(err)
	}
	copies, err := ledger.CopiesOf(ctx, h.store, storied)
	if err != nil || len(copies) != 2 {
		t.Fatal(copies, err)
	}
	copies[0].State, copies[0].Hash, copies[0].Size = ledger.CopyKept, x.Hash, x.Size
	copies[1].State, copies[1].Why = ledger.CopyRefused, ledger.NotLarge
	if it, err = h.store.Item(ctx, storied); err != nil {
		t.Fatal(err)
	}
	e.Source = "copied"
	job := c.Records[len(c.Records)-1]
	job.Rev = 1
	if err := h.store.Commit(ctx, ledger.FinishCopies(e, it, copies, job, nil)); err != nil {
		t.Fatal(err)
	}
	return x.Hash
}

// Evidence is listed on the item's page, and a file is a download for whoever may see the item, and nobody else.
func TestEvidence(t *testing.T) {
	h := newHouse(t)
	hash := exhibit(t, h)
	r := h.reader().enter("zxj-head")
	_, body := r.get("/item/storied")
	for _, s := range []string{"证明材料", "验收 &#34;单&#34;/甲.html", "25 B", "执行局局长", "只保留引用:超过单个文件的大小上限", "只登记了引用", `href="https://oa.example/7" rel="noopener noreferrer"`, "材料留存", hash} {
		if !strings.Contains(body, s) {
			t.Errorf("want %q in\n%s", s, body)
		}
	}
	if strings.Contains(body, "javascript:") {
		t.Error("an address that is none is a link")
	}
	_, href, _ := strings.Cut(body, `<a href="/item/storied/evidence/`)
	href, _, _ = strings.Cut(href, `"`)
	href = "/item/storied/evidence/" + href
	resp, got := r.get(href)
	if resp.StatusCode != http.StatusOK || got != "<script>alert(1)</script>" {
		t.Fatalf("%s: %s", resp.Status, got)
	}
	for k, want := range map[string]string{"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "Content-Length": "25"} {
		if got := resp.Header.Get(k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	if d := resp.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename*=utf-8''") || strings.Contains(d, `"`) || strings.Contains(d, "/") {
		t.Error(d)
	}
	log, _, err := h.store.Log(context.Background())
	if err != nil || len(log) != 1 || log[0].By != "zxj-head" || log[0].Kind != ledger.LogDocument || !strings.Contains(log[0].Text, "甲.html") {
		t.Errorf("%+v, %v", log, err)
	}
	h.entersInVain(href)
	if err := os.WriteFile(filepath.Join(h.page.cfg.Evidence.Dir(), hash[:2], hash), []byte("altered"), 0o600); err != nil {
		t.Fatal(err)
	}
	if resp, body := r.get(href); resp.StatusCode != http.StatusGone || strings.Contains(body, "altered") || !strings.Contains(body, "校验值不符") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
}

// entersInVain tries the file as people who may not see it, and what there is not.
func (h *house) entersInVain(href string) {
	h.t.Helper()
	if resp, _ := h.reader().get(href); resp.StatusCode != http.StatusForbidden {
		h.t.Errorf("without a session: %s", resp.Status)
	}
	if resp, body := h.reader().enter("guest").get(href); resp.StatusCode != http.StatusForbidden || strings.Contains(body, "script>alert") {
		h.t.Errorf("to somebody else: %s", resp.Status)
	}
	if resp, _ := h.reader().enter("yuanzhang").get(href); resp.StatusCode != http.StatusOK {
		h.t.Errorf("to the head of the house: %s", resp.Status)
	}
	r := h.reader().enter("zxj-head")
	for _, path := range []string{"/item/storied/evidence/x", "/item/storied/evidence/..%2F..%2Fx", "/item/none/evidence/x", href + "x", strings.Replace(href, "-01", "-02", 1)} {
		if resp, _ := r.get(path); resp.StatusCode != http.StatusNotFound {
			h.t.Errorf("%s: %s", path, resp.Status)
		}
	}
}
