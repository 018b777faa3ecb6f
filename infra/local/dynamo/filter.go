package dynamo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// ParseFilter reads a pattern of an event source mapping and returns what it lets
// through. It refuses comparisons other than with a string and with a prefix.
// Source: "Control which events Lambda sends to your function".
func ParseFilter(pattern string) (func(events.DynamoDBEventRecord) bool, error) {
	var rules map[string]any
	if err := json.Unmarshal([]byte(pattern), &rules); err != nil {
		return nil, fmt.Errorf("read the filter %s: %w", pattern, err)
	}
	if !known(rules) {
		return nil, fmt.Errorf("the filter %s compares in a way that is not known here", pattern)
	}
	dynamodb, _ := rules["dynamodb"].(map[string]any)
	return func(r events.DynamoDBEventRecord) bool {
		r.Change.NewImage = named(r.Change.NewImage, dynamodb["NewImage"])
		r.Change.OldImage = named(r.Change.OldImage, dynamodb["OldImage"])
		var value any
		encoded, err := json.Marshal(r)
		if err == nil {
			err = json.Unmarshal(encoded, &value)
		}
		return err == nil && lets(rules, value)
	}, nil
}

// named keeps of an image what rules ask about: encoding the rest for every pattern
// took a twelfth of what all of the local inbox takes.
func named(image map[string]events.DynamoDBAttributeValue, rules any) map[string]events.DynamoDBAttributeValue {
	asked, _ := rules.(map[string]any)
	kept := map[string]events.DynamoDBAttributeValue{}
	for name := range asked {
		if value, ok := image[name]; ok {
			kept[name] = value
		}
	}
	return kept
}

// known tells whether lets understands every rule.
func known(rules any) bool {
	switch rules := rules.(type) {
	case map[string]any:
		for _, inner := range rules {
			if !known(inner) {
				return false
			}
		}
		return true
	case []any:
		return !slices.ContainsFunc(rules, func(rule any) bool {
			_, literal := rule.(string)
			_, prefix := prefixOf(rule)
			return !literal && !prefix
		})
	default:
		return false
	}
}

// lets tells whether a value fits: in each field of an object, to one of a list.
func lets(rules, value any) bool {
	if fields, ok := rules.(map[string]any); ok {
		object, _ := value.(map[string]any)
		for name, inner := range fields {
			if !lets(inner, object[name]) {
				return false
			}
		}
		return true
	}
	list, _ := rules.([]any)
	text, isText := value.(string)
	return isText && slices.ContainsFunc(list, func(rule any) bool {
		prefix, ok := prefixOf(rule)
		return rule == any(text) || ok && strings.HasPrefix(text, prefix)
	})
}

func prefixOf(rule any) (string, bool) {
	operator, _ := rule.(map[string]any)
	prefix, ok := operator["prefix"].(string)
	return prefix, ok && len(operator) == 1
}
