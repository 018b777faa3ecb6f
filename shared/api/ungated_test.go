package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// owners is a store in which everybody is an owner.
type owners struct{ Reader }

func (owners) Load(_ context.Context, keys inbox.Keys) (*inbox.Found, error) {
	f := &inbox.Found{Members: map[string]*inbox.Member{}}
	for _, id := range keys.Members {
		f.Members[id] = &inbox.Member{ID: id, Account: inbox.Owner}
	}
	return f, nil
}

func ask(t *testing.T, operation string, handle func(context.Context, *visit, *struct{}) (*bodyOutput, error)) *httptest.ResponseRecorder {
	t.Helper()
	a := New(Config{Store: owners{}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	register(a, huma.Operation{OperationID: operation, Method: http.MethodGet, Path: "/new", Hidden: true}, handle)
	ctx := WithRequestID(WithClaims(t.Context(), Claims{Issuer: "i", Subject: "s"}), "r")
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/new", nil))
	return w
}

func TestWhatNoGateHasLetThroughIsWithheld(t *testing.T) {
	forgetful := func(context.Context, *visit, *struct{}) (*bodyOutput, error) {
		return &bodyOutput{Body: Body{Text: "secret"}}, nil
	}
	for _, operation := range []string{"get-me", "get-audience", "get-conversation", "edit-member"} {
		if w := ask(t, operation, forgetful); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: status %d: %s", operation, w.Code, w.Body)
		}
	}
	careless := func(ctx context.Context, v *visit, in *struct{}) (*bodyOutput, error) {
		_ = v.gateFor(inbox.CanManageMembers)(ctx, "a")
		v.rule.needs = "what nobody may"
		_ = v.gate(ctx, "a") // the last word counts
		return forgetful(ctx, v, in)
	}
	if w := ask(t, "get-conversation", careless); w.Code != http.StatusInternalServerError {
		t.Errorf("a refusal that is ignored: status %d: %s", w.Code, w.Body)
	}
}

func TestARouteThatTheTableDoesNotKnowIsClosed(t *testing.T) {
	w := ask(t, "brand-new", func(context.Context, *visit, *struct{}) (*bodyOutput, error) {
		t.Error("it was called")
		return nil, nil
	})
	if w.Code != http.StatusForbidden {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}
