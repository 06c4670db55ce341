package config

import (
	"net/url"
)

// Dashboard is the page for leaders. Without the section it is off, outside a demo.
type Dashboard struct {
	Listen         string   `yaml:"listen"`     // 127.0.0.1:8081
	PublicURL      string   `yaml:"public_url"` // https://…: what people open
	TLSCert        string   `yaml:"tls_cert"`
	TLSKey         string   `yaml:"tls_key"`
	TrustedProxies []string `yaml:"trusted_proxies"` // addresses or networks of a proxy that speaks TLS for us
}

// DashboardListen is where the page is served when nothing else is said.
const DashboardListen = "127.0.0.1:8081"

func (c *Config) checkDashboard() {
	d := c.Dashboard
	if d == nil {
		return
	}
	const key = "dashboard."
	if d.Listen == "" {
		d.Listen = DashboardListen
	}
	c.checkWeb(key, "items", d.Listen, d.TLSCert, d.TLSKey, d.TrustedProxies)
	u, err := url.Parse(d.PublicURL)
	switch {
	case d.PublicURL == "":
		c.d.at("dashboard", "public_url is missing, so no link could lead there", "write public_url: https://…, or leave the section out")
	case err != nil || u.Scheme != "https" || u.Host == "":
		c.d.at(key+"public_url", d.PublicURL+" is no https address: links into it are as good as a password", "write https://…")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		c.d.at(key+"public_url", d.PublicURL+" has more than a host", "give the page a host name of its own")
	default:
		d.PublicURL = "https://" + u.Host
	}
}

func (c *Config) exportDashboard() pairs {
	d := c.Dashboard
	if d == nil {
		return nil
	}
	return pairs{{"listen", d.Listen}, {"public_url", d.PublicURL}, {"tls_cert", c.written.pageCert}, {"tls_key", c.written.pageKey}, {"trusted_proxies", d.TrustedProxies}}
}
