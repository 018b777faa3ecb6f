package email

import (
	"regexp"
	"strings"
)

// evidenceChallenge marks mail that asks its recipient to prove to be a person
// before an earlier mail is delivered.
const evidenceChallenge = "challenge"

// challengeToken is what BoxTrapper (cPanel, "BoxTrapper": the string must stay in
// the subject) and Active Spam Killer put into the subject.
var challengeToken = regexp.MustCompile(`\b(?:verify#\S|conf#[0-9a-f]{8})`)

// challengeAsks are what the subjects of challenges ask for, folded.
var challengeAsks = plainTable([]string{
	"verif", "confirm", "authenticat", "challenge", "antispam", "anti-spam", "waiting list", "bestätig", "authentifi", "confirmez", "conferma", "verifica", "bevestig", "bekräfta", "bekreft", "bekræft", "potwierd", "potvrď", "подтверд", "підтверд", "onay", "認証", "確認", "验证", "驗證", "확인", "인증",
})

// challengeTerms say on what the delivery of the mail depends, folded.
var challengeTerms = plainTable([]string{
	"message will be delivered", "email will be delivered", "e-mail will be delivered", "mail will be delivered", "message to be delivered", "email to be delivered", "message can be delivered", "email can be delivered", "deliver your message", "deliver your email", "deliver your e-mail", "release your message", "message for delivery", "message will be released", "message is being held", "email is being held", "message has been held", "message has been quarantined until", "added to my list of approved senders", "real live human", "prove that you are human", "prove you are human", "prove you are a human", "not a spammer", "you are not a robot",
	"nachricht zugestellt wird", "e-mail zugestellt wird", "nachricht zuzustellen", "dass sie ein mensch sind", "message soit remis", "message soit délivré", "message soit distribué", "message vous sera remis", "délivrer votre message", "remettre votre message", "que vous êtes humain", "mensaje sea entregado", "correo sea entregado", "entregar su mensaje", "mensagem seja entregue", "e-mail seja entregue", "entregar sua mensagem", "ela seja entregue", "messaggio venga consegnato", "messaggio sia consegnato", "consegnare il messaggio", "bericht wordt afgeleverd", "bericht af te leveren", "meddelande levereras", "wiadomość została dostarczona", "dostarczyć wiadomość", "сообщение было доставлено", "письмо было доставлено", "доставить ваше сообщение", "доставить ваше письмо", "mesajınızın teslim", "メールが配信され", "邮件将被投递", "郵件將被遞送", "메일이 전달",
})

// isChallenge tells a challenge: by a token that only they have, or by what
// subject and text ask and promise, where a machine asks it or a mail that answers
// one of ours has a subject of its own.
func isChallenge(m *Mail, h header, b *body, automatic bool) bool {
	subject := plainWords(m.Subject)
	s := readSigns(m, h)
	automatic = automatic || s.machine()
	switch {
	case s.listed || s.relayed, !automatic && (!s.answers || answerPrefix.MatchString(subject)):
		return false
	case automatic && (challengeToken.MatchString(subject) || confirmAddress(m)):
		return true
	}
	text := saidFirst(b)
	return saysAny(text, challengeTerms) && saysAny(subject+" "+text, challengeAsks)
}

// confirmAddress tells the tagged address at which TMDA takes the confirmation
// (TMDA, "Tagged addresses": user-confirm-cookie@domain).
func confirmAddress(m *Mail) bool {
	return len(m.ReplyTo) > 0 && strings.Contains(strings.ToLower(m.ReplyTo[0].Address), "-confirm-")
}
