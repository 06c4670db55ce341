// Package ledger is what followup remembers: action items, the units and people who answer for them, and every event in their lives.
//
// It is pure. Every action is a function from an Env (who exists, what the policy says, which days are working days, what time it is) and
// the item as it stands to a Change; a Store commits a Change whole or not at all. Nothing here reads a clock, a file or a network, and
// only the standard library is imported.
package ledger
