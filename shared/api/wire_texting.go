package api

import (
	"net"
	"slices"
	"time"

	"confab/shared/inbox"
)

// Texting is how an audience texts.
type Texting struct {
	Numbers           []string      `json:"numbers" example:"[\"+15550100\"]" doc:"The audience's own, in E.164 form. New threads leave from the first."`
	Brand             string        `json:"brand" example:"Example Shop" doc:"Who texts, as contacts know it."`
	Frequency         string        `json:"frequency" example:"Up to 4 texts a month" doc:"How often contacts are texted, as confirmations say it."`
	OptInText         string        `json:"opt_in_text" doc:"Answers START and the subscribe keywords; empty for the usual text. Texts may hold {{organization.prefix}}, {{organization.name}}, {{organization.frequency}}, {{name}}, {{first_name}}, {{email}}, {{phone}} and {{contact.<attribute>}}."`
	OptOutText        string        `json:"opt_out_text" doc:"Answers STOP; empty for the usual text."`
	HelpText          string        `json:"help_text" doc:"Answers HELP; empty for the usual text."`
	SubscribeKeywords []string      `json:"subscribe_keywords" example:"[\"JOIN\"]" doc:"Words that give consent besides START."`
	ProviderAnswers   bool          `json:"provider_answers" doc:"AWS answers STOP and HELP by itself and keeps the list of who opted out."`
	Autoresponder     Autoresponder `json:"autoresponder"`
	AnswerMinutes     int           `json:"answer_minutes" doc:"For how long after a contact's own text an answer may leave at any hour. 0: the usual time; -1: not at all."`
	KeepLinks         bool          `json:"keep_links" doc:"Links in texts stay as they are written."`
	LinkBase          string        `json:"link_base" example:"https://go.example.com" doc:"Where short links are served. Filled in with the first number, if nothing was chosen."`
	Usual             UsualTexting  `json:"usual"`
	Gaps              []string      `json:"gaps" doc:"What the audience's own texts seem to lack of what carriers ask for, in sentences. A person has to judge."`
}

// Autoresponder answers texts that are no keyword.
type Autoresponder struct {
	Mode  string `json:"mode" enum:"off,all,unconsented" doc:"Whom it answers: nobody, everybody, or who has not consented."`
	Text  string `json:"text"`
	Hours int    `json:"hours" doc:"For how long a contact who was answered is not answered again; 0 for the usual time."`
	Asks  bool   `json:"asks" doc:"The text asks for consent, so that YES gives it."`
}

// UsualTexting is what holds where an audience chose nothing.
type UsualTexting struct {
	Frequency          string `json:"frequency"`
	OptInText          string `json:"opt_in_text"`
	OptOutText         string `json:"opt_out_text"`
	HelpText           string `json:"help_text"`
	AnswerMinutes      int    `json:"answer_minutes"`
	AutoresponderHours int    `json:"autoresponder_hours"`
}

// EditTexting says what to change of how an audience texts.
type EditTexting struct {
	Numbers           *[]string          `json:"numbers,omitempty" maxItems:"20" example:"[\"+15550100\"]" doc:"The list is replaced whole. A number that is taken out stays the audience's."`
	Brand             *string            `json:"brand,omitempty" maxLength:"100"`
	Frequency         *string            `json:"frequency,omitempty" maxLength:"100"`
	OptInText         *string            `json:"opt_in_text,omitempty" maxLength:"1530" doc:"Has to name the brand, HELP and STOP; empty for the usual text."`
	OptOutText        *string            `json:"opt_out_text,omitempty" maxLength:"1530" doc:"Has to name the brand; empty for the usual text."`
	HelpText          *string            `json:"help_text,omitempty" maxLength:"1530" doc:"Has to name the brand and STOP; empty for the usual text."`
	SubscribeKeywords *[]string          `json:"subscribe_keywords,omitempty" maxItems:"20"`
	ProviderAnswers   *bool              `json:"provider_answers,omitempty"`
	Autoresponder     *EditAutoresponder `json:"autoresponder,omitempty"`
	AnswerMinutes     *int               `json:"answer_minutes,omitempty" minimum:"-1" maximum:"1440"`
	KeepLinks         *bool              `json:"keep_links,omitempty"`
	LinkBase          *string            `json:"link_base,omitempty" maxLength:"100" doc:"A scheme and a host."`
}

// EditAutoresponder says what to change of the autoresponder.
type EditAutoresponder struct {
	Mode  *string `json:"mode,omitempty" enum:"off,all,unconsented"`
	Text  *string `json:"text,omitempty" maxLength:"1530"`
	Hours *int    `json:"hours,omitempty" minimum:"0" maximum:"720"`
	Asks  *bool   `json:"asks,omitempty"`
}

func textingOf(t *inbox.Texting) Texting {
	usual := inbox.UsualTexting()
	mode := t.Autoresponder.Mode
	if mode == "" {
		mode = inbox.AutoresponderOff
	}
	return Texting{
		Numbers: each(t.Numbers, same), Brand: t.Brand, Frequency: t.Frequency,
		OptInText: t.OptInText, OptOutText: t.OptOutText, HelpText: t.HelpText,
		SubscribeKeywords: each(t.Subscribe, same), ProviderAnswers: t.ProviderAnswers,
		Autoresponder: Autoresponder{Mode: string(mode), Text: t.Autoresponder.Text, Hours: t.Autoresponder.Hours, Asks: t.Autoresponder.Asks},
		AnswerMinutes: t.AnswerMinutes, KeepLinks: t.KeepLinks, LinkBase: t.LinkBase,
		Usual: UsualTexting{
			Frequency: usual.Frequency, OptInText: usual.OptInText, OptOutText: usual.OptOutText, HelpText: usual.HelpText,
			AnswerMinutes: usual.AnswerMinutes, AutoresponderHours: usual.Autoresponder.Hours,
		},
		Gaps: each(t.Gaps(), same),
	}
}

