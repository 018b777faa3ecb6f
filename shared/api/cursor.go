package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// cursorMAC is how many bytes of HMAC-SHA256 a cursor begins with.
const cursorMAC = 12

var cursorEncoding = base64.RawURLEncoding.Strict()

// A list names what is paged through, with every parameter that changes its
// rows or their order; a cursor of one list is none of another.
type list []string

// cursor makes the token for going on after a row, by the row's own cursor:
// nothing has to be there any more when it comes back.
func (a *API) cursor(l list, after string) string {
	return cursorEncoding.EncodeToString(append(a.sign(l, after), after...))
}

// after returns the row's cursor that a token holds; "" for no token.
func (a *API) after(l list, token string) (string, error) {
	if token == "" {
		return "", nil
	}
	raw, err := cursorEncoding.DecodeString(token)
	if err != nil || len(raw) <= cursorMAC || !hmac.Equal(raw[:cursorMAC], a.sign(l, string(raw[cursorMAC:]))) {
		return "", invalid("query.cursor", "not a cursor of this list: leave it out to begin anew")
	}
	return string(raw[cursorMAC:]), nil
}

func (a *API) sign(l list, after string) []byte {
	h := hmac.New(sha256.New, a.cfg.CursorKey)
	h.Write(fmt.Appendf(nil, "%q %s", l, after)) // quoted, so that no two lists read the same
	return h.Sum(nil)[:cursorMAC]
}
