package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
)

// CreateAudience adds an audience to the account. The gate is asked with no
// audience: only who spans the account passes.
func (b *Inbox) CreateAudience(ctx context.Context, gate Gate, a Audience, r *Request) (*Audience, error) {
	if err := gate(ctx, ""); err != nil {
		return nil, err
	}
	f, err := b.Store.Load(ctx, Keys{Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, err
	}
	if done != nil {
		return b.audience(ctx, done.Contact)
	}
	now := b.Now()
	a.ID, a.Created, a.Rev = b.IDs.New(now), now, 0
	if err := b.tidyAudience(&a); err != nil {
		return nil, err
	}
	if err := b.Store.Commit(ctx, Change{
		Audiences: []Edit[Audience]{{After: &a}}, Request: r.made(now, "", "", a.ID),
		Audit: b.audit(ctx, AuditAudienceCreated, a.ID, a.ID, nil),
	}); err != nil {
		return nil, addressTaken(err)
	}
	return &a, nil
}

// EditAudience changes an audience's settings. The forwarding address is chosen
// once; the number of shards never shrinks.
func (b *Inbox) EditAudience(ctx context.Context, gate Gate, id string, ifMatch int64, edit func(*Audience) error) (*Audience, error) {
	before, err := b.audience(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, id); err != nil {
		return nil, err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, problem(ErrConflict, "The audience has changed since you loaded it; load it again.")
	}
	after := *before
	after.FormSenders = slices.Clone(before.FormSenders)
	after.ServiceLevel = before.ServiceLevel.clone()
	after.Texting.Numbers = slices.Clone(before.Texting.Numbers)
	after.Texting.Subscribe = slices.Clone(before.Texting.Subscribe)
	if err := edit(&after); err != nil {
		return nil, err
	}
	if err := b.tidyAudience(&after); err != nil {
		return nil, err
	}
	if before.ForwardingAddress != "" && after.ForwardingAddress != before.ForwardingAddress {
		return nil, problem(ErrInvalid, "The forwarding address was chosen and stays as it is.")
	}
	if after.Shards < before.Shards {
		return nil, problem(ErrInvalid, "The number of shards can only grow; it is %d.", before.Shards)
	}
	if err := b.Store.Commit(ctx, Change{
		Audiences: []Edit[Audience]{{Before: before, After: &after}},
		Audit:     b.audit(ctx, AuditAudienceEdited, id, id, map[string]string{"fields": fieldsChanged(before, &after)}),
	}); err != nil {
		return nil, addressTaken(err)
	}
	return &after, nil
}

func (b *Inbox) audience(ctx context.Context, id string) (*Audience, error) {
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.Audiences[id] == nil {
		return nil, problem(ErrNotFound, "There is no such audience.")
	}
	return f.Audiences[id], nil
}

// maxShards is how many partitions an audience's lists may be spread over; each
// page reads them all.
const maxShards = 16

func (b *Inbox) tidyAudience(a *Audience) error {
	a.Name, a.FromName = clip(oneLine(a.Name), maxName), clip(oneLine(a.FromName), maxName)
	a.DefaultSubject = clip(oneLine(a.DefaultSubject), maxSubject)
	a.FromAddress, a.ForwardingAddress = NormalizeAddress(a.FromAddress), NormalizeAddress(a.ForwardingAddress)
	if a.Unmatched == "" {
		a.Unmatched = UnmatchedNew
	}
	if a.Shards == 0 {
		a.Shards = 1
	}
	for i, s := range a.FormSenders {
		if a.FormSenders[i] = NormalizeAddress(s); !validAddress(a.FormSenders[i]) {
			return problem(ErrInvalid, "%q among form_senders is not an email address.", s)
		}
	}
	switch {
	case a.Name == "":
		return problem(ErrInvalid, "An audience needs a name.")
	case !validAddress(a.FromAddress):
		return problem(ErrInvalid, "from_address must be an email address that you may send from.")
	case a.ForwardingAddress != "" && !(validAddress(a.ForwardingAddress) && b.Tokens.Owns(a.ForwardingAddress)):
		return problem(ErrInvalid, "forwarding_address must be an address at %s, where mail is received.", b.Tokens.Domain)
	case !slices.Contains([]Unmatched{UnmatchedNew, UnmatchedJoin, UnmatchedSingle}, a.Unmatched):
		return problem(ErrInvalid, "unmatched must be new, join or single.")
	case a.UndoSeconds < 0 || a.UndoSeconds > MaxUndoSeconds:
		return problem(ErrInvalid, "undo_seconds must be from 0 to %d.", MaxUndoSeconds)
	case a.Shards < 1 || a.Shards > maxShards:
		return problem(ErrInvalid, "shards must be from 1 to %d.", maxShards)
	}
	if _, isToken := b.Tokens.Read(a.ForwardingAddress); isToken {
		return problem(ErrInvalid, "The forwarding address cannot be a reply address.")
	}
	if err := a.ServiceLevel.tidy(); err != nil {
		return err
	}
	return b.tidyTexting(&a.Texting)
}

func addressTaken(err error) error {
	if errors.Is(err, ErrConflict) {
		return problem(ErrConflict, "Another audience has this forwarding address or number, or this audience has changed meanwhile.")
	}
	return err
}

// SignIn is who an identity provider says somebody is.
type SignIn struct {
	Issuer  string
	Subject string
	Name    string
	// VerifiedEmail is empty unless the provider vouches for it.
	VerifiedEmail string
	// OwnerEmail is who may take the account's first seat.
	OwnerEmail string
}

// MemberID is the id of whoever an issuer knows by a subject; nothing else
// identifies a member.
func MemberID(issuer, subject string) string {
	a, b := sha256.Sum256([]byte(issuer)), sha256.Sum256([]byte(subject))
	sum := sha256.Sum256(append(a[:], b[:]...))
	return hex.EncodeToString(sum[:13])
}

// SignIn returns the member who signs in. Somebody not known yet becomes one by
// an invitation to their verified email, which is used up; the first owner by
// the email the account was set up with. ErrForbidden for everybody else.
func (b *Inbox) SignIn(ctx context.Context, who SignIn) (out *Member, err error) {
	id := MemberID(who.Issuer, who.Subject)
	email := NormalizeAddress(who.VerifiedEmail)
	keys := Keys{Members: []string{id}, Owner: true}
	if email != "" {
		keys.Invitations = []string{email}
	}
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, keys)
		if err != nil {
			return err
		}
		if out = f.Members[id]; out != nil {
			return nil
		}
		m := &Member{ID: id, Name: clip(oneLine(who.Name), maxName), Email: email, Created: b.Now()}
		change := Change{Members: []Edit[Member]{{After: m}}, Audit: b.audit(WithActor(ctx, id), AuditMemberJoined, "", id, nil)}
		switch inv := f.Invitations[email]; {
		case inv != nil:
			m.Account, m.Roles = inv.Account, inv.Roles
			change.Invitations = []Edit[Invitation]{{Before: inv}}
		case email != "" && email == NormalizeAddress(who.OwnerEmail) && !f.Owner:
			m.Account, change.Owner = Owner, true
		default:
			return problem(ErrForbidden, "You are signed in, but not a member. Ask an owner to invite your email address.")
		}
		out = m
		return b.Store.Commit(ctx, change)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Invite lets whoever owns an email address become a member. Inviting the same
// address again replaces the invitation.
func (b *Inbox) Invite(ctx context.Context, gate Gate, i Invitation, r *Request) (*Invitation, error) {
	if err := gate(ctx, ""); err != nil {
		return nil, err
	}
	i.Email = NormalizeAddress(i.Email)
	if !validAddress(i.Email) {
		return nil, problem(ErrInvalid, "%q is not an email address.", i.Email)
	}
	if err := validRoles(i.Account, i.Roles); err != nil {
		return nil, err
	}
	i.Created = b.Now()
	err := b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{
			Invitations: []string{i.Email}, Requests: requestKeys(r), Audiences: slices.Collect(maps.Keys(i.Roles)),
		})
		if err != nil {
			return err
		}
		if err := known(f, i.Roles); err != nil {
			return err
		}
		done, err := r.replayed(f)
		if err != nil || done != nil {
			return err
		}
		return b.Store.Commit(ctx, Change{
			Invitations: []Edit[Invitation]{{Before: f.Invitations[i.Email], After: &i}},
			Request:     r.made(i.Created, "", "", ""),
			Audit:       b.audit(ctx, AuditMemberInvited, "", i.Email, map[string]string{"to": rolesInWords(i.Account, i.Roles)}),
		})
	})
	return &i, err
}

