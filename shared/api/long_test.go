package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// long is longer than a DynamoDB key may be (2,048 bytes for pk), which answers
// such a key with a failure.
var long = strings.Repeat("x", 3000)

// TestWhatIsTooLongForAKeyIsTheClientsFaultAndNotOurs puts it in place of every
// part of a path, every parameter and every string of a body.
func TestWhatIsTooLongForAKeyIsTheClientsFaultAndNotOurs(t *testing.T) {
	h := newReal(t)
	doc, err := h.Document()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Paths map[string]map[string]struct {
			OperationID string                      `json:"operationId"`
			Parameters  []struct{ Name, In string } `json:"parameters"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	for path, methods := range d.Paths {
		for method, op := range methods {
			r := matrix[op.OperationID]
			usual := call{as: "owner", method: strings.ToUpper(method), path: at(path, own), body: r.body, header: map[string]string{"Idempotency-Key": "k"}}
			asked := withLongBodies(t, usual)
			for _, p := range op.Parameters {
				asked = append(asked, withLong(t, usual, path, p.In, p.Name))
			}
			for _, c := range asked {
				if got := c.to(t, h); got.status >= http.StatusInternalServerError {
					t.Errorf("%s with %s %s %v: status %d: %s", op.OperationID, c.path, c.body, c.header, got.status, got.body)
				}
			}
		}
	}
	c := call{machine: true, key: "ck_" + long + "_secret", method: "GET", path: "/v1/me"}
	c.to(t, h).problem(t, http.StatusUnauthorized)
}

// withLong is a call with one of its parameters long.
func withLong(t *testing.T, c call, path, in, name string) call {
	t.Helper()
	switch in {
	case "path":
		c.path = at(strings.Replace(path, "{"+name+"}", long, 1), own)
	case "query":
		u, err := url.Parse(c.path)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(name, long)
		u.RawQuery = q.Encode()
		c.path = u.String()
	case "header":
		c.header = map[string]string{"Idempotency-Key": "k", name: long}
	}
	return c
}

// withLongBodies is a call once for each string of its body, with that one long.
func withLongBodies(t *testing.T, c call) (out []call) {
	t.Helper()
	if c.body == "" {
		return nil
	}
	var body any
	if err := json.Unmarshal([]byte(c.body), &body); err != nil {
		t.Fatal(err)
	}
	for _, changed := range lengthened(body) {
		text, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		c.body = string(text)
		out = append(out, c)
	}
	return out
}

// lengthened returns a value once for each string in it, with that one long.
func lengthened(value any) (out []any) {
	switch value := value.(type) {
	case string:
		return []any{long}
	case []any:
		for i, inner := range value {
			for _, changed := range lengthened(inner) {
				all := slices.Clone(value)
				all[i] = changed
				out = append(out, all)
			}
		}
	case map[string]any:
		for name, inner := range value {
			for _, changed := range lengthened(inner) {
				all := maps.Clone(value)
				all[name] = changed
				out = append(out, all)
			}
		}
	}
	return out
}
