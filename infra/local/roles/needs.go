package roles

import (
	"bytes"
	netmail "net/mail"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"confab/infra/local/function"
	"confab/infra/local/texts"
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
	case *dynamodb.ScanInput:
		return []Need{{"dynamodb:Scan", tableARN(aws.ToString(in.TableName))}}, in.IndexName == nil
	case *dynamodb.PutItemInput:
		return []Need{{"dynamodb:PutItem", tableARN(aws.ToString(in.TableName))}}, true
	case *dynamodb.DeleteItemInput:
		return []Need{{"dynamodb:DeleteItem", tableARN(aws.ToString(in.TableName))}}, true
	case *dynamodb.TransactWriteItemsInput:
		return transaction(in)
	case *s3.DeleteObjectInput:
		if in.VersionId != nil {
			return []Need{object("s3:DeleteObjectVersion", in.Bucket, in.Key)}, true
		}
		return []Need{object("s3:DeleteObject", in.Bucket, in.Key)}, true
	case *s3.ListObjectVersionsInput:
		return []Need{{"s3:ListBucketVersions", bucketARN(aws.ToString(in.Bucket))}}, true
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
	return texting(input)
}

// texting is needs for what has to do with texts. SNS hands a text on to End User
// Messaging in the name of who published it, and End User Messaging reads a file
// so. A phone has no ARN: its number is what the action is on. Who does not say
// which numbers to describe asks for all of them.
// Sources: Service Authorization Reference, "AWS End User Messaging SMS and Voice
// V2" and "Amazon SNS"; "Amazon SNS: publishing to a phone number" in IAM's
// refusals; "Setting up an Amazon S3 bucket for MMS files", End User Messaging SMS
// User Guide.
func texting(input any) (out []Need, known bool) {
	switch in := input.(type) {
	case *sns.PublishInput:
		origin := in.MessageAttributes["AWS.MM.SMS.OriginationNumber"].StringValue
		return []Need{{"sns:Publish", aws.ToString(in.PhoneNumber)}, from("SendTextMessage", origin)}, in.PhoneNumber != nil && origin != nil
	case *pinpointsmsvoicev2.SendTextMessageInput:
		return []Need{from("SendTextMessage", in.OriginationIdentity)}, in.OriginationIdentity != nil
	case *pinpointsmsvoicev2.SendMediaMessageInput:
		out = []Need{from("SendMediaMessage", in.OriginationIdentity)}
		for _, address := range in.MediaUrls {
			bucket, key, _ := strings.Cut(strings.TrimPrefix(address, "s3://"), "/")
			out = append(out, object("s3:GetObject", &bucket, &key))
		}
		return out, in.OriginationIdentity != nil
	case *pinpointsmsvoicev2.DescribePhoneNumbersInput:
		return []Need{{"sms-voice:DescribePhoneNumbers", arn("sms-voice", "phone-number/*")}}, len(in.PhoneNumberIds) == 0
	case *pinpointsmsvoicev2.DescribeOptedOutNumbersInput:
		return []Need{{"sms-voice:DescribeOptedOutNumbers", arn("sms-voice", "opt-out-list/"+aws.ToString(in.OptOutListName))}}, in.OptOutListName != nil
	case *pinpointsmsvoicev2.DescribeRegistrationsInput:
		for _, id := range in.RegistrationIds {
			out = append(out, Need{"sms-voice:DescribeRegistrations", arn("sms-voice", "registration/"+id)})
		}
		return out, len(out) > 0
	}
	return nil, false
}

// from is the need to send from a number.
func from(action string, number *string) Need {
	return Need{"sms-voice:" + action, texts.PhoneNumberARN(aws.ToString(number))}
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