// Uninvite takes an invitation back.
func (b *Inbox) Uninvite(ctx context.Context, gate Gate, email string) error {
	if err := gate(ctx, ""); err != nil {
		return err
	}
	email = NormalizeAddress(email)
	f, err := b.Store.Load(ctx, Keys{Invitations: []string{email}})
	if err != nil {
		return err
	}
	if f.Invitations[email] == nil {
		return problem(ErrNotFound, "There is no such invitation.")
	}
	return b.Store.Commit(ctx, Change{
		Invitations: []Edit[Invitation]{{Before: f.Invitations[email]}},
		Audit:       b.audit(ctx, AuditInvitationWithdrawn, "", email, nil),
	})
}

// EditMember changes a member's roles or name.
func (b *Inbox) EditMember(ctx context.Context, gate Gate, id string, ifMatch int64, edit func(*Member) error) (*Member, error) {
	before, err := b.member(ctx, gate, id)
	if err != nil {
		return nil, err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, problem(ErrConflict, "The member has changed since you loaded them; load again.")
	}
	after := *before
	after.Roles = maps.Clone(before.Roles)
	if err := edit(&after); err != nil {
		return nil, err
	}
	after.Name = clip(oneLine(after.Name), maxName)
	if err := validRoles(after.Account, after.Roles); err != nil {
		return nil, err
	}
	given := maps.Clone(after.Roles)
	maps.DeleteFunc(given, func(audience string, _ Role) bool { return before.Roles[audience] != "" }) // it may be gone since
	f, err := b.Store.Load(ctx, Keys{Audiences: slices.Collect(maps.Keys(given))})
	if err != nil {
		return nil, err
	}
	if err := known(f, given); err != nil {
		return nil, err
	}
	change := Change{
		Members: []Edit[Member]{{Before: before, After: &after}},
		Audit: b.audit(ctx, AuditMemberEdited, "", id, map[string]string{
			"fields": fieldsChanged(before, &after),
			"from":   rolesInWords(before.Account, before.Roles), "to": rolesInWords(after.Account, after.Roles),
		}),
	}
	if before.Account == Owner && after.Account != Owner {
		if err := b.keepAnOwner(ctx, &change, id); err != nil {
			return nil, err
		}
	}
	return &after, b.Store.Commit(ctx, change)
}

