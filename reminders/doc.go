// Package reminders decides when followup speaks. Tick looks at whatever has come due (items, rules, its own daily work) and commits what is
// to be said as notices; Drain leases notices and hands them to a Notifier; Run does both until it is stopped.
//
// The stored times are the truth: nothing is kept in memory that a restart would lose, two processes on one ledger plan the same notices
// under the same keys, and what came due while followup was down is made up for in one message. Slots are civil: a clock that is set back
// or forward by an hour or a day sends nothing twice and loses nothing, daylight saving neither.
//
// It knows no messenger and words nothing: a Notifier turns a notice into a message when it is delivered, from the ledger as it is then.
package reminders
