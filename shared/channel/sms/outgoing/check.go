package outgoing

import (
	"regexp"

	"confab/shared/channel/sms"
	"confab/shared/channel/sms/media"
	"confab/shared/inbox"
)

// phone is a number in E.164 (ITU-T E.164 §6: at most fifteen digits), which is
// how both services take it.
var phone = regexp.MustCompile(`^\+[1-9][0-9]{5,14}$`)

// check refuses what could not be sent, or not be answered.
func check(out *inbox.Outgoing) error {
	switch {
	case !phone.MatchString(out.From.Address):
		return refused("A text leaves from a number that can answer and be answered: a name in its place (an alphanumeric sender ID) or a short code is none.")
	case len(out.To) != 1 || len(out.Cc) > 0 || !phone.MatchString(out.To[0].Address):
		return refused("A text goes to exactly one phone number.")
	case len(out.Files) > 0:
		return refused("The provider fetches a text's files itself, and these are not where it could.")
	case out.Text == "" && len(out.Media) == 0:
		return refused("The text is empty.")
	}
	if err := sms.CheckLength(out.Text); err != nil {
		return refused(err.Error())
	}
	if err := media.Check(out.Media); err != nil {
		return refused(err.Error())
	}
	return nil
}
