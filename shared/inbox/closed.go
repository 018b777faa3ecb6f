package inbox

import "time"

// ClosedReason is why a contact may not be texted.
type ClosedReason string

// The reasons.
const (
	ClosedNoConsent  ClosedReason = "no_consent"
	ClosedOptedOut   ClosedReason = "opted_out"
	ClosedBlocked    ClosedReason = "blocked"
	ClosedRefusal    ClosedReason = "refusal" // to what is sent unasked only
	ClosedNumber     ClosedReason = "number_inactive"
	ClosedUnanswered ClosedReason = "unanswerable" // a short code or a name
	ClosedHours      ClosedReason = "texting_hours"
	ClosedZone       ClosedReason = "no_time_zone"
	ClosedConsented  ClosedReason = "consented" // to what confirms an opt-out
)

var closedSentences = map[ClosedReason]string{
	ClosedNoConsent:  "This contact has not consented to texts.",
	ClosedOptedOut:   "This contact has opted out of texts.",
	ClosedBlocked:    "This contact is blocked.",
	ClosedRefusal:    "This contact seems to refuse further texts: decide what it means first.",
	ClosedNumber:     "The number that this contact texts with is not active yet.",
	ClosedUnanswered: "A short code or a name cannot be answered.",
	ClosedConsented:  "This contact has consented again.",
	ClosedZone:       "Nothing tells in which time zone this contact is: set it, or say why the text cannot wait.",
}

// Closed is the problem for a reason why a contact may not be texted, the same
// in answers, in the composer and with a message that failed.
func Closed(reason ClosedReason) *Problem {
	return &Problem{Kind: ErrTextingClosed, Detail: closedSentences[reason], Reason: reason}
}

// closedUntil is the problem of the hours.
func closedUntil(next time.Time) *Problem {
	return &Problem{
		Kind: ErrTextingClosed, Reason: ClosedHours, Next: next,
		Detail: "It is outside the hours in which this contact may be texted: send it later, or say why it cannot wait.",
	}
}
