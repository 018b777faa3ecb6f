package dynamotest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"confab/infra/local/dynamo/dynamotest"
)

func TestKeysAreHeldToTheirLimits(t *testing.T) {
	table := dynamotest.New(t)
	client := dynamodb.NewFromConfig(table.Config)
	text := func(n int) types.AttributeValue { return &types.AttributeValueMemberS{Value: strings.Repeat("x", n)} }
	for _, tt := range []struct {
		pk, sk int
		want   bool
	}{{2048, 1024, true}, {2049, 1, false}, {1, 1025, false}, {0, 1, false}, {1, 0, false}} {
		key := map[string]types.AttributeValue{"pk": text(tt.pk), "sk": text(tt.sk)}
		values := map[string]types.AttributeValue{":p": key["pk"], ":s": key["sk"]}
		put := types.TransactWriteItem{Put: &types.Put{TableName: &table.Name, Item: key}}
		_, got := client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &table.Name, Key: key})
		_, batch := client.BatchGetItem(t.Context(), &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{table.Name: {Keys: []map[string]types.AttributeValue{key}}}})
		_, query := client.Query(t.Context(), &dynamodb.QueryInput{TableName: &table.Name, KeyConditionExpression: aws.String("pk = :p AND sk BETWEEN :s AND :s"), ExpressionAttributeValues: values})
		_, write := client.TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{put}})
		for name, err := range map[string]error{"get": got, "batch": batch, "query": query, "write": write} {
			var refused smithy.APIError
			if (err == nil) != tt.want || err != nil && (!errors.As(err, &refused) || refused.ErrorCode() != "ValidationException") {
				t.Errorf("%s of %d and %d bytes: %v", name, tt.pk, tt.sk, err)
			}
		}
	}
}
