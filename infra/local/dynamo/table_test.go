package dynamo

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/local/disk"
	"confab/infra/template"
)

func TestTheTableComesFromTheTemplate(t *testing.T) {
	root, err := disk.Root()
	if err != nil {
		t.Fatal(err)
	}
	deployed, err := template.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	table, err := Described(deployed)
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

func TestATableIsDescribedWhateverStandsBesideIt(t *testing.T) {
	tests := map[string]struct {
		resources string
		key       string // name of the first key, or empty for an error
	}{
		"a name that is computed":            {`{ T: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Ref A, KeySchema: [{ AttributeName: id, KeyType: HASH }] } } }`, "id"},
		"no table":                           {`{ Bucket: { Type: AWS::S3::Bucket } }`, ""},
		"two tables":                         {`{ T: { Type: AWS::DynamoDB::Table }, U: { Type: AWS::DynamoDB::Table } }`, ""},
		"a key schema that is no list":       {`{ T: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: yes } } }`, ""},
		"the name of a key that is computed": {`{ T: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [{ AttributeName: !Ref A }] } } }`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			deployed, err := template.Parse([]byte("Resources: " + test.resources))
			if err != nil {
				t.Fatal(err)
			}
			table, err := Described(deployed)
			if (err == nil) != (test.key != "") {
				t.Fatalf("error = %v", err)
			}
			if err == nil && table.KeySchema[0].AttributeName != test.key {
				t.Errorf("key = %+v, want %s", table.KeySchema, test.key)
			}
		})
	}
}
