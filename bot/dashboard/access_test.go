package dashboard

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

func TestLookingAtALinkNeitherSpendsNorReveals(t *testing.T) {
	h := newHouse(t)
	link := h.page.Link("yuanzhang", "item/"+string(storied), "zh")
	for range 3 { // as an unfurler or a preview does
		resp, body := h.reader().get(link)
		if resp.StatusCode != http.StatusOK || len(resp.Cookies()) > 0 {
			t.Errorf("%s, cookies %v", resp.Status, resp.Cookies())
		}
		for _, secret := range []string{"院长", "云港", "采购", "yuanzhang"} {
			if strings.Contains(body, secret) {
				t.Errorf("who merely looks is told %q", secret)
			}
		}
	}
	r := h.reader()
	resp, _ := r.press(link)
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/item/storied" {
		t.Fatalf("the button gives %s to %q", resp.Status, resp.Header.Get("Location"))
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.MaxAge <= 0 || c.MaxAge > 3600 {
		t.Errorf("the session's cookie is %+v", c)
	}
	if resp, _ := r.press(link); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("pressed twice by the same: %s", resp.Status)
	}
	resp, body := h.reader().press(link)
	if resp.StatusCode != http.StatusForbidden || !strings.Contains(body, "链接已用过") || !strings.Contains(body, "打开看板") {
		t.Errorf("a used link gives %s\n%s", resp.Status, body)
	}
}

func TestLinksThatAreRefusedSayWhatToDo(t *testing.T) {
	h := newHouse(t)
	link := h.page.Link("yuanzhang", "", "en")
	other := newHouse(t).page.Link("yuanzhang", "", "en")
	foreign := h.page.URL() + other[strings.Index(other, "/go/"):]
	for name, l := range map[string]string{"forged": link[:len(link)-3] + "abc", "cut": link[:len(link)-9], "foreign": foreign, "nonsense": h.page.URL() + "/go/x"} {
		resp, body := h.reader().get(l)
		if resp.StatusCode != http.StatusForbidden || !strings.Contains(body, "link") && !strings.Contains(body, "链接") {
			t.Errorf("%s: %s\n%s", name, resp.Status, body)
		}
		if resp, _ := h.reader().press(l); resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s: pressed: %s", name, resp.Status)
		}
	}
	session := h.page.sign(ticket{Use: "session", Person: "yuanzhang", Ends: h.now.Add(time.Hour).Unix()})
	if resp, _ := h.reader().press(session); resp.StatusCode != http.StatusForbidden {
		t.Errorf("a session does for a link: %s", resp.Status)
	}
	h.now = h.now.Add(linkLife)
	resp, body := h.reader().get(link)
	if resp.StatusCode != http.StatusForbidden || !strings.Contains(body, "has expired") || !strings.Contains(body, "open the dashboard") {
		t.Errorf("expired: %s\n%s", resp.Status, body)
	}
}

func TestWhoSeesWhatIsAskedAtEveryRequest(t *testing.T) {
	h := newHouse(t)
	for path, want := range map[string]int{"/": 200, "/unit/zxj": 200, "/unit/sgb": 403, "/item/storied": 200, "/unit/none": 404, "/item/none": 404, "/area/" + url.PathEscape("执行工作"): 200,
		"/items?q=" + url.QueryEscape(`{"u":["sgb"]}`): 403, "/items?q=" + url.QueryEscape(`{"o":true}`): 200, "/items?q=nonsense": 404, "/nowhere": 404} {
		if resp, body := h.reader().enter("zxj-head").get(path); resp.StatusCode != want {
			t.Errorf("%s: %s, want %d\n%s", path, resp.Status, want, body)
		} else if strings.Contains(body, "信访积案清单") {
			t.Errorf("%s shows another unit's item", path)
		}
	}
	if resp, _ := h.reader().enter("yjs-head").get("/item/storied"); resp.StatusCode != 200 {
		t.Errorf("a supporting unit's head: %s", resp.Status)
	}
	if _, body := h.reader().enter("guest").get("/"); strings.Contains(body, "终本案件") {
		t.Error("somebody without a post sees items")
	}
	r := h.reader().enter("yuanzhang")
	if resp, _ := r.get("/unit/sgb"); resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	h.org.People[0].Posts, h.org.People[0].Oversees = []ledger.Post{{Role: ledger.RoleHead, Unit: "zxj"}}, nil // moved meanwhile
	if resp, _ := r.get("/unit/sgb"); resp.StatusCode != 403 {
		t.Errorf("after the post was lost: %s", resp.Status)
	}
	h.org.People[0].Gone = true
	if resp, body := r.get("/"); resp.StatusCode != 403 || !strings.Contains(body, "已不在通讯录") {
		t.Errorf("after leaving: %s", resp.Status)
	}
}

