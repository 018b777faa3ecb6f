package infra_test

import (
	"strings"
	"testing"

	"confab/infra/template"
)

// root is the repository's, seen from here.
const root = ".."

func readTemplate(t *testing.T) *template.Template {
	t.Helper()
	return parseTemplate(t, contents(t, root+"/"+template.File))
}

func parseTemplate(t *testing.T, text []byte) *template.Template {
	t.Helper()
	parsed, err := template.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// broken replaces in a template's text what a test wants wrong.
func broken(t *testing.T, text, old, replacement string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("the template does not contain %q", old)
	}
	return strings.ReplaceAll(text, old, replacement)
}
