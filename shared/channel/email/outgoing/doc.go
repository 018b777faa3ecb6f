// Package outgoing writes the mail of the inbox and sends it: Compose makes the
// MIME form of a mail and SES sends it, once, telling a refusal from a throttle
// from an unknown outcome. It knows nothing of how mail is read, so that what
// only sends does not start with the tables of what reads.
package outgoing
