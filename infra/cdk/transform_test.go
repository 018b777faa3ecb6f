package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// transformer is a process that transforms SAM templates.
type transformer struct {
	in  io.Writer
	out *bufio.Reader
	raw object // template.yaml as it is written
}

// startTransformer starts one, or says aloud that nothing can be compared with SAM
// here, which is a failure in CI.
func startTransformer(t *testing.T) *transformer {
	t.Helper()
	python := pythonOfSAM(t)
	if python == "" {
		const missing = "NOT TESTED: that template.yaml and the CDK make the same system. Install cfn-lint (pip install cfn-lint)."
		fmt.Fprintln(os.Stderr, missing)
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/transform.py", "../../template.yaml")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	tr := &transformer{in: in, out: bufio.NewReader(out)}
	tr.answer(t, &tr.raw)
	return tr
}

// pythonOfSAM returns a Python that has SAM's translator: that of the path, or the
// one that cfn-lint runs in.
func pythonOfSAM(t *testing.T) string {
	t.Helper()
	candidates := []string{"python3"}
	if path, err := exec.LookPath("cfn-lint"); err == nil {
		first, _, _ := bytes.Cut(read(t, path), []byte("\n"))
		if interpreter, ok := strings.CutPrefix(string(first), "#!"); ok && strings.Contains(interpreter, "python") {
			candidates = append(candidates, interpreter)
		}
	}
	for _, python := range candidates {
		if exec.CommandContext(t.Context(), python, "-c", "import samtranslator").Run() == nil {
			return python
		}
	}
	return ""
}

// transform returns what CloudFormation would make of a template, or why it is
// refused.
func (tr *transformer) transform(t *testing.T, template object) (transformed object, refused string) {
	t.Helper()
	line, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Template object
		Refused  string
	}
	tr.answer(t, &answer)
	return answer.Template, answer.Refused
}

func (tr *transformer) answer(t *testing.T, value any) {
	t.Helper()
	line, err := tr.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, value); err != nil {
		t.Fatal(err)
	}
}
