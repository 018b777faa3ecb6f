package api

import (
	"time"

	"confab/shared/inbox"
)

// TextRecord is an entry in the history of a number. It is written once and never
// changed.
type TextRecord struct {
	ID           string     `json:"id" doc:"Sorts by when it happened."`
	Number       string     `json:"number" example:"+15550142" doc:"The contact's."`
	At           time.Time  `json:"at" doc:"When it happened."`
	Recorded     *time.Time `json:"recorded,omitempty" doc:"When it was recorded, where a member told of it or the provider's list did."`
	Kind         string     `json:"kind" enum:"consent,opt_out,help,refusal,dismissed,asked,confirmed,override,click" doc:"refusal: words that seem to refuse further texts; dismissed: a member found that they do not; asked: a text of ours asked for consent; confirmed: one answered a keyword; override: a member texted outside the texting hours; click: a link of a text was followed."`
	Source       string     `json:"source" enum:",keyword,member,provider" doc:"How a change of consent came to us."`
	Effective    bool       `json:"effective" doc:"It changed what was known. An older consent than the known opt-out does not."`
	Ours         string     `json:"ours" example:"+15550100" doc:"Our number, if one took part."`
	Words        string     `json:"words" doc:"What was written, or how consent was given, verbatim."`
	Keyword      string     `json:"keyword" example:"STOP"`
	Author       string     `json:"author" doc:"The id of the member who did or recorded it, or empty."`
	Reason       string     `json:"reason" doc:"Why a member overrode the texting hours."`
	Zone         string     `json:"zone" doc:"The time zones by which texting hours were judged."`
	Conversation string     `json:"conversation" doc:"With message: what it is about, if anything."`
	Message      string     `json:"message"`
	Link         string     `json:"link" doc:"Where the link led that was followed."`
	Bot          bool       `json:"bot" doc:"A machine fetched the link, as phones and carriers have them do."`
}

func textRecordOf(r inbox.TextRecord) TextRecord {
	return TextRecord{
		ID: r.ID, Number: r.Number, At: r.At.UTC(), Recorded: instant(r.Recorded), Kind: string(r.Kind), Source: string(r.Source),
		Effective: r.Effective, Ours: r.Ours, Words: r.Words, Keyword: r.Keyword, Author: r.Author, Reason: r.Reason, Zone: r.Zone,
		Conversation: r.Conversation, Message: r.Message, Link: r.Link, Bot: r.Bot,
	}
}
