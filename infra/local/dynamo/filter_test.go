package dynamo_test

import (
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/dynamo"
)

func TestAFilterLetsThroughWhatItsPatternSays(t *testing.T) {
	filter, err := dynamo.ParseFilter(`{"eventName":["INSERT","MODIFY"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"C#"}]},"sk":{"S":["Z"]}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	text := events.NewStringAttribute
	for _, tt := range []struct {
		name, event string
		keys        map[string]events.DynamoDBAttributeValue
		want        bool
	}{
		{"all fits", "MODIFY", map[string]events.DynamoDBAttributeValue{"pk": text("C#1"), "sk": text("Z")}, true},
		{"another event", "REMOVE", map[string]events.DynamoDBAttributeValue{"pk": text("C#1"), "sk": text("Z")}, false},
		{"another prefix", "INSERT", map[string]events.DynamoDBAttributeValue{"pk": text("D#1"), "sk": text("Z")}, false},
		{"more than the text", "INSERT", map[string]events.DynamoDBAttributeValue{"pk": text("C#1"), "sk": text("ZZ")}, false},
		{"no such key", "INSERT", map[string]events.DynamoDBAttributeValue{"pk": text("C#1")}, false},
		{"a key of another type", "INSERT", map[string]events.DynamoDBAttributeValue{"pk": text("C#1"), "sk": events.NewNumberAttribute("1")}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := filter(events.DynamoDBEventRecord{EventName: tt.event, Change: events.DynamoDBStreamRecord{Keys: tt.keys}}); got != tt.want {
				t.Errorf("let through = %t", got)
			}
		})
	}
}

func TestAFilterReadsTheImagesItNames(t *testing.T) {
	filter, err := dynamo.ParseFilter(`{"dynamodb":{"NewImage":{"kind":{"S":["note"]}},"OldImage":{"kind":{"S":["message"]}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	image := func(kind string) map[string]events.DynamoDBAttributeValue {
		return map[string]events.DynamoDBAttributeValue{"kind": events.NewStringAttribute(kind), "text": events.NewStringAttribute("Hello")}
	}
	for _, tt := range []struct {
		before, after string
		want          bool
	}{{"message", "note", true}, {"note", "note", false}, {"message", "message", false}} {
		if got := filter(events.DynamoDBEventRecord{Change: events.DynamoDBStreamRecord{OldImage: image(tt.before), NewImage: image(tt.after)}}); got != tt.want {
			t.Errorf("from %s to %s: let through = %t", tt.before, tt.after, got)
		}
	}
	if filter(events.DynamoDBEventRecord{EventName: "REMOVE"}) {
		t.Error("a record without images was let through")
	}
}

func TestAFilterThatIsNotUnderstoodIsRefused(t *testing.T) {
	for _, pattern := range []string{"", "[]", `{"eventName":"INSERT"}`, `{"eventName":[{"exists":true}]}`, `{"eventName":[{"prefix":"I","suffix":"T"}]}`, `{"eventName":[1]}`} {
		if _, err := dynamo.ParseFilter(pattern); err == nil {
			t.Errorf("%s was accepted", pattern)
		}
	}
}
