package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// Label marks conversations.
type Label struct {
	ID     string `json:"id" example:"00a"`
	Name   string `json:"name" example:"Refund"`
	Colour string `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,violet,pink"`
	Rev    int64  `json:"rev" doc:"Its version, as in ETag."`
}

// Team is a group of members to whom conversations are assigned together.
type Team struct {
	ID      string   `json:"id"`
	Name    string   `json:"name" example:"Returns"`
	Members []string `json:"members" doc:"Ids of members. Those that list-members does not name have left."`
	Rev     int64    `json:"rev" doc:"Its version, as in ETag."`
}

// LabelList is all labels of an audience.
type LabelList struct {
	Labels []Label `json:"labels" doc:"By name."`
}

// TeamList is all teams of an audience.
type TeamList struct {
	Teams []Team `json:"teams" doc:"By name."`
}

func (a *API) directoryRoutes() {
	const labels, teams = "/v1/audiences/{audience}/labels", "/v1/audiences/{audience}/teams"
	register(a, huma.Operation{
		OperationID: "list-labels", Method: http.MethodGet, Path: labels,
		Tags: []string{tagAudiences}, Summary: "List labels", Description: "All of the audience's, at most 200.",
	}, a.listLabels)
	register(a, huma.Operation{
		OperationID: "create-label", Method: http.MethodPost, Path: labels, DefaultStatus: http.StatusCreated,
		Tags: []string{tagAudiences}, Summary: "Create a label", Description: "Names are unique in the audience.",
	}, a.createLabel)
	register(a, huma.Operation{
		OperationID: "edit-label", Method: http.MethodPatch, Path: labels + "/{label}",
		Tags: []string{tagAudiences}, Summary: "Edit a label", Description: "What is left out stays as it is.",
	}, a.editLabel)
	register(a, huma.Operation{
		OperationID: "delete-label", Method: http.MethodDelete, Path: labels + "/{label}", DefaultStatus: http.StatusNoContent,
		Tags: []string{tagAudiences}, Summary: "Delete a label",
		Description: "Conversations may bear its id until their labels change: show those that the list names.",
	}, a.deleteLabel)
	register(a, huma.Operation{
		OperationID: "list-teams", Method: http.MethodGet, Path: teams,
		Tags: []string{tagAudiences}, Summary: "List teams", Description: "All of the audience's, at most 50.",
	}, a.listTeams)
	register(a, huma.Operation{
		OperationID: "create-team", Method: http.MethodPost, Path: teams, DefaultStatus: http.StatusCreated,
		Tags: []string{tagAudiences}, Summary: "Create a team", Description: "Of members with a role in the audience. Names are unique in it.",
	}, a.createTeam)
	register(a, huma.Operation{
		OperationID: "edit-team", Method: http.MethodPatch, Path: teams + "/{team}",
		Tags: []string{tagAudiences}, Summary: "Edit a team", Description: "What is left out stays as it is; members are replaced whole.",
	}, a.editTeam)
	register(a, huma.Operation{
		OperationID: "delete-team", Method: http.MethodDelete, Path: teams + "/{team}", DefaultStatus: http.StatusNoContent,
		Tags: []string{tagAudiences}, Summary: "Delete a team", Description: "What is assigned to it stays so until it is assigned anew.",
	}, a.deleteTeam)
}

// directory reads an audience's labels and teams for who may.
func (a *API) directory(ctx context.Context, v *visit, audience string) (*inbox.Directory, error) {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Audiences: []string{audience}, Directories: []string{audience}})
	if err != nil {
		return nil, fmt.Errorf("load labels and teams of %s: %w", audience, err)
	}
	if found.Audiences[audience] == nil {
		return nil, inbox.ErrNotFound
	}
	if err := v.gate(ctx, audience); err != nil {
		return nil, err
	}
	if d := found.Directories[audience]; d != nil {
		return d, nil
	}
	return &inbox.Directory{}, nil
}

type labelsOutput struct{ Body LabelList }

func (a *API) listLabels(ctx context.Context, v *visit, in *audienceInput) (*labelsOutput, error) {
	d, err := a.directory(ctx, v, in.Audience)
	if err != nil {
		return nil, err
	}
	return &labelsOutput{Body: LabelList{Labels: each(d.Labels, labelOf)}}, nil
}

// NewLabel is a label to create.
type NewLabel struct {
	Name   string `json:"name" minLength:"1" maxLength:"40" example:"Refund"`
	Colour string `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,violet,pink"`
}

type createLabelInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewLabel
	RawBody        []byte
}

func (a *API) createLabel(ctx context.Context, v *visit, in *createLabelInput) (*created[Label], error) {
	l := inbox.Label{Name: in.Body.Name, Colour: inbox.Colour(in.Body.Colour)}
	made, err := a.cfg.Domain.CreateLabel(ctx, v.gate, in.Audience, l, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[Label]{Location: "/v1/audiences/" + in.Audience + "/labels", ETag: etag(made.Rev), Body: labelOf(*made)}, nil
}

// EditLabel says what to change.
type EditLabel struct {
	Name   *string `json:"name,omitempty" minLength:"1" maxLength:"40"`
	Colour *string `json:"colour,omitempty" enum:"grey,red,orange,yellow,green,teal,blue,violet,pink"`
}

type editLabelInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Label    string `path:"label" maxLength:"64" doc:"A label's id."`
	IfMatch  string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body     EditLabel
}

type labelOutput struct {
	ETag string `header:"ETag"`
	Body Label
}

func (a *API) editLabel(ctx context.Context, v *visit, in *editLabelInput) (*labelOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	l, err := a.cfg.Domain.EditLabel(ctx, v.gate, in.Audience, in.Label, rev, func(l *inbox.Label) {
		set(&l.Name, in.Body.Name)
		if in.Body.Colour != nil {
			l.Colour = inbox.Colour(*in.Body.Colour)
		}
	})
	if err != nil {
		return nil, err
	}
	return &labelOutput{ETag: etag(l.Rev), Body: labelOf(*l)}, nil
}

type labelInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Label    string `path:"label" maxLength:"64" doc:"A label's id."`
}

func (a *API) deleteLabel(ctx context.Context, v *visit, in *labelInput) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteLabel(ctx, v.gate, in.Audience, in.Label)
}

type teamsOutput struct{ Body TeamList }

func (a *API) listTeams(ctx context.Context, v *visit, in *audienceInput) (*teamsOutput, error) {
	d, err := a.directory(ctx, v, in.Audience)
	if err != nil {
		return nil, err
	}
	return &teamsOutput{Body: TeamList{Teams: each(d.Teams, teamOf)}}, nil
}

// NewTeam is a team to create.
type NewTeam struct {
	Name    string   `json:"name" minLength:"1" maxLength:"40" example:"Returns"`
	Members []string `json:"members,omitempty" maxItems:"100" doc:"Ids of members with a role in the audience."`
}

type createTeamInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewTeam
	RawBody        []byte
}

func (a *API) createTeam(ctx context.Context, v *visit, in *createTeamInput) (*created[Team], error) {
	t := inbox.Team{Name: in.Body.Name, Members: in.Body.Members}
	made, err := a.cfg.Domain.CreateTeam(ctx, v.gate, in.Audience, t, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[Team]{Location: "/v1/audiences/" + in.Audience + "/teams", ETag: etag(made.Rev), Body: teamOf(*made)}, nil
}

// EditTeam says what to change.
type EditTeam struct {
	Name    *string   `json:"name,omitempty" minLength:"1" maxLength:"40"`
	Members *[]string `json:"members,omitempty" maxItems:"100"`
}

type editTeamInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Team     string `path:"team" maxLength:"64" doc:"A team's id."`
	IfMatch  string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body     EditTeam
}

type teamOutput struct {
	ETag string `header:"ETag"`
	Body Team
}

func (a *API) editTeam(ctx context.Context, v *visit, in *editTeamInput) (*teamOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	t, err := a.cfg.Domain.EditTeam(ctx, v.gate, in.Audience, in.Team, rev, func(t *inbox.Team) {
		set(&t.Name, in.Body.Name)
		set(&t.Members, in.Body.Members)
	})
	if err != nil {
		return nil, err
	}
	return &teamOutput{ETag: etag(t.Rev), Body: teamOf(*t)}, nil
}

type teamInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Team     string `path:"team" maxLength:"64" doc:"A team's id."`
}

func (a *API) deleteTeam(ctx context.Context, v *visit, in *teamInput) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteTeam(ctx, v.gate, in.Audience, in.Team)
}

func labelOf(l inbox.Label) Label {
	return Label{ID: l.ID, Name: l.Name, Colour: string(l.Colour), Rev: l.Rev}
}

func teamOf(t inbox.Team) Team {
	return Team{ID: t.ID, Name: t.Name, Members: each(t.Members, same), Rev: t.Rev}
}
