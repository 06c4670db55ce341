package config

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/internal/gate"
)

// Messengers are the chats that followup speaks in. Those left out are off.
type Messengers struct {
	Local *Local `yaml:"local"`
	Slack *Slack `yaml:"slack"`
}

// Local is the embedded web chat.
type Local struct {
	Listen         string   `yaml:"listen"` // 127.0.0.1:8080
	TLSCert        string   `yaml:"tls_cert"`
	TLSKey         string   `yaml:"tls_key"`
	TrustedProxies []string `yaml:"trusted_proxies"` // addresses or networks of a proxy that speaks TLS for us
	URL            string   `yaml:"url"`             // what people open, when it is not the listener's address
	Rooms          []Room   `yaml:"rooms"`
}

// A Room is a channel of the local chat. Members are ids or names of people; none: everybody.
type Room struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Members []string `yaml:"members"`
}

// Slack is one Slack workspace.
type Slack struct {
	Transport     string `yaml:"transport"` // socket or http
	BotToken      Secret `yaml:"bot_token"`
	AppToken      Secret `yaml:"app_token"`      // of socket
	SigningSecret Secret `yaml:"signing_secret"` // of http
	Listen        string `yaml:"listen"`         // of http
	APIURL        string `yaml:"api_url"`        // GovSlack, a proxy, a test server
	Command       string `yaml:"command"`        // /followup
}

func (m *Messengers) secrets() []*Secret {
	if m.Slack == nil {
		return nil
	}
	all := []*Secret{&m.Slack.BotToken, &m.Slack.AppToken, &m.Slack.SigningSecret}
	return slices.DeleteFunc(all, func(s *Secret) bool { return !s.Named() })
}

// Real reports whether a messenger reaches anybody outside this machine.
func (m Messengers) Real() bool { return m.Slack != nil }

func (c *Config) checkMessengers() {
	if l := c.Messengers.Local; l != nil {
		c.checkLocal(l)
	}
	if s := c.Messengers.Slack; s != nil {
		c.checkSlack(s)
	}
}

func (c *Config) checkLocal(l *Local) {
	const key = "messengers.local."
	if l.Listen == "" {
		l.Listen = "127.0.0.1:8080"
	}
	host, ok := c.checkWeb(key, "messages", l.Listen, l.TLSCert, l.TLSKey, l.TrustedProxies)
	if l.URL != "" {
		c.checkURL(key+"url", l.URL)
	} else if ok && !gate.Loopback(host) {
		c.d.at(key+"url", "is missing, so nobody knows by which name people reach "+l.Listen, "write url: https://…")
	}
	seen := map[string]bool{}
	for i, r := range l.Rooms {
		at := key + "rooms[" + strconv.Itoa(i) + "]"
		c.checkID(at+".id", r.ID, seen)
		for j, m := range r.Members {
			if _, ok := c.personRef(m); !ok {
				c.d.at(at+".members["+strconv.Itoa(j)+"]", "nobody is called "+m, "write the id or name of a person")
			}
		}
	}
}

func (c *Config) checkSlack(s *Slack) {
	const key = "messengers.slack"
	if s.Transport == "" {
		s.Transport = "socket"
	}
	if !s.BotToken.Named() {
		c.d.at(key, "bot_token is missing", "write bot_token: ${SLACK_BOT_TOKEN}")
	}
	switch s.Transport {
	case "socket":
		if !s.AppToken.Named() {
			c.d.at(key, "app_token is missing, which the socket transport needs", "write app_token: ${SLACK_APP_TOKEN}")
		}
	case "http":
		if !s.SigningSecret.Named() {
			c.d.at(key, "signing_secret is missing, which the http transport needs", "write signing_secret: ${SLACK_SIGNING_SECRET}")
		}
		if s.Listen == "" {
			s.Listen = "127.0.0.1:8090"
		}
		if host, ok := c.checkListen(key+".listen", s.Listen); ok && !gate.Loopback(host) {
			c.d.at(key+".listen", s.Listen+" is open to the network without TLS", "listen on 127.0.0.1 behind a proxy that speaks TLS")
		}
	default:
		c.d.at(key+".transport", "unknown transport "+s.Transport, "write socket or http")
	}
	if s.APIURL != "" {
		c.checkURL(key+".api_url", s.APIURL)
	}
	if s.Command != "" && !strings.HasPrefix(s.Command, "/") {
		c.d.at(key+".command", "a command begins with /", "write /followup")
	}
}

// checkWeb finds what is wrong with where pages are served that show everybody's what, and gives the listener's host.
func (c *Config) checkWeb(key, what, listen, cert, certKey string, proxies []string) (host string, ok bool) {
	if (cert == "") != (certKey == "") {
		c.d.at(key+"tls_cert", "a certificate and its key belong together", "set tls_cert and tls_key")
	}
	for i, p := range proxies {
		if !isNetwork(p) {
			c.d.at(key+"trusted_proxies["+strconv.Itoa(i)+"]", p+" is no address or network", "write 10.0.0.5 or 10.0.0.0/24")
		}
	}
	host, ok = c.checkListen(key+"listen", listen)
	if ok && !gate.Loopback(host) && cert == "" && len(proxies) == 0 {
		c.d.at(key+"listen", listen+" would show everybody's "+what+" in clear on the network",
			"listen on 127.0.0.1 behind a proxy that speaks TLS, set tls_cert and tls_key, or name trusted_proxies")
	}
	return host, ok
}

func (c *Config) checkListen(key, addr string) (host string, ok bool) {
	host, port, err := net.SplitHostPort(addr)
	n, numErr := strconv.Atoi(port)
	if err != nil || numErr != nil || n < 0 || n > 65535 {
		c.d.at(key, addr+" is no address to listen on", "write 127.0.0.1:8080")
		return "", false
	}
	return host, true
}

func (c *Config) checkURL(key, s string) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.d.at(key, s+" is no web address", "write https://…")
	}
}

func isNetwork(s string) bool {
	_, errA := netip.ParseAddr(s)
	_, errP := netip.ParsePrefix(s)
	return errA == nil || errP == nil
}
