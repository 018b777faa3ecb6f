package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
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
			ask := func(what string, c call) {
				if c.header == nil {
					c.header = map[string]string{"Idempotency-Key": "k"}
				}
				if got := c.to(t, h); got.status >= http.StatusInternalServerError {
					t.Errorf("%s with a long %s: status %d: %s", op.OperationID, what, got.status, got.body)
				}
			}
			usual := call{as: "owner", method: strings.ToUpper(method), path: at(path, own), body: r.body}
			for _, p := range op.Parameters {
				c := usual
				switch p.In {
				case "path":
					c.path = at(strings.Replace(path, "{"+p.Name+"}", long, 1), own)
				case "query":
					u, err := url.Parse(c.path)
					if err != nil {
						t.Fatal(err)
					}
					q := u.Query()
					q.Set(p.Name, long)
					u.RawQuery = q.Encode()
					c.path = u.String()
				case "header":
					c.header = map[string]string{"Idempotency-Key": "k"}
					c.header[p.Name] = long
				}
				ask(p.In+" "+p.Name, c)
			}
			var body any
			if r.body == "" {
				continue
			}
			if err := json.Unmarshal([]byte(r.body), &body); err != nil {
				t.Fatal(err)
			}
			for _, changed := range lengthened(body) {
				text, err := json.Marshal(changed)
				if err != nil {
					t.Fatal(err)
				}
				c := usual
				c.body = string(text)
				ask("string in "+strings.ReplaceAll(c.body, long, "…"), c)
			}
		}
	}
	c := call{machine: true, key: "ck_" + long + "_secret", method: "GET", path: "/v1/me"}
	c.to(t, h).problem(t, http.StatusUnauthorized)
}

// lengthened returns a value once for each string in it, with that one long.
func lengthened(value any) (out []any) {
	switch value := value.(type) {
	case string:
		return []any{long}
	case []any:
		for i, inner := range value {
			for _, changed := range lengthened(inner) {
				all := append([]any{}, value...)
				all[i] = changed
				out = append(out, all)
			}
		}
	case map[string]any:
		for name, inner := range value {
			for _, changed := range lengthened(inner) {
				all := map[string]any{}
				for n, v := range value {
					all[n] = v
				}
				all[name] = changed
				out = append(out, all)
			}
		}
	}
	return out
}
