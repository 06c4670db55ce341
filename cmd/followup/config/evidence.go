package config

import "fmt"

// mostFileMB is how large a file may be at most: it is read through whenever it is given out.
const mostFileMB = 2048

// checkEvidence finds limits that nothing could be kept under.
func (c *Config) checkEvidence() {
	e := c.Evidence
	if e.MaxFileMB < 1 || e.MaxFileMB > mostFileMB {
		c.d.at("evidence.max_file_mb", fmt.Sprintf("%d is no size of a file", e.MaxFileMB), fmt.Sprintf("write 1 to %d", mostFileMB))
	} else if e.QuotaMB < e.MaxFileMB {
		c.d.at("evidence.quota_mb", fmt.Sprintf("%d holds no file of max_file_mb (%d)", e.QuotaMB, e.MaxFileMB), "write a larger number, such as 10240")
	}
	for _, x := range []struct {
		key string
		n   int
	}{{"keep_years", e.KeepYears}, {"keep_days", e.KeepDays}} {
		if x.n < 0 || x.n > 36500 {
			c.d.at("evidence."+x.key, fmt.Sprintf("%d is no time to keep something", x.n), "write 0 or more; both 0 keep for ever")
		}
	}
}

// MaxFile is how many bytes a file may have.
func (e Evidence) MaxFile() int64 { return int64(e.MaxFileMB) << 20 }

// Quota is how many bytes all copies may have together.
func (e Evidence) Quota() int64 { return int64(e.QuotaMB) << 20 }
