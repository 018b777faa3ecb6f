package email

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
)

// bounceSubjects open the subjects of reports, folded.
var bounceSubjects = []string{
	"undelivered mail", "undeliverable", "undelivered", "undeliverable mail", "delivery status notification", "delivery failure",
	"delivery failed", "delivery error", "delivery has failed", "delivery notification", "delivery report", "mail delivery", "mail system error",
	"mail failure", "mail error", "mail could not be delivered", "message delivery has failed", "message could not be delivered", "message undeliverable", "message not delivered",
	"failure notice", "failure delivery", "failed mail", "failed delivery", "failed to deliver", "returned mail", "returned email", "returned to sender", "warning: could not send", "warning: message",
	"could not send message", "non remis", "non-delivery", "nondeliverable", "notification d'état", "notification de remise", "nicht zustellbar", "unzustellbar", "zustellung",
	"unzustellbarkeitsbericht", "no se puede entregar", "no entregado", "não entregue", "não foi possível entregar", "impossibile recapitare", "mancato recapito", "onbestelbaar",
	"olevererbart", "kan ikke leveres", "не удалось доставить", "недоставлен", "undelivered message", "permanent delivery failure", "permanent error", "transient", "rejected mail", "rejected",
	"your message to", "your mail to", "recipient unknown", "user unknown", "dsn:", "ndn:", "配信不能", "配信できません", "送信できません", "无法投递", "退信", "无法送达", "mail transport system", "there was an error", "メールエラー", "送信エラー", "エラー通知", "email address is not valid", "host unknown", "***undeliver",
}

// bounceWords are what a report says in its text.
var bounceWords = regexp.MustCompile(`(?i)could ?n[o']t be (?:delivered|sent)|was not delivered|not (?:be )?deliver|undeliver|delivery (?:to the following|has failed|failed|failure|attempt|status)|` +
	`unable to deliver|unable to relay|permanent(?:ly)? (?:fatal )?(?:error|failed|failure)|returning (?:your )?message to|returned to (?:the )?sender|` +
	`did not reach|failed address|failed recipient|unknown user|user unknown|unknown recipient|no such user|recipient(?:s)? (?:was|were|is) (?:not|un)|host unknown|mailbox (?:is )?full|over quota|` +
	`message (?:was|has been) (?:rejected|returned|not)|failed to deliver|nicht zugestellt|配信|送信でき|届け|無法|无法`)

// machineSenders are the local parts and names under which servers write.
var machineSenders = regexp.MustCompile(`(?i)^(?:mailer[-_.]?daemon|post-?master|mail[-_]?daemon|mailer|mail-delivery|maildelivery|bounce|bounces|mmdf|uucp|mailadmin|mail\.admin|delivery|smtp|x-?postmaster|autoresponder)`)

// looksLikeBounce tells a report that is not written by the standard: a server
// sent it, and it says that something was not delivered. Answers that a person
// may have written, and automatic ones, are none.
func looksLikeBounce(m *Mail, h header, text string) bool {
	if h.has("X-Failed-Recipients") {
		return true
	}
	subject := strings.ToLower(m.Subject)
	bySubject := slices.ContainsFunc(bounceSubjects, func(s string) bool { return strings.HasPrefix(subject, s) })
	byText := bounceWords.MatchString(head(text, 20_000)) || statusPattern.MatchString(head(text, 5000))
	return bySubject && byText && (fromMachine(m, h) || len(m.InReplyTo) == 0 && strings.Contains(text, "@")) ||
		fromMachine(m, h) && byText && !h.has("Auto-Submitted") && !h.has("List-Id") ||
		fromMachine(m, h) && bySubject
}

