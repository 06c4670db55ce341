package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/followup-bot/followup/cmd/followup/config"
)

var pageAddress = regexp.MustCompile(`https?://[^\s\])]+/go/[\w.-]+`)

// visit opens a link from chat, presses its button and gives the page behind it.
func visit(t *testing.T, link string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	resp, err := browser.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	at := strings.Index(link, "/go/")
	form := url.Values{"token": {link[at+len("/go/"):]}}
	req, err := http.NewRequest(http.MethodPost, link[:at]+"/go", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", link[:at])
	if resp, err = browser.Do(req); err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v\n%s", resp.Status, err, b)
	}
	return string(b)
}

// TestPageFromChat asks for the page in a demo's chat: it shows what the chat says, to each what is theirs.
func TestPageFromChat(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	_, said, _ := h.run("情况怎么样\n/wait\n", "chat", "--as", "yz")
	open := regexp.MustCompile(`在办 \d+ 项`).FindString(said)
	_, out, errs := h.run("打开看板\n/wait\n", "chat", "--as", "yz")
	link := pageAddress.FindString(out)
	if link == "" || !strings.HasPrefix(link, "http://127.0.0.1:") {
		t.Fatalf("no link in\n%s%s", out, errs)
	}
	if page := visit(t, link); open == "" || !strings.Contains(page, open) || !strings.Contains(page, "信访积案清单") {
		t.Errorf("the chat says %q, the page\n%s", open, page)
	}
	if link := pageAddress.FindString(said); link == "" {
		t.Error("a summary has no way to the page")
	}
	_, out, _ = h.run("打开看板\n/wait\n", "chat", "--as", "xzc-head")
	if page := visit(t, pageAddress.FindString(out)); strings.Contains(page, "信访积案清单") || !strings.Contains(page, "卷宗扫描设备采购") {
		t.Errorf("a head sees\n%s", page)
	}
}

// TestPageIsOffUntilItHasAnAddress holds that without the section nothing is served, and with it links lead to the public address.
func TestPageIsOffUntilItHasAnAddress(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), false)
	if _, out, _ := h.run("打开看板\n/wait\n", "chat", "--as", "yz"); !strings.Contains(out, "没有开通网页看板") || h.app.page != nil {
		t.Errorf("it is served without being asked for:\n%s", out)
	}
	c := example(t)
	c.Dashboard = &config.Dashboard{Listen: "127.0.0.1:0", PublicURL: "https://kanban.example.org"}
	h = serve(t, t.TempDir(), c, false)
	if _, out, _ := h.run("打开看板\n/wait\n", "chat", "--as", "yz"); !strings.HasPrefix(pageAddress.FindString(out), "https://kanban.example.org/go/") {
		t.Errorf("no link to the public address in\n%s", out)
	}
}
