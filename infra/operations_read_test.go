package infra_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"confab/infra/template"
)

// guide is the operations guide, with what its tests look at.
type guide struct {
	*testing.T
	text     string
	code     string // what stands between backticks, and in blocks of code
	template *template.Template
	metrics  map[string][]string // own metrics: the functions that the template reads them of
	widgets  []string            // titles on the dashboard
}

func readGuide(t *testing.T) *guide {
	t.Helper()
	g := &guide{T: t, text: string(contents(t, "OPERATIONS.md")), metrics: map[string][]string{}}
	var err error
	if g.template, err = template.Read(root); err != nil {
		t.Fatal(err)
	}
	spans := regexp.MustCompile("(?s)```.*?```|`[^`\n]+`").FindAllString(g.text, -1)
	g.code = strings.Join(spans, "\n")
	var dashboard struct {
		Widgets []struct {
			Properties struct {
				Title   string
				Metrics [][]any
			}
		}
	}
	body := g.template.Resource("Dashboard").Property("DashboardBody", "Fn::Sub").Text()
	if err := json.Unmarshal([]byte(body), &dashboard); err != nil {
		t.Fatalf("the dashboard: %v", err)
	}
	for _, w := range dashboard.Widgets {
		g.widgets = append(g.widgets, w.Properties.Title)
		for _, m := range w.Properties.Metrics {
			if len(m) > 3 && m[0] == "Confab" && !slices.Contains(g.metrics[m[1].(string)], m[3].(string)) {
				g.metrics[m[1].(string)] = append(g.metrics[m[1].(string)], m[3].(string))
			}
		}
	}
	return g
}

// section is the text below a heading, down to the next one of its level or above.
func (g *guide) section(heading string) string {
	g.Helper()
	level := strings.Count(strings.SplitN(heading, " ", 2)[0], "#")
	_, below, found := strings.Cut(g.text, "\n"+heading+"\n")
	if !found {
		g.Fatalf("there is no %q", heading)
	}
	end := regexp.MustCompile(fmt.Sprintf(`(?m)^#{1,%d} `, level)).FindStringIndex(below)
	if end == nil {
		return below
	}
	return below[:end[0]]
}

// rows are a section's table rows, cell by cell, without heading and rule.
func (g *guide) rows(heading string) [][]string {
	g.Helper()
	var rows [][]string
	for line := range strings.Lines(g.section(heading)) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "|-") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	if len(rows) < 3 {
		g.Fatalf("%q has no table", heading)
	}
	return rows[2:]
}

// names are what a cell has between backticks.
func names(cell string) (out []string) {
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1])
	}
	return out
}

// same compares two lists without regard to their order.
func (g *guide) same(what string, got, want []string) {
	g.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		g.Errorf("%s: the guide has %q, the system %q", what, got, want)
	}
}

// goSources is all Go code below a folder, tests apart.
func goSources(t *testing.T, folder string) string {
	t.Helper()
	var code strings.Builder
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			code.Write(contents(t, path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return code.String()
}
