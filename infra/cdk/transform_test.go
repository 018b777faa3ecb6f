package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// transformer is a process that transforms SAM templates.
type transformer struct {
	in  io.Writer
	out *bufio.Reader
	raw object // template.yaml as it is written
}

// transformerOfSAM returns the one that all tests share, or says aloud that nothing
// can be compared with SAM here, which is a failure in CI.
func transformerOfSAM(t *testing.T) *transformer {
	t.Helper()
	theTransformer.Do(func() {
		if python := pythonOfSAM(t); python != "" {
			sharedTransformer = startTransformer(t, python)
		}
	})
	if sharedTransformer == nil {
		missing(t, "that template.yaml and the CDK make the same system")
	}
	return sharedTransformer
}

var (
	theTransformer    sync.Once
	sharedTransformer *transformer
)

// startTransformer starts one. It ends with the tests, when nothing more is
// written to it.
func startTransformer(t *testing.T, python string) *transformer {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), python, "testdata/transform.py", "../../template.yaml")
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
	tr := &transformer{in: in, out: bufio.NewReader(out)}
	tr.answer(t, &tr.raw)
	return tr
}

// missing says what is not tested for lack of cfn-lint, and of the SAM translator
// that comes with it.
func missing(t *testing.T, what string) {
	t.Helper()
	text := fmt.Sprintf("NOT TESTED: %s. Install cfn-lint (pip install cfn-lint).", what)
	fmt.Fprintln(os.Stderr, text)
	if os.Getenv("CI") != "" {
		t.Fatal(text)
	}
	t.Skip(text)
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
