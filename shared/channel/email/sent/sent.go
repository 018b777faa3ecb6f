// Package sent knows the mail again that we sent: by what SES tells of it, by
// the Message-ID that SES gives it, and by the field that ends loops. How mail is
// written and sent is for package outgoing, which names mail by what is here.
package sent

// Tags under which a sent mail names itself, so that SES's events lead back to
// it even where nobody heard SES accept it.
const (
	TagConversation = "conversation"
	TagMessage      = "message"
)

// LoopField is in every mail that we send, with the addresses that it is sent
// from and answered at, as X-Loop is customary in. It tells a recipient nothing
// that From and Reply-To do not. X-Loop itself is not used, for forwarders write
// the address into it that they forward to, which may be ours.
const LoopField = "X-Inbox-Loop"

// MessageID is the one under which SES sends the mail that its API answered
// with a bare id: at email.amazonses.com in us-east-1, at the Region's own
// domain elsewhere.
func MessageID(id, region string) string {
	if region == "" || region == "us-east-1" {
		return id + "@email.amazonses.com"
	}
	return id + "@" + region + ".amazonses.com"
}
