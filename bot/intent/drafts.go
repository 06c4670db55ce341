package intent

// ReadDraftOrders reads what is said under a meeting's drafts, where N号 is a row. ok is false when it is no order about rows.
func ReadDraftOrders(text string, c Context) (orders []DraftOrder, ok bool) { return nil, false }
