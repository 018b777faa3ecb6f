package inbox

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Directory is what an audience's members sort their work by: its labels and its
// teams. It is one small thing, so that names are unique and one read has it all.
type Directory struct {
	Audience string
	Labels   []Label // by name
	Teams    []Team  // by name
	// Made counts the labels that were ever made: ids are not used twice.
	Made int
	Rev  int64
}

// Label marks conversations.
type Label struct {
	ID     string // [LabelIDBytes] long, unique in the audience
	Name   string
	Colour Colour
	Rev    int64
}

// Team is a group of members to whom conversations are assigned together.
type Team struct {
	ID      string
	Name    string
	Members []string // ids; some may have lost their role in the audience since
	Rev     int64
}

// Colour is one that a page knows to show in light and in dark.
type Colour string

// Colours are all there are.
var Colours = []Colour{"grey", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"}

// LabelIDBytes is how long a label's id is: as short as it can be, so that the
// rows of lists hold all labels of a conversation.
const LabelIDBytes = 3

// Limits of a directory.
const (
	// MaxAudienceLabels is how many labels an audience may have.
	MaxAudienceLabels = 200
	// MaxTeams is how many teams an audience may have.
	MaxTeams = 50
	// MaxTeamMembers is how many members a team may have.
	MaxTeamMembers = 100
	maxLabelName   = 40 // characters
)

// label returns the label with an id, nil for none.
func (d *Directory) label(id string) *Label {
	return entry(d.Labels, func(l *Label) bool { return l.ID == id })
}

// hasLabels refuses ids of which there is no label.
func (d *Directory) hasLabels(ids []string) error {
	for _, id := range ids {
		if d.label(id) == nil {
			return problem(ErrInvalid, "There is no label %q in this audience.", id)
		}
	}
	return nil
}

// team returns the team with an id, nil for none.
func (d *Directory) team(id string) *Team {
	return entry(d.Teams, func(t *Team) bool { return t.ID == id })
}

func entry[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// CreateLabel adds a label to an audience.
func (b *Inbox) CreateLabel(ctx context.Context, gate Gate, audience string, l Label, r *Request) (out *Label, err error) {
	err = b.editDirectory(ctx, gate, audience, AuditLabelCreated, Keys{}, r, func(_ *Found, d *Directory, made string) (string, error) {
		if made != "" {
			out, err = found(d.label(made), "label")
			return made, err
		}
		if len(d.Labels) >= MaxAudienceLabels {
			return "", problem(ErrInvalid, "An audience has at most %d labels; delete one that is not needed.", MaxAudienceLabels)
		}
		d.Made++
		l.ID, l.Rev = labelID(d.Made), 1
		if err := d.tidyLabel(&l); err != nil {
			return "", err
		}
		out, d.Labels = &l, append(d.Labels, l)
		return l.ID, nil
	})
	return out, err
}

// EditLabel changes a label. ifMatch, unless 0, is the revision the caller saw.
func (b *Inbox) EditLabel(ctx context.Context, gate Gate, audience, id string, ifMatch int64, edit func(*Label)) (out *Label, err error) {
	err = b.editDirectory(ctx, gate, audience, AuditLabelEdited, Keys{}, nil, func(_ *Found, d *Directory, _ string) (string, error) {
		l, err := found(d.label(id), "label")
		if err != nil {
			return "", err
		}
		if ifMatch != 0 && ifMatch != l.Rev {
			return "", problem(ErrConflict, "The label has changed since you loaded it; load it again.")
		}
		edit(l)
		l.Rev++
		out = l
		err = d.tidyLabel(l)
		*d.label(id) = *l
		return id, err
	})
	return out, err
}

// DeleteLabel takes a label out of its audience. A job takes it from conversations;
// until then, what shows labels leaves out what the directory lacks.
func (b *Inbox) DeleteLabel(ctx context.Context, gate Gate, audience, id string) error {
	j := b.newJob(audience, Actor(ctx), JobRelabel)
	j.Label = id
	return b.editDirectory(ctx, gate, audience, AuditLabelDeleted, Keys{}, nil, func(_ *Found, d *Directory, _ string) (string, error) {
		_, err := found(d.label(id), "label")
		d.Labels = slices.DeleteFunc(d.Labels, func(l Label) bool { return l.ID == id })
		return id, err
	}, Edit[Job]{After: j})
}

// found is a copy of what was looked for, or the refusal where it is not there.
func found[T any](v *T, what string) (*T, error) {
	if v == nil {
		return nil, problem(ErrNotFound, "There is no such %s.", what)
	}
	c := *v
	return &c, nil
}

// labelID is the id of the nth label of an audience.
func labelID(n int) string {
	id := strconv.FormatInt(int64(n), 36)
	return strings.Repeat("0", max(0, LabelIDBytes-len(id))) + id
}

// tidyLabel brings a label into its form and says what cannot be.
func (d *Directory) tidyLabel(l *Label) error {
	l.Name = oneLine(l.Name)
	taken := slices.ContainsFunc(d.Labels, func(o Label) bool { return o.ID != l.ID && strings.EqualFold(o.Name, l.Name) })
	switch {
	case l.Name == "" || len([]rune(l.Name)) > maxLabelName:
		return problem(ErrInvalid, "A label needs a name of at most %d characters.", maxLabelName)
	case taken:
		return problem(ErrInvalid, "There is a label of that name already.")
	case !slices.Contains(Colours, l.Colour):
		return problem(ErrInvalid, "The colour must be one of %v.", Colours)
	case len(l.ID) != LabelIDBytes:
		return problem(ErrInvalid, "So many labels were made in this audience that no more can be.")
	}
	return nil
}

// editDirectory loads an audience's directory and what else the keys name, lets
// edit change a copy, and commits it with a line in the audit log. made is what an
// earlier request with the same key made; then nothing is written. edit returns
// the id of what it is about. jobs begin with it.
func (b *Inbox) editDirectory(ctx context.Context, gate Gate, audience string, action AuditAction, keys Keys, r *Request,
	edit func(f *Found, d *Directory, made string) (string, error), jobs ...Edit[Job]) error {
	keys.Audiences, keys.Directories, keys.Requests = []string{audience}, []string{audience}, requestKeys(r)
	return b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, keys)
		if err != nil {
			return err
		}
		if f.Audiences[audience] == nil {
			return problem(ErrNotFound, "There is no such audience.")
		}
		if err := gate(ctx, audience); err != nil {
			return err
		}
		done, err := r.replayed(f)
		if err != nil {
			return err
		}
		before, after, made := f.Directories[audience], &Directory{Audience: audience}, ""
		if before != nil {
			after = before.clone()
		}
		if done != nil {
			made = done.Contact
		}
		id, err := edit(f, after, made)
		if err != nil || done != nil {
			return err
		}
		after.sort()
		return b.Store.Commit(ctx, Change{
			Directories: []Edit[Directory]{{Before: before, After: after}},
			Request:     r.made(b.Now(), "", "", id), Audit: b.audit(ctx, action, audience, id, renamed(before.name(id), after.name(id))), Jobs: jobs,
		})
	})
}

// name is what a label or a team is called; empty for what is not there.
func (d *Directory) name(id string) string {
	if d == nil {
		return ""
	}
	if l := d.label(id); l != nil {
		return l.Name
	}
	if t := d.team(id); t != nil {
		return t.Name
	}
	return ""
}

func (d *Directory) clone() *Directory {
	e := *d
	e.Labels, e.Teams = slices.Clone(d.Labels), slices.Clone(d.Teams)
	return &e
}

func (d *Directory) sort() {
	slices.SortFunc(d.Labels, func(a, b Label) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	slices.SortFunc(d.Teams, func(a, b Team) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
}

// directory reads an audience's directory, an empty one where there is none yet.
func (b *Inbox) directory(ctx context.Context, audience string) (*Directory, error) {
	f, err := b.Store.Load(ctx, Keys{Directories: []string{audience}})
	if err != nil {
		return nil, err
	}
	if d := f.Directories[audience]; d != nil {
		return d, nil
	}
	return &Directory{Audience: audience}, nil
}
