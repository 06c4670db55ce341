package local

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Both catalogues have the same words with the same holes, and every word that the page and the terminal use.
func TestCatalogues(t *testing.T) {
	p, err := loadPage()
	if err != nil {
		t.Fatal(err)
	}
	hole := regexp.MustCompile(`\{\w+\}`)
	zh, en := p.words["zh"], p.words["en"]
	for key, word := range zh {
		other, ok := en[key]
		if !ok || strings.TrimSpace(other) == "" {
			t.Errorf("%s is missing in English", key)
		}
		for _, x := range hole.FindAllString(word, -1) {
			if !strings.Contains(other, x) && x != "{name}" {
				t.Errorf("%s: %s is missing in English", key, x)
			}
		}
	}
	for key := range en {
		if zh[key] == "" {
			t.Errorf("%s is missing in Chinese", key)
		}
	}
	used := regexp.MustCompile(`\b(?:t|fault)\("([a-z][\w.]*)"`)
	sources, err := filepath.Glob("terminal*.go")
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("web/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(sources, scripts...) {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(body), -1) {
			if zh[m[1]] == "" && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s uses %s, which no catalogue has", name, m[1])
			}
		}
	}
	han := regexp.MustCompile(`\p{Han}`)
	for _, name := range append(scripts, "web/index.html") {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := han.FindString(string(body)); found != "" {
			t.Errorf("%s has words of its own: %s", name, found)
		}
	}
}

func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	priv, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, priv.Public(), priv)
	if err != nil {
		t.Fatal(err)
	}
	pk, err := x509.MarshalPKCS8PrivateKey(priv)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, body := range map[string][]byte{cert: certPEM, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk})} {
		if err := os.WriteFile(name, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(certPEM)
	return cert, key, pool
}

func TestTLS(t *testing.T) {
	cfg := testConfig(t)
	var pool *x509.CertPool
	cfg.TLSCert, cfg.TLSKey, pool = certificate(t)
	m, _ := live(t, cfg, &keeper{})
	hc := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	t.Cleanup(hc.CloseIdleConnections)
	if !strings.HasPrefix(m.URL(), "https://") {
		t.Fatalf("URL %s", m.URL())
	}
	if _, err := (Client{HTTP: hc, Base: m.URL(), User: "clerk"}).Say(t.Context(), "", "", "hello"); err != nil {
		t.Error(err)
	}
}

// Behind a proxy, only the proxy may connect, only the configured names count, and cookies are secure.
func TestTrustedProxy(t *testing.T) {
	cfg := testConfig(t)
	cfg.Demo, cfg.Listen, cfg.Hosts = false, "", []string{"chat.court.example"}
	cfg.TrustedProxy = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	m, _ := live(t, cfg, &keeper{})
	if err := m.commit(record{Invite: &pass{Hash: hash("token"), User: "clerk", Ends: testStart.Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, from, host string
		want             int
	}{
		{"a name that is not configured", "192.0.2.7:999", "other.example", http.StatusForbidden},
		{"from elsewhere than the proxy", "198.51.100.7:999", "chat.court.example", http.StatusForbidden},
		{"through the proxy", "192.0.2.7:999", "chat.court.example", http.StatusOK},
	} {
		req := httptest.NewRequest("POST", "http://"+tt.host+"/api/enter", strings.NewReader(`{"token":"token"}`))
		req.RemoteAddr = tt.from
		for k, v := range map[string]string{proofHeader: "1", "Origin": "https://" + tt.host, "X-Forwarded-Proto": "https"} {
			req.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, req)
		res := w.Result()
		if res.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, res.StatusCode, tt.want)
		}
		if tt.want == http.StatusOK && (len(res.Cookies()) != 1 || !res.Cookies()[0].Secure) {
			t.Errorf("%s: cookies %v", tt.name, res.Cookies())
		}
	}
}
