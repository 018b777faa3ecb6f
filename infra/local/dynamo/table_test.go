package dynamo

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/local/disk"
)

func TestTheTableComesFromTheTemplate(t *testing.T) {
	root, err := disk.Root()
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadTemplate(root)
	if err != nil {
		t.Fatal(err)
	}
	in := table.input("inbox")
	if len(in.KeySchema) != 2 || *in.KeySchema[0].AttributeName != "pk" || in.KeySchema[0].KeyType != types.KeyTypeHash {
		t.Errorf("key schema = %+v", in.KeySchema)
	}
	if len(in.GlobalSecondaryIndexes) == 0 || len(in.AttributeDefinitions) < 2 {
		t.Errorf("indexes or attributes are missing: %+v", in)
	}
	if in.StreamSpecification == nil || in.StreamSpecification.StreamViewType != types.StreamViewTypeNewAndOldImages {
		t.Errorf("stream = %+v", in.StreamSpecification)
	}
	if table.TimeToLiveSpecification.AttributeName != "ttl" {
		t.Errorf("time to live = %q", table.TimeToLiveSpecification.AttributeName)
	}
}

func TestTemplatesAreReadPastTheirTags(t *testing.T) {
	tests := []struct {
		name     string
		template string
		want     string // name of the first key, or empty for an error
	}{
		{"tags on scalars, lists and mappings", `
Resources:
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "${A}-b" } }
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Join ["-", [!Ref A, t]]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]`, "id"},
		{"no table", "Resources:\n  Bucket: { Type: AWS::S3::Bucket }", ""},
		{"no YAML", "Resources: [", ""},
		{"a key schema that is no list", "Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: yes } } }", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := parseTemplate([]byte(tt.template))
			if (err == nil) != (tt.want != "") {
				t.Fatalf("error = %v", err)
			}
			if err == nil && table.KeySchema[0].AttributeName != tt.want {
				t.Errorf("key = %+v, want %s", table.KeySchema, tt.want)
			}
		})
	}
}
