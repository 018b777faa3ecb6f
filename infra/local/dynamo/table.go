package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/template"
)

// Table is what of an AWS::DynamoDB::Table resource a local table needs. What
// is left out (recovery, protection, encryption) changes nothing on a laptop.
type Table struct {
	AttributeDefinitions []struct {
		AttributeName string
		AttributeType types.ScalarAttributeType
	}
	KeySchema              []keyElement
	GlobalSecondaryIndexes []struct {
		IndexName  string
		KeySchema  []keyElement
		Projection struct {
			ProjectionType   types.ProjectionType
			NonKeyAttributes []string
		}
	}
	StreamSpecification     struct{ StreamViewType types.StreamViewType }
	TimeToLiveSpecification struct{ AttributeName string }
}

type keyElement struct {
	AttributeName string
	KeyType       types.KeyType
}

// Described returns the one table that the template describes.
func Described(t *template.Template) (*Table, error) {
	tables := t.Resources("AWS::DynamoDB::Table")
	if len(tables) != 1 {
		return nil, fmt.Errorf("%s describes %d tables", template.File, len(tables))
	}
	var table Table
	if err := tables[0].Property().Decode(&table); err != nil {
		return nil, fmt.Errorf("the definition of %s: %w", tables[0].Name, err)
	}
	return &table, nil
}

// Create makes the table under name, unless there is one, and returns when it
// can be used.
func (t *Table) Create(ctx context.Context, client *dynamodb.Client, name string) error {
	_, err := client.CreateTable(ctx, t.input(name))
	if exists := (*types.ResourceInUseException)(nil); errors.As(err, &exists) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("create table %s: %w", name, err)
	}
	waiter := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = 5*time.Millisecond, 500*time.Millisecond
	})
	if err := waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: &name}, time.Minute); err != nil {
		return fmt.Errorf("wait for table %s: %w", name, err)
	}
	if t.TimeToLiveSpecification.AttributeName == "" {
		return nil
	}
	_, err = client.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: &name,
		TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: &t.TimeToLiveSpecification.AttributeName, Enabled: aws.Bool(true),
		},
	})
	if err != nil {
		return fmt.Errorf("set time to live of %s: %w", name, err)
	}
	return nil
}

func (t *Table) input(name string) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName: &name, BillingMode: types.BillingModePayPerRequest, KeySchema: keySchema(t.KeySchema),
	}
	for _, a := range t.AttributeDefinitions {
		in.AttributeDefinitions = append(in.AttributeDefinitions,
			types.AttributeDefinition{AttributeName: &a.AttributeName, AttributeType: a.AttributeType})
	}
	for _, index := range t.GlobalSecondaryIndexes {
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: &index.IndexName, KeySchema: keySchema(index.KeySchema),
			Projection: &types.Projection{
				ProjectionType: index.Projection.ProjectionType, NonKeyAttributes: index.Projection.NonKeyAttributes,
			},
		})
	}
	if view := t.StreamSpecification.StreamViewType; view != "" {
		in.StreamSpecification = &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: view}
	}
	return in
}

func keySchema(elements []keyElement) []types.KeySchemaElement {
	var schema []types.KeySchemaElement
	for _, e := range elements {
		schema = append(schema, types.KeySchemaElement{AttributeName: &e.AttributeName, KeyType: e.KeyType})
	}
	return schema
}
