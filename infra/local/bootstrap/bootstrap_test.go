package bootstrap_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"confab/infra/local/bootstrap"
)

func TestEveryBinaryAnswersItsSamples(t *testing.T) {
	b := build(t)
	s := startStack(t)
	for name, list := range samples {
		t.Run(name, func(t *testing.T) {
			w := b.world(t, s)
			p := w.start(t, name)
			for _, sample := range list {
				t.Run(sample.file, func(t *testing.T) { w.play(t, p, name, sample) })
			}
			used, err := p.Memory()
			must(t, err)
			if granted := int64(b.functions[name].MemorySize) << 20; used >= granted {
				t.Errorf("it takes %d bytes, and is given %d", used, granted)
			}
		})
	}
}

func TestAnEventThatCannotBeReadIsAnErrorAndTheNextOneIsServed(t *testing.T) {
	b := build(t)
	f := b.functions["web-client"]
	p, err := bootstrap.Start(t.Context(), f, b.binaries[f.Name], map[string]string{"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "confab"})
	must(t, err)
	defer p.Stop()
	var reported *bootstrap.Error
	if _, err := p.Invoke(t.Context(), []byte(`["no", "request"]`)); !errors.As(err, &reported) || reported.Type != "UnmarshalTypeError" {
		t.Errorf("a list in place of a request: %v", err)
	}
	answer, err := p.Invoke(t.Context(), (&world{built: b}).event(t, f.Name, served[0]))
	must(t, err)
	served[0].answered(t, answer)
	p.Stop()
	if _, err := p.Invoke(t.Context(), nil); !errors.Is(err, bootstrap.ErrExited) {
		t.Errorf("invoked after its end: %v", err)
	}
}

// optional are variables that may be empty.
var optional = []string{"OIDC_SCOPE", "CONNECT_ORIGINS", "TEXT_SENDER", "TEXT_CONFIGURATION_SET"}

func TestABinaryWithoutAVariableSaysSoAndEnds(t *testing.T) {
	b := build(t)
	for name, f := range b.functions {
		t.Run(name, func(t *testing.T) {
			required := slices.DeleteFunc(slices.Clone(f.Variables), func(v string) bool { return slices.Contains(optional, v) })
			_, err := bootstrap.Start(t.Context(), f, b.binaries[name], nil)
			var reported *bootstrap.Error
			if !errors.As(err, &reported) {
				t.Fatalf("it reports %v", err)
			}
			for _, v := range required {
				if !strings.Contains(reported.Message, v) {
					t.Errorf("nothing is said of %s: %v", v, err)
				}
			}
		})
	}
}
