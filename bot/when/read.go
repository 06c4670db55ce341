package when

import "unicode/utf8"

func decode(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// readAll reads a text with the rules of its language; of a mixed text the Chinese rules read first and the English ones what is left.
func readAll(text string, o Options) []Result {
	return readZH(text, o.ref())
}

// choose takes the expression that binds a sentence.
func choose(rs []Result) (best Result, ok bool) {
	rank := -1
	for _, r := range rs {
		if n := r.rank(); n > rank || n == rank && r.Deadline && r.Kind == Day {
			best, rank = r, n
		}
	}
	return best, rank > 0
}

// rank orders what a sentence may say: a deadline, a recurrence, a plain date, a whole year, a standing demand. What is past or open binds nothing.
func (r Result) rank() int {
	switch {
	case r.Kind == Recurring:
		return 4
	case r.Kind == Ongoing:
		return 1
	case r.Past || r.Due.IsZero():
		return 0
	case r.Deadline:
		return 5
	case r.Grain >= GrainYear:
		return 2
	}
	return 3
}
