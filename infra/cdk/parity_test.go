package main

import (
	"flag"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"confab/infra/cdk/facts"
)

var update = flag.Bool("update", false, "write testdata/system.txt anew")

// literalFile is what both templates have to say, line by line: what a change of
// the system is read from in review.
const literalFile = "testdata/system.txt"

// Who says a fact.
const (
	bySAM = "SAM"
	byCDK = "the CDK"
	byUs  = literalFile
)

// difference is what one tool's template says and the other's does not, and makes
// no difference to the system.
type difference struct {
	by    string
	times int
	facts *regexp.Regexp
	why   string
}

var differences = []difference{
	{bySAM, 12, regexp.MustCompile(`^\w+Function\.Tags\[lambda:createdBy\]\.Value = SAM$`), "SAM marks the functions that it made"},
	{bySAM, 12, regexp.MustCompile(`^\w+Function\.Code\.S3Bucket = uploaded$`), "each tool uploads code to a bucket of its own"},
	{byCDK, 12, regexp.MustCompile(`^\w+Function\.Code\.S3Bucket = cdk-hnb659fds-assets-\$\{AWS::AccountId\}-\$\{AWS::Region\}$`), "each tool uploads code to a bucket of its own"},
	{byCDK, 12, regexp.MustCompile(`^(\w+)Function DependsOn\[\] = \w+Role$`), "the function's Role says so already"},
	{byCDK, 14, regexp.MustCompile(`^\w+ DeletionPolicy = Delete$`), "CloudFormation deletes where nothing else is said"},
	{byCDK, 14, regexp.MustCompile(`^\w+ UpdateReplacePolicy = Delete$`), "CloudFormation deletes where nothing else is said"},
	{byCDK, 5, regexp.MustCompile(`^(` + bootstrap + `)$`), "the kit looks whether the account is prepared for it"},
}

// bootstrap is what the kit adds to every stack.
const bootstrap = `Parameter BootstrapVersion\.Default = /cdk-bootstrap/hnb659fds/version|` +
	`Parameter BootstrapVersion\.Description = Version of the CDK Bootstrap resources in this environment, automatically retrieved from SSM Parameter Store\. \[cdk:skip\]|` +
	`Parameter BootstrapVersion\.Type = AWS::SSM::Parameter::Value<String>|` +
	`Rule CheckBootstrapVersion\.Assertions\[0\]\.Assert = Not\(Contains\(\["1","2","3","4","5"\], \$\{BootstrapVersion\}\)\)|` +
	`Rule CheckBootstrapVersion\.Assertions\[0\]\.AssertDescription = CDK bootstrap stack version 6 required\. Please run 'cdk bootstrap' with a recent version of the CDK CLI\.`

// ledger counts facts: those of one template that another has not are more than
// 0, those that it lacks are less. None is 0.
type ledger map[string]int

func (l ledger) add(times int, facts []string) {
	for _, f := range facts {
		if l[f] += times; l[f] == 0 {
			delete(l, f)
		}
	}
}

// unexplained returns what stands in the ledger of two sides and in none of the
// differences, and each of their differences that is not there as often as it says.
func unexplained(l ledger, more, less string) []string {
	var faults []string
	found := make([]int, len(differences))
	for _, fact := range slices.Sorted(maps.Keys(l)) {
		by, times := more, l[fact]
		if times < 0 {
			by, times = less, -times
		}
		i := slices.IndexFunc(differences, func(d difference) bool { return d.by == by && d.facts.MatchString(fact) })
		if i < 0 {
			faults = append(faults, fmt.Sprintf("only %s says: %s", by, fact))
			continue
		}
		found[i] += times
	}
	for i, d := range differences {
		if (d.by == more || d.by == less) && found[i] != d.times {
			faults = append(faults, fmt.Sprintf("only %s says %d times instead of %d: %s (%s)", d.by, found[i], d.times, d.facts, d.why))
		}
	}
	return faults
}

// systems are both templates and the literal, by their facts.
type systems struct {
	sam, cdk object
	literal  []string
	tr       *transformer
}

func bothSystems(t *testing.T) systems {
	t.Helper()
	tr := transformerOfSAM(t)
	sam, refused := tr.transform(t, tr.raw)
	if refused != "" {
		t.Fatal(refused)
	}
	return systems{sam, decoded(t, synthesised(t)), readLiteral(t), tr}
}

// readLiteral returns the literal's facts, without its first lines, which say what
// it is.
func readLiteral(t *testing.T) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(string(read(t, literalFile))) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

// parity is what SAM's template says and the kit's does not, and the other way
// round.
func (s systems) parity() ledger { return apart(facts.Of(s.sam), facts.Of(s.cdk)) }

func apart(more, less []string) ledger {
	l := ledger{}
	l.add(1, more)
	l.add(-1, less)
	return l
}

func TestBothToolsMakeTheSameSystem(t *testing.T) {
	s := bothSystems(t)
	for _, fault := range unexplained(s.parity(), bySAM, byCDK) {
		t.Error(fault)
	}
	t.Logf("%d facts of SAM, %d of the CDK", len(facts.Of(s.sam)), len(facts.Of(s.cdk)))
}

func TestTheSystemIsTheOneWrittenDown(t *testing.T) {
	if *update {
		writeLiteral(t, facts.Of(decoded(t, synthesised(t))))
	}
	for tool, template := range map[string]func(*testing.T) object{
		bySAM: func(t *testing.T) object { return bothSystems(t).sam },
		byCDK: func(t *testing.T) object { return decoded(t, synthesised(t)) },
	} {
		t.Run(tool, func(t *testing.T) {
			for _, fault := range unexplained(apart(facts.Of(template(t)), readLiteral(t)), tool, byUs) {
				t.Error(fault)
			}
		})
	}
	if t.Failed() {
		t.Logf("if that is meant: go test -run WrittenDown -update, and read the change of %s", literalFile)
	}
}

// writeLiteral writes what the CDK says and no difference lists.
func writeLiteral(t *testing.T, all []string) {
	t.Helper()
	lines := []string{
		"# What template.yaml and infra/cdk have in common, which is everything but what",
		"# differences in parity_test.go lists: see package facts for how to read it.",
		"# Written by: go test -run WrittenDown -update",
	}
	for _, fact := range all {
		if !slices.ContainsFunc(differences, func(d difference) bool { return d.by == byCDK && d.facts.MatchString(fact) }) {
			lines = append(lines, fact)
		}
	}
	write(t, literalFile, strings.Join(lines, "\n")+"\n")
}
