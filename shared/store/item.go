package store

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// item is what DynamoDB stores under a key.
type item = map[string]types.AttributeValue

// shape is the version of the form in which items are written, attribute v.
// Readers accept this one and the one before.
const shape = 1

// encode makes an item of a record at a key. Empty values are left out, so that
// an item costs what it says.
func encode(k key, record any) (item, error) {
	it, err := attributevalue.MarshalMapWithOptions(record, func(o *attributevalue.EncoderOptions) {
		o.OmitEmptyTime = true
		o.EncodeTime = encodeTime
	})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", k.kind(), err)
	}
	if it == nil {
		it = item{}
	}
	k.stamp(it)
	it["v"] = num(shape)
	return it, nil
}

// encodeTime keeps times in UTC, and the zero time as NULL.
func encodeTime(t time.Time) (types.AttributeValue, error) {
	if t.IsZero() {
		return &types.AttributeValueMemberNULL{Value: true}, nil
	}
	return str(t.UTC().Format(time.RFC3339Nano)), nil
}

// decode reads an item into a record.
func decode[R any](it item) (R, error) {
	var r R
	if v := number(it["v"]); v > shape {
		return r, fmt.Errorf("item of shape %d is newer than this program", v)
	}
	if err := attributevalue.UnmarshalMap(it, &r); err != nil {
		return r, fmt.Errorf("decode: %w", err)
	}
	return r, nil
}

func (k key) stamp(it item) {
	it["pk"], it["sk"] = str(k.pk), str(k.sk)
}

func (k key) item() item {
	it := item{}
	k.stamp(it)
	return it
}

// kind is the part of a key that is safe to show: what sort of thing it names.
func (k key) kind() string {
	for i := range k.pk {
		if k.pk[i] == '#' {
			return k.pk[:i]
		}
	}
	return k.pk
}

func keyOf(it item) key { return key{text(it["pk"]), text(it["sk"])} }

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func num(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func boolean(b bool) types.AttributeValue { return &types.AttributeValueMemberBOOL{Value: b} }

func strs(list []string) types.AttributeValue {
	l := &types.AttributeValueMemberL{}
	for _, s := range list {
		l.Value = append(l.Value, str(s))
	}
	return l
}

// seconds is the form in which DynamoDB's time to live reads a time.
func seconds(t time.Time) types.AttributeValue { return num(t.Unix()) }

// text and number read attributes that may be absent.
func text(v types.AttributeValue) string {
	if s, ok := v.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

func number(v types.AttributeValue) int64 {
	if n, ok := v.(*types.AttributeValueMemberN); ok {
		i, _ := strconv.ParseInt(n.Value, 10, 64)
		return i
	}
	return 0
}
