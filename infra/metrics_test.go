package infra_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"confab/infra/template"
)

// metric is a metric of one function, the one dimension that Confab's have.
type metric struct{ name, function string }

// entries are the domain's operations by the function that calls them. Those of
// the API measure nothing: API Gateway does.
var entries = map[string]string{
	"Receive": "receive-email", "ReceiveText": "receive-sms", "Follow": "publish-events", "Wake": "wake", "Send": "send-message",
	"RecordDelivery": "record-delivery", "Notify": "notify", "FollowLink": "public-api", "RunJob": "run-job",
}

// unread are metrics that a function may write and nobody looks at.
var unread = map[metric]string{
	{"DeliveryUnmatched", "send-message"}: "the message was deleted while it was being sent",
	{"DeliveryUnmatched", "wake"}:         "the message was deleted while it was being given up",
}

// written are metrics with the method, Count or Duration, that writes them.
type written map[metric]string

// source parses the code in a folder, tests apart.
func source(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == "node_modules":
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in %s: %v", len(files), folder, err)
	}
	return files
}

// measures lists what a piece of code measures itself. A name that is not
// written out where it is used is a fault, since nobody could find its readers.
func measures(node ast.Node) (names map[string]string, faults []string) {
	names = map[string]string{}
	ast.Inspect(node, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || method.Sel.Name != "Count" && method.Sel.Name != "Duration" {
			return true
		}
		if pkg, ok := method.X.(*ast.Ident); ok && slices.Contains([]string{"strings", "bytes"}, pkg.Name) {
			return true
		}
		name, ok := call.Args[0].(*ast.BasicLit)
		if !ok {
			faults = append(faults, fmt.Sprintf("%s of a name that is not written out", method.Sel.Name))
			return true
		}
		text, _ := strconv.Unquote(name.Value) // the parser has read it
		names[text] = method.Sel.Name
		return true
	})
	return names, faults
}

// reached lists what a method of Inbox can call, itself included: the methods
// named on its receiver, which is b everywhere.
func reached(methods map[string]*ast.FuncDecl, from string, seen map[string]bool) {
	if methods[from] == nil || seen[from] {
		return
	}
	seen[from] = true
	ast.Inspect(methods[from], func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "b" {
				reached(methods, s.Sel.Name, seen)
			}
		}
		return true
	})
}

// ofInbox tells whether a function is a method of Inbox: others may have methods of
// the same names.
func ofInbox(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := pointer.X.(*ast.Ident)
	return ok && name.Name == "Inbox"
}

// allWritten finds every metric in the code: those that handlers write, and those
// that operations of the domain write in the functions that call them.
func allWritten(t *testing.T) written {
	t.Helper()
	out := written{}
	add := func(function string, node ast.Node) {
		names, faults := measures(node)
		for name, method := range names {
			out[metric{name, function}] = method
		}
		for _, f := range faults {
			t.Errorf("%s: %s", function, f)
		}
	}
	for path, file := range source(t, root+"/functions") {
		add(strings.Split(filepath.ToSlash(path), "/")[2], file)
	}
	methods, found := map[string]*ast.FuncDecl{}, map[string]bool{}
	for _, file := range source(t, root+"/shared") {
		names, _ := measures(file)
		for name := range names {
			found[name] = true
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && file.Name.Name == "inbox" && ofInbox(f) {
				methods[f.Name.Name] = f
			}
		}
	}
	for operation, function := range entries {
		seen := map[string]bool{}
		reached(methods, operation, seen)
		for name := range seen {
			add(function, methods[name])
		}
	}
	for name := range found {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(out)), func(m metric) bool { return m.name == name }) {
			t.Errorf("no function is known to write %s", name)
		}
	}
	return out
}

// reader is an alarm or a dashboard that looks at a metric.
type reader struct {
	where string
	metric
	statistic string
}

