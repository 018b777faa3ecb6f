package dynamo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"gopkg.in/yaml.v3"
)

// Table is what of an AWS::DynamoDB::Table resource a local table needs. What
// is left out (recovery, protection, encryption) changes nothing on a laptop.
type Table struct {
	AttributeDefinitions []struct {
		AttributeName string                    `yaml:"AttributeName"`
		AttributeType types.ScalarAttributeType `yaml:"AttributeType"`
	} `yaml:"AttributeDefinitions"`
	KeySchema              []keyElement `yaml:"KeySchema"`
	GlobalSecondaryIndexes []struct {
		IndexName  string       `yaml:"IndexName"`
		KeySchema  []keyElement `yaml:"KeySchema"`
		Projection struct {
			ProjectionType   types.ProjectionType `yaml:"ProjectionType"`
			NonKeyAttributes []string             `yaml:"NonKeyAttributes"`
		} `yaml:"Projection"`
	} `yaml:"GlobalSecondaryIndexes"`
	StreamSpecification struct {
		StreamViewType types.StreamViewType `yaml:"StreamViewType"`
	} `yaml:"StreamSpecification"`
	TimeToLiveSpecification struct {
		AttributeName string `yaml:"AttributeName"`
	} `yaml:"TimeToLiveSpecification"`
}

type keyElement struct {
	AttributeName string        `yaml:"AttributeName"`
	KeyType       types.KeyType `yaml:"KeyType"`
}

// ReadTemplate reads the one AWS::DynamoDB::Table out of root/template.yaml.
// CloudFormation's tags, such as !Ref, are read past.
func ReadTemplate(root string) (*Table, error) {
	text, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read the table's definition: %w", err)
	}
	return parseTemplate(text)
}

func parseTemplate(text []byte) (*Table, error) {
	var template struct {
		Resources map[string]struct {
			Type       string    `yaml:"Type"`
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		return nil, fmt.Errorf("read the table's definition: %w", err)
	}
	for name, resource := range template.Resources {
		if resource.Type != "AWS::DynamoDB::Table" {
			continue
		}
		var table Table
		if err := resource.Properties.Decode(&table); err != nil {
			return nil, fmt.Errorf("read the definition of %s: %w", name, err)
		}
		return &table, nil
	}
	return nil, errors.New("template.yaml describes no AWS::DynamoDB::Table")
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
