package dynamo

import (
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"confab/infra/local/function"
)

// lambdaRecord turns a record as DynamoDB Streams returns it into one as Lambda
// delivers it.
func lambdaRecord(arn string, r streams.Record) (events.DynamoDBEventRecord, error) {
	out := events.DynamoDBEventRecord{
		AWSRegion: function.Region, EventSource: "aws:dynamodb", EventSourceArn: arn,
		EventID: *r.EventID, EventName: string(r.EventName), EventVersion: *r.EventVersion,
		Change: events.DynamoDBStreamRecord{
			SequenceNumber: *r.Dynamodb.SequenceNumber,
			StreamViewType: string(r.Dynamodb.StreamViewType),
		},
	}
	if at := r.Dynamodb.ApproximateCreationDateTime; at != nil {
		out.Change.ApproximateCreationDateTime = events.SecondsEpochTime{Time: *at}
	}
	if size := r.Dynamodb.SizeBytes; size != nil {
		out.Change.SizeBytes = *size
	}
	if by := r.UserIdentity; by != nil {
		out.UserIdentity = &events.DynamoDBUserIdentity{Type: *by.Type, PrincipalID: *by.PrincipalId}
	}
	var err error
	for _, image := range []struct {
		from map[string]streams.AttributeValue
		to   *map[string]events.DynamoDBAttributeValue
	}{{r.Dynamodb.Keys, &out.Change.Keys}, {r.Dynamodb.NewImage, &out.Change.NewImage}, {r.Dynamodb.OldImage, &out.Change.OldImage}} {
		if len(image.from) == 0 {
			continue
		}
		if *image.to, err = attributes(image.from); err != nil {
			return out, fmt.Errorf("stream record %s: %w", out.Change.SequenceNumber, err)
		}
	}
	return out, nil
}

func attributes(from map[string]streams.AttributeValue) (map[string]events.DynamoDBAttributeValue, error) {
	to := make(map[string]events.DynamoDBAttributeValue, len(from))
	for name, value := range from {
		var err error
		if to[name], err = attribute(value); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return to, nil
}

func attribute(from streams.AttributeValue) (events.DynamoDBAttributeValue, error) {
	switch v := from.(type) {
	case *streams.AttributeValueMemberS:
		return events.NewStringAttribute(v.Value), nil
	case *streams.AttributeValueMemberN:
		return events.NewNumberAttribute(v.Value), nil
	case *streams.AttributeValueMemberB:
		return events.NewBinaryAttribute(v.Value), nil
	case *streams.AttributeValueMemberBOOL:
		return events.NewBooleanAttribute(v.Value), nil
	case *streams.AttributeValueMemberNULL:
		return events.NewNullAttribute(), nil
	case *streams.AttributeValueMemberSS:
		return events.NewStringSetAttribute(v.Value), nil
	case *streams.AttributeValueMemberNS:
		return events.NewNumberSetAttribute(v.Value), nil
	case *streams.AttributeValueMemberBS:
		return events.NewBinarySetAttribute(v.Value), nil
	case *streams.AttributeValueMemberM:
		inner, err := attributes(v.Value)
		return events.NewMapAttribute(inner), err
	case *streams.AttributeValueMemberL:
		list := make([]events.DynamoDBAttributeValue, len(v.Value))
		for i, item := range v.Value {
			var err error
			if list[i], err = attribute(item); err != nil {
				return events.DynamoDBAttributeValue{}, err
			}
		}
		return events.NewListAttribute(list), nil
	default:
		return events.DynamoDBAttributeValue{}, fmt.Errorf("unknown attribute type %T", from)
	}
}