// RemoveMember takes a member's access away. Who is signed in keeps it for as
// long as memberships are cached.
func (b *Inbox) RemoveMember(ctx context.Context, gate Gate, id string) error {
	m, err := b.member(ctx, gate, id)
	if err != nil {
		return err
	}
	change := Change{
		Members: []Edit[Member]{{Before: m}},
		Audit:   b.audit(ctx, AuditMemberRemoved, "", id, map[string]string{"from": rolesInWords(m.Account, m.Roles)}),
	}
	if m.Account == Owner {
		if err := b.keepAnOwner(ctx, &change, id); err != nil {
			return err
		}
	}
	return b.Store.Commit(ctx, change)
}

func (b *Inbox) member(ctx context.Context, gate Gate, id string) (*Member, error) {
	if err := gate(ctx, ""); err != nil {
		return nil, err
	}
	f, err := b.Store.Load(ctx, Keys{Members: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.Members[id] == nil {
		return nil, problem(ErrNotFound, "There is no such member.")
	}
	return f.Members[id], nil
}

// keepAnOwner has the change fail unless another owner stays: two who remove each
// other at once collide on each other's rows.
func (b *Inbox) keepAnOwner(ctx context.Context, change *Change, leaving string) error {
	members, _, err := b.Store.Members(ctx)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Account == Owner && m.ID != leaving {
			stays := m
			change.Members = append(change.Members, Edit[Member]{Before: &m, After: &stays})
			return nil
		}
	}
	return problem(ErrInvalid, "The account needs an owner: make somebody else one first.")
}

// known refuses roles in audiences that do not exist.
func known(f *Found, roles map[string]Role) error {
	for audience := range roles {
		if f.Audiences[audience] == nil {
			return problem(ErrInvalid, "There is no audience %q to have a role in.", oneLine(audience))
		}
	}
	return nil
}

func validRoles(account Role, roles map[string]Role) error {
	if account != "" && !account.Spans() {
		return problem(ErrInvalid, "The account role must be owner or admin; the others are given per audience.")
	}
	if account == "" && len(roles) == 0 {
		return problem(ErrInvalid, "A member needs a role in the account or in an audience.")
	}
	for audience, r := range roles {
		if audience == "" || !r.Valid() || r.Spans() {
			return problem(ErrInvalid, "The role in an audience must be manager, agent or viewer, not %q.", r)
		}
	}
	return nil
}
