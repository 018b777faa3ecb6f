package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) keyRoutes() {
	register(a, huma.Operation{
		OperationID: "list-keys", Method: http.MethodGet, Path: "/v1/keys",
		Tags: []string{tagKeys}, Summary: "List API keys",
		Description: "Newest first, those that are revoked or expired too.",
	}, a.listKeys)
	register(a, huma.Operation{
		OperationID: "create-key", Method: http.MethodPost, Path: "/v1/keys",
		DefaultStatus: http.StatusCreated, Tags: []string{tagKeys}, Summary: "Create an API key",
		Description: "The answer holds the secret, this once. If you lose it, revoke the key and create another.",
	}, a.createKey)
	register(a, huma.Operation{
		OperationID: "revoke-key", Method: http.MethodDelete, Path: "/v1/keys/{key}",
		DefaultStatus: http.StatusNoContent, Tags: []string{tagKeys}, Summary: "Revoke an API key",
		Description: "It takes effect everywhere within a minute. The key stays on the list, as the author of what it did.",
	}, a.revokeKey)
}

// Key is an API key without its secret.
type Key struct {
	ID        string     `json:"id"`
	Name      string     `json:"name" example:"Webshop"`
	Role      string     `json:"role" enum:"admin,manager,agent,viewer"`
	Audiences []string   `json:"audiences" doc:"Ids of those in which it has the role; empty for the whole account."`
	State     string     `json:"state" enum:"active,expired,revoked"`
	Author    string     `json:"author" doc:"Who created it: a member's id."`
	Created   time.Time  `json:"created"`
	Expires   *time.Time `json:"expires,omitempty"`
	Revoked   *time.Time `json:"revoked,omitempty"`
	Used      string     `json:"used" example:"2026-11-21" doc:"The day of its last use, UTC, or empty."`
}

// KeyList is the account's API keys.
type KeyList struct {
	Keys []Key `json:"keys"`
}

// NewKey says what a key may do.
type NewKey struct {
	Name      string     `json:"name" minLength:"1" maxLength:"100" example:"Webshop"`
	Role      string     `json:"role" enum:"admin,manager,agent,viewer"`
	Audiences []string   `json:"audiences,omitempty" maxItems:"50" doc:"Ids of those in which it has the role; the whole account, if left out."`
	Expires   *time.Time `json:"expires,omitempty" doc:"Never, if left out."`
}

// MadeKey is a key with its secret.
type MadeKey struct {
	Key
	Secret string `json:"secret" example:"ck_01KAJ6Q5M0AAAAAAAAAAAAAAAA_…" doc:"What a client presents as bearer token. It is shown once: empty where the request was a repetition."`
}

type keysOutput struct{ Body KeyList }

func (a *API) listKeys(ctx context.Context, v *visit, _ *struct{}) (*keysOutput, error) {
	if err := v.gate(ctx, ""); err != nil {
		return nil, err
	}
	keys, err := a.cfg.Store.APIKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	now := a.cfg.Now()
	return &keysOutput{Body: KeyList{Keys: each(keys, func(k inbox.APIKey) Key { return keyOf(&k, now) })}}, nil
}

type createKeyInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe; a repetition does not show the secret again."`
	Body           NewKey
	RawBody        []byte
}

func (a *API) createKey(ctx context.Context, v *visit, in *createKeyInput) (*created[MadeKey], error) {
	k := inbox.APIKey{Name: in.Body.Name, Role: inbox.Role(in.Body.Role), Audiences: in.Body.Audiences}
	if in.Body.Expires != nil {
		k.Expires = in.Body.Expires.UTC()
	}
	made, presented, err := a.cfg.Domain.CreateAPIKey(ctx, v.gate, k, v.once(in.IdempotencyKey, in.RawBody))
	if err != nil {
		return nil, err
	}
	return &created[MadeKey]{
		Location: "/v1/keys", ETag: etag(made.Rev), Body: MadeKey{Key: keyOf(made, a.cfg.Now()), Secret: presented},
	}, nil
}

type keyInput struct {
	Key string `path:"key" maxLength:"64" doc:"A key's id."`
}

func (a *API) revokeKey(ctx context.Context, v *visit, in *keyInput) (*struct{}, error) {
	if err := a.cfg.Domain.RevokeAPIKey(ctx, v.gate, in.Key); err != nil {
		return nil, err
	}
	a.keys.drop(in.Key)
	return nil, nil
}

func keyOf(k *inbox.APIKey, now time.Time) Key {
	out := Key{
		ID: k.ID, Name: k.Name, Role: string(k.Role), Audiences: each(k.Audiences, same), State: "active", Author: k.Author,
		Created: k.Created.UTC(), Expires: instant(k.Expires), Revoked: instant(k.Revoked), Used: k.Used,
	}
	switch {
	case !k.Revoked.IsZero():
		out.State = "revoked"
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		out.State = "expired"
	}
	return out
}
