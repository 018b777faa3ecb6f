package function_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"confab/infra/local/function"
)

func TestInvoke(t *testing.T) {
	big := `"` + strings.Repeat("x", function.MaxPayload) + `"`
	failure := errors.New("table is gone")
	tests := []struct {
		name    string
		handler any
		payload string
		want    string
		wantErr string
	}{
		{"an answer is JSON", func(s string) (string, error) { return "hello " + s, nil }, `"you"`, `"hello you"`, ""},
		{"the handler's error comes back", func() error { return failure }, `{}`, "", "table is gone"},
		{"a panic is an error", func() { panic("nil map") }, `{}`, "", "nil map"},
		{"a payload past the limit is refused", func() {}, big, "", "too large"},
		{"an answer past the limit is refused", func() (string, error) { return big, nil }, `{}`, "", "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &function.Function{Name: "greet", Handler: function.NewHandler(tt.handler)}
			got, err := f.Invoke(t.Context(), []byte(tt.payload))
			if string(got) != tt.want {
				t.Errorf("answer = %.80s, want %s", got, tt.want)
			}
			if (err == nil) != (tt.wantErr == "") || err != nil && !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("error = %v, want %q", err, tt.wantErr)
			}
		})
	}
}

func TestInvocationHasADeadlineAndAnID(t *testing.T) {
	f := &function.Function{Name: "look", Timeout: time.Minute, Handler: function.NewHandler(func(ctx context.Context) error {
		lc, ok := lambdacontext.FromContext(ctx)
		if !ok || lc.AwsRequestID == "" || !strings.HasSuffix(lc.InvokedFunctionArn, ":function:look") {
			t.Errorf("lambda context = %+v", lc)
		}
		if until, ok := ctx.Deadline(); !ok || time.Until(until) > time.Minute {
			t.Errorf("deadline = %v, %v", until, ok)
		}
		return nil
	})}
	if _, err := f.Invoke(t.Context(), []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
}

func TestInvocationsAtOnceGetTheirOwnAnswers(t *testing.T) {
	f := &function.Function{Name: "echo", Handler: function.NewHandler(func(s string) (string, error) { return s, nil })}
	var wg sync.WaitGroup
	for i := range 8 {
		want := `"` + strings.Repeat(strconv.Itoa(i), 10_000*(i+1)) + `"`
		wg.Go(func() {
			for range 50 {
				if got, err := f.Invoke(t.Context(), []byte(want)); err != nil || string(got) != want {
					t.Errorf("invocation %d answers %.20s… (%v)", i, got, err)
					return
				}
			}
		})
	}
	wg.Wait()
}
