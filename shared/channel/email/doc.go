// Package email reads the mail of the inbox. What is written and sent is for
// package outgoing; what SES tells of it, for package sent.
//
// Parse turns the raw bytes of a mail into a Mail. It promises never
// to panic and never to refuse: what cannot be read is still a Mail, with a
// warning that says what was lost. It runs in time linear in the mail's size
// and in memory of a few times that size, whatever the sender did. The new
// part of an answer is told from quoted history by package quote; HTML is
// reduced to what is safe to show by package safehtml. What a part packs (winmail.dat, a
// signed envelope, a calendar) is opened by packages tnef, smime and ical, as far
// as it opens without a key; no signature is checked.
//
// Inspect shows, as one JSON line, what Parse understood.
//
// The package refuses to decide: to which conversation a mail belongs, whether
// its sender may speak, and what a bounce means for a contact are for its
// caller. It never logs, and it never opens anything a mail points to.
package email
