package minutes

import "strings"

// cutPrefixes gives the length of the longest of the prefixes that s begins with, 0 for none.
func cutPrefixes(s string, prefixes []string) int {
	if s == "" {
		return 0
	}
	best, third := 0, byte(0)
	if len(s) > 2 {
		third = s[2]
	}
	for _, p := range prefixes {
		// the third byte tells most Chinese characters apart; comparing it first saves most calls
		if len(p) <= best || len(p) > len(s) || p[0] != s[0] || len(p) > 2 && p[2] != third {
			continue
		}
		if s[:len(p)] == p {
			best = len(p)
		}
	}
	return best
}

// cutFolded is cutPrefixes for prefixes in small letters, whatever letters s has.
func cutFolded(s string, prefixes []string) int { return len(foldedPrefix(s, prefixes)) }

// foldedPrefix gives the longest of the prefixes that s begins with in whatever letters, "" for none.
func foldedPrefix(s string, prefixes []string) (best string) {
	if s == "" {
		return ""
	}
	first := s[0]
	if isUpper(first) {
		first |= 0x20
	}
	for _, p := range prefixes {
		if p[0] == first && len(p) > len(best) && len(p) <= len(s) && foldedEqual(s[:len(p)], p) {
			best = p
		}
	}
	return best
}

// foldedEqual reports whether s, in small letters, is low; both are of one length.
func foldedEqual(s, low string) bool {
	for i := range len(s) {
		if s[i] != low[i] && !(isUpper(s[i]) && s[i]|0x20 == low[i]) {
			return false
		}
	}
	return true
}

// hasAny reports whether s contains one of the words. Most words of a long list are ruled out by their first character alone.
func hasAny(s string, words []string) bool {
	if len(words) < 5 {
		for _, w := range words {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	seen := signature(s)
	for _, w := range words {
		if seen.may(w) && strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// A sign notes which characters a text has, roughly.
type sign [4]uint64

func signature(s string) (seen sign) {
	for i := 0; i < len(s); {
		n, h := firstHash(s[i:])
		seen[h>>6] |= 1 << (h & 63)
		i += n
	}
	return seen
}

// may reports whether the text can contain w, by the first character of w.
func (seen *sign) may(w string) bool {
	_, h := firstHash(w)
	return seen[h>>6]&(1<<(h&63)) != 0
}

// firstHash gives the length of the first character of s and a hash of it.
func firstHash(s string) (int, uint8) {
	c := s[0]
	if c < 0xE0 || len(s) < 3 {
		return 1, c
	}
	if c >= 0xF0 {
		return min(4, len(s)), s[2]
	}
	return 3, s[1]<<3 ^ s[2]
}
