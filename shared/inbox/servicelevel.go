package inbox

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// ServiceLevel is how soon a contact who writes shall have a first answer.
type ServiceLevel struct {
	// FirstResponse is in how many minutes of the team's hours, by channel; 0 for no
	// target. A channel that is absent has the default: [DefaultTextResponse] for
	// texts, none for any other.
	FirstResponse map[Channel]int
	// Hours are the team's; without any, time counts day and night.
	Hours BusinessHours
}

// DefaultTextResponse is in how many minutes a text shall be answered, where
// nobody has said anything else.
const DefaultTextResponse = 60

// maxFirstResponse is the longest target: thirty days.
const maxFirstResponse = 30 * 24 * 60

// BusinessHours are when a team works, by the clocks of a zone.
type BusinessHours struct {
	Zone string // an IANA name
	// Open are the spans of a week, in its order.
	Open []OpenHours
}

// OpenHours is a span of a day of every week: from minute From of the day, as
// clocks show it, until just before minute Until, at most 1440.
type OpenHours struct {
	Day         time.Weekday
	From, Until int
}

// Target is in how many minutes a first answer is due on a channel; 0 for no target.
func (s ServiceLevel) Target(ch Channel) int {
	minutes, set := s.FirstResponse[ch]
	if !set && ch == SMS {
		return DefaultTextResponse
	}
	return minutes
}

// FirstResponseDue is by when a contact shall have a first answer, who waits since
// then on a channel; zero where there is no target.
func (s ServiceLevel) FirstResponseDue(ch Channel, since time.Time) time.Time {
	minutes := s.Target(ch)
	if minutes == 0 || since.IsZero() {
		return time.Time{}
	}
	return s.Hours.After(since, time.Duration(minutes)*time.Minute)
}

// After is when so much of the team's time has passed since from.
func (h BusinessHours) After(from time.Time, d time.Duration) time.Time {
	end := from.Add(d)
	h.each(from, func(start, until time.Time) bool {
		end = start.Add(d)
		d -= until.Sub(start)
		return d > 0
	})
	return end.UTC()
}

// Between is how much of the team's time lies between two moments.
func (h BusinessHours) Between(from, to time.Time) (d time.Duration) {
	if len(h.Open) == 0 {
		return to.Sub(from)
	}
	h.each(from, func(start, until time.Time) bool {
		if until.After(to) {
			until = to
		}
		d += max(0, until.Sub(start))
		return until.Before(to)
	})
	return d
}

// openWeeks is how many weeks are looked at: enough for the longest target, were a
// team at work for an hour a week.
const openWeeks = maxFirstResponse/60 + 2

// each yields the spans from a moment on, cut to what is left of the first, until
// told to stop. A span that is skipped when clocks are set is none.
func (h BusinessHours) each(from time.Time, yield func(start, until time.Time) bool) {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil || len(h.Open) == 0 {
		return
	}
	year, month, day := from.In(zone).Date()
	for n := range openWeeks * 7 {
		weekday := time.Date(year, month, day+n, 12, 0, 0, 0, time.UTC).Weekday()
		for _, o := range h.Open {
			if o.Day != weekday {
				continue
			}
			start := later(wallTime(year, month, day+n, 0, o.From, zone), from)
			until := wallTime(year, month, day+n, 0, o.Until, zone)
			if until.After(start) && !yield(start, until) {
				return
			}
		}
	}
}

// tidy brings the settings into their order and says what cannot be.
func (s *ServiceLevel) tidy() error {
	for ch, minutes := range s.FirstResponse {
		if ch != Email && ch != SMS || minutes < 0 || minutes > maxFirstResponse {
			return problem(ErrInvalid, "first_response_minutes are those of email and sms, from 0 to %d.", maxFirstResponse)
		}
	}
	h := &s.Hours
	if len(h.Open) == 0 {
		*h = BusinessHours{}
		return nil
	}
	if _, err := zoneNamed(h.Zone); err != nil {
		return err
	}
	slices.SortFunc(h.Open, func(a, b OpenHours) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.From, b.From)) })
	for i, o := range h.Open {
		overlaps := i > 0 && h.Open[i-1].Day == o.Day && o.From < h.Open[i-1].Until
		if o.Day < time.Sunday || o.Day > time.Saturday || o.From < 0 || o.Until > 24*60 || o.Until-o.From < 60 || overlaps {
			return problem(ErrInvalid, "Business hours are spans of a day, of an hour at least, that do not overlap.")
		}
	}
	return nil
}

func (s ServiceLevel) clone() ServiceLevel {
	s.FirstResponse, s.Hours.Open = maps.Clone(s.FirstResponse), slices.Clone(s.Hours.Open)
	return s
}

// answered measures an answer that has left, if it was a first one.
func (b *Inbox) answered(a *Audience, m *Message) {
	if m.Waited.IsZero() {
		return
	}
	now := b.Now()
	b.Metrics.Duration("FirstResponse", a.ServiceLevel.Hours.Between(m.Waited, now))
	if due := a.ServiceLevel.FirstResponseDue(m.Channel, m.Waited); !due.IsZero() && now.After(due) {
		b.Metrics.Count("FirstResponseLate", 1)
	}
}
