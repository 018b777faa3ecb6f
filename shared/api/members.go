package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Me is who calls, and where they belong.
type Me struct {
	Member    Member     `json:"member"`
	Audiences []Audience `json:"audiences" doc:"Those you can read, each with your role in it."`
}

// MemberList is the members and who else was invited.
type MemberList struct {
	Members     []Member     `json:"members" doc:"Those you share an audience with, and those whose role holds everywhere."`
	Invitations []Invitation `json:"invitations" doc:"Empty for who does not manage members."`
	Keys        []KeyName    `json:"keys" doc:"API keys, which may be authors too."`
}

// KeyName names an API key among the authors of what was done.
type KeyName struct {
	ID   string `json:"id" example:"key:01KAJ6Q5M0AAAAAAAAAAAAAAAA" doc:"As an author's id."`
	Name string `json:"name" example:"Webshop"`
}

func (a *API) memberRoutes() {
	register(a, huma.Operation{
		OperationID: "get-me", Method: http.MethodGet, Path: "/v1/me",
		Tags: []string{tagMembers}, Summary: "Who am I?",
		Description: "403 with the type no_membership until you have signed in with an invitation.",
	}, a.getMe)
	register(a, huma.Operation{
		OperationID: "sign-in", Method: http.MethodPost, Path: "/v1/me",
		Tags: []string{tagMembers}, Summary: "Sign in",
		Description: "Takes up the invitation made out to your verified email, or the first owner's seat. For a member it changes nothing.",
	}, a.signIn)
	register(a, huma.Operation{
		OperationID: "list-members", Method: http.MethodGet, Path: "/v1/members",
		Tags: []string{tagMembers}, Summary: "List members",
		Description: "And, for who manages members, the invitations that nobody has taken up yet.",
	}, a.listMembers)
	register(a, huma.Operation{
		OperationID: "invite-member", Method: http.MethodPost, Path: "/v1/invitations",
		DefaultStatus: http.StatusCreated, Tags: []string{tagMembers}, Summary: "Invite somebody",
		Description: "Nothing is sent: tell them yourself. Whoever signs in with that email, verified by the issuer, takes up the invitation.",
	}, a.invite)
	register(a, huma.Operation{
		OperationID: "uninvite", Method: http.MethodDelete, Path: "/v1/invitations/{email}",
		DefaultStatus: http.StatusNoContent, Tags: []string{tagMembers}, Summary: "Withdraw an invitation",
		Description: "Who has signed in by it already stays a member.",
	}, a.uninvite)
	register(a, huma.Operation{
		OperationID: "edit-member", Method: http.MethodPatch, Path: "/v1/members/{member}",
		Tags: []string{tagMembers}, Summary: "Edit a member",
		Description: "What is left out stays as it is; roles are replaced whole. It takes effect everywhere within a minute.",
	}, a.editMember)
	register(a, huma.Operation{
		OperationID: "remove-member", Method: http.MethodDelete, Path: "/v1/members/{member}",
		DefaultStatus: http.StatusNoContent, Tags: []string{tagMembers}, Summary: "Remove a member",
		Description: "It takes effect everywhere within a minute.",
	}, a.removeMember)
}

type meOutput struct{ Body Me }

func (a *API) getMe(ctx context.Context, v *visit, _ *struct{}) (*meOutput, error) {
	m, audiences, err := a.mine(ctx, v)
	if err != nil {
		return nil, err
	}
	return &meOutput{Body: Me{Member: memberOf(m, m), Audiences: audiences}}, nil
}

type signInInput struct {
	Authorization  string `header:"Authorization" hidden:"true"`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Accepted; this is safe to repeat without."`
}

func (a *API) signIn(ctx context.Context, v *visit, in *signInInput) (*meOutput, error) {
	if m, err := v.member(ctx); err != nil {
		return nil, err
	} else if m == nil {
		if err := a.bind(ctx, v, in.Authorization); err != nil {
			return nil, err
		}
	}
	return a.getMe(ctx, v, nil)
}

// bind makes a member of who proves to own an invited email.
func (a *API) bind(ctx context.Context, v *visit, authorization string) error {
	email, verified, name := v.claims.Email, v.claims.EmailVerified, v.claims.Name
	if bearer, ok := bearerOf(authorization); ok && a.cfg.Userinfo != nil && (email == "" || !verified) {
		var err error
		if email, verified, name, err = a.cfg.Userinfo(ctx, bearer); err != nil {
			return fmt.Errorf("ask the issuer for userinfo: %w", err)
		}
	}
	if email == "" || !verified {
		return errNoEmail
	}
	m, err := a.cfg.Domain.SignIn(ctx, inbox.SignIn{
		Issuer: v.claims.Issuer, Subject: v.claims.Subject, Name: name,
		VerifiedEmail: inbox.NormalizeAddress(email), OwnerEmail: inbox.NormalizeAddress(a.cfg.OwnerEmail),
	})
	if err != nil {
		return err
	}
	a.members.put(m.ID, m)
	v.member = func(context.Context) (*inbox.Member, error) { return m, nil }
	return nil
}

