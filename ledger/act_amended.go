package ledger

// MessageChanged records that the message by which somebody reported was edited or removed afterwards. What was reported stays: the history
// shows both, and a correction is a report of its own. Env.Words are the new words of an edited message.
func MessageChanged(e Env, it Item, by PersonID, removed bool) Change {
	kind := EventMessageEdited
	if removed {
		kind = EventMessageRemoved
	}
	return e.done(it, kind, by, "")
}
