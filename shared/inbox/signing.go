package inbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Signing derives the secrets of webhooks from master keys, by their ids.
type Signing struct {
	Current string
	Keys    map[string][]byte
}

// secretMark begins a webhook's secret, so that people and scanners for leaked
// secrets know one when they see it.
const secretMark = "whsec_"

// Secret is the secret of a webhook that the reference names.
func (s *Signing) Secret(webhook string, ref SecretRef) string {
	h := hmac.New(sha256.New, s.Keys[ref.Master])
	h.Write([]byte(webhook + " " + strconv.Itoa(ref.Number)))
	return secretMark + hex.EncodeToString(h.Sum(nil))
}

// sign signs a body at a time with the webhook's secret, and with the one before
// while that still holds: "v1=<hex>", or two of them with a comma between.
func (s *Signing) sign(w *Webhook, at time.Time, body []byte) string {
	signatures := []string{Signature(s.Secret(w.ID, w.Secret), at, body)}
	if at.Before(w.FormerUntil) {
		signatures = append(signatures, Signature(s.Secret(w.ID, w.Former), at, body))
	}
	return strings.Join(signatures, ",")
}

// Signature is HMAC-SHA256 under a secret of the time in Unix seconds, a full
// stop and the body, in hexadecimal digits behind the version of this rule.
func Signature(secret string, at time.Time, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(strconv.FormatInt(at.Unix(), 10) + "."))
	h.Write(body)
	return "v1=" + hex.EncodeToString(h.Sum(nil))
}
