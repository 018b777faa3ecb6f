package infra_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryAlarmHasOneEntry(t *testing.T) {
	g := readGuide(t)
	var alarms, entries, index []string
	for _, a := range g.template.Resources("AWS::CloudWatch::Alarm") {
		alarms = append(alarms, a.Name)
	}
	for _, m := range regexp.MustCompile(`(?m)^### (\w+Alarm)$`).FindAllStringSubmatch(g.text, -1) {
		entries = append(entries, m[1])
	}
	beginning, _, _ := strings.Cut(g.text, "\n## ")
	for _, m := range regexp.MustCompile(`\[(\w+Alarm)\]`).FindAllStringSubmatch(beginning, -1) {
		index = append(index, m[1])
	}
	g.same("entries", entries, alarms)
	g.same("the list at the beginning", index, alarms)
	parts := regexp.MustCompile(`(?m)^\*\*(\w+)(?:\.\*\*|\*\* )`)
	for _, name := range entries {
		var found []string
		for _, m := range parts.FindAllStringSubmatch(g.section("### "+name), -1) {
			found = append(found, m[1])
		}
		if want := []string{"Means", "Do", "Look", "Over"}; !slices.Equal(found, want) {
			t.Errorf("%s says %q, want %q", name, found, want)
		}
	}
}

func TestTheGuideNamesEveryParameterWithItsDefault(t *testing.T) {
	g := readGuide(t)
	parameters := g.template.At("Parameters")
	var got []string
	for _, row := range g.rows("## Parameters") {
		name := strings.Join(names(row[0]), " ")
		got = append(got, name)
		want := "none"
		if def := parameters.At(name, "Default"); def.Raw != nil {
			if want = "empty"; def.Raw != "" {
				want = fmt.Sprintf("`%v`", def.Raw)
			}
		}
		if row[1] != want {
			t.Errorf("%s: the default is %s, the guide says %s", name, want, row[1])
		}
	}
	g.same("parameters", got, parameters.Keys())
}

func TestTheGuideNamesEveryOutput(t *testing.T) {
	g := readGuide(t)
	var got []string
	for _, row := range g.rows("## From nothing to a first message") {
		got = append(got, names(row[0])...)
	}
	g.same("outputs", got, g.template.At("Outputs").Keys())
}

func TestTheGuideExplainsEveryMetric(t *testing.T) {
	g := readGuide(t)
	var got []string
	for _, row := range g.rows("## Metrics") {
		name := strings.Join(names(row[0]), " ")
		got = append(got, name)
		g.same("functions of "+name, names(row[1]), g.metrics[name])
	}
	g.same("metrics", got, slices.Collect(maps.Keys(g.metrics)))
	for _, m := range regexp.MustCompile(`\b[Ww]idgets? (?:"[^"]+"(?: \(\S+\))?(?:, | and )?)+`).FindAllString(g.text, -1) {
		for _, w := range regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(m, -1) {
			if !slices.Contains(g.widgets, w[1]) {
				t.Errorf("the dashboard has no %q, but %q", w[1], g.widgets)
			}
		}
	}
}

// elsewhere are names in the guide that are not the template's.
var elsewhere = map[string]string{
	"StreamFailures":       "what make redrive calls the bucket's folder",
	"SendingEnabled":       "SES, GetAccount",
	"ConcurrentExecutions": "a metric of Lambda",
	"TableName":            "CloudFormation's identifier of a table",
}

