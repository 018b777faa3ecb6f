package texts_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	voicetypes "github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"

	"confab/infra/local/texts"
)

func code(err error) string {
	if api := smithy.APIError(nil); errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestWhatEndUserMessagingRefusesIsRefused(t *testing.T) {
	type input = pinpointsmsvoicev2.SendTextMessageInput
	with := func(change func(*input)) *input {
		in := text("Hello")
		change(in)
		return in
	}
	tests := []struct {
		name string
		in   *input
		want string
	}{
		{"a phone that is no number", with(func(in *input) { in.DestinationPhoneNumber = aws.String("5550142") }), "ValidationException"},
		{"no origin", with(func(in *input) { in.OriginationIdentity = nil }), "ValidationException"},
		{"an origin that the account has not", with(func(in *input) { in.OriginationIdentity = aws.String("+15550177") }), "ResourceNotFoundException"},
		{"a name for an origin", with(func(in *input) { in.OriginationIdentity = aws.String("Example") }), "ResourceNotFoundException"},
		{"an origin that is not active", with(func(in *input) { in.OriginationIdentity = aws.String(other) }), "ConflictException"},
		{"no text", with(func(in *input) { in.MessageBody = nil }), "ValidationException"},
		{"a configuration set that the account has not", with(func(in *input) { in.ConfigurationSetName = aws.String("else") }), "ResourceNotFoundException"},
		{"more context than five pairs", with(func(in *input) {
			in.Context = map[string]string{"a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"}
		}), "ValidationException"},
		{"a context without a value", with(func(in *input) { in.Context = map[string]string{"a": ""} }), "ValidationException"},
		{"a life of a second", with(func(in *input) { in.TimeToLive = aws.Int32(1) }), "ValidationException"},
		{"1,531 characters of GSM-7", text(strings.Repeat("x", 1531)), "ValidationException"},
		{"766 euro signs, of which each counts two", text(strings.Repeat("€", 766)), "ValidationException"},
		{"631 characters of UCS-2", text(strings.Repeat("ж", 631)), "ValidationException"},
		{"1,530 characters of GSM-7", text(strings.Repeat("x", 1530)), ""},
		{"630 characters of UCS-2", text(strings.Repeat("ж", 630)), ""},
	}
	s := newStand(t)
	s.set(t, texts.Number{Number: other, Status: "PENDING"})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := s.voice.SendTextMessage(t.Context(), tt.in); code(err) != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
		})
	}
	if list := s.on(t); len(list) != 2 {
		t.Errorf("%d texts were taken, want 2", len(list))
	}
}

func TestAPictureIsRefusedWhereItCannotBeSent(t *testing.T) {
	s := newStand(t)
	s.set(t, texts.Number{Number: other, Plain: true})
	picture := func(from string, files ...string) error {
		_, err := s.voice.SendMediaMessage(t.Context(), &pinpointsmsvoicev2.SendMediaMessageInput{
			DestinationPhoneNumber: aws.String(phone), OriginationIdentity: &from, MediaUrls: files,
		})
		return err
	}
	if err := picture(other, "s3://bucket/cat.png"); code(err) != "ConflictException" {
		t.Errorf("from a number without pictures: %v", err)
	}
	for _, files := range [][]string{{}, {"s3://bucket/cat.png", "s3://bucket/cat.png"}, {"https://example.com/cat.png"}} {
		if err := picture(ours, files...); code(err) != "ValidationException" {
			t.Errorf("%v: %v", files, err)
		}
	}
}

