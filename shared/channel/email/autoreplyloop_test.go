package email

import (
	"strings"
	"testing"

	"confab/shared/channel/email/outgoing"
	"confab/shared/inbox"
)

func TestMailThatGoesRoundIsTold(t *testing.T) {
	trace := "Received: from mx.example.org by mx.example.net; Mon, 4 May 2026 10:00:00 +0200\n"
	text := "From: ann@example.org\nSubject: Order\n\nHello.\n"
	if m := Parse([]byte(strings.Repeat(trace, maxHops) + text)); m.Kind != KindMessage {
		t.Errorf("a mail on a long way is %s", m.Kind)
	}
	m := Parse([]byte(strings.Repeat(trace, maxHops+1) + text))
	if m.Kind != KindAutoReply || m.AutoReply.Evidence != evidenceHops {
		t.Errorf("a mail that goes round is %s %+v", m.Kind, m.AutoReply)
	}
}

func TestOurOwnMailIsKnownWhereItWasSentFrom(t *testing.T) {
	raw, err := outgoing.Compose(outgoing.Mail{
		From: inbox.Address{Address: "support@example.com"}, ReplyTo: []inbox.Address{{Address: "abc234@in.example.com"}},
		To: []inbox.Address{{Address: "zoe@example.org"}}, Subject: "Re: blue", Text: "It is blue.",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, recipient, evidence string
	}{
		{"to the address that it is from", "Support@example.com", evidenceOwn},
		{"to the address at which it is answered", "abc234@in.example.com", evidenceOwn},
		{"to another address of ours", "sales@example.com", ""},
		{"to its recipient", "zoe@example.org", ""},
	} {
		in := Incoming(raw, Delivery{Recipients: []string{"other@example.com", c.recipient}})
		evidence := ""
		for _, fact := range in.Facts {
			if fact.Name == "auto_reply" {
				evidence = fact.Detail["evidence"]
			}
		}
		if evidence != c.evidence || in.Nature.Machine() != (c.evidence != "") {
			t.Errorf("%s: %q, %s", c.name, evidence, in.Nature)
		}
	}
}

func TestAnAnswerToOurMailIsNoMailOfOurs(t *testing.T) {
	answer := "From: zoe@example.org\nTo: abc234@in.example.com\nSubject: Re: blue\nIn-Reply-To: <m1@example.com>\n\nThanks.\n\n> X-Inbox-Loop: support@example.com\n"
	if in := Incoming([]byte(answer), Delivery{Recipients: []string{"abc234@in.example.com"}}); in.Nature.Machine() {
		t.Errorf("it is %s", in.Nature)
	}
}
