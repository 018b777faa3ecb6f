package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"confab/shared/api"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

func TestTheCommittedDocumentIsTheOneThatIsServed(t *testing.T) {
	doc, err := api.New(api.Config{Issuer: "https://issuer.example.com"}).Document()
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, doc, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, pretty.Bytes()) {
		t.Error("openapi.json is stale: go test ./shared/api -run Document -update")
	}
}

func TestTheDocumentTellsWhatAReaderNeeds(t *testing.T) {
	doc, err := api.New(api.Config{Issuer: "https://issuer.example.com"}).Document()
	if err != nil {
		t.Fatal(err)
	}
	type media map[string]struct {
		Schema struct {
			Ref string `json:"$ref"`
		} `json:"schema"`
	}
	var d struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Summary, Description string
			Security             []map[string][]string
			Tags                 []string
			Parameters           []struct{ Name, In, Description string }
			RequestBody          struct{ Content media }
			Responses            map[string]struct {
				Content media
				Headers map[string]any
			}
		}
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	if d.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
	for path, methods := range d.Paths {
		for method, op := range methods {
			if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 || len(op.Security) == 0 {
				t.Errorf("%s %s lacks a summary, a description, a tag or security", method, path)
			}
			if problem := op.Responses["default"].Content["application/problem+json"]; problem.Schema.Ref != "#/components/schemas/Problem" {
				t.Errorf("%s %s does not say how it fails", method, path)
			}
			if made, ok := op.Responses["201"]; ok && made.Headers["Location"] == nil {
				t.Errorf("%s %s does not say where to find what it made", method, path)
			}
			key := false
			for _, p := range op.Parameters {
				key = key || p.Name == "Idempotency-Key"
				if p.In == "path" && p.Description == "" {
					t.Errorf("%s %s does not say what %s is", method, path, p.Name)
				}
			}
			if method == "post" && !key {
				t.Errorf("%s %s takes no Idempotency-Key", method, path)
			}
			if len(op.RequestBody.Content) > 1 {
				t.Errorf("%s %s takes more than JSON", method, path)
			}
		}
	}
	if strings.Contains(string(doc), `"null"`) {
		t.Error("something may be null")
	}
}