func TestWhoOptedOutIsRefusedByOneServiceAndDroppedByTheOther(t *testing.T) {
	s := newStand(t)
	if err := s.OptOut(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	s.send(t, "The list is not asked where Confab keeps its own.")
	s.set(t, texts.Number{Number: ours, Managed: true})
	_, err := s.voice.SendTextMessage(t.Context(), text("Hello"))
	if conflict := (*voicetypes.ConflictException)(nil); !errors.As(err, &conflict) || conflict.Reason != voicetypes.ConflictExceptionReasonDestinationPhoneNumberOptedOut {
		t.Errorf("error = %v", err)
	}
	if _, err := s.publish(t, "Hello"); err != nil {
		t.Fatal(err)
	}
	s.run(t)
	if list := s.on(t); len(list) != 2 || len(list[1].Events) != 0 {
		t.Errorf("texts = %+v", list)
	}
}

func TestSNSSendsFromAnyNumberWhereNoneIsNamedAndTellsNobody(t *testing.T) {
	s := newStand(t)
	s.set(t, texts.Number{Number: other})
	if _, err := s.sns.Publish(t.Context(), &sns.PublishInput{PhoneNumber: aws.String(phone), Message: aws.String("Hello")}); err != nil {
		t.Fatal(err)
	}
	id, err := s.publish(t, "Hello")
	if err != nil {
		t.Fatal(err)
	}
	s.run(t)
	last := s.send(t, "the only one that is told of")
	if e := await(t, "an event", s.told); e.MessageID != last {
		t.Errorf("an event came of %s", e.MessageID)
	}
	list := s.on(t)
	if len(list) != 3 || list[0].Ours != other || list[1].Ours != ours || list[1].ID != id || list[1].Via != texts.ViaSNS {
		t.Errorf("texts = %+v", list)
	}
}

func TestWhatSNSRefusesIsRefused(t *testing.T) {
	s := newStand(t)
	attribute := func(name, value string) map[string]snstypes.MessageAttributeValue {
		return map[string]snstypes.MessageAttributeValue{name: {DataType: aws.String("String"), StringValue: &value}}
	}
	for name, in := range map[string]*sns.PublishInput{
		"a phone that is no number":  {PhoneNumber: aws.String("0142"), Message: aws.String("Hello")},
		"no text":                    {PhoneNumber: aws.String(phone), Message: aws.String("")},
		"1,601 characters":           {PhoneNumber: aws.String(phone), Message: aws.String(strings.Repeat("x", 1601))},
		"a number of somebody else":  {PhoneNumber: aws.String(phone), Message: aws.String("Hello"), MessageAttributes: attribute("AWS.MM.SMS.OriginationNumber", other)},
		"a type that does not exist": {PhoneNumber: aws.String(phone), Message: aws.String("Hello"), MessageAttributes: attribute("AWS.SNS.SMS.SMSType", "Urgent")},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.sns.Publish(t.Context(), in); code(err) != "InvalidParameter" {
				t.Errorf("error = %v", err)
			}
		})
	}
	if _, err := s.sns.Publish(t.Context(), &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:us-east-1:000000000000:texts"), Message: aws.String("Hello")}); code(err) != "InvalidAction" {
		t.Errorf("to a topic: %v", err)
	}
}

func TestFaultsFailACallBeforeOrAfterTheTextIsTaken(t *testing.T) {
	for _, tt := range []struct {
		fault        texts.Fault
		voice, plain string
		sent         int
	}{
		{texts.ServerError, "InternalServerException", "InternalError", 0},
		{texts.Throttle, "ThrottlingException", "Throttling", 0},
		{texts.Reject, "ConflictException", "InvalidParameter", 0},
		{texts.Spent, "ServiceQuotaExceededException", "AuthorizationError", 0},
		{texts.HangUp, "", "", 2},
	} {
		t.Run(string(tt.fault), func(t *testing.T) {
			s := newStand(t)
			s.Inject(tt.fault, 2)
			if _, err := s.voice.SendTextMessage(t.Context(), text("Hello")); err == nil || code(err) != tt.voice {
				t.Errorf("End User Messaging: %v, want %q", err, tt.voice)
			}
			if _, err := s.publish(t, "Hello"); err == nil || code(err) != tt.plain {
				t.Errorf("SNS: %v, want %q", err, tt.plain)
			}
			if list := s.on(t); len(list) != tt.sent {
				t.Errorf("%d texts were taken, want %d", len(list), tt.sent)
			}
			s.send(t, "the fault is over")
		})
	}
}

