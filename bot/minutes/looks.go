package minutes

// Looks reports whether a chat message looks like pasted minutes rather than a reply, a question or an order.
func Looks(text string) bool { return false }
