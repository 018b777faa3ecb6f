package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// TestMain ends the process that the kit runs in.
func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// object is a JSON object.
type object = map[string]any

// synthesised returns the kit's template as text, made once for all tests, of
// functions that are not built: their code is named by the folder that it would
// come from.
func synthesised(t *testing.T) []byte {
	t.Helper()
	synthesis.Do(func() { kitTemplate = synthesise(t) })
	return kitTemplate
}

var (
	synthesis   sync.Once
	kitTemplate []byte
)

func synthesise(t *testing.T) []byte {
	t.Helper()
	build := t.TempDir()
	for _, f := range functions {
		write(t, filepath.Join(build, f.folder, "bootstrap"), f.name)
	}
	app := awscdk.NewApp(&awscdk.AppProps{
		Outdir:  jsii.String(t.TempDir()),
		Context: &object{"aws:cdk:disable-asset-staging": true},
	})
	newSystem(app, "confab", build)
	assembly := app.Synth(nil)
	text := read(t, filepath.Join(*assembly.Directory(), "confab.template.json"))
	assets := decoded(t, read(t, filepath.Join(*assembly.Directory(), "confab.assets.json")))
	for hash, file := range assets["files"].(object) {
		path := file.(object)["source"].(object)["path"].(string)
		if folder, ok := strings.CutPrefix(path, build); ok {
			text = bytes.ReplaceAll(text, []byte(`"`+hash+`.zip"`), []byte(`"build`+folder+`/"`))
		}
	}
	return text
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func decoded(t *testing.T, text []byte) object {
	t.Helper()
	var value object
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
