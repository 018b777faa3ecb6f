package api

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// once makes the record by which a repeated request is known: scoped to the
// principal and the route, and holding to what the path named and the body said.
// It is nil where the client sent no key.
func (v *visit) once(key string, body []byte, target ...string) *inbox.Request {
	if key == "" {
		return nil
	}
	h := sha256.New()
	for _, t := range target {
		h.Write([]byte(t + "\n"))
	}
	h.Write(body)
	return &inbox.Request{
		Key:    strings.Join([]string{v.id, v.op.Method, v.op.Path, key}, " "),
		Digest: hex.EncodeToString(h.Sum(nil)),
	}
}

// etag is the entity tag of a version (RFC 9110 §8.8.3).
func etag(rev int64) string { return `"` + strconv.FormatInt(rev, 10) + `"` }

// version reads an If-Match header: 0 where there is none, or where it is "*".
// A list of tags is refused, because a thing has one version at a time.
func version(ifMatch string) (int64, error) {
	if ifMatch == "" || ifMatch == "*" {
		return 0, nil
	}
	rev, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(ifMatch, "W/"), `"`), 10, 64)
	if err != nil || rev < 1 {
		return 0, invalid("header.If-Match", `give one ETag as it was returned, like "7"`)
	}
	return rev, nil
}

// created is the answer of a route that makes something.
type created[T any] struct {
	Location string `header:"Location" doc:"Path of this API by which it is read."`
	ETag     string `header:"ETag"`
	Body     T
}

// optional is a query parameter whose absence means something of its own.
type optional[T any] struct {
	Value T
	Set   bool
}

// Schema is that of the value.
func (o optional[T]) Schema(r huma.Registry) *huma.Schema {
	return huma.SchemaFromType(r, reflect.TypeFor[T]())
}

// Receiver is where the value goes.
func (o *optional[T]) Receiver() reflect.Value { return reflect.ValueOf(o).Elem().Field(0) }

// OnParamSet notes whether there was one.
func (o *optional[T]) OnParamSet(set bool, _ any) { o.Set = set }
