package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
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
