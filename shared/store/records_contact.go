package store

import (
	"time"

	"confab/shared/inbox"
)

type contactEventRecord struct {
	ID           string                 `dynamodbav:"id"`
	Audience     string                 `dynamodbav:"audience"`
	Contact      string                 `dynamodbav:"contact"`
	Kind         inbox.ContactEventKind `dynamodbav:"kind"`
	At           time.Time              `dynamodbav:"at,omitempty"`
	Recorded     time.Time              `dynamodbav:"recorded,omitempty"`
	Name         string                 `dynamodbav:"name,omitempty"`
	Author       string                 `dynamodbav:"author,omitempty"`
	Campaign     string                 `dynamodbav:"campaign,omitempty"`
	Conversation string                 `dynamodbav:"conversation,omitempty"`
	Message      string                 `dynamodbav:"message,omitempty"`
	Order        string                 `dynamodbav:"order,omitempty"`
	Other        string                 `dynamodbav:"other,omitempty"`
	Detail       string                 `dynamodbav:"detail,omitempty"`
	Properties   string                 `dynamodbav:"properties,omitempty"`
}

func contactEventOf(it item) (inbox.ContactEvent, error) {
	r, err := decode[contactEventRecord](it)
	return inbox.ContactEvent(r), err
}
