package inbox

import (
	"context"
	"slices"
	"strings"
)

// CreateTeam adds a team to an audience.
func (b *Inbox) CreateTeam(ctx context.Context, gate Gate, audience string, t Team, r *Request) (out *Team, err error) {
	keys := Keys{Members: t.Members}
	err = b.editDirectory(ctx, gate, audience, AuditTeamCreated, keys, r, func(f *Found, d *Directory, made string) (string, error) {
		if made != "" {
			out, err = found(d.team(made), "team")
			return made, err
		}
		if len(d.Teams) >= MaxTeams {
			return "", problem(ErrInvalid, "An audience has at most %d teams.", MaxTeams)
		}
		t.ID, t.Rev = b.IDs.New(b.Now()), 1
		if err := d.tidyTeam(f, &t, nil); err != nil {
			return "", err
		}
		out, d.Teams = &t, append(d.Teams, t)
		return t.ID, nil
	})
	return out, err
}

// EditTeam changes a team. ifMatch, unless 0, is the revision the caller saw.
func (b *Inbox) EditTeam(ctx context.Context, gate Gate, audience, id string, ifMatch int64, edit func(*Team)) (out *Team, err error) {
	var named Team
	edit(&named)
	keys := Keys{Members: named.Members}
	err = b.editDirectory(ctx, gate, audience, AuditTeamEdited, keys, nil, func(f *Found, d *Directory, _ string) (string, error) {
		t, err := found(d.team(id), "team")
		if err != nil {
			return "", err
		}
		if ifMatch != 0 && ifMatch != t.Rev {
			return "", problem(ErrConflict, "The team has changed since you loaded it; load it again.")
		}
		had := t.Members
		edit(t)
		t.Rev++
		out = t
		err = d.tidyTeam(f, t, had)
		*d.team(id) = *t
		return id, err
	})
	return out, err
}

// DeleteTeam takes a team out of its audience. What is assigned to it stays so
// until somebody assigns it anew.
func (b *Inbox) DeleteTeam(ctx context.Context, gate Gate, audience, id string) error {
	return b.editDirectory(ctx, gate, audience, AuditTeamDeleted, Keys{}, nil, func(_ *Found, d *Directory, _ string) (string, error) {
		_, err := found(d.team(id), "team")
		d.Teams = slices.DeleteFunc(d.Teams, func(t Team) bool { return t.ID == id })
		return id, err
	})
}

// tidyTeam brings a team into its form and says what cannot be. Whoever had is
// in it already may stay without a role.
func (d *Directory) tidyTeam(f *Found, t *Team, had []string) error {
	t.Name = oneLine(t.Name)
	t.Members = slices.Compact(slices.Sorted(slices.Values(t.Members)))
	taken := slices.ContainsFunc(d.Teams, func(o Team) bool { return o.ID != t.ID && strings.EqualFold(o.Name, t.Name) })
	switch {
	case t.Name == "" || len([]rune(t.Name)) > maxLabelName:
		return problem(ErrInvalid, "A team needs a name of at most %d characters.", maxLabelName)
	case taken:
		return problem(ErrInvalid, "There is a team of that name already.")
	case len(t.Members) > MaxTeamMembers:
		return problem(ErrInvalid, "A team has at most %d members.", MaxTeamMembers)
	}
	for _, id := range t.Members {
		if !slices.Contains(had, id) && !belongs(f, id, d.Audience) {
			return noRole(id)
		}
	}
	return nil
}

// belongs tells whether a loaded member has a role in the audience.
func belongs(f *Found, member, audience string) bool {
	m := f.Members[member]
	return m != nil && m.In(audience) != ""
}

// noRole names nobody: the caller may know no more of the member than the id.
func noRole(id string) error {
	return problem(ErrInvalid, "Member %s has no role in this audience; whoever looks after members can give them one.", id)
}
