// Package sms reads text messages and tells what one is: what it costs to send,
// which keyword it consists of, whether it refuses further texts, and who wrote it.
//
// Length: Measure says how a text is encoded, in how many segments it leaves
// and which character made it expensive; Split shows the segments; Plainer
// offers the same text without typographic characters. These are the numbers
// that are shown, enforced and paid.
//
// Keywords: KeywordOf recognises a text that is nothing but STOP, START, HELP or
// a word of the audience's own, in the spellings that phones and people make of
// them. RefusalIn looks for a refusal in free words, which a person has to
// judge.
//
// Numbers: ParseParty tells phone numbers from short codes and names, and knows
// the time zones in which a number may be.
//
// Receiving: Incoming reads what SNS tells of a received text. Texts answers what
// package inbox asks of all this.
//
// Looking: InspectLines shows, as one JSON line a text, what the others say of it.
//
// The package promises never to panic, and time linear in a text's length. It
// refuses to decide what follows from a keyword, a refusal or a night's hour:
// that is package inbox's.
package sms
