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

func TestAFilterThatIsNotUnderstoodIsRefused(t *testing.T) {
	for _, pattern := range []string{"", "[]", `{"eventName":"INSERT"}`, `{"eventName":[{"exists":true}]}`, `{"eventName":[{"prefix":"I","suffix":"T"}]}`, `{"eventName":[1]}`} {
		if _, err := dynamo.ParseFilter(pattern); err == nil {
			t.Errorf("%s was accepted", pattern)
		}
	}
}
