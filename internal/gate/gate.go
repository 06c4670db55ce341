// Package gate is what our web servers have in common at their door: which addresses they may be bound to, which requests are kept out
// whatever they ask for, and signed tickets. It uses the standard library alone and keeps nothing.
package gate

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Gate says who may come in, and how. It is safe for concurrent use.
type Gate struct {
	Addr    net.Addr       // what is listened on; nil: nothing is
	Hosts   []string       // names besides loopback's own by which people reach it; one with a port fits that port alone
	HTTPS   bool           // browsers reach Hosts by TLS, also where a proxy on this machine does not say so
	Proxies []netip.Prefix // whose X-Forwarded-Proto is believed; with them set, nobody else on the network may connect in clear
}

// Loopback reports whether a listener on the host is reached from this machine only. Names other than localhost may change what they mean.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Check refuses an address that would serve in clear to a network, and half a certificate. host is that of the address.
func Check(listen, cert, key string, proxies []netip.Prefix) (host string, err error) {
	if (cert == "") != (key == "") {
		return "", errors.New("a TLS certificate needs its key, and the key its certificate: give both or neither")
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("listen %q is not host:port: %w", listen, err)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "", fmt.Errorf("listen %q has no port between 0 and 65535", listen)
	}
	if !Loopback(host) && cert == "" && len(proxies) == 0 {
		return host, fmt.Errorf("%q can be reached from other machines: give a TLS certificate and key, or a trusted proxy, or listen on 127.0.0.1", listen)
	}
	return host, nil
}

const portsTried = 20

// Listen binds the address; where it moves and the port is taken, the next free one after it.
func Listen(addr string, moves bool) (net.Listener, error) {
	ln, first := net.Listen("tcp", addr)
	if first == nil || !moves {
		return ln, first
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil || n == 0 {
		return nil, first
	}
	for end := min(n+portsTried, 65536); n < end; n++ {
		if ln, err = net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n))); err == nil {
			return ln, nil
		}
	}
	return nil, fmt.Errorf("no free port among %d from %s: %w", portsTried, addr, first)
}

// OnLoopback reports whether what is listened on is reached from this machine only.
func (g *Gate) OnLoopback() bool {
	a, ok := g.Addr.(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}

// Known reports whether a request comes by a name of ours, and by a way that is open to it. A page of another site that resolves its name to us
// (DNS rebinding) still sends that name.
func (g *Gate) Known(r *http.Request) bool {
	if len(g.Proxies) > 0 && !g.fromProxy(r) && !g.OnLoopback() && r.TLS == nil {
		return false
	}
	return g.named(r) || Loopback(bare(r.Host)) && (g.Addr == nil || g.OnLoopback())
}

func (g *Gate) named(r *http.Request) bool {
	host := bare(r.Host)
	return slices.ContainsFunc(g.Hosts, func(h string) bool { return strings.EqualFold(h, host) || strings.EqualFold(h, r.Host) })
}

// bare is a host without its port.
func bare(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.Trim(host, "[]")
}

// Secure reports whether the browser came by TLS: to us, to a proxy that says so, or by a name that has nothing else.
func (g *Gate) Secure(r *http.Request) bool {
	return r.TLS != nil || g.HTTPS && g.named(r) || g.fromProxy(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

func (g *Gate) fromProxy(r *http.Request) bool {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(g.Proxies, func(p netip.Prefix) bool { return p.Contains(ap.Addr().Unmap()) })
}

// Own reports whether the request's Origin is our own address. There must be one.
func (g *Gate) Own(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host) && (u.Scheme == "https" || !g.Secure(r))
}