func TestSessionsEnd(t *testing.T) {
	h := newHouse(t)
	r := h.reader().enter("yuanzhang")
	if resp, _ := r.get("/"); resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	h.now = h.now.Add(sessionLife)
	if resp, body := r.get("/"); resp.StatusCode != 403 || !strings.Contains(body, "请从聊天进入") {
		t.Errorf("after its time: %s", resp.Status)
	}
	r = h.reader().enter("yuanzhang")
	if resp, _ := r.do("POST", h.page.URL()+"/leave", url.Values{}, nil); resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
	if resp, _ := r.get("/"); resp.StatusCode != 403 {
		t.Errorf("after leaving: %s", resp.Status)
	}
}

func TestOtherSitesAreKeptOut(t *testing.T) {
	h := newHouse(t)
	r := h.reader()
	link := h.page.Link("yuanzhang", "", "zh")
	form := url.Values{"token": {link[strings.LastIndex(link, "/")+1:]}}
	for name, head := range map[string]map[string]string{"another origin": {"Origin": "https://evil.example"}, "another site": {"Sec-Fetch-Site": "cross-site"}, "none": {"Origin": "null"}} {
		if resp, _ := r.do("POST", h.page.URL()+"/go", form, head); resp.StatusCode != 403 {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
	req, err := http.NewRequest("GET", h.page.URL()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "rebound.example"
	resp, err := r.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 403 {
		t.Errorf("another host name: %s", resp.Status)
	}
	if resp, _ := r.press(link); resp.StatusCode != 303 {
		t.Errorf("the refused attempts spent the link: %s", resp.Status)
	}
	if resp, _ := r.do("POST", h.page.URL()+"/lang", url.Values{"lang": {"en"}, "back": {"//evil.example"}}, nil); resp.Header.Get("Location") != "/" {
		t.Errorf("it leads away: %q", resp.Header.Get("Location"))
	}
}

func TestHeaders(t *testing.T) {
	h := newHouse(t)
	resp, body := h.reader().enter("yuanzhang").get("/")
	csp := resp.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy %q lacks %s", csp, want)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") || strings.Contains(body, "<script") || strings.Contains(body, " style=") || strings.Contains(body, "<style") {
		t.Errorf("the page needs what the policy %q forbids", csp)
	}
	for k, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, nofollow, noarchive"} {
		if got := resp.Header.Get(k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	for _, s := range []string{"http://", "https://", "//"} {
		if strings.Contains(body, `="`+s) {
			t.Errorf("the page leads to another host by %s", s)
		}
	}
}

func TestTheKeyOutlivesARestart(t *testing.T) {
	h := newHouse(t)
	again, err := secret(t.Context(), h.store)
	if err != nil || string(again) != string(h.page.key) {
		t.Errorf("another key after a restart: %v", err)
	}
}

func TestWhatIsOpenToANetworkIsRefused(t *testing.T) {
	for name, c := range map[string]Config{"clear": {Listen: "0.0.0.0:0", PublicURL: "https://x.example"}, "half a certificate": {Listen: "127.0.0.1:0", TLSCert: "c"},
		"no name": {Listen: "0.0.0.0:0", TLSCert: "c", TLSKey: "k"}, "no port": {Listen: "127.0.0.1"}} {
		if err := c.guarded(); err == nil {
			t.Errorf("%s is served", name)
		}
	}
}

// A proxy on this machine speaks TLS for us and need not say so: the page is reached by its public address alone.
func TestTheSessionNeverTravelsInClear(t *testing.T) {
	h := newHouse(t)
	s, err := New(t.Context(), Config{Ledger: h.store, Env: h.env, Now: func() time.Time { return h.now }, Listen: "127.0.0.1:0", PublicURL: "https://page.example"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	link := s.Link("yuanzhang", "", "zh")
	form := url.Values{"token": {link[strings.LastIndex(link, "/")+1:]}}
	r := httptest.NewRequest(http.MethodPost, "/go", strings.NewReader(form.Encode()))
	r.Host = "page.example"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://page.example")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || !cookies[0].Secure || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Fatalf("%d, cookies %v", w.Code, cookies)
	}
	back := httptest.NewRequest(http.MethodGet, "/", nil)
	back.Host = "page.example"
	back.AddCookie(cookies[0])
	w = httptest.NewRecorder()
	if s.Handler().ServeHTTP(w, back); w.Code != http.StatusOK {
		t.Errorf("the session is not known again: %d", w.Code)
	}
}
