// Package intent reads what people write to the bot, a reply under an item, a question, an order, an admin's wish, and gives one typed intent:
// what is wanted, the facts that were said, and what the bot should do about it.
//
// It is pure: it reads a text and a Context and nothing else, looks no item up and changes nothing. Its vocabulary is closed (see Name and
// Slots). It reads by small tables of words, in time linear in the text, and prefers asking back to guessing: a message is read as done only
// when it says so without hedge, negation, future or question, and what was only partly understood is never applied at once.
//
// Limits: it does not know which items exist, so that "3号" is taken at its word; it resolves names through ledger.Directory only, and a
// name that the organisation does not know is kept literally.
package intent
