package inbox

import "time"

// Role is what a member may do in an audience.
type Role string

// The roles, from the most to the least.
const (
	Owner   Role = "owner"
	Admin   Role = "admin"
	Manager Role = "manager"
	Agent   Role = "agent"
	Viewer  Role = "viewer"
)

// Permission is a thing that a role allows.
type Permission string

// The permissions.
const (
	CanRead          Permission = "read"           // see conversations and contacts
	CanAnswer        Permission = "answer"         // answer, mark read, change status, edit and block contacts
	CanManage        Permission = "manage"         // campaigns, imports, the audience's settings in daily use
	CanAdminister    Permission = "administer"     // channels, addresses, new audiences
	CanManageMembers Permission = "manage_members" // who signs in, and as what
)

var grants = map[Role][]Permission{
	Owner:   {CanRead, CanAnswer, CanManage, CanAdminister, CanManageMembers},
	Admin:   {CanRead, CanAnswer, CanManage, CanAdminister},
	Manager: {CanRead, CanAnswer, CanManage},
	Agent:   {CanRead, CanAnswer},
	Viewer:  {CanRead},
}

// May tells whether the role allows p. The empty role allows nothing.
func (r Role) May(p Permission) bool {
	for _, g := range grants[r] {
		if g == p {
			return true
		}
	}
	return false
}

// Valid tells whether r is a role.
func (r Role) Valid() bool { return grants[r] != nil }

// Spans tells whether the role holds in the whole account: owner and admin do,
// the others are given per audience.
func (r Role) Spans() bool { return r == Owner || r == Admin }

// Member is a person who signs in. A member is known by issuer and subject
// alone: ID is derived from both (see [MemberID]).
type Member struct {
	ID    string
	Name  string
	Email string // as verified at first sign-in; for people to read, not for deciding
	// Account is owner or admin, or empty for one whose roles are per audience.
	Account Role
	// Roles maps audience id to role.
	Roles   map[string]Role
	Created time.Time
	Rev     int64
}

// In returns the member's role in an audience, empty for none.
func (m *Member) In(audience string) Role {
	if m.Account != "" {
		return m.Account
	}
	return m.Roles[audience]
}

// Invitation lets whoever proves to own Email become a member, once.
type Invitation struct {
	Email   string // normalised
	Account Role
	Roles   map[string]Role
	Created time.Time
	Rev     int64
}
