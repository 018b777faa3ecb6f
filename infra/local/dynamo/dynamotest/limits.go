package dynamotest

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// The lengths of keys in bytes that DynamoDB refuses to go beyond, and dynoxide
// does not. Source: "Quotas in Amazon DynamoDB", partition and sort keys.
const (
	maxPartitionKey = 2048
	maxSortKey      = 1024
)

// keyLimits is a client option that refuses what DynamoDB refuses of keys: those
// that are too long, and empty ones.
func keyLimits(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("KeyLimits",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			for _, item := range keysOf(in.Parameters) {
				for name, value := range item {
					if err := checkKey(name, value); err != nil {
						return middleware.InitializeOutput{}, middleware.Metadata{}, err
					}
				}
			}
			return next.HandleInitialize(ctx, in)
		}), middleware.After)
}

func checkKey(name string, value types.AttributeValue) error {
	text, ok := value.(*types.AttributeValueMemberS)
	limit := map[bool]int{true: maxSortKey, false: maxPartitionKey}[strings.HasSuffix(name, "sk")]
	if !ok || 0 < len(text.Value) && len(text.Value) <= limit {
		return nil
	}
	return &smithy.GenericAPIError{
		Code: "ValidationException", Fault: smithy.FaultClient,
		Message: fmt.Sprintf("One or more parameter values were invalid: %s has %d bytes", name, len(text.Value)),
	}
}

type item = map[string]types.AttributeValue

// keysOf returns what of a request's parameters are keys, by their names.
func keysOf(parameters any) (out []item) {
	switch p := parameters.(type) {
	case *dynamodb.GetItemInput:
		out = append(out, keys(p.Key))
	case *dynamodb.PutItemInput:
		out = append(out, keys(p.Item))
	case *dynamodb.UpdateItemInput:
		out = append(out, keys(p.Key))
	case *dynamodb.DeleteItemInput:
		out = append(out, keys(p.Key))
	case *dynamodb.QueryInput:
		out = append(out, compared(p), keys(p.ExclusiveStartKey))
	case *dynamodb.BatchGetItemInput:
		for _, of := range p.RequestItems {
			for _, k := range of.Keys {
				out = append(out, keys(k))
			}
		}
	case *dynamodb.TransactWriteItemsInput:
		for _, action := range p.TransactItems {
			out = append(out, written(action))
		}
	}
	return out
}

func written(action types.TransactWriteItem) item {
	switch {
	case action.Put != nil:
		return keys(action.Put.Item)
	case action.Update != nil:
		return keys(action.Update.Key)
	case action.Delete != nil:
		return keys(action.Delete.Key)
	case action.ConditionCheck != nil:
		return keys(action.ConditionCheck.Key)
	}
	return nil
}

// keys are the attributes that are keys of the table or of one of its indexes.
func keys(all item) item {
	out := item{}
	for name, value := range all {
		if strings.HasSuffix(name, "pk") || strings.HasSuffix(name, "sk") {
			out[name] = value
		}
	}
	return out
}

// compared are the values that a query compares with keys, under names that end
// with the key's.
func compared(q *dynamodb.QueryInput) item {
	out, name := item{}, ""
	for _, part := range strings.FieldsFunc(aws.ToString(q.KeyConditionExpression), func(r rune) bool { return strings.ContainsRune(" =<>(),", r) }) {
		if value, ok := q.ExpressionAttributeValues[part]; ok {
			out[part+" of "+name] = value
		} else if strings.HasSuffix(part, "pk") || strings.HasSuffix(part, "sk") {
			name = part
		}
	}
	return out
}
