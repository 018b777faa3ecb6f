package infra_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// module is the path that all of our own imports begin with.
const module = "confab/"

// SDK modules by the short names the rules use.
const (
	sdk    = "github.com/aws/aws-sdk-go-v2/"
	smithy = "github.com/aws/smithy-go"
	lambda = "github.com/aws/aws-lambda-go"
	cdk    = "github.com/aws/aws-cdk-go"
	huma   = "github.com/danielgtaylor/huma/v2"
)

// arrow says what packages may import besides the standard library and their own
// folder. "*" in from stands for one path element.
type arrow struct {
	from string
	to   []string // path prefixes; "" is everything
	not  []string // exceptions from to
}

// others are libraries that belong to one place and are named there alone.
var others = []string{module, sdk, lambda, cdk, huma}

// arrows are the allowed imports, the most special first. A package that none of
// them speaks of may not exist.
var arrows = []arrow{
	{from: "shared/inbox"},
	// A channel brings libraries of its own and the client of its provider.
	{from: "shared/channel/email", to: []string{"", module + "shared/inbox", sdk + "aws", sdk + "service/sesv2"}, not: others},
	{from: "shared/channel/sms", to: []string{"", module + "shared/inbox", sdk + "aws", sdk + "service/sns", sdk + "service/pinpointsmsvoicev2"}, not: others},
	{from: "shared/store", to: []string{
		module + "shared/inbox", sdk + "aws", smithy,
		sdk + "service/dynamodb", sdk + "service/s3", sdk + "service/sqs", sdk + "feature/dynamodb",
	}},
	{from: "shared/search", to: []string{module + "shared/inbox", "golang.org/x/text/unicode/norm"}},
	{from: "shared/webhook", to: []string{module + "shared/inbox"}},
	{from: "shared/api", to: []string{module + "shared/inbox", huma}},
	// What of Lambda's forms every function would otherwise write again.
	{from: "shared/setup/logs", to: []string{module + "shared/inbox", lambda}},
	{from: "shared/setup/queue", to: []string{lambda}},
	{from: "shared/setup", to: []string{"", module + "shared/"}, not: []string{module, lambda, cdk, huma}},
	{from: "functions/*", to: []string{
		module + "shared/", lambda,
		sdk + "service/dynamodb/types", // the form in which the store reads a stream's records
	}},
	{from: "infra/template", to: []string{"gopkg.in/yaml.v3"}},
	{from: "infra/local", to: []string{""}, not: []string{cdk}},
	{from: "infra/operate", to: []string{""}, not: []string{cdk, module + "infra/local"}},
}

// folder returns the part of a package's path that the arrow's pattern covers,
// and whether it does.
func (a arrow) folder(path string) (string, bool) {
	pattern, elements := strings.Split(a.from, "/"), strings.Split(strings.TrimPrefix(path, module), "/")
	if !strings.HasPrefix(path, module) || len(elements) < len(pattern) {
		return "", false
	}
	for i, p := range pattern {
		if p != "*" && p != elements[i] {
			return "", false
		}
	}
	return module + strings.Join(elements[:len(pattern)], "/"), true
}

// allows tells whether the package at path may import another. The longest
// prefix decides, so that an exception can have an exception.
func (a arrow) allows(own, imported string) bool {
	if within(imported, own) || standard(imported) {
		return true
	}
	return longest(imported, a.to) > longest(imported, a.not)
}

// longest returns the length of the longest prefix of path, -1 where none is.
func longest(path string, prefixes []string) int {
	n := -1
	for _, p := range prefixes {
		if within(path, p) {
			n = max(n, len(p))
		}
	}
	return n
}

// within tells whether path is folder or lies in it.
func within(path, folder string) bool {
	return folder == "" || path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

// standard tells whether a path is the standard library's: alone its first
// element has no dot.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first+"/" != module
}

// goPackage is what `go list -json` tells of a package.
type goPackage struct {
	ImportPath, Doc                             string
	GoFiles, Imports, TestImports, XTestImports []string
}

// violations lists the imports that no arrow allows.
func violations(packages []goPackage) []string {
	var found []string
	for _, p := range packages {
		if len(p.GoFiles) == 0 {
			continue // tests alone: nobody can import them
		}
		i := slices.IndexFunc(arrows, func(a arrow) bool { _, ok := a.folder(p.ImportPath); return ok })
		if i < 0 {
			found = append(found, p.ImportPath+" has no rule")
			continue
		}
		own, _ := arrows[i].folder(p.ImportPath)
		for _, imported := range p.Imports {
			if !arrows[i].allows(own, imported) {
				found = append(found, fmt.Sprintf("%s imports %s", p.ImportPath, imported))
			}
		}
		// The local stack imports the packages that it is started for: tests of
		// theirs that need it live outside of them, in package x_test.
		for _, imported := range p.TestImports {
			if local := module + "infra/local"; within(imported, local) && !within(p.ImportPath, local) {
				found = append(found, fmt.Sprintf("%s imports %s in a test of package x, not x_test", p.ImportPath, imported))
			}
		}
	}
	return found
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,GoFiles,Imports,TestImports,XTestImports", module+"...")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var packages []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < 10 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	return packages
}

