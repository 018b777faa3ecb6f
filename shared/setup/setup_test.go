package setup

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func TestAWrongDeploymentHearsOfAllItsFaults(t *testing.T) {
	_, err := WithKeys(t.Context(), aws.Config{Region: "us-east-1"}, func(string) string { return "" }, "inbox-api", "OIDC_ISSUER", "OWNER_EMAIL")
	if err == nil {
		t.Fatal("an empty environment is accepted")
	}
	for _, name := range []string{"TABLE_NAME", "BUCKET", "INBOUND_DOMAIN", "MASTER_SECRET_ARN", "OIDC_ISSUER", "OWNER_EMAIL"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("nothing is said of %s: %v", name, err)
		}
	}
}

func TestOneMasterGivesKeysThatDifferByPurposeAndID(t *testing.T) {
	a, b := strings.Repeat("x", 32), strings.Repeat("y", 40)
	m, err := parseMasters(`{"current":"b","a":"` + a + `","b":"` + b + `"}`)
	if err != nil {
		t.Fatal(err)
	}
	tokens := m.tokens("Inbox.Example.com")
	if tokens.Current != 'b' || len(tokens.Keys) != 2 || tokens.Domain != "inbox.example.com" ||
		bytes.Equal(tokens.Keys['a'], tokens.Keys['b']) || bytes.Equal(tokens.Keys['b'], m.derive('b', "cursor")) {
		t.Errorf("tokens %+v", tokens)
	}
	for _, secret := range []string{
		"", "[]", `{"current":"a"}`, `{"current":"a","a":"short"}`, `{"current":"a","b":"` + a + `"}`,
		`{"current":"a","a":"` + a + `","note":"x"}`, `{"current":"A","A":"` + a + `"}`,
	} {
		if _, err := parseMasters(secret); err == nil || strings.Contains(err.Error(), a) {
			t.Errorf("parseMasters(%q): %v", secret, err)
		}
	}
}

func TestDerivedIDsAreTheSameAndSortByTime(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var ids ULIDs
	again := ids.Derive(at, "a", "b")
	if ids.Derive(at, "a", "b") != again || ids.Derive(at, "ab") == again {
		t.Error("derived ids do not follow from their parts")
	}
	if early, late := ids.Derive(at, "z"), ids.New(at.Add(time.Millisecond)); early >= late || len(early) != 26 {
		t.Errorf("%s does not sort before %s", early, late)
	}
	if got := ids.Derive(time.Unix(-5, 0), "x"); !strings.HasPrefix(got, "0000000000") {
		t.Errorf("a time before all ids gives %s", got)
	}
}

func TestAMetricIsOneLineOfCloudWatchsFormat(t *testing.T) {
	var out bytes.Buffer
	e := &emf{w: &out, function: "wake", now: func() time.Time { return time.UnixMilli(1700000000000) }}
	e.Count("Sent", 2)
	e.Duration("ReceiveLag", 1500*time.Microsecond)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	var got struct {
		AWS struct {
			Timestamp         int64
			CloudWatchMetrics []struct {
				Namespace  string
				Dimensions [][]string
				Metrics    []struct{ Name, Unit string }
			}
		} `json:"_aws"`
		Function   string
		ReceiveLag float64
	}
	if err := json.Unmarshal([]byte(lines[1]), &got); err != nil {
		t.Fatal(err)
	}
	m := got.AWS.CloudWatchMetrics[0]
	if got.AWS.Timestamp != 1700000000000 || m.Namespace != "Confab" || m.Dimensions[0][0] != "Function" ||
		m.Metrics[0].Name != "ReceiveLag" || m.Metrics[0].Unit != "Milliseconds" || got.Function != "wake" || got.ReceiveLag != 1.5 {
		t.Errorf("%s", lines[1])
	}
}

func TestAnAddressIsHashedUnderAKeyOfItsOwn(t *testing.T) {
	secret := func(a string) masters {
		return masters{current: 'a', secrets: map[byte]string{'a': strings.Repeat(a, 32)}}
	}
	one := secret("x").hash("Ada@Example.org")
	if len(one) != 16 || strings.Trim(one, "0123456789abcdef") != "" || secret("x").hash("ada@example.org") != one {
		t.Errorf("the hash is %q, or depends on how the address is written", one)
	}
	if secret("x").hash("bob@example.org") == one || secret("y").hash("ada@example.org") == one {
		t.Error("two addresses, or two keys, have one hash")
	}
}
