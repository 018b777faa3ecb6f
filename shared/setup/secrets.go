package setup

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"confab/shared/inbox"
)

// masters are the secrets from which all of Confab's keys derive. The secret is
// a JSON object {"current": "a", "a": "…"}: each key but current is the id of a
// master, one character of [a-z2-7]. Rotating adds a master and moves current;
// the old ones stay, because addresses they signed are in other people's mail
// for ever.
type masters struct {
	current byte
	secrets map[byte]string
}

func loadMasters(ctx context.Context, cfg aws.Config, arn string) (masters, error) {
	out, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
	if err != nil {
		return masters{}, fmt.Errorf("read the master secret: %w", err)
	}
	m, err := parseMasters(aws.ToString(out.SecretString))
	if err != nil {
		return masters{}, fmt.Errorf("read the master secret: %w", err)
	}
	return m, nil
}

func parseMasters(secret string) (masters, error) {
	var fields map[string]string
	if err := json.Unmarshal([]byte(secret), &fields); err != nil {
		return masters{}, errors.New("it is not a JSON object of strings") // err would quote the secret
	}
	m := masters{secrets: map[byte]string{}}
	for name, value := range fields {
		switch {
		case name == "current" && len(value) == 1:
			m.current = value[0]
		case len(name) == 1 && strings.Contains("abcdefghijklmnopqrstuvwxyz234567", name) && len(value) >= 32:
			m.secrets[name[0]] = value
		default:
			return masters{}, errors.New(`it must be {"current": "<id>", "<id>": "<at least 32 characters>", …} with ids of one character of a-z2-7`)
		}
	}
	if m.secrets[m.current] == "" {
		return masters{}, errors.New("current names a master that is not there")
	}
	return m, nil
}

// derive makes the key of a purpose from one master.
func (m masters) derive(id byte, purpose string) []byte {
	h := hmac.New(sha256.New, []byte(m.secrets[id]))
	h.Write([]byte(purpose))
	return h.Sum(nil)
}

// hash stands for an address in the log: who has the current master can tell
// whether a line is about an address they ask for, nobody else can. It is the
// first 16 hexadecimal digits of the normalised address's HMAC-SHA256.
func (m masters) hash(address string) string {
	h := hmac.New(sha256.New, m.derive(m.current, "log"))
	h.Write([]byte(inbox.NormalizeAddress(address)))
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// hashes stand for a number or an address of somebody who was erased: the
// HMAC-SHA256 by each master, the current one's first, since what was kept under a
// former one is found by that alone.
func (m masters) hashes(value string) []string {
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(m.secrets)), func(id byte) bool { return id == m.current })
	var out []string
	for _, id := range append([]byte{m.current}, others...) {
		h := hmac.New(sha256.New, m.derive(id, "erased"))
		h.Write([]byte(inbox.NormalizeAddress(value)))
		out = append(out, hex.EncodeToString(h.Sum(nil)))
	}
	return out
}

// rereadAfter is how long keys count as fresh: strangers can write to addresses
// that look signed by a newer key, and each reading costs.
const rereadAfter = 10 * time.Second

// freshTokens reads the masters again when it is asked, at most every [rereadAfter].
func freshTokens(cfg aws.Config, arn string, first *inbox.Tokens, now inbox.Clock) func(context.Context) (*inbox.Tokens, error) {
	var mu sync.Mutex
	latest, read := first, time.Time{}
	return func(ctx context.Context) (*inbox.Tokens, error) {
		mu.Lock()
		defer mu.Unlock()
		if now().Sub(read) < rereadAfter {
			return latest, nil
		}
		m, err := loadMasters(ctx, cfg, arn)
		if err != nil {
			return nil, err
		}
		latest, read = m.tokens(first.Domain), now()
		return latest, nil
	}
}

// signing is what webhooks' secrets derive from.
func (m masters) signing() *inbox.Signing {
	s := &inbox.Signing{Current: string(m.current), Keys: map[string][]byte{}}
	for id := range m.secrets {
		s.Keys[string(id)] = m.derive(id, "webhook")
	}
	return s
}

func (m masters) tokens(domain string) *inbox.Tokens {
	t := &inbox.Tokens{Domain: strings.ToLower(domain), Current: m.current, Keys: map[byte][]byte{}}
	for id := range m.secrets {
		t.Keys[id] = m.derive(id, "reply token")
	}
	return t
}