func TestImportsFollowTheArrows(t *testing.T) {
	for _, v := range violations(listPackages(t)) {
		t.Error(v)
	}
}

func TestEveryPackageOpensWithAComment(t *testing.T) {
	for _, p := range listPackages(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s does not say what it is for", p.ImportPath)
		}
	}
}

func TestAForbiddenImportIsFound(t *testing.T) {
	tests := map[string]struct {
		from, imports string
		inTest        bool
		allowed       bool
	}{
		"the domain imports the standard library":      {from: "shared/inbox", imports: "net/mail", allowed: true},
		"the domain imports a library":                 {from: "shared/inbox", imports: "github.com/oklog/ulid/v2"},
		"the domain imports the store":                 {from: "shared/inbox", imports: "confab/shared/store"},
		"a channel imports the domain":                 {from: "shared/channel/email", imports: "confab/shared/inbox", allowed: true},
		"a channel imports a part of its own":          {from: "shared/channel/email", imports: "confab/shared/channel/email/quote", allowed: true},
		"a part of a channel imports a library":        {from: "shared/channel/email/quote", imports: "golang.org/x/net/html", allowed: true},
		"a channel imports another":                    {from: "shared/channel/sms", imports: "confab/shared/channel/email"},
		"a channel imports one whose name it begins":   {from: "shared/channel/sms", imports: "confab/shared/channel/smsc"},
		"a channel imports the table's client":         {from: "shared/channel/email", imports: sdk + "service/dynamodb"},
		"a channel imports the API":                    {from: "shared/channel/email", imports: "confab/shared/api"},
		"a channel imports its provider's client":      {from: "shared/channel/sms", imports: sdk + "service/sns", allowed: true},
		"a channel imports another's provider":         {from: "shared/channel/sms", imports: sdk + "service/sesv2"},
		"the store imports the mail client":            {from: "shared/store", imports: sdk + "service/sesv2"},
		"the store imports the domain":                 {from: "shared/store", imports: "confab/shared/inbox", allowed: true},
		"the API imports an SDK":                       {from: "shared/api", imports: sdk + "service/s3"},
		"the API imports Lambda":                       {from: "shared/api", imports: lambda + "/events"},
		"setup imports any client":                     {from: "shared/setup", imports: sdk + "service/secretsmanager", allowed: true},
		"setup imports Lambda":                         {from: "shared/setup", imports: lambda + "/lambda"},
		"setup imports the local stack":                {from: "shared/setup", imports: "confab/infra/local/queues"},
		"a function imports its handler":               {from: "functions/wake", imports: "confab/functions/wake/handler", allowed: true},
		"a function imports another":                   {from: "functions/wake/handler", imports: "confab/functions/inbox-api/handler"},
		"a function imports a client":                  {from: "functions/wake", imports: sdk + "service/sqs"},
		"the local stack imports everything":           {from: "infra/local", imports: "confab/functions/wake/handler", allowed: true},
		"the local stack imports the CDK":              {from: "infra/local", imports: cdk + "/awscdk/v2"},
		"the commands import any client":               {from: "infra/operate", imports: sdk + "service/cloudformation", allowed: true},
		"the commands import the local stack":          {from: "infra/operate/replay", imports: "confab/infra/local/stack"},
		"a package without a rule":                     {from: "shared/utils", imports: "fmt"},
		"an inner test imports the local stack":        {from: "shared/store", imports: "confab/infra/local/queues", inTest: true},
		"an inner test of the local stack imports it":  {from: "infra/local/async", imports: "confab/infra/local/disk", inTest: true, allowed: true},
		"an inner test imports a library for the test": {from: "shared/inbox", imports: "pgregory.net/rapid", inTest: true, allowed: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := goPackage{ImportPath: module + test.from, GoFiles: []string{"x.go"}}
			if test.inTest {
				p.TestImports = []string{test.imports}
			} else {
				p.Imports = []string{test.imports}
			}
			if found := violations([]goPackage{p}); (len(found) == 0) != test.allowed {
				t.Errorf("found %q", found)
			}
		})
	}
}
