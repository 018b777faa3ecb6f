package api

import (
	"maps"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Audience is a list of contacts with an inbox and settings of its own.
type Audience struct {
	ID                string       `json:"id"`
	Name              string       `json:"name" example:"Shop"`
	FromName          string       `json:"from_name" example:"Example Shop"`
	FromAddress       string       `json:"from_address" example:"hello@example.com"`
	ForwardingAddress string       `json:"forwarding_address" example:"support@in.example.com" doc:"Mail to it opens a conversation; empty until chosen, then fixed."`
	DefaultSubject    string       `json:"default_subject" example:"Your message to us"`
	Unmatched         string       `json:"unmatched" enum:"new,join,single"`
	FormSenders       []string     `json:"form_senders"`
	Texting           Texting      `json:"texting"`
	UndoSeconds       int          `json:"undo_seconds" doc:"For how long what a member sends can be undone before it leaves."`
	ServiceLevel      ServiceLevel `json:"service_level"`
	Shards            int          `json:"shards" doc:"Over how many partitions its lists are spread."`
	Role              string       `json:"role" enum:"owner,admin,manager,agent,viewer" doc:"Yours in it."`
	Created           time.Time    `json:"created"`
	Rev               int64        `json:"rev" doc:"Its version, as in ETag."`
}

// Contact is a person in an audience.
type Contact struct {
	ID         string            `json:"id"`
	Audience   string            `json:"audience"`
	Name       string            `json:"name" example:"Robin"`
	Emails     []string          `json:"emails" example:"[\"robin@example.com\"]"`
	Phones     []string          `json:"phones" example:"[\"+15550100\"]" doc:"In E.164 form."`
	Blocked    bool              `json:"blocked" doc:"What they write is kept, and kept out of the inbox."`
	TimeZone   string            `json:"time_zone" example:"Europe/Paris" doc:"An IANA name, or empty."`
	Location   Location          `json:"location"`
	Attributes map[string]string `json:"attributes"`
	Suppressed []Suppression     `json:"suppressed,omitempty" doc:"Addresses that are not mailed again without an agent's say. This and what follows until created come when one contact is read, not after edits."`
	Consents   []Consent         `json:"consents,omitempty" doc:"Whether each of the numbers may be texted."`
	LocalTimes []LocalTime       `json:"local_times,omitempty" doc:"What their clock may show now, the earliest first: by their own time zone, else by all those of their numbers."`
	KeptOut    int               `json:"kept_out,omitempty" doc:"How many messages were kept out of the inbox while they were blocked."`
	Merged     []string          `json:"merged" doc:"Ids of the contacts that were merged into this one."`
	Created    time.Time         `json:"created"`
	Updated    *time.Time        `json:"updated,omitempty" doc:"When a member last edited it; absent before."`
	Rev        int64             `json:"rev" doc:"Its version, as in ETag."`
}

// Location is where a contact lives, as far as anybody has said.
type Location struct {
	City    string `json:"city,omitempty" maxLength:"100" example:"Lisbon"`
	Region  string `json:"region,omitempty" maxLength:"100"`
	Country string `json:"country,omitempty" pattern:"^([A-Za-z]{2})?$" example:"PT" doc:"ISO 3166-1 alpha-2, or empty."`
}

// LocalTime is what a contact's clock may show.
type LocalTime struct {
	Time  time.Time `json:"time" example:"2026-03-01T13:00:00+01:00"`
	Zones []string  `json:"zones" example:"[\"Europe/Paris\"]" doc:"The time zones in which it shows that."`
}

// Suppression says that an address is not to be mailed, and why.
type Suppression struct {
	Address string    `json:"address" example:"robin@example.com"`
	Reason  string    `json:"reason" enum:"hard_bounce,complaint"`
	At      time.Time `json:"at"`
}

// ContactRow is a contact as a list shows it.
type ContactRow struct {
	ID      string `json:"id"`
	Name    string `json:"name" example:"Robin"`
	Email   string `json:"email" example:"robin@example.com"`
	Phone   string `json:"phone" example:"+15550100"`
	Blocked bool   `json:"blocked"`
}

// Member is a person who signs in.
type Member struct {
	ID          string                  `json:"id"`
	Name        string                  `json:"name" example:"Alex"`
	Email       string                  `json:"email" example:"alex@example.com"`
	AccountRole string                  `json:"account_role" enum:",owner,admin,manager,agent,viewer" doc:"A role that holds everywhere, or empty. Of a person owner or admin; the others are API keys'."`
	Roles       map[string]AudienceRole `json:"roles" doc:"Role by audience id. Shows the audiences you can read."`
	Created     time.Time               `json:"created"`
	Rev         int64                   `json:"rev" doc:"Its version, as in ETag."`
}

// Invitation lets whoever proves to own the email become a member.
type Invitation struct {
	Email       string                  `json:"email" example:"alex@example.com"`
	AccountRole string                  `json:"account_role" enum:",owner,admin" doc:"A role that holds everywhere, or empty."`
	Roles       map[string]AudienceRole `json:"roles" doc:"Role by audience id."`
	Created     time.Time               `json:"created"`
}

// AudienceRole is a role given for one audience.
type AudienceRole string

// Schema lists the roles that are given per audience.
func (AudienceRole) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: []any{string(inbox.Manager), string(inbox.Agent), string(inbox.Viewer)}}
}