// fromMachine tells mail that no person sent: it has no return path (RFC 5321
// §4.5.5), or a server's name as its sender.
func fromMachine(m *Mail, h header) bool {
	for _, path := range h.all("Return-Path") {
		if path = strings.TrimSpace(path); path == "<>" || strings.HasPrefix(strings.ToLower(path), "<mailer-daemon") {
			return true
		}
	}
	local, _, _ := strings.Cut(m.From.Address, "@")
	name := strings.ToLower(m.From.Name)
	return machineSenders.MatchString(local) || strings.Contains(name, "mail delivery") || strings.Contains(name, "daemon") || strings.Contains(name, "postmaster")
}

// head returns the first n bytes of s, or a little less.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return string(cutAtRune([]byte(s[:n+1]), n))
}

// returnedMark opens the copy of the mail that a report is about.
var returnedMark = regexp.MustCompile(`(?im)^[ \t>*=_-]*(?:below this line is|this is a copy of|(?:the )?original (?:message|mail|headers)|original message headers|unsent message|returned (?:message|mail)|` +
	`(?:the )?following is|included is a copy|message header follows|message headers follow|copy of (?:the|your) (?:original|message)|a copy of (?:the|your)|your (?:original )?message (?:begins|follows|reads|header)|header(?:s)? of (?:the )?original|undelivered message|received: (?:from|by|\())`)

// bounceText is how much of a report's text is read, in bytes.
const bounceText = 64 << 10

