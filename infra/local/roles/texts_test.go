package roles_test

import (
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"

	"confab/infra/local/texts"
)

// textCalls are those of calls that have to do with texts.
var textCalls = map[string]expected{
	"Publish": {func(s *stand) error {
		_, err := sns.NewFromConfig(s.cfg).Publish(s.Context(), &sns.PublishInput{
			PhoneNumber: aws.String("+15550142"), Message: aws.String("Hello"), MessageAttributes: map[string]snstypes.MessageAttributeValue{
				"AWS.MM.SMS.OriginationNumber": {DataType: aws.String("String"), StringValue: aws.String("+15550100")},
			},
		})
		return err
	}, []string{"sns:Publish +15550142", "sms-voice:SendTextMessage " + texts.PhoneNumberARN("+15550100")}, 403, "AuthorizationError"},
	"SendTextMessage": {func(s *stand) error {
		_, err := pinpointsmsvoicev2.NewFromConfig(s.cfg).SendTextMessage(s.Context(), &pinpointsmsvoicev2.SendTextMessageInput{
			OriginationIdentity: aws.String("+15550100"), DestinationPhoneNumber: aws.String("+15550142"), MessageBody: aws.String("Hello"),
		})
		return err
	}, []string{"sms-voice:SendTextMessage " + texts.PhoneNumberARN("+15550100")}, 400, "AccessDeniedException"},
	"SendMediaMessage": {func(s *stand) error {
		_, err := pinpointsmsvoicev2.NewFromConfig(s.cfg).SendMediaMessage(s.Context(), &pinpointsmsvoicev2.SendMediaMessageInput{
			OriginationIdentity: aws.String("+15550100"), DestinationPhoneNumber: aws.String("+15550142"), MediaUrls: []string{"s3://b/m/1"},
		})
		return err
	}, []string{"sms-voice:SendMediaMessage " + texts.PhoneNumberARN("+15550100"), "s3:GetObject arn:aws:s3:::b/m/1"}, 400, "AccessDeniedException"},
	"DescribePhoneNumbers": {func(s *stand) error {
		_, err := pinpointsmsvoicev2.NewFromConfig(s.cfg).DescribePhoneNumbers(s.Context(), &pinpointsmsvoicev2.DescribePhoneNumbersInput{})
		return err
	}, []string{"sms-voice:DescribePhoneNumbers arn:aws:sms-voice:us-east-1:000000000000:phone-number/*"}, 400, "AccessDeniedException"},
	"DescribeOptedOutNumbers": {func(s *stand) error {
		_, err := pinpointsmsvoicev2.NewFromConfig(s.cfg).DescribeOptedOutNumbers(s.Context(), &pinpointsmsvoicev2.DescribeOptedOutNumbersInput{OptOutListName: aws.String("Default")})
		return err
	}, []string{"sms-voice:DescribeOptedOutNumbers arn:aws:sms-voice:us-east-1:000000000000:opt-out-list/Default"}, 400, "AccessDeniedException"},
	"DescribeRegistrations": {func(s *stand) error {
		_, err := pinpointsmsvoicev2.NewFromConfig(s.cfg).DescribeRegistrations(s.Context(), &pinpointsmsvoicev2.DescribeRegistrationsInput{RegistrationIds: []string{"registration-1"}})
		return err
	}, []string{"sms-voice:DescribeRegistrations arn:aws:sms-voice:us-east-1:000000000000:registration/registration-1"}, 400, "AccessDeniedException"},
}

func init() { maps.Copy(calls, textCalls) }