func audienceOf(a *inbox.Audience, role inbox.Role) Audience {
	return Audience{
		ID: a.ID, Name: a.Name, FromName: a.FromName, FromAddress: a.FromAddress,
		ForwardingAddress: a.ForwardingAddress, DefaultSubject: a.DefaultSubject, Unmatched: string(a.Unmatched),
		FormSenders: each(a.FormSenders, same), Texting: textingOf(&a.Texting),
		UndoSeconds: a.UndoSeconds, ServiceLevel: serviceLevelOf(a.ServiceLevel), Shards: a.Shards, Role: string(role), Created: a.Created.UTC(), Rev: a.Rev,
	}
}

func contactOf(c *inbox.Contact) Contact {
	out := Contact{
		ID: c.ID, Audience: c.Audience, Name: c.Name, Emails: []string{}, Phones: []string{}, Blocked: c.Blocked,
		TimeZone: c.TimeZone, Location: Location(c.Location), Attributes: map[string]string{},
		Merged: each(c.Merged, same), Created: c.Created.UTC(), Updated: instant(c.Updated), Rev: c.Rev,
	}
	maps.Copy(out.Attributes, c.Attributes)
	for _, i := range c.Identities {
		switch i.Kind {
		case inbox.IdentityEmail:
			out.Emails = append(out.Emails, i.Value)
		case inbox.IdentityPhone:
			out.Phones = append(out.Phones, i.Value)
		}
	}
	return out
}

// profileOf shows a contact with all that is known of them at the time now.
func profileOf(p *inbox.Profile, now time.Time) Contact {
	out := contactOf(p.Contact)
	out.KeptOut = p.KeptOut
	for _, s := range p.Suppressed {
		out.Suppressed = append(out.Suppressed, suppressionOf(s))
	}
	for i := range p.Consents {
		out.Consents = append(out.Consents, consentOf(&p.Consents[i]))
	}
	out.LocalTimes = localTimes(p.Zones, now)
	return out
}

// localTimes are what the clocks of the zones show, one for all that show the same.
func localTimes(zones []*time.Location, now time.Time) []LocalTime {
	byOffset := map[int]*LocalTime{}
	for _, z := range zones {
		local := now.Truncate(time.Second).In(z)
		_, offset := local.Zone()
		if byOffset[offset] == nil {
			byOffset[offset] = &LocalTime{Time: local}
		}
		byOffset[offset].Zones = append(byOffset[offset].Zones, z.String())
	}
	var out []LocalTime
	for _, offset := range slices.Sorted(maps.Keys(byOffset)) {
		out = append(out, *byOffset[offset])
	}
	return out
}

func suppressionOf(s inbox.Suppression) Suppression {
	return Suppression{Address: s.Address, Reason: string(s.Reason), At: s.At.UTC()}
}

func contactRowOf(r inbox.ContactRow) ContactRow {
	return ContactRow{ID: r.Contact, Name: r.Name, Email: r.Email, Phone: r.Phone, Blocked: r.Blocked}
}

// memberOf shows a member to another, without the audiences that one can't read.
func memberOf(m, to *inbox.Member) Member {
	out := Member{
		ID: m.ID, Name: m.Name, Email: m.Email, AccountRole: string(m.Account),
		Roles: map[string]AudienceRole{}, Created: m.Created.UTC(), Rev: m.Rev,
	}
	for audience, role := range m.Roles {
		if to.In(audience).May(inbox.CanRead) {
			out.Roles[audience] = AudienceRole(role)
		}
	}
	return out
}

func invitationOf(i inbox.Invitation) Invitation {
	out := Invitation{Email: i.Email, AccountRole: string(i.Account), Roles: map[string]AudienceRole{}, Created: i.Created.UTC()}
	for audience, role := range i.Roles {
		out.Roles[audience] = AudienceRole(role)
	}
	return out
}

func rolesFrom(roles map[string]AudienceRole) map[string]inbox.Role {
	out := make(map[string]inbox.Role, len(roles))
	for audience, role := range roles {
		out[audience] = inbox.Role(role)
	}
	return out
}
