package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"confab/shared/inbox"
)

// ServiceLevel is how soon who writes shall have a first answer.
type ServiceLevel struct {
	FirstResponseMinutes FirstResponse  `json:"first_response_minutes,omitempty" doc:"In how many minutes of the team's hours; 0 for no target."`
	Hours                *BusinessHours `json:"hours,omitempty" doc:"When the team works; day and night, if left out."`
}

// FirstResponse has a target for each channel.
type FirstResponse struct {
	Email *int `json:"email,omitempty" minimum:"0" maximum:"43200" doc:"0 if left out."`
	SMS   *int `json:"sms,omitempty" minimum:"0" maximum:"43200" doc:"60 if left out."`
}

// BusinessHours are when a team works.
type BusinessHours struct {
	Zone string         `json:"zone" maxLength:"64" example:"Europe/Lisbon" doc:"An IANA time zone."`
	Days []BusinessSpan `json:"days" minItems:"1" maxItems:"50"`
}

// BusinessSpan is a part of a day of every week, of an hour at least.
type BusinessSpan struct {
	Day  string `json:"day" enum:"sunday,monday,tuesday,wednesday,thursday,friday,saturday"`
	From string `json:"from" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"09:00"`
	To   string `json:"to" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" example:"17:00"`
}

func serviceLevelOf(s inbox.ServiceLevel) ServiceLevel {
	email, sms := s.Target(inbox.Email), s.Target(inbox.SMS)
	out := ServiceLevel{FirstResponseMinutes: FirstResponse{Email: &email, SMS: &sms}}
	if len(s.Hours.Open) > 0 {
		out.Hours = &BusinessHours{Zone: s.Hours.Zone, Days: each(s.Hours.Open, func(o inbox.OpenHours) BusinessSpan {
			return BusinessSpan{Day: strings.ToLower(o.Day.String()), From: clock(o.From), To: clock(o.Until)}
		})}
	}
	return out
}

// put replaces the service level by what the request says, if it says anything.
func (s *ServiceLevel) put(level *inbox.ServiceLevel) {
	if s == nil {
		return
	}
	*level = inbox.ServiceLevel{FirstResponse: map[inbox.Channel]int{}}
	for ch, minutes := range map[inbox.Channel]*int{inbox.Email: s.FirstResponseMinutes.Email, inbox.SMS: s.FirstResponseMinutes.SMS} {
		if minutes != nil {
			level.FirstResponse[ch] = *minutes
		}
	}
	if s.Hours != nil {
		level.Hours = inbox.BusinessHours{Zone: s.Hours.Zone, Open: each(s.Hours.Days, func(d BusinessSpan) inbox.OpenHours {
			return inbox.OpenHours{Day: weekday(d.Day), From: minutes(d.From), Until: minutes(d.To)}
		})}
	}
}

func weekday(name string) time.Weekday {
	for d := time.Sunday; d < time.Saturday; d++ {
		if strings.EqualFold(d.String(), name) {
			return d
		}
	}
	return time.Saturday
}

// clock and minutes turn minutes of a day into what a clock shows and back.
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func minutes(clock string) (n int) {
	for _, part := range strings.Split(clock, ":") {
		n = n*60 + int(part[0]-'0')*10 + int(part[1]-'0')
	}
	return n
}

// due adds to a conversation until when its contact shall have a first answer. The
// audience is read for it only where they wait, and remembered for a minute.
func (a *API) due(ctx context.Context, row *ConversationRow) error {
	if row.WaitingSince == nil {
		return nil
	}
	audience, err := a.audience(ctx, row.Audience)
	if err != nil {
		return err
	}
	due := audience.ServiceLevel.FirstResponseDue(inbox.Channel(row.Channel), *row.WaitingSince)
	row.DueAt = instant(due)
	row.Overdue = !due.IsZero() && a.cfg.Now().After(due)
	return nil
}
