package store

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fill sets every field to something that differs from its zero value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 3, 14, 9, 26, 53, 589_000_001, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("a kind that no record has had so far: " + v.Kind().String())
	}
}

func filled[T any]() T {
	var v T
	fill(reflect.ValueOf(&v).Elem())
	return v
}

// wholeSecond is what a time to live keeps of a time.
func wholeSecond(r requestRecord) requestRecord {
	r.Expires = r.Expires.Truncate(time.Second)
	return r
}

func wholeLink(r linkRecord) linkRecord {
	r.Expires = r.Expires.Truncate(time.Second)
	return r
}

// TestStoredFormsStayAsTheyAre compares with the golden file: what is stored
// under these names has to be readable for ever. -update rewrites it.
func TestStoredFormsStayAsTheyAre(t *testing.T) {
	forms := map[string]any{}
	for name, record := range map[string]any{
		"conversation": filled[conversationRecord](), "message": filled[messageRecord](),
		"saved reply": filled[savedReplyRecord](),
		"contact":     filled[contactRecord](), "identity": filled[knownRecord](),
		"suppression": filled[suppressionRecord](), "audience": filled[audienceRecord](),
		"campaign": filled[campaignRecord](), "member": filled[memberRecord](),
		"invitation": filled[invitationRecord](), "request": wholeSecond(filled[requestRecord]()),
		"pointer": filled[refRecord](), "counted": filled[countedRecord](), "consent": filled[consentRecord](),
		"text record": filled[textRecord](), "text number": filled[textNumberRecord](), "link": wholeLink(filled[linkRecord]()),
		"audit entry":   filled[auditRecord](),
		"contact event": filled[contactEventRecord](), "order": filled[orderRecord](),
		"API key": filled[apiKeyRecord](), "event": filled[eventRecord](),
		"webhook": filled[webhookRecord](), "webhook delivery": filled[hookDeliveryRecord](),
		"presence":  filled[presenceRecord](),
		"directory": filled[directoryRecord](), "notice": filled[noticeRecord](),
	} {
		it, err := encode(key{"pk", "sk"}, record)
		if err != nil {
			t.Fatal(err)
		}
		var form map[string]any
		if err := attributevalue.UnmarshalMap(it, &form); err != nil {
			t.Fatal(err)
		}
		forms[name] = form

		back := reflect.New(reflect.TypeOf(record))
		if err := attributevalue.UnmarshalMap(it, back.Interface()); err != nil {
			t.Fatal(err)
		}
		switch r := back.Interface().(type) {
		case *requestRecord:
			r.Expires = r.Expires.UTC()
		case *linkRecord:
			r.Expires = r.Expires.UTC()
		}
		if !reflect.DeepEqual(back.Elem().Interface(), record) {
			t.Errorf("%s is read as %+v", name, back.Elem().Interface())
		}
	}
	got, err := json.MarshalIndent(forms, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/items.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(want), got) {
		t.Errorf("stored forms differ from %s (-update rewrites it):\n%s", golden, got)
	}
}

func TestEmptyValuesAreLeftOut(t *testing.T) {
	it, err := encode(key{"pk", "sk"}, conversationRecord{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"contact", "campaigns", "arrived", "last_outbound", "outbox", "unread"} {
		if _, ok := it[name]; ok {
			t.Errorf("%s is kept", name)
		}
	}
}

// size is how many bytes an item counts (the Developer Guide's "DynamoDB item
// sizes and formats").
func size(v types.AttributeValue) int {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return len(v.Value)
	case *types.AttributeValueMemberN:
		return len(v.Value)/2 + 2
	case *types.AttributeValueMemberL:
		n := 3
		for _, e := range v.Value {
			n += 1 + size(e)
		}
		return n
	case *types.AttributeValueMemberM:
		n := 3
		for name, e := range v.Value {
			n += 1 + len(name) + size(e)
		}
		return n
	}
	return 1
}

// TestAMessageWithAllTheTextItHoldsFitsTwentyKilobytes takes a message with more
// around its text than mail usually has, so that fifty fit one Query.
func TestAMessageWithAllTheTextItHoldsFitsTwentyKilobytes(t *testing.T) {
	m := filled[messageRecord]()
	person := inbox.Address{Name: strings.Repeat("n", 20), Address: strings.Repeat("a", 30)}
	file := inbox.Attachment{Name: strings.Repeat("f", 40), Type: "application/octet-stream", Key: strings.Repeat("k", 80), Size: 1 << 24}
	fact := inbox.Fact{At: time.Now(), Name: "delivery", Detail: map[string]string{"state": strings.Repeat("d", 60)}}
	m.Text = strings.Repeat("x", inbox.InlineText)
	m.To, m.Cc, m.Attachments, m.References, m.Facts, m.Event = nil, nil, nil, nil, nil, nil
	m.Mentions, m.Confirms, m.Waited = nil, "", time.Time{} // of notes, of texts, and of answers: not of mail with Raw
	m.Coupons = nil                                         // of answers that are half as long
	for range 10 {
		m.To = append(m.To, person)
		m.References = append(m.References, strings.Repeat("r", 70))
	}
	for range 5 {
		m.Attachments = append(m.Attachments, file)
		m.Facts = append(m.Facts, fact)
	}
	it, err := encode(messageKey(inbox.MessageKey{Conversation: ulid, Message: ulid}), m)
	if err != nil {
		t.Fatal(err)
	}
	if n := size(&types.AttributeValueMemberM{Value: it}); n > 20_000 {
		t.Errorf("%d bytes", n)
	}
}
