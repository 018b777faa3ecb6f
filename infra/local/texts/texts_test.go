package texts_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"

	"confab/infra/local/disk"
	"confab/infra/local/texts"
)

const (
	ours  = "+15550100"
	other = "+15550199"
	phone = "+15550142"
)

// stand is a server over a file, its clients, and what it told the queues.
type stand struct {
	*texts.Server
	voice   *pinpointsmsvoicev2.Client
	sns     *sns.Client
	pages   string
	told    chan event
	arrived chan events.SNSEntity
}

// event is what End User Messaging tells of a text.
type event struct {
	EventType, MessageStatus, MessageID     string
	OriginationPhoneNumber, MessageEncoding string
	IsFinal                                 bool
	Context                                 map[string]string
	TotalMessageParts                       int
	EventTimestamp, MessageRequestTimestamp int64
	DestinationPhoneNumber                  string
}

func notified(t *testing.T, message string) events.SNSEntity {
	t.Helper()
	var e events.SNSEntity
	if err := json.Unmarshal([]byte(message), &e); err != nil || e.Type != "Notification" || e.Timestamp.IsZero() || e.MessageID == "" {
		t.Errorf("notification %s: %v", message, err)
	}
	return e
}

func open(t *testing.T, path string) *stand {
	t.Helper()
	db, err := disk.Open(path, texts.Schema)
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{told: make(chan event, 100), arrived: make(chan events.SNSEntity, 100)}
	s.Server = &texts.Server{
		DB: db, ConfigurationSet: "confab",
		Publish: func(_ context.Context, message string) error {
			var e event
			if err := json.Unmarshal([]byte(notified(t, message).Message), &e); err != nil {
				t.Error(err)
			}
			s.told <- e
			return nil
		},
		Receive: func(_ context.Context, message string) error {
			s.arrived <- notified(t, message)
			return nil
		},
		Object: func(_ context.Context, bucket, key string) (string, []byte, error) {
			switch key {
			case "cat.png":
				return "image/png", []byte("a cat"), nil
			case "large.gif":
				return "image/gif", make([]byte, 2<<20+1), nil
			case "page.html":
				return "text/html", []byte("<p>"), nil
			}
			return "", nil, errors.New("no such key in " + bucket)
		},
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if texts.IsPublish(r) {
			s.SNS().ServeHTTP(w, r)
			return
		}
		s.Voice().ServeHTTP(w, r)
	}))
	pages := httptest.NewServer(s.Pages())
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &api.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	}
	s.voice, s.sns, s.pages = pinpointsmsvoicev2.NewFromConfig(cfg), sns.NewFromConfig(cfg), pages.URL
	t.Cleanup(func() { api.Close(); pages.Close(); db.Close() })
	if err := s.Own(t.Context(), texts.Number{Number: ours}); err != nil {
		t.Fatal(err)
	}
	return s
}

func newStand(t *testing.T) *stand { return open(t, filepath.Join(t.TempDir(), "local.db")) }

func (s *stand) run(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { s.Run(ctx) })
	t.Cleanup(func() { cancel(); done.Wait() })
}

func await[T any](t *testing.T, what string, from chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(10 * time.Second):
		t.Fatalf("%s: nothing came", what)
		panic("unreachable")
	}
}

func (s *stand) set(t *testing.T, n texts.Number) {
	t.Helper()
	if err := s.Set(t.Context(), n); err != nil {
		t.Fatal(err)
	}
}

func text(body string) *pinpointsmsvoicev2.SendTextMessageInput {
	return &pinpointsmsvoicev2.SendTextMessageInput{
		DestinationPhoneNumber: aws.String(phone), OriginationIdentity: aws.String(ours), MessageBody: &body,
		ConfigurationSetName: aws.String("confab"), Context: map[string]string{"message": "01ABC"}, MessageType: "TRANSACTIONAL",
	}
}

func (s *stand) send(t *testing.T, body string) string {
	t.Helper()
	out, err := s.voice.SendTextMessage(t.Context(), text(body))
	if err != nil {
		t.Fatal(err)
	}
	return *out.MessageId
}