var (
	addressInText  = regexp.MustCompile(`[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	toLine         = regexp.MustCompile(`(?im)^to:(.*)$`)
	originalIDLine = regexp.MustCompile(`(?im)^[ \t>]*message-id:\s*<([^<>\s]{1,998})>`)
)

// readBounceText reads whom a report is about and why, from its text.
func readBounceText(m *Mail, h header, text, original string) []Bounce {
	text = head(text, bounceText)
	if original == "" {
		if match := originalIDLine.FindStringSubmatch(text); match != nil {
			original = match[1]
		}
	}
	said := text
	if at := returnedMark.FindStringIndex(text); at != nil && at[0] > 0 {
		said = text[:at[0]]
	}
	recipients := failedRecipients(m, h, said, text)
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	var bounces []Bounce
	for i, recipient := range recipients {
		bounces = append(bounces, judge(Bounce{Recipient: recipient, OriginalMessageID: original}, about(said, recipients, i), said))
	}
	return bounces
}

// failedRecipients finds the addresses that a report is about: those its header
// names, else those its text names that are not the report's own.
func failedRecipients(m *Mail, h header, said, whole string) []string {
	var found []string
	own := []string{m.From.Address, m.Sender.Address}
	for _, a := range m.To {
		own = append(own, a.Address)
	}
	add := func(address string) {
		if parsed, err := mail.ParseAddress(strings.Trim(address, ".'-=")); err == nil {
			if !slices.ContainsFunc(append(own, found...), func(s string) bool { return strings.EqualFold(s, parsed.Address) }) &&
				len(found) < maxBounces && !machineSenders.MatchString(parsed.Address) {
				found = append(found, parsed.Address)
			}
		}
	}
	for _, value := range h.all("X-Failed-Recipients") {
		for _, a := range parseAddresses(value) {
			add(a.Address)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, address := range addressInText.FindAllString(said, 500) {
		add(address)
	}
	if len(found) > 1 {
		found = opening(said, found)
	}
	if len(found) == 0 {
		for _, line := range toLine.FindAllStringSubmatch(whole, 3) {
			add(addressInText.FindString(line[1]))
		}
	}
	return found
}

// opening prefers the addresses that open a line, as reports list them, to
// those within a server's words.
func opening(said string, found []string) []string {
	var first []string
	for line := range strings.SplitSeq(said, "\n") {
		line = strings.TrimLeft(line, " \t<*>-")
		for _, address := range found {
			if strings.HasPrefix(strings.ToLower(line), strings.ToLower(address)) && !slices.Contains(first, address) {
				first = append(first, address)
			}
		}
	}
	if len(first) > 0 {
		return first
	}
	return found[:1]
}

// about returns the stretch of text that belongs to the i-th recipient: from
// where it is first named to where the next one is.
func about(said string, recipients []string, i int) string {
	if len(recipients) == 1 {
		return said
	}
	start := strings.Index(said, recipients[i])
	if start < 0 {
		return said
	}
	end := len(said)
	for _, other := range recipients {
		if at := strings.Index(said[start:], other); at > 0 && start+at < end {
			end = start + at
		}
	}
	return said[start:end]
}

// deadAddress are the words by which servers say that there is nobody by that
// name, no such host, or that somebody moved.
var deadAddress = regexp.MustCompile(`(?i)user(?:name)?[ -](?:is )?unknown|unknown[ -](?:user|recipient|address|local|mailbox|account)|no such (?:user|recipient|address|mailbox|person|account|local user|domain|host|email|name)|` +
	`(?:user|recipient|mailbox|address|account|addressee|destination|person|email)(?: \S{1,80})?(?: does|'s)? ?(?:not exist|not found|doesn'?t exist|not known|unknown|no longer (?:valid|exists))|does not exist|doesn'?t have (?:a|an) [\w.-]{1,40} account|` +
	`not a valid (?:user|recipient|mailbox)|invalid (?:recipient|user|mailbox|address|final delivery)|recipient(?: address)? (?:rejected: )?(?:not found|unknown|invalid|not recognized)|recipient name is not recognized|no mailbox (?:here )?by that name|not listed in|no account by that name|` +
	`host (?:or domain name )?(?:not found|unknown)|unknown host|unrouteable (?:address|mail domain)|name or service not known|domain (?:name )?(?:not found|does not exist)|couldn'?t find any host|bad destination|no (?:valid )?mx|nullmx|does not accept mail|has moved|no longer (?:at|works|with)|` +
	`5\.1\.0 address rejected|the address couldn't be found|domain is not reachable|illegal host|ruleset.{0,20}nobody|not our customer|mailbox unavailable or access denied|宛先|存在しません|該当する.{0,10}ありません|不存在|存在しない`)

// aliveAddress are the words of refusals that say nothing about the address.
var aliveAddress = regexp.MustCompile(`(?i)(?:over|exceeds?|exceeded|out of) (?:\w+ ){0,3}quota|mailbox (?:is )?full|insufficient (?:disk|storage)|spam|blocked|blacklist|blocklist|policy|greylist|temporar|try again later|relay(?:ing)? (?:is )?(?:denied|not)|dkim|dmarc|spf|virus|reputation|too (?:big|large|many)|` +
	`timed? ?out|could not be reached for|disabled|suspended|inactive|recipient preferences|\brate\b|sender (?:address )?(?:rejected|denied)`)

// refusedData tells a server that took the recipient and refused the mail: it
// has such an address, whatever it said in the end.
var refusedData = regexp.MustCompile(`(?i)in reply to (?:end of )?DATA|>>> DATA\s+<<< (?:4\d|5[1-9])\d|\(DATA\)|after (?:end of )?data`)

// isHard tells whether the address itself is bad: there is nobody by that name,
// or no such host (RFC 3463 §3.2). Everything else, even when permanent, may be
// the mail's or the server's fault, and pass.
func isHard(b Bounce, diagnostic, text string) bool {
	if strings.HasPrefix(b.Status, "4.") || strings.HasPrefix(b.ReplyCode, "4") {
		return false
	}
	if strings.TrimSpace(diagnostic) == "" {
		diagnostic = text
	}
	diagnostic = head(diagnostic, 8000)
	alive := aliveAddress.MatchString(diagnostic)
	switch b.Status {
	case "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4":
		return !alive
	}
	if refusedData.MatchString(text) || strings.HasPrefix(b.Status, "5.2.") && b.Status != "5.2.1" || strings.HasPrefix(b.Status, "5.7.") || b.Status == "5.1.8" {
		return false // the mailbox is there, our mail or our right to send is at fault
	}
	return deadAddress.MatchString(diagnostic) && !alive
}
