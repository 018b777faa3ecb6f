package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) campaignRoutes() {
	register(a, huma.Operation{
		OperationID: "list-campaigns", Method: http.MethodGet, Path: "/v1/audiences/{audience}/campaigns",
		Tags: []string{tagAudiences}, Summary: "List campaigns",
		Description: "Whatever sends and may be answered, newest first: what conversations can be narrowed by.",
	}, a.listCampaigns)
}

// Campaign is what sends and may be answered.
type Campaign struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" enum:"campaign,flow,survey,form"`
	Name    string    `json:"name" example:"Spring sale"`
	Created time.Time `json:"created"`
}

// CampaignList is one page of an audience's campaigns.
type CampaignList struct {
	Campaigns  []Campaign `json:"campaigns"`
	NextCursor string     `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

type listCampaignsInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type campaignsOutput struct{ Body CampaignList }

func (a *API) listCampaigns(ctx context.Context, v *visit, in *listCampaignsInput) (*campaignsOutput, error) {
	l := list{"campaigns", in.Audience}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	audience, err := a.audience(ctx, in.Audience)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, audience.ID); err != nil {
		return nil, err
	}
	all, err := a.cfg.Store.Campaigns(ctx, inbox.CampaignQuery{Audience: audience.ID, After: after, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &campaignsOutput{Body: CampaignList{Campaigns: each(all, func(c inbox.Campaign) Campaign {
		return Campaign{ID: c.ID, Kind: string(c.Kind), Name: c.Name, Created: c.Created.UTC()}
	})}}
	if n := len(all); n == in.Limit {
		out.Body.NextCursor = a.cursor(l, all[n-1].ID)
	}
	return out, nil
}
