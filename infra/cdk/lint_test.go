package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The kit says in DependsOn of a function what its Role says already (W3005). The
// template itself says what else is not looked at (W1033), which arguments override.
func TestTheTemplateKeepsTheRulesOfCloudFormation(t *testing.T) {
	if _, err := exec.LookPath("cfn-lint"); err != nil {
		missing(t, "the rules of CloudFormation in the CDK's template")
	}
	path := filepath.Join(t.TempDir(), "confab.template.json")
	write(t, path, string(synthesised(t)))
	if out, err := exec.CommandContext(t.Context(), "cfn-lint", "--ignore-checks", "W3005", "W1033", "--template", path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