// readers are all that look at Confab's own metrics.
func readers(t *testing.T, read *template.Template) (out []reader) {
	t.Helper()
	take := func(where string, m template.Value, statistic string) {
		if m.At("Namespace").Text() != "Confab" {
			return
		}
		dimensions := m.At("Dimensions").List()
		if len(dimensions) != 1 || dimensions[0].At("Name").Text() != "Function" {
			t.Errorf("%s asks for other dimensions than Function", where)
			return
		}
		out = append(out, reader{where, metric{m.At("MetricName").Text(), dimensions[0].At("Value").Text()}, statistic})
	}
	for _, a := range read.Resources("AWS::CloudWatch::Alarm") {
		take(a.Name, a.Property(), a.Property("Statistic").Text()+a.Property("ExtendedStatistic").Text())
		for _, q := range a.Property("Metrics").List() {
			take(a.Name, q.At("MetricStat", "Metric"), q.At("MetricStat", "Stat").Text())
		}
	}
	for _, d := range read.Resources("AWS::CloudWatch::Dashboard") {
		out = append(out, shown(t, d)...)
	}
	return out
}

var substituted = regexp.MustCompile(`\$\{[^}]*\}`)

// shown are Confab's metrics on a dashboard.
func shown(t *testing.T, dashboard template.Resource) (out []reader) {
	t.Helper()
	var body struct {
		Widgets []struct{ Properties struct{ Metrics [][]any } }
	}
	text := substituted.ReplaceAllString(dashboard.Property("DashboardBody", "Fn::Sub").Text(), "x")
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		t.Fatalf("%s is no JSON: %v", dashboard.Name, err)
	}
	for _, w := range body.Widgets {
		for _, m := range w.Properties.Metrics {
			if m[0] != "Confab" {
				continue
			}
			options, _ := m[len(m)-1].(map[string]any)
			if len(m) != 5 || m[2] != "Function" || options == nil {
				t.Errorf("%s asks for %v: name the function, and say how it is summed up", dashboard.Name, m)
				continue
			}
			out = append(out, reader{dashboard.Name, metric{fmt.Sprint(m[1]), fmt.Sprint(m[3])}, fmt.Sprint(options["stat"])})
		}
	}
	return out
}

// unmatched tells which metrics have no reader, and which readers look at what
// nobody writes or sum it up in a way that says nothing.
func unmatched(w written, all []reader) (out []string) {
	seen := map[metric]bool{}
	for _, r := range all {
		seen[r.metric] = true
		switch method := w[r.metric]; {
		case method == "":
			out = append(out, fmt.Sprintf("%s looks at %s of %s, which nobody writes", r.where, r.name, r.function))
		case (method == "Count") != (r.statistic == "Sum"):
			out = append(out, fmt.Sprintf("%s takes the %s of %s, a %s", r.where, r.statistic, r.name, method))
		}
	}
	for m := range w {
		if _, known := unread[m]; seen[m] == known {
			out = append(out, fmt.Sprintf("%s of %s: read %t, listed as not read %t", m.name, m.function, seen[m], known))
		}
	}
	return out
}

func TestEveryMetricHasAReaderAndEveryReaderAMetric(t *testing.T) {
	w, all := allWritten(t), readers(t, readTemplate(t))
	for _, fault := range unmatched(w, all) {
		t.Error(fault)
	}
	if len(w) < 10 || len(all) < 10 {
		t.Errorf("only %d metrics and %d readers were found", len(w), len(all))
	}
	for m, why := range unread {
		if w[m] == "" {
			t.Errorf("%s of %s is not written any more (%s)", m.name, m.function, why)
		}
	}
}

func TestAMetricWithoutAReaderIsFound(t *testing.T) {
	text := string(contents(t, root+"/"+template.File))
	w := allWritten(t)
	sound := len(unmatched(w, readers(t, readTemplate(t))))
	for name, change := range map[string][2]string{
		"another name":      {"MetricName: WakeSweep", "MetricName: Sweep"},
		"another function":  {`"ReceiveLag","Function","receive-email"`, `"ReceiveLag","Function","wake"`},
		"another namespace": {`["Confab","MailUnowned"`, `["Other","MailUnowned"`},
		"a sum of times":    {`"SendLag","Function","send-message",{"stat":"p99"`, `"SendLag","Function","send-message",{"stat":"Sum"`},
	} {
		faults := unmatched(w, readers(t, parseTemplate(t, []byte(broken(t, text, change[0], change[1])))))
		if len(faults) <= sound {
			t.Errorf("%s is not found", name)
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x; func f() { m.Metrics.Count(name, 1); m.Count("A", 1) }`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if names, faults := measures(file); len(faults) != 1 || names["A"] != "Count" {
		t.Errorf("found %v and the faults %q", names, faults)
	}
}