// bearerOf reads the token of an Authorization header (RFC 6750 §2.1).
func bearerOf(authorization string) (string, bool) {
	scheme, token, ok := strings.Cut(authorization, " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer")
}

type membersOutput struct{ Body MemberList }

func (a *API) listMembers(ctx context.Context, v *visit, _ *struct{}) (*membersOutput, error) {
	members, invitations, err := a.cfg.Store.Members(ctx)
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	keys, err := a.cfg.Store.APIKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	me, err := v.self(ctx)
	if err != nil {
		return nil, err
	}
	out := MemberList{Members: []Member{}, Invitations: []Invitation{}, Keys: []KeyName{}}
	for i := range keys {
		out.Keys = append(out.Keys, KeyName{ID: keys[i].Actor(), Name: keys[i].Name})
	}
	for i := range members {
		shown := memberOf(&members[i], me)
		if me.Account != "" || shown.AccountRole != "" || len(shown.Roles) > 0 || shown.ID == me.ID {
			out.Members = append(out.Members, shown)
		}
	}
	if me.Account.May(inbox.CanManageMembers) {
		out.Invitations = each(invitations, invitationOf)
	}
	return &membersOutput{Body: out}, nil
}

// NewInvitation says whom to let in, as what. Give a role for the account or
// roles for audiences.
type NewInvitation struct {
	Email       string                  `json:"email" minLength:"3" maxLength:"254" example:"alex@example.com"`
	AccountRole string                  `json:"account_role,omitempty" enum:"owner,admin"`
	Roles       map[string]AudienceRole `json:"roles,omitempty" doc:"Role by audience id."`
}

type inviteInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewInvitation
	RawBody        []byte
}

type invitationOutput struct {
	Location string `header:"Location" doc:"Path of this API by which it is withdrawn."`
	Body     Invitation
}

func (a *API) invite(ctx context.Context, v *visit, in *inviteInput) (*invitationOutput, error) {
	made, err := a.cfg.Domain.Invite(ctx, v.gate, inbox.Invitation{
		Email: inbox.NormalizeAddress(in.Body.Email), Account: inbox.Role(in.Body.AccountRole), Roles: rolesFrom(in.Body.Roles),
	}, v.once(in.IdempotencyKey, in.RawBody))
	if err != nil {
		return nil, err
	}
	return &invitationOutput{Location: "/v1/invitations/" + url.PathEscape(made.Email), Body: invitationOf(*made)}, nil
}

type uninviteInput struct {
	Email string `path:"email" maxLength:"254" doc:"The invited email address." example:"alex@example.com"`
}

func (a *API) uninvite(ctx context.Context, v *visit, in *uninviteInput) (*struct{}, error) {
	return nil, a.cfg.Domain.Uninvite(ctx, v.gate, inbox.NormalizeAddress(in.Email))
}

// EditMember says what to change.
type EditMember struct {
	Name        *string                  `json:"name,omitempty" maxLength:"200"`
	AccountRole *string                  `json:"account_role,omitempty" enum:",owner,admin" doc:"Empty takes it away."`
	Roles       *map[string]AudienceRole `json:"roles,omitempty" doc:"Role by audience id."`
}

type editMemberInput struct {
	Member  string `path:"member" maxLength:"64" doc:"A member's id."`
	IfMatch string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body    EditMember
}

type memberOutput struct {
	ETag string `header:"ETag"`
	Body Member
}

func (a *API) editMember(ctx context.Context, v *visit, in *editMemberInput) (*memberOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	edited, err := a.cfg.Domain.EditMember(ctx, v.gate, in.Member, rev, in.Body.apply)
	if err != nil {
		return nil, err
	}
	a.members.drop(edited.ID)
	me, err := v.self(ctx)
	if err != nil {
		return nil, err
	}
	return &memberOutput{ETag: etag(edited.Rev), Body: memberOf(edited, me)}, nil
}

func (e *EditMember) apply(m *inbox.Member) error {
	set(&m.Name, e.Name)
	if e.AccountRole != nil {
		m.Account = inbox.Role(*e.AccountRole)
	}
	if e.Roles != nil {
		m.Roles = rolesFrom(*e.Roles)
	}
	return nil
}

type memberInput struct {
	Member string `path:"member" maxLength:"64" doc:"A member's id."`
}

func (a *API) removeMember(ctx context.Context, v *visit, in *memberInput) (*struct{}, error) {
	if err := a.cfg.Domain.RemoveMember(ctx, v.gate, in.Member); err != nil {
		return nil, err
	}
	a.members.drop(in.Member)
	return nil, nil
}
