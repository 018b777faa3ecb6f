package store

import (
	"time"

	"confab/shared/inbox"
)

type consentRecord struct {
	Audience string              `dynamodbav:"audience"`
	Number   string              `dynamodbav:"number"`
	State    inbox.ConsentState  `dynamodbav:"state,omitempty"`
	Since    time.Time           `dynamodbav:"since,omitempty"`
	Source   inbox.ConsentSource `dynamodbav:"source,omitempty"`
	Asked    time.Time           `dynamodbav:"asked,omitempty"`
	Refusal  inbox.MessageKey    `dynamodbav:"refusal"`
	Rev      int64               `dynamodbav:"rev"`
}

type textRecord struct {
	ID           string              `dynamodbav:"id"`
	Audience     string              `dynamodbav:"audience"`
	Number       string              `dynamodbav:"number"`
	Contact      string              `dynamodbav:"contact,omitempty"`
	At           time.Time           `dynamodbav:"at,omitempty"`
	Recorded     time.Time           `dynamodbav:"recorded,omitempty"`
	Kind         inbox.RecordKind    `dynamodbav:"kind"`
	Source       inbox.ConsentSource `dynamodbav:"source,omitempty"`
	Effective    bool                `dynamodbav:"effective,omitempty"`
	Ours         string              `dynamodbav:"ours,omitempty"`
	Words        string              `dynamodbav:"words,omitempty"`
	Keyword      string              `dynamodbav:"keyword,omitempty"`
	Author       string              `dynamodbav:"author,omitempty"`
	Reason       string              `dynamodbav:"reason,omitempty"`
	Zone         string              `dynamodbav:"zone,omitempty"`
	Conversation string              `dynamodbav:"conversation,omitempty"`
	Message      string              `dynamodbav:"message,omitempty"`
	ProviderID   string              `dynamodbav:"provider_id,omitempty"`
	Link         string              `dynamodbav:"link,omitempty"`
	Bot          bool                `dynamodbav:"bot,omitempty"`
}

type textNumberRecord struct {
	Number       string    `dynamodbav:"number"`
	Audience     string    `dynamodbav:"audience"`
	Status       string    `dynamodbav:"status,omitempty"`
	Registration string    `dynamodbav:"registration,omitempty"`
	Active       bool      `dynamodbav:"active,omitempty"`
	TwoWay       bool      `dynamodbav:"two_way,omitempty"`
	Media        bool      `dynamodbav:"media,omitempty"`
	SelfManaged  bool      `dynamodbav:"self_managed,omitempty"`
	OptOutList   string    `dynamodbav:"opt_out_list,omitempty"`
	Checked      time.Time `dynamodbav:"checked,omitempty"`
	Mirrored     time.Time `dynamodbav:"mirrored,omitempty"`
	Rev          int64     `dynamodbav:"rev"`
}

type linkRecord struct {
	Code         string    `dynamodbav:"code"`
	Target       string    `dynamodbav:"target"`
	Audience     string    `dynamodbav:"audience,omitempty"`
	Number       string    `dynamodbav:"number,omitempty"`
	Contact      string    `dynamodbav:"contact,omitempty"`
	Conversation string    `dynamodbav:"conversation,omitempty"`
	Message      string    `dynamodbav:"message,omitempty"`
	Created      time.Time `dynamodbav:"created,omitempty"`
	Expires      time.Time `dynamodbav:"ttl,unixtime"`
	Clicks       int       `dynamodbav:"clicks,omitempty"`
	Rev          int64     `dynamodbav:"rev"`
}
