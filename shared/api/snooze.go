package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) snoozeRoutes() {
	register(a, huma.Operation{
		OperationID: "snooze", Method: http.MethodPost, Path: "/v1/conversations/{conversation}/snooze",
		Tags: []string{tagConversations}, Summary: "Snooze a conversation",
		Description: "Until a time, or until the contact replies. It replaces an earlier snooze; setting the status open ends it. Repeating it changes nothing.",
	}, a.snooze)
	register(a, huma.Operation{
		OperationID: "list-snooze-options", Method: http.MethodGet, Path: "/v1/snooze-options",
		Tags: []string{tagConversations}, Summary: "What the presets of a snooze mean now",
		Description: "Later today is 18:00, or in three hours where it is 17:00 already; tomorrow, in a week and next week (its Monday) are 9:00.",
	}, a.listSnoozeOptions)
}

// SnoozeChoice says until when to snooze.
type SnoozeChoice struct {
	Preset      string `json:"preset" enum:"in_an_hour,later_today,tomorrow,in_a_week,next_week,custom,until_reply"`
	Wall        string `json:"wall,omitempty" maxLength:"16" example:"2026-11-23T09:00" doc:"Of custom: what a clock in zone shows then, within a year. A time that is skipped when clocks are set means the next minute; one that comes twice, the first."`
	Zone        string `json:"zone,omitempty" maxLength:"64" example:"Europe/Lisbon" doc:"The member's IANA time zone; until_reply needs none."`
	EvenIfReply bool   `json:"even_if_reply,omitempty" doc:"Stay snoozed although the contact replies."`
}

func (s SnoozeChoice) choice() inbox.SnoozeChoice {
	return inbox.SnoozeChoice{Preset: inbox.SnoozePreset(s.Preset), Wall: s.Wall, Zone: s.Zone, EvenIfReply: s.EvenIfReply}
}

type snoozeInput struct {
	Conversation   string `path:"conversation" maxLength:"64" doc:"A conversation's id."`
	IfMatch        string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           SnoozeChoice
	RawBody        []byte
}

func (a *API) snooze(ctx context.Context, v *visit, in *snoozeInput) (*conversationOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return a.changed(ctx)(a.cfg.Domain.Snooze(ctx, v.gate, v.id, in.Conversation, rev, in.Body.choice(),
		v.once(in.IdempotencyKey, in.RawBody, in.Conversation)))
}

// SnoozeOption is what a preset means now.
type SnoozeOption struct {
	Preset string    `json:"preset" enum:"in_an_hour,later_today,tomorrow,in_a_week,next_week"`
	Until  time.Time `json:"until"`
	Wall   string    `json:"wall" example:"2026-11-23T09:00" doc:"What a clock in the zone shows then."`
}

// SnoozeOptionList are the presets in the order to offer them in.
type SnoozeOptionList struct {
	Options []SnoozeOption `json:"options"`
}

type snoozeOptionsInput struct {
	Zone string `query:"zone" default:"UTC" maxLength:"64" example:"Europe/Lisbon" doc:"The member's IANA time zone."`
}

type snoozeOptionsOutput struct{ Body SnoozeOptionList }

func (a *API) listSnoozeOptions(ctx context.Context, v *visit, in *snoozeOptionsInput) (*snoozeOptionsOutput, error) {
	if _, err := v.self(ctx); err != nil {
		return nil, err
	}
	options, err := inbox.SnoozeOptions(a.cfg.Now(), in.Zone)
	if err != nil {
		return nil, err
	}
	return &snoozeOptionsOutput{Body: SnoozeOptionList{Options: each(options, func(o inbox.SnoozeOption) SnoozeOption {
		return SnoozeOption{Preset: string(o.Preset), Until: o.Until, Wall: o.Wall}
	})}}, nil
}
