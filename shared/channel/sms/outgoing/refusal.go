package outgoing

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2/types"
	"github.com/aws/smithy-go"

	"confab/shared/inbox"
)

// refusal is why a text will never be sent as it is: a sentence for who reads the
// thread, and below it what AWS said.
type refusal struct {
	kind     error // inbox.ErrRefused, or inbox.ErrOptedOut
	sentence string
	cause    error // nil where AWS was not asked
}

func (r *refusal) Error() string { return r.sentence }
func (r *refusal) Unwrap() error { return errors.Join(r.kind, r.cause) }

// refused is a refusal of our own, before AWS was asked.
func refused(sentence string) error {
	return &refusal{kind: inbox.ErrRefused, sentence: sentence}
}

// optedOut are the names under which AWS says that the recipient is on its list:
// End User Messaging's reason, and SNS's code.
var optedOut = map[string]bool{"DESTINATION_PHONE_NUMBER_OPTED_OUT": true, "OptedOut": true}

// sentences are for the refusals that a team can do something about, by AWS's
// reason. Source: the exceptions of AWS End User Messaging SMS and voice API v2.
var sentences = map[string]string{
	"ACCOUNT_DISABLED":                      "AWS has disabled texting in this account: ask AWS Support.",
	"INSUFFICIENT_ACCOUNT_REPUTATION":       "AWS does not let this account send texts, for its reputation: ask AWS Support.",
	"COUNTRY_NOT_ENABLED":                   "Texts to the contact's country are not enabled in the AWS account.",
	"DESTINATION_COUNTRY_BLOCKED":           "Texts to the contact's country are blocked in the AWS account.",
	"DESTINATION_PHONE_NUMBER_NOT_VERIFIED": "The AWS account is in the sandbox, in which only verified numbers can be texted.",
	"INTERNATIONAL_SENDING_NOT_SUPPORTED":   "This number cannot text other countries.",
	"MEDIA_TYPE_NOT_SUPPORTED":              "A text cannot carry a file of this type.",
	"MESSAGE_TYPE_MISMATCH":                 "The number is registered for promotional texts alone, and answers are none.",
	"MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA": "The AWS account's monthly spending limit for pictures by text is reached.",
	"MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT":  "The AWS account's monthly spending limit for texts is reached.",
	"NO_ORIGINATION_IDENTITIES_FOUND":       "The AWS account has no number that could send this text.",
	"NUMBER_CAPABILITIES_MISMATCH":          "This number cannot send such a text.",
	"RESOURCE_NOT_ACTIVE":                   "The number is not active in the AWS account yet.",
	"RESOURCE_NOT_ACCESSIBLE":               "AWS may not use the number, or read the file, of this text.",

	"DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION":        "The AWS account's own protection blocks texts to the contact's country.",
	"DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE": "The AWS account's own protection blocks texts to this number.",
	"INVALID_IDENTITY_FOR_DESTINATION_COUNTRY":                    "This number cannot text the contact's country.",
}

// refusalOf makes a refusal of AWS's answer.
func refusalOf(err error, api smithy.APIError) error {
	name := reasonIn(err)
	switch {
	case optedOut[name], optedOut[api.ErrorCode()]:
		return &refusal{inbox.ErrOptedOut, "The contact has opted out with the provider.", err}
	case sentences[name] != "":
		return &refusal{inbox.ErrRefused, sentences[name], err}
	case name == "":
		name = api.ErrorCode()
	}
	message := strings.TrimRight(api.ErrorMessage(), ". ")
	return &refusal{inbox.ErrRefused, fmt.Sprintf("AWS refused the text: %s (%s).", message, name), err}
}

// reasonIn is what End User Messaging gives as the reason within an exception, ""
// where there is none.
func reasonIn(err error) string {
	var conflict *types.ConflictException
	var validation *types.ValidationException
	var quota *types.ServiceQuotaExceededException
	var denied *types.AccessDeniedException
	switch {
	case errors.As(err, &conflict):
		return string(conflict.Reason)
	case errors.As(err, &validation):
		return string(validation.Reason)
	case errors.As(err, &quota):
		return string(quota.Reason)
	case errors.As(err, &denied):
		return string(denied.Reason)
	}
	return ""
}
