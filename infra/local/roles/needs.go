package roles

import (
	"bytes"
	netmail "net/mail"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/infra/local/function"
)

// needs are what AWS asks a caller's policies for when it gets the input of a
// call. It knows the calls that the functions make, with the options that they
// use; of any other it returns false.
//
// Source: AWS, Service Authorization Reference, the page of each service; for
// transactions "Using IAM with DynamoDB transactions", for copies "CopyObject" in
// the Amazon S3 API Reference, and as given at the cases.
func needs(input any) ([]Need, bool) {
	switch in := input.(type) {
	case *dynamodb.BatchGetItemInput:
		var out []Need
		for table := range in.RequestItems {
			out = append(out, Need{"dynamodb:BatchGetItem", tableARN(table)})
		}
		return out, true
	case *dynamodb.QueryInput:
		arn := tableARN(aws.ToString(in.TableName))
		if in.IndexName != nil {
			arn += "/index/" + *in.IndexName
		}
		return []Need{{"dynamodb:Query", arn}}, true
	case *dynamodb.TransactWriteItemsInput:
		return transaction(in)
	case *s3.GetObjectInput:
		return []Need{object("s3:GetObject", in.Bucket, in.Key)}, in.VersionId == nil
	case *s3.HeadObjectInput: // there is no s3:HeadObject
		return []Need{object("s3:GetObject", in.Bucket, in.Key)}, in.VersionId == nil
	case *s3.PutObjectInput: // If-Match would ask for s3:GetObject too
		return []Need{object("s3:PutObject", in.Bucket, in.Key)}, in.ACL == "" && in.Tagging == nil && in.IfMatch == nil
	case *s3.CopyObjectInput:
		from, err := url.PathUnescape(aws.ToString(in.CopySource))
		bucket, key, _ := strings.Cut(strings.TrimPrefix(from, "/"), "/")
		return []Need{object("s3:GetObject", &bucket, &key), object("s3:PutObject", in.Bucket, in.Key)},
			err == nil && in.ACL == "" && in.Tagging == nil && in.IfMatch == nil
	case *sqs.SendMessageInput:
		path := strings.Split(aws.ToString(in.QueueUrl), "/")
		return []Need{{"sqs:SendMessage", arn("sqs", path[len(path)-1])}}, true
	case *secretsmanager.GetSecretValueInput:
		return []Need{{"secretsmanager:GetSecretValue", aws.ToString(in.SecretId)}}, true
	case *sesv2.SendEmailInput:
		return sending(in)
	}
	return nil, false
}

// transaction asks for the action of each item as if it were written alone.
func transaction(in *dynamodb.TransactWriteItemsInput) (out []Need, known bool) {
	for _, item := range in.TransactItems {
		switch {
		case item.Put != nil:
			out = append(out, Need{"dynamodb:PutItem", tableARN(*item.Put.TableName)})
		case item.Update != nil:
			out = append(out, Need{"dynamodb:UpdateItem", tableARN(*item.Update.TableName)})
		case item.Delete != nil:
			out = append(out, Need{"dynamodb:DeleteItem", tableARN(*item.Delete.TableName)})
		case item.ConditionCheck != nil:
			out = append(out, Need{"dynamodb:ConditionCheckItem", tableARN(*item.ConditionCheck.TableName)})
		default:
			return nil, false
		}
	}
	return out, len(out) > 0
}

// sending asks for both of SES's actions, since mail that is given whole counts
// as raw also in version 2, on the identity it is from, here always a domain, and
// on the configuration set.
// Source: "Actions, resources, and condition keys for Amazon Simple Email Service
// v2"; that SendEmail asks for ses:SendRawEmail is told by its refusals.
func sending(in *sesv2.SendEmailInput) (out []Need, known bool) {
	if in.Content == nil || in.Content.Raw == nil || in.FromEmailAddress != nil {
		return nil, false
	}
	mail, err := netmail.ReadMessage(bytes.NewReader(in.Content.Raw.Data))
	if err != nil {
		return nil, false
	}
	from, err := netmail.ParseAddress(mail.Header.Get("From"))
	if err != nil {
		return nil, false
	}
	resources := []string{"identity/" + from.Address[strings.LastIndexByte(from.Address, '@')+1:]}
	if in.ConfigurationSetName != nil {
		resources = append(resources, "configuration-set/"+*in.ConfigurationSetName)
	}
	for _, action := range []string{"ses:SendEmail", "ses:SendRawEmail"} {
		for _, r := range resources {
			out = append(out, Need{action, arn("ses", r)})
		}
	}
	return out, true
}

func tableARN(table string) string { return arn("dynamodb", "table/"+table) }

func arn(service, resource string) string {
	return "arn:aws:" + service + ":" + function.Region + ":" + function.Account + ":" + resource
}

func object(action string, bucket, key *string) Need {
	return Need{action, bucketARN(aws.ToString(bucket)) + "/" + aws.ToString(key)}
}

func bucketARN(bucket string) string { return "arn:aws:s3:::" + bucket }