// administers tells whether the edit touches what takes more than a manager: the
// numbers, who keeps the list of who opted out, and the host that links name.
func (e *EditTexting) administers() bool {
	return e != nil && (e.Numbers != nil || e.ProviderAnswers != nil || e.LinkBase != nil)
}

// apply makes the changes. Short links lead through base where there are numbers
// and nothing else was ever chosen.
func (e *EditTexting) apply(t *inbox.Texting, base string) {
	if e == nil {
		return
	}
	set(&t.Numbers, e.Numbers)
	set(&t.Brand, e.Brand)
	set(&t.Frequency, e.Frequency)
	set(&t.OptInText, e.OptInText)
	set(&t.OptOutText, e.OptOutText)
	set(&t.HelpText, e.HelpText)
	set(&t.Subscribe, e.SubscribeKeywords)
	set(&t.ProviderAnswers, e.ProviderAnswers)
	set(&t.AnswerMinutes, e.AnswerMinutes)
	set(&t.KeepLinks, e.KeepLinks)
	set(&t.LinkBase, e.LinkBase)
	if e.Numbers != nil && len(t.Numbers) > 0 && t.LinkBase == "" && e.LinkBase == nil {
		t.LinkBase = base
	}
	if r := e.Autoresponder; r != nil {
		set((*string)(&t.Autoresponder.Mode), r.Mode)
		set(&t.Autoresponder.Text, r.Text)
		set(&t.Autoresponder.Hours, r.Hours)
		set(&t.Autoresponder.Asks, r.Asks)
	}
}

// linkBase is where a deployment that is reached by a host serves short links.
// On this machine alone it does without TLS.
func linkBase(host string) string {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if slices.Contains([]string{"127.0.0.1", "localhost"}, name) {
		return "http://" + host
	}
	return "https://" + host
}

// TextingState tells whether, and how, a conversation's contact may be texted.
type TextingState struct {
	Allowed       bool       `json:"allowed" doc:"A text that you write now would be taken."`
	Reason        string     `json:"reason" enum:",no_consent,opted_out,blocked,number_inactive,unanswerable,texting_hours,no_time_zone" doc:"Why it would not; else empty."`
	Detail        string     `json:"detail" doc:"The same as a sentence: the one with which a text would be refused."`
	NextAllowedAt *time.Time `json:"next_allowed_at,omitempty" doc:"When the contact's texting hours allow the next text: now, or a time to send at."`
	FreeUntil     *time.Time `json:"free_until,omitempty" doc:"Until when an answer may leave at any hour, for the contact has just written."`
	TimeZone      string     `json:"time_zone" example:"America/New_York" doc:"An IANA name by which to show the contact's local time: theirs, else the first of those in which their number may be; or empty."`
	Zones         []string   `json:"zones" doc:"All zones by which texting hours are judged: each must allow a text."`
	Consent       Consent    `json:"consent"`
	Refusal       string     `json:"refusal" doc:"The id of a message of theirs that seems to refuse further texts, as long as nobody has decided; else empty. Until then nothing is sent unasked."`
	Number        TextNumber `json:"number" doc:"Ours, from which a text would leave."`
	LinkBase      string     `json:"link_base" doc:"Where short links would lead through; empty where links stay."`
}

// Consent is whether a number may be texted.
type Consent struct {
	Number string     `json:"number" example:"+15550142"`
	State  string     `json:"state" enum:",consented,opted_out" doc:"Empty where nobody has consented to anything."`
	Since  *time.Time `json:"since,omitempty"`
	Source string     `json:"source" enum:",keyword,member,provider" doc:"How it came to us; or empty."`
}

// TextNumber is a number of ours, as its provider knows it.
type TextNumber struct {
	Number       string     `json:"number" example:"+15550100"`
	Active       bool       `json:"active" doc:"Texts can be sent from it."`
	Status       string     `json:"status" example:"ACTIVE" doc:"The provider's word; empty until it was asked."`
	Registration string     `json:"registration" example:"COMPLETE" doc:"The provider's word; empty where there is none."`
	TwoWay       bool       `json:"two_way" doc:"What is texted to it reaches the inbox."`
	Media        bool       `json:"media" doc:"Pictures can be sent from it."`
	SelfManaged  bool       `json:"self_managed" doc:"The provider leaves it to us to answer STOP and HELP."`
	Checked      *time.Time `json:"checked,omitempty" doc:"When the provider was asked last."`
}

func textingStateOf(s *inbox.TextingState) TextingState {
	out := TextingState{
		Allowed: s.Closed == nil, NextAllowedAt: instant(s.NextAllowed), FreeUntil: instant(s.FreeUntil),
		Zones: each(s.Zones, same), Consent: consentOf(&s.Consent), Refusal: s.Consent.Refusal.Message,
		Number: textNumberOf(&s.Number), LinkBase: s.LinkBase,
	}
	if s.Closed != nil {
		out.Reason, out.Detail = string(s.Closed.Reason), s.Closed.Detail
	}
	if len(s.Zones) > 0 {
		out.TimeZone = s.Zones[0]
	}
	return out
}

func consentOf(c *inbox.Consent) Consent {
	return Consent{Number: c.Number, State: string(c.State), Since: instant(c.Since), Source: string(c.Source)}
}

func textNumberOf(n *inbox.TextNumber) TextNumber {
	return TextNumber{
		Number: n.Number, Active: n.Active, Status: n.Status, Registration: n.Registration,
		TwoWay: n.TwoWay, Media: n.Media, SelfManaged: n.SelfManaged, Checked: instant(n.Checked),
	}
}