func (s *stand) publish(t *testing.T, body string) (string, error) {
	out, err := s.sns.Publish(t.Context(), &sns.PublishInput{
		PhoneNumber: aws.String(phone), Message: &body, MessageAttributes: map[string]snstypes.MessageAttributeValue{
			"AWS.MM.SMS.OriginationNumber": {DataType: aws.String("String"), StringValue: aws.String(ours)},
			"AWS.SNS.SMS.SMSType":          {DataType: aws.String("String"), StringValue: aws.String("Transactional")},
		},
	})
	if err != nil {
		return "", err
	}
	return *out.MessageId, nil
}

// on returns the texts of the phone.
func (s *stand) on(t *testing.T) []texts.Text {
	t.Helper()
	list, err := s.Phone(t.Context(), phone)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestATextIsKeptAndReportedOnAlsoAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	id := open(t, path).send(t, "Voilà, c'est en route 🚚")
	s := open(t, path)
	s.run(t)
	for _, want := range []string{"SUCCESSFUL", "DELIVERED"} {
		e := await(t, want, s.told)
		if e.EventType != "TEXT_"+want || e.MessageStatus != want || e.MessageID != id || e.Context["message"] != "01ABC" || !e.IsFinal {
			t.Errorf("event = %+v", e)
		}
		if e.MessageEncoding != "Unicode" || e.TotalMessageParts != 1 || e.OriginationPhoneNumber != ours || e.DestinationPhoneNumber != phone {
			t.Errorf("event = %+v", e)
		}
	}
	if list := s.on(t); len(list) != 1 || list[0].ID != id || list[0].Via != texts.ViaVoice {
		t.Errorf("on the phone: %+v", list)
	}
}

func TestWhatIsSentWithoutAConfigurationSetIsNeverReportedOn(t *testing.T) {
	s := newStand(t)
	s.run(t)
	in := text("Hello")
	in.ConfigurationSetName = nil
	if _, err := s.voice.SendTextMessage(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	id := s.send(t, "Hello again")
	if e := await(t, "the second", s.told); e.MessageID != id {
		t.Errorf("an event came of %s", e.MessageID)
	}
}

func TestAPhoneDecidesWhatBecomesOfItsTexts(t *testing.T) {
	for fate, want := range map[texts.Fate]string{
		texts.Blocked: "TEXT_PENDING TEXT_BLOCKED", texts.Accepted: "TEXT_SUCCESSFUL", texts.Expired: "TEXT_QUEUED TEXT_TTL_EXPIRED",
		texts.CarrierBlock: "TEXT_CARRIER_BLOCKED", texts.Invalid: "TEXT_INVALID",
	} {
		t.Run(string(fate), func(t *testing.T) {
			s := newStand(t)
			s.run(t)
			if err := s.SetFate(t.Context(), phone, fate); err != nil {
				t.Fatal(err)
			}
			s.send(t, "Hello")
			for _, kind := range strings.Fields(want) {
				if e := await(t, kind, s.told); e.EventType != kind {
					t.Errorf("event = %s, want %s", e.EventType, kind)
				}
			}
		})
	}
	if err := newStand(t).SetFate(t.Context(), phone, "lucky"); !errors.Is(err, texts.ErrInvalid) {
		t.Errorf("an unknown fate: %v", err)
	}
}

func TestMutedEventsComeLater(t *testing.T) {
	s := newStand(t)
	s.Mute(true)
	s.run(t)
	s.send(t, "Hello")
	s.Mute(false)
	await(t, "an event", s.told)
}

func TestAFileIsLookedAtAfterTheTextIsTaken(t *testing.T) {
	for key, want := range map[string]string{
		"cat.png": "MEDIA_SUCCESSFUL", "large.gif": "MEDIA_FILE_SIZE_EXCEEDED", "page.html": "MEDIA_FILE_TYPE_UNSUPPORTED",
		"gone.png": "MEDIA_FILE_INACCESSIBLE",
	} {
		t.Run(key, func(t *testing.T) {
			s := newStand(t)
			s.run(t)
			_, err := s.voice.SendMediaMessage(t.Context(), &pinpointsmsvoicev2.SendMediaMessageInput{
				DestinationPhoneNumber: aws.String(phone), OriginationIdentity: aws.String(ours), MessageBody: aws.String("Look"),
				MediaUrls: []string{"s3://bucket/" + key}, ConfigurationSetName: aws.String("confab"),
			})
			if err != nil {
				t.Fatal(err)
			}
			if e := await(t, want, s.told); e.EventType != want {
				t.Errorf("event = %s, want %s", e.EventType, want)
			}
		})
	}
}