func TestWhatTheGuideNamesIsThere(t *testing.T) {
	g := readGuide(t)
	text := string(contents(t, filepath.Join(root, "template.yaml")))
	known := slices.Concat(g.template.At("Resources").Keys(), g.template.At("Parameters").Keys(), g.template.At("Outputs").Keys())
	for _, m := range regexp.MustCompile(`"AWS/\w+","([\w.]+)"|MetricName: ([\w.]+)|"Confab","(\w+)"`).FindAllStringSubmatch(text, -1) {
		known = append(known, m[1]+m[2]+m[3])
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile("`(?:Reputation\\.)?([A-Z][a-z]+(?:[A-Z][a-z]+)+)`").FindAllStringSubmatch(g.text, -1) {
		name := strings.Trim(m[0], "`")
		if elsewhere[name] != "" {
			used[name] = true
		} else if !slices.Contains(known, name) {
			t.Errorf("there is no %s", name)
		}
	}
	for name := range elsewhere {
		if !used[name] && !slices.Contains(known, name) {
			t.Errorf("the guide does not name %s any more", name)
		}
	}
	for _, m := range regexp.MustCompile(`\$\((?:name|physical) (\w+)\)`).FindAllStringSubmatch(g.code, -1) {
		if g.template.Resource(m[1]).Raw == nil {
			t.Errorf("no resource is called %s", m[1])
		}
	}
}

// TestTheGuidesCommandsExist compares with the Makefile, and the settings of a
// command with the list that it prints of itself.
func TestTheGuidesCommandsExist(t *testing.T) {
	g := readGuide(t)
	settings, command := map[string][]string{}, ""
	for line := range strings.Lines(string(contents(t, "operate/testdata/list.txt"))) {
		if before, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") {
			command = before
			settings[command] = nil
			continue
		}
		settings[command] = append(settings[command], strings.Fields(line)[0])
	}
	common := settings["All of them"]
	delete(settings, "All of them")
	makefile := string(contents(t, filepath.Join(root, "Makefile")))
	said := map[string]bool{}
	for _, m := range regexp.MustCompile(`\bmake ([a-z][a-z-]*)([^\n`+"`"+`]*)`).FindAllStringSubmatch(g.code, -1) {
		target := m[1]
		said[target] = true
		if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
			t.Errorf("there is no make %s", target)
		}
		for _, s := range regexp.MustCompile(`(?:^| )([A-Z]+)=`).FindAllStringSubmatch(m[2], -1) {
			if known, ok := settings[target]; ok && !slices.Contains(slices.Concat(known, common), s[1]) {
				t.Errorf("make %s has no setting %s", target, s[1])
			}
		}
	}
	for target := range settings {
		if target != "destroy-cdk" && !said[target] {
			t.Errorf("the guide says nothing of make %s", target)
		}
	}
}

// TestTheGuidesQueriesFindWhatIsLogged looks for each sentence that a query looks
// for in the code that logs it.
func TestTheGuidesQueriesFindWhatIsLogged(t *testing.T) {
	g := readGuide(t)
	code := goSources(t, "functions") + goSources(t, "shared")
	found := regexp.MustCompile(`\bmsg = "([^"]+)"`).FindAllStringSubmatch(g.code, -1)
	if len(found) < 5 {
		t.Fatalf("only %d queries", len(found))
	}
	for _, m := range found {
		if !strings.Contains(code, `"`+m[1]+`"`) {
			t.Errorf("nothing logs %q", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`\bfunction = "([^"]+)"`).FindAllStringSubmatch(g.code, -1) {
		if _, ok := g.template.Functions()[m[1]]; !ok {
			t.Errorf("there is no function %s", m[1])
		}
	}
}

func TestTheGuidesLinksLeadSomewhere(t *testing.T) {
	g := readGuide(t)
	var anchors []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(g.text, -1) {
		anchors = append(anchors, strings.ReplaceAll(strings.ToLower(regexp.MustCompile(`[^\w -]`).ReplaceAllString(m[1], "")), " ", "-"))
	}
	for _, m := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(g.text, -1) {
		switch target := m[1]; {
		case strings.HasPrefix(target, "https://"):
		case strings.HasPrefix(target, "#"):
			if !slices.Contains(anchors, target[1:]) {
				t.Errorf("there is no heading for %s", target)
			}
		default:
			if _, err := os.Stat(target); err != nil {
				t.Error(err)
			}
		}
	}
}
