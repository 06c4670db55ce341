// Package minutes reads the minutes of a meeting and drafts the action items in them: what is to be done, by whom, until when, measured how. It reads
// Chinese and English, plain text, Markdown and pasted tables, without a model or a network.
//
// It drafts, it never decides: an owner or a date that the text does not state stays empty, a name that the organisation does not know is kept as
// written, and an alias of several units is handed on with its candidates. Exhortations that nobody could tick off are kept as principles.
//
// Reading is pure and takes time linear in the length of the text, whatever the text is: sentences beyond a few kilobytes are read in pieces.
package minutes
