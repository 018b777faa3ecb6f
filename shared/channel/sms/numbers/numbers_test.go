package numbers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"

	"confab/shared/channel/sms/numbers"
	"confab/shared/inbox"
)

// messaging plays End User Messaging: its answers by operation, and by the token
// of the page that is asked for. An answer that is no object is an exception.
func messaging(t *testing.T, answers map[string]string) *numbers.Numbers {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "PinpointSMSVoiceV2.")
		var in struct {
			NextToken       string
			OptOutListName  string
			RegistrationIds []string
			MaxResults      int
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		if operation != "DescribeRegistrations" && in.MaxResults != 100 {
			t.Errorf("%s asks for %d", operation, in.MaxResults)
		}
		asked := strings.TrimSpace(operation + " " + in.OptOutListName + strings.Join(in.RegistrationIds, ",") + " " + in.NextToken)
		answer, ok := answers[asked]
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		switch {
		case !ok:
			t.Errorf("nobody should ask for %q", asked)
		case !strings.HasPrefix(answer, "{"):
			w.WriteHeader(http.StatusBadRequest)
			answer = fmt.Sprintf(`{"__type":%q}`, answer)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return numbers.New(pinpointsmsvoicev2.New(pinpointsmsvoicev2.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: server.Client(), RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
		}),
	}))
}

// number is one as AWS describes it.
func number(e164, status, registration string, twoWay, selfManaged bool, capabilities ...string) string {
	out, err := json.Marshal(map[string]any{
		"PhoneNumberArn": "arn:aws:sms-voice:us-east-1:123456789012:phone-number/phone-1", "PhoneNumberId": "phone-1", "PhoneNumber": e164,
		"Status": status, "IsoCountryCode": "US", "MessageType": "TRANSACTIONAL", "NumberCapabilities": capabilities, "NumberType": "TEN_DLC",
		"MonthlyLeasingPrice": "1.00", "TwoWayEnabled": twoWay, "SelfManagedOptOutsEnabled": selfManaged, "OptOutListName": "Default",
		"DeletionProtectionEnabled": false, "RegistrationId": registration, "CreatedTimestamp": 1772442003.5,
	})
	if err != nil {
		panic(err)
	}
	return string(out)
}

func TestANumberIsDescribedAsItsProviderKnowsIt(t *testing.T) {
	n := messaging(t, map[string]string{
		"DescribePhoneNumbers": `{"NextToken":"p2","PhoneNumbers":[` +
			number("+15550100", "ACTIVE", "", true, true, "SMS", "VOICE", "MMS") + `,` +
			number("+15550105", "DELETED", "", true, true, "SMS") + `]}`,
		"DescribePhoneNumbers  p2": `{"PhoneNumbers":[` +
			number("+15550101", "PENDING", "registration-1", false, false, "SMS") + `,` +
			number("+15550102", "ACTIVE", "registration-2", false, false, "SMS") + `,` +
			number("+15550103", "ACTIVE", "registration-3", false, false, "VOICE") + `,` +
			number("+15550104", "ACTIVE", "registration-4", false, false, "SMS") + `]}`,
		"DescribeRegistrations registration-1": `{"Registrations":[{"RegistrationId":"registration-1","RegistrationStatus":"REVIEWING"}]}`,
		"DescribeRegistrations registration-2": `{"Registrations":[]}`,
		"DescribeRegistrations registration-3": "ResourceNotFoundException",
		"DescribeRegistrations registration-4": "AccessDeniedException",
	})
	for _, want := range []inbox.TextNumber{
		{Number: "+15550100", Status: "ACTIVE", Active: true, TwoWay: true, Media: true, SelfManaged: true, OptOutList: "Default"},
		{Number: "+15550101", Status: "PENDING", Registration: "REVIEWING", OptOutList: "Default"},
		{Number: "+15550102", Status: "ACTIVE", Active: true, OptOutList: "Default"},
		{Number: "+15550103", Status: "ACTIVE", OptOutList: "Default"}, // nothing but a voice
	} {
		got, err := n.Describe(t.Context(), want.Number)
		if err != nil || got != want {
			t.Errorf("%s is described as\n%+v, want\n%+v (%v)", want.Number, got, want, err)
		}
	}
	if got, err := n.Describe(t.Context(), "+15550104"); err == nil || errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("where registrations may not be read: %+v, %v", got, err)
	}
	for _, none := range []string{"+15550199", "+15550105", ""} {
		if got, err := n.Describe(t.Context(), none); !errors.Is(err, inbox.ErrNotFound) {
			t.Errorf("%q is described as %+v, %v", none, got, err)
		}
	}
}

func TestAnAccountThatCannotBeAskedHasNotLostItsNumbers(t *testing.T) {
	n := messaging(t, map[string]string{"DescribePhoneNumbers": "AccessDeniedException"})
	if got, err := n.Describe(t.Context(), "+15550100"); err == nil || errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("described as %+v, %v", got, err)
	}
}

func TestWhoOptedOutSinceIsListedOverAllPages(t *testing.T) {
	entry := func(number string, at float64) string {
		return fmt.Sprintf(`{"OptedOutNumber":%q,"OptedOutTimestamp":%.3f,"EndUserOptedOut":true}`, number, at)
	}
	n := messaging(t, map[string]string{
		"DescribeOptedOutNumbers Default": `{"OptOutListName":"Default","NextToken":"p2","OptedOutNumbers":[` +
			entry("+15550142", 1772442000) + `,` + entry("+15550143", 1772442005.5) + `]}`,
		"DescribeOptedOutNumbers Default p2": `{"OptOutListName":"Default","NextToken":"p3","OptedOutNumbers":[` + entry("+15550144", 1772442003) + `]}`,
		"DescribeOptedOutNumbers Default p3": "ThrottlingException",
		"DescribeOptedOutNumbers Other":      `{"OptOutListName":"Other","OptedOutNumbers":[]}`,
	})
	since := time.Unix(1772442003, 0).UTC()
	var got []inbox.OptedOutNumber
	var failed error
	for o, err := range n.OptedOut(t.Context(), "Default", since) {
		if err != nil {
			failed = err
			continue
		}
		got = append(got, o)
	}
	want := []inbox.OptedOutNumber{{Number: "+15550143", At: since.Add(2500 * time.Millisecond)}, {Number: "+15550144", At: since}}
	if !reflect.DeepEqual(got, want) || failed == nil {
		t.Errorf("opted out are %+v, then %v; want %+v, then the error", got, failed, want)
	}
	for o, err := range n.OptedOut(t.Context(), "Default", time.Time{}) {
		if err != nil || o.Number != "+15550142" {
			t.Errorf("the first is %+v, %v", o, err)
		}
		break // no further page is asked for, and nothing is yielded after it
	}
	for o, err := range n.OptedOut(t.Context(), "Other", time.Time{}) {
		t.Errorf("an empty list has %+v, %v", o, err)
	}
}
