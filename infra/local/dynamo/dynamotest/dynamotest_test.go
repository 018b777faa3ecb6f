package dynamotest_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/local/dynamo/dynamotest"
)

func TestEachTableIsEmptyAndItsOwn(t *testing.T) {
	start := time.Now()
	one, two := dynamotest.New(t), dynamotest.New(t)
	t.Logf("two tables after %v", time.Since(start))
	client := dynamodb.NewFromConfig(one.Config)
	_, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &one.Name, Item: map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "a"}, "sk": &types.AttributeValueMemberS{Value: "b"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int32{one.Name: 1, two.Name: 0} {
		out, err := client.Scan(t.Context(), &dynamodb.ScanInput{TableName: &table})
		if err != nil {
			t.Fatal(err)
		}
		if out.Count != want {
			t.Errorf("%s holds %d items, want %d", table, out.Count, want)
		}
	}
}
