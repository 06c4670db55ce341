package gate

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

var (
	here  = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	wide  = &net.TCPAddr{IP: net.IPv4(10, 0, 0, 9), Port: 8080}
	proxy = []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")}
)

// ask is a request for a host from an address.
func ask(host, from string, header ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Host, r.RemoteAddr = host, from
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func TestKnown(t *testing.T) {
	for _, tt := range []struct {
		name string
		g    Gate
		r    *http.Request
		want bool
	}{
		{"this machine", Gate{Addr: here}, ask("127.0.0.1:8080", "127.0.0.1:5"), true},
		{"this machine, by name", Gate{Addr: here}, ask("LOCALHOST:8080", "127.0.0.1:5"), true},
		{"this machine, IPv6", Gate{Addr: here}, ask("[::1]:8080", "127.0.0.1:5"), true},
		{"a rebound name", Gate{Addr: here}, ask("evil.example:8080", "127.0.0.1:5"), false},
		{"our name", Gate{Addr: here, Hosts: []string{"us.example"}}, ask("Us.Example", "127.0.0.1:5"), true},
		{"our name at any port", Gate{Addr: here, Hosts: []string{"us.example"}}, ask("us.example:8443", "127.0.0.1:5"), true},
		{"our name at another port", Gate{Addr: here, Hosts: []string{"us.example:443"}}, ask("us.example:8443", "127.0.0.1:5"), false},
		{"loopback's name on a network", Gate{Addr: wide, Hosts: []string{"us.example"}}, ask("localhost", "10.0.0.7:5"), false},
		{"past the proxy", Gate{Addr: wide, Hosts: []string{"us.example"}, Proxies: proxy}, ask("us.example", "10.0.0.7:5"), false},
		{"through the proxy", Gate{Addr: wide, Hosts: []string{"us.example"}, Proxies: proxy}, ask("us.example", "10.0.0.5:5"), true},
		{"through the proxy, mapped", Gate{Addr: wide, Hosts: []string{"us.example"}, Proxies: proxy}, ask("us.example", "[::ffff:10.0.0.5]:5"), true},
	} {
		if got := tt.g.Known(tt.r); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestSecure(t *testing.T) {
	byTLS := ask("us.example", "10.0.0.7:5")
	byTLS.TLS = &tls.ConnectionState{}
	for _, tt := range []struct {
		name string
		g    Gate
		r    *http.Request
		want bool
	}{
		{"TLS", Gate{Addr: wide}, byTLS, true},
		{"in clear", Gate{Addr: here}, ask("127.0.0.1", "127.0.0.1:5"), false},
		{"the proxy says so", Gate{Addr: wide, Proxies: proxy}, ask("us.example", "10.0.0.5:5", "X-Forwarded-Proto", "https"), true},
		{"somebody else says so", Gate{Addr: wide, Proxies: proxy}, ask("us.example", "10.0.0.7:5", "X-Forwarded-Proto", "https"), false},
		{"a name that has nothing else", Gate{Addr: here, Hosts: []string{"us.example"}, HTTPS: true}, ask("us.example", "127.0.0.1:5"), true},
		{"this machine beside that name", Gate{Addr: here, Hosts: []string{"us.example"}, HTTPS: true}, ask("127.0.0.1:8080", "127.0.0.1:5"), false},
	} {
		if got := tt.g.Secure(tt.r); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestOwn(t *testing.T) {
	g := Gate{Addr: here, Hosts: []string{"us.example"}, HTTPS: true}
	for origin, want := range map[string]bool{"https://us.example": true, "http://us.example": false, "https://evil.example": false, "null": false, "": false, "https://us.example:8443": false} {
		if got := g.Own(ask("us.example", "127.0.0.1:5", "Origin", origin)); got != want {
			t.Errorf("%q: %v", origin, got)
		}
	}
	if !g.Own(ask("127.0.0.1:8080", "127.0.0.1:5", "Origin", "http://127.0.0.1:8080")) {
		t.Error("this machine's own page is kept out")
	}
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		listen, cert, key string
		proxies           []netip.Prefix
		want              string // of the error; empty: none
	}{
		{listen: "127.0.0.1:0"}, {listen: "localhost:8080"}, {listen: "0.0.0.0:1", cert: "c", key: "k"}, {listen: ":1", proxies: proxy},
		{listen: "0.0.0.0:1", want: "other machines"}, {listen: ":1", want: "other machines"}, {listen: "127.0.0.1", want: "host:port"},
		{listen: "127.0.0.1:http", want: "no port"}, {listen: "127.0.0.1:70000", want: "no port"}, {listen: "127.0.0.1:1", cert: "c", want: "needs its key"},
	} {
		_, err := Check(tt.listen, tt.cert, tt.key, tt.proxies)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

func TestListenMovesOnOnlyWhereItMay(t *testing.T) {
	first, err := Listen("127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	taken := first.Addr().String()
	if ln, err := Listen(taken, false); err == nil {
		ln.Close()
		t.Error("a taken port is bound twice")
	}
	ln, err := Listen(taken, true)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if ln.Addr().String() == taken {
		t.Error("it did not move")
	}
}

func TestTickets(t *testing.T) {
	type ticket struct{ Who string }
	key := []byte("a key")
	s, err := Sign(key, ticket{"甲"})
	if err != nil {
		t.Fatal(err)
	}
	var got ticket
	if err := Open(key, s, &got); err != nil || got.Who != "甲" {
		t.Errorf("%+v, %v", got, err)
	}
	other, _ := Sign([]byte("another"), ticket{"甲"})
	forged, _ := Sign(key, ticket{"乙"})
	head, _, _ := strings.Cut(forged, ".")
	_, tail, _ := strings.Cut(s, ".")
	for name, x := range map[string]string{"another key's": other, "another's words": head + "." + tail, "cut": s[:len(s)-4], "none": "", "no mac": head} {
		if err := Open(key, x, &got); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
