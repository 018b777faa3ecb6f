package dynamotest

import "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

// StreamRecord is a record of the table's stream in the shape in which Lambda
// delivers it, of an item before and after; nil where there is none.
func StreamRecord(name string, before, after map[string]types.AttributeValue) map[string]any {
	change := map[string]any{
		"ApproximateCreationDateTime": 1772442002, "SequenceNumber": "4421584500000000017450439091", "SizeBytes": 512,
		"StreamViewType": "NEW_AND_OLD_IMAGES",
	}
	for key, image := range map[string]map[string]types.AttributeValue{"OldImage": before, "NewImage": after} {
		if image != nil {
			change[key] = wire(&types.AttributeValueMemberM{Value: image})["M"]
			change["Keys"] = wire(&types.AttributeValueMemberM{Value: map[string]types.AttributeValue{"pk": image["pk"], "sk": image["sk"]}})["M"]
		}
	}
	return map[string]any{
		"eventID": "7de3041dd709b024af6f29e4fa13d34c", "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb",
		"awsRegion": "eu-west-1", "dynamodb": change,
		"eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/confab/stream/2026-03-01T00:00:00.000",
	}
}

// wire is an attribute as DynamoDB's JSON writes it.
func wire(v types.AttributeValue) map[string]any {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return map[string]any{"S": v.Value}
	case *types.AttributeValueMemberN:
		return map[string]any{"N": v.Value}
	case *types.AttributeValueMemberBOOL:
		return map[string]any{"BOOL": v.Value}
	case *types.AttributeValueMemberSS:
		return map[string]any{"SS": v.Value}
	case *types.AttributeValueMemberL:
		list := []any{}
		for _, item := range v.Value {
			list = append(list, wire(item))
		}
		return map[string]any{"L": list}
	case *types.AttributeValueMemberM:
		m := map[string]any{}
		for name, item := range v.Value {
			m[name] = wire(item)
		}
		return map[string]any{"M": m}
	}
	return map[string]any{"NULL": true}
}
