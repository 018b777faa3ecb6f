package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The kit says in DependsOn of a function what its Role says already (W3005).
func TestTheTemplateKeepsTheRulesOfCloudFormation(t *testing.T) {
	if _, err := exec.LookPath("cfn-lint"); err != nil {
		const missing = "NOT TESTED: the rules of CloudFormation in the CDK's template. Install cfn-lint (pip install cfn-lint)."
		fmt.Fprintln(os.Stderr, missing)
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	path := filepath.Join(t.TempDir(), "confab.template.json")
	write(t, path, string(synthesised(t)))
	if out, err := exec.CommandContext(t.Context(), "cfn-lint", "--ignore-checks", "W3005", "--template", path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