func TestNumbersAreDescribedPageByPage(t *testing.T) {
	s := newStand(t)
	s.set(t, texts.Number{Number: other, Status: "PENDING", Managed: true, OneWay: true, Plain: true})
	var found []voicetypes.PhoneNumberInformation
	pages := pinpointsmsvoicev2.NewDescribePhoneNumbersPaginator(s.voice, &pinpointsmsvoicev2.DescribePhoneNumbersInput{MaxResults: aws.Int32(1)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, page.PhoneNumbers...)
	}
	if len(found) != 2 {
		t.Fatalf("%d numbers", len(found))
	}
	a, b := found[0], found[1]
	if *a.PhoneNumber != ours || a.Status != "ACTIVE" || !a.TwoWayEnabled || !a.SelfManagedOptOutsEnabled || len(a.NumberCapabilities) != 2 {
		t.Errorf("ours = %+v", a)
	}
	if *b.PhoneNumber != other || b.Status != "PENDING" || b.TwoWayEnabled || b.SelfManagedOptOutsEnabled || len(b.NumberCapabilities) != 1 {
		t.Errorf("the other = %+v", b)
	}
	for id, want := range map[string]string{*a.RegistrationId: "COMPLETE", *b.RegistrationId: "REVIEWING", "registration-none": "ResourceNotFoundException"} {
		got, err := s.voice.DescribeRegistrations(t.Context(), &pinpointsmsvoicev2.DescribeRegistrationsInput{RegistrationIds: []string{id}})
		if err == nil && (len(got.Registrations) != 1 || string(got.Registrations[0].RegistrationStatus) != want) || err != nil && code(err) != want {
			t.Errorf("%s: %+v, %v, want %q", id, got, err, want)
		}
	}
	for id, want := range map[string]string{*a.PhoneNumberId: "", *a.PhoneNumberArn: "", ours: "ResourceNotFoundException"} {
		_, err := s.voice.DescribePhoneNumbers(t.Context(), &pinpointsmsvoicev2.DescribePhoneNumbersInput{PhoneNumberIds: []string{id}})
		if code(err) != want {
			t.Errorf("%s: %v, want %q", id, err, want)
		}
	}
}

func TestWhoOptedOutIsListed(t *testing.T) {
	s := newStand(t)
	list := func(in pinpointsmsvoicev2.DescribeOptedOutNumbersInput) (*pinpointsmsvoicev2.DescribeOptedOutNumbersOutput, error) {
		return s.voice.DescribeOptedOutNumbers(t.Context(), &in)
	}
	if err := s.OptOut(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	got, err := list(pinpointsmsvoicev2.DescribeOptedOutNumbersInput{OptOutListName: aws.String(texts.OptOutList)})
	if err != nil || len(got.OptedOutNumbers) != 1 || *got.OptedOutNumbers[0].OptedOutNumber != phone || got.OptedOutNumbers[0].OptedOutTimestamp.IsZero() {
		t.Errorf("list = %+v, %v", got, err)
	}
	for name, in := range map[string]pinpointsmsvoicev2.DescribeOptedOutNumbersInput{
		"another list": {OptOutListName: aws.String("Else")}, "another number": {OptOutListName: aws.String(texts.OptOutList), OptedOutNumbers: []string{other}},
	} {
		if _, err := list(in); code(err) != "ResourceNotFoundException" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.OptIn(t.Context(), phone); err != nil {
		t.Fatal(err)
	}
	if got, err := list(pinpointsmsvoicev2.DescribeOptedOutNumbersInput{OptOutListName: aws.String(texts.OptOutList)}); err != nil || len(got.OptedOutNumbers) != 0 {
		t.Errorf("list = %+v, %v", got, err)
	}
}

func TestAnOperationThatConfabDoesNotCallIsRefused(t *testing.T) {
	s := newStand(t)
	if _, err := s.voice.DescribePools(t.Context(), &pinpointsmsvoicev2.DescribePoolsInput{}); code(err) != "ValidationException" {
		t.Errorf("error = %v", err)
	}
	in := text("Hello")
	in.MaxPrice = aws.String("1.00") // a field that nothing here reads
	if _, err := s.voice.SendTextMessage(t.Context(), in); code(err) != "ValidationException" {
		t.Errorf("error = %v", err)
	}
}
