package inbox

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
)

// APIKey lets a machine in. It does what a member with its role may, and is the
// author of what it does.
//
// Of its secret only the SHA-256 is kept. A slow hash protects what people can
// remember; 130 random bits cannot be guessed however fast a hash is, and a slow
// one would cost every request.
type APIKey struct {
	ID   string
	Name string
	Role Role // admin, manager, agent or viewer
	// Audiences are those in which the role holds; none for the whole account.
	Audiences []string
	Hash      string // of the secret: hex of SHA-256
	Author    string // who made it
	Created   time.Time
	Expires   time.Time // zero for never
	Revoked   time.Time // zero until it is; the key stays, as the author of what it did
	// Used is the UTC day of the last use, such as 2026-11-21, or empty.
	Used string
	Rev  int64
}

// keyMark begins a key as its client presents it, so that people and scanners for
// leaked secrets know one when they see it: ck_<id>_<secret>.
const keyMark = "ck_"

// Actor is the id under which the key is known as an author.
func (k *APIKey) Actor() string { return "key:" + k.ID }

// KeyID returns the key's id of an actor's; ok is false for a person.
func KeyID(actor string) (id string, ok bool) { return strings.CutPrefix(actor, "key:") }

// Member is the key as a member with the same rights.
func (k *APIKey) Member() *Member {
	m := &Member{ID: k.Actor(), Name: k.Name, Created: k.Created, Rev: k.Rev}
	if len(k.Audiences) == 0 {
		m.Account = k.Role
		return m
	}
	m.Roles = map[string]Role{}
	for _, audience := range k.Audiences {
		m.Roles[audience] = k.Role
	}
	return m
}

// ReadAPIKey takes a key as its client presents it apart.
func ReadAPIKey(presented string) (id, secret string, ok bool) {
	rest, ok := strings.CutPrefix(presented, keyMark)
	if !ok {
		return "", "", false
	}
	id, secret, ok = strings.Cut(rest, "_")
	return id, secret, ok && id != "" && secret != ""
}

// Opens tells whether the secret is the key's, and the key in force.
func (k *APIKey) Opens(secret string, now time.Time) bool {
	right := subtle.ConstantTimeCompare([]byte(k.Hash), []byte(hashSecret(secret))) == 1
	return right && k.inForce(now)
}

func (k *APIKey) inForce(now time.Time) bool {
	return k.Revoked.IsZero() && (k.Expires.IsZero() || now.Before(k.Expires))
}

// actorKeys are what tells who an actor is.
func actorKeys(actor string) Keys {
	if id, ok := KeyID(actor); ok {
		return Keys{APIKeys: []string{id}}
	}
	return Keys{Members: []string{actor}}
}

// actor is a member, or a key as one, that was found; nil for who is none any
// more.
func (f *Found) actor(actor string, now time.Time) *Member {
	id, ok := KeyID(actor)
	if k := f.APIKeys[id]; ok && k != nil && k.inForce(now) {
		return k.Member()
	}
	return f.Members[actor]
}

func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// CreateAPIKey makes a key and returns it as its client shall present it, this
// once: a repetition returns the key with an empty secret.
func (b *Inbox) CreateAPIKey(ctx context.Context, gate Gate, k APIKey, r *Request) (*APIKey, string, error) {
	if err := gate(ctx, ""); err != nil {
		return nil, "", err
	}
	now, presented := b.Now(), ""
	if err := k.tidy(now); err != nil {
		return nil, "", err
	}
	f, err := b.Store.Load(ctx, Keys{Audiences: k.Audiences, Requests: requestKeys(r)})
	if err != nil {
		return nil, "", err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, "", err
	}
	if done != nil {
		made, err := b.apiKey(ctx, done.Contact)
		return made, "", err
	}
	if err := known(f, k.Member().Roles); err != nil {
		return nil, "", err
	}
	secret := rand.Text()
	k.ID, k.Hash, k.Author, k.Created = b.IDs.New(now), hashSecret(secret), Actor(ctx), now
	presented = keyMark + k.ID + "_" + secret
	err = b.Store.Commit(ctx, Change{
		APIKeys: []Edit[APIKey]{{After: &k}}, Request: r.made(now, "", "", k.ID),
		Audit: b.audit(ctx, AuditKeyCreated, "", k.Actor(), map[string]string{"to": k.rights()}),
	})
	if err != nil {
		return nil, "", err
	}
	return &k, presented, nil
}

// RevokeAPIKey ends a key. Where it is remembered, it opens for as long as that.
func (b *Inbox) RevokeAPIKey(ctx context.Context, gate Gate, id string) error {
	if err := gate(ctx, ""); err != nil {
		return err
	}
	return b.retry(ctx, func() error {
		k, err := b.apiKey(ctx, id)
		if err != nil || !k.Revoked.IsZero() {
			return err
		}
		after := *k
		after.Revoked = b.Now()
		return b.Store.Commit(ctx, Change{
			APIKeys: []Edit[APIKey]{{Before: k, After: &after}},
			Audit:   b.audit(ctx, AuditKeyRevoked, "", k.Actor(), map[string]string{"from": k.rights()}),
		})
	})
}

// NoteKeyUse records today as the last day on which a key was used, unless
// somebody else was first.
func (b *Inbox) NoteKeyUse(ctx context.Context, k *APIKey) error {
	after := *k
	after.Used = b.Now().UTC().Format(time.DateOnly)
	err := b.Store.Commit(ctx, Change{APIKeys: []Edit[APIKey]{{Before: k, After: &after}}})
	if errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

func (b *Inbox) apiKey(ctx context.Context, id string) (*APIKey, error) {
	f, err := b.Store.Load(ctx, Keys{APIKeys: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.APIKeys[id] == nil {
		return nil, problem(ErrNotFound, "There is no such key.")
	}
	return f.APIKeys[id], nil
}

// rights says in words what the key may do.
func (k *APIKey) rights() string {
	m := k.Member()
	return rolesInWords(m.Account, m.Roles)
}

// tidy brings what people typed into its one form and says what cannot be.
func (k *APIKey) tidy(now time.Time) error {
	k.Name = clip(oneLine(k.Name), maxName)
	slices.Sort(k.Audiences)
	k.Audiences = slices.Compact(k.Audiences)
	switch {
	case k.Name == "":
		return problem(ErrInvalid, "A key needs a name that says what it is for.")
	case !k.Role.Valid() || k.Role == Owner:
		return problem(ErrInvalid, "A key's role must be viewer, agent, manager or admin, not %q.", k.Role)
	case !k.Expires.IsZero() && !k.Expires.After(now):
		return problem(ErrInvalid, "A key must expire at a time ahead, or never.")
	}
	return nil
}
