package store

import (
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// StreamEvent is a batch of the table's stream as Lambda delivers it, as much of
// it as is looked at. Source: AWS Lambda, "Using Lambda with DynamoDB".
type StreamEvent struct{ Records []StreamRecord }

// StreamRecord is one change of an item.
type StreamRecord struct {
	Change struct {
		// ApproximateCreationDateTime is in seconds since 1970.
		ApproximateCreationDateTime float64
		SequenceNumber              string
		OldImage, NewImage          image
	} `json:"dynamodb"`
}

// Changed reads what has changed; ok is false where nobody follows it.
func (r *StreamRecord) Changed() (c inbox.Changed, ok bool, err error) {
	c, ok, err = Changed(r.Change.OldImage, r.Change.NewImage)
	c.At = time.Unix(int64(r.Change.ApproximateCreationDateTime), 0).UTC()
	return c, ok, err
}

// image is an item in DynamoDB's JSON, nil where there is none.
type image map[string]types.AttributeValue

func (i *image) UnmarshalJSON(data []byte) error {
	var fields map[string]value
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	if fields == nil {
		return nil
	}
	*i = image{}
	for name, v := range fields {
		(*i)[name] = v.attribute()
	}
	return nil
}

// value is an attribute in DynamoDB's JSON: one of its fields is set.
// Source: DynamoDB API Reference, "AttributeValue".
type value struct {
	S    *string
	N    *string
	B    []byte
	BOOL *bool
	L    *[]value
	M    *map[string]value
	SS   []string
	NS   []string
	BS   [][]byte
}

func (v value) attribute() types.AttributeValue {
	switch {
	case v.S != nil:
		return &types.AttributeValueMemberS{Value: *v.S}
	case v.N != nil:
		return &types.AttributeValueMemberN{Value: *v.N}
	case v.BOOL != nil:
		return &types.AttributeValueMemberBOOL{Value: *v.BOOL}
	case v.B != nil:
		return &types.AttributeValueMemberB{Value: v.B}
	case v.SS != nil:
		return &types.AttributeValueMemberSS{Value: v.SS}
	case v.NS != nil:
		return &types.AttributeValueMemberNS{Value: v.NS}
	case v.BS != nil:
		return &types.AttributeValueMemberBS{Value: v.BS}
	case v.L != nil:
		list := make([]types.AttributeValue, len(*v.L))
		for i, each := range *v.L {
			list[i] = each.attribute()
		}
		return &types.AttributeValueMemberL{Value: list}
	case v.M != nil:
		m := make(map[string]types.AttributeValue, len(*v.M))
		for name, each := range *v.M {
			m[name] = each.attribute()
		}
		return &types.AttributeValueMemberM{Value: m}
	}
	return &types.AttributeValueMemberNULL{Value: true}
}
