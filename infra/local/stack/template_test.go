package stack

import (
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func TestTheTemplatesSettingsAreUnderstood(t *testing.T) {
	s, err := readSettings()
	if err != nil {
		t.Fatal(err)
	}
	record := func(pk, sk string) events.DynamoDBEventRecord {
		return events.DynamoDBEventRecord{EventName: "MODIFY", Change: events.DynamoDBStreamRecord{Keys: map[string]events.DynamoDBAttributeValue{
			"pk": events.NewStringAttribute(pk), "sk": events.NewStringAttribute(sk),
		}}}
	}
	if !s.follows(record("C#1", "Z")) || s.follows(record("C#1", "M#1")) {
		t.Error("the stream's filter lets through something else than conversations' headers")
	}
}
