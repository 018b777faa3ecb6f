package inbox

import (
	"slices"
	"time"
)

// TextingHours is the part of the day in which a contact may be texted unasked:
// from From until just before Until, as their clock shows it since midnight.
type TextingHours struct {
	From, Until time.Duration
}

// DefaultTextingHours lie within what American law leaves to who calls or texts
// unasked: 8 a.m. to 9 p.m. at the called party's location (47 CFR
// 64.1200(c)(1)), and to 8 p.m. by several states.
var DefaultTextingHours = TextingHours{From: 8 * time.Hour, Until: 20 * time.Hour}

const wholeDay = 24 * time.Hour

// Check returns ErrInvalid where the hours are none: both are whole minutes of
// one day, and From is before Until.
func (h TextingHours) Check() error {
	if h.From < 0 || h.From >= h.Until || h.Until > wholeDay || h.From%time.Minute != 0 || h.Until%time.Minute != 0 {
		return problem(ErrInvalid, "Texting hours are two times of one day, the earlier first, such as 08:00 and 20:00.")
	}
	return nil
}

// TextingTime tells when a text may leave.
type TextingTime struct {
	Allowed bool
	Next    time.Time    // the moment that was asked about where Allowed, else the next one
	Hours   TextingHours // the hours that decided
}

const (
	// textingAhead is how far ahead a moment is looked for that suits all zones:
	// whatever they share comes once a day, except where clocks are set.
	textingAhead = 7 * wholeDay
	// textingStep is by how much hours are widened at both ends.
	textingStep = time.Hour
)

// Time tells whether a contact who may be in any of the zones may be texted at
// that moment, and when otherwise: only the moments count at which the clocks of
// all zones are within the hours. Clocks are read as they hang: an hour that is
// skipped in spring offers nothing, one that comes twice in autumn offers both.
//
// Zones half a day apart share no such moment. For them the hours are widened,
// an hour at both ends at a time, until there is one in the week ahead: each zone
// gives up as little as the others do, and nobody is woken whom it could spare.
// It returns ErrInvalid for hours that are none, and where there is no zone.
func (h TextingHours) Time(now time.Time, zones []*time.Location) (TextingTime, error) {
	if err := h.Check(); err != nil {
		return TextingTime{}, err
	}
	if len(zones) == 0 {
		return TextingTime{}, problem(ErrInvalid, "Nothing tells in which time zone this contact is: set it, or say why the text cannot wait.")
	}
	for {
		if next, ok := h.next(now, zones); ok {
			return TextingTime{Allowed: next.Equal(now), Next: next, Hours: h}, nil
		}
		h = TextingHours{From: max(h.From-textingStep, 0), Until: min(h.Until+textingStep, wholeDay)}
	}
}

// next returns the first moment from now on that lies within the hours in all
// zones. Where now is none, the first is one at which some zone's hours begin.
func (h TextingHours) next(now time.Time, zones []*time.Location) (time.Time, bool) {
	moments := []time.Time{now}
	for _, zone := range zones {
		moments = append(moments, h.beginnings(now, zone)...)
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, at := range moments {
		if !slices.ContainsFunc(zones, func(zone *time.Location) bool { return !h.include(at, zone) }) {
			return at, true
		}
	}
	return time.Time{}, false
}

func (h TextingHours) include(at time.Time, zone *time.Location) bool {
	clock := sinceMidnight(at.In(zone))
	return h.From <= clock && clock < h.Until
}

// sinceMidnight is what a clock shows, which is not what has passed since
// midnight on a day on which clocks are set.
func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// beginnings are the moments ahead at which the hours may begin in a zone: when
// its clock shows From, and when it is set, perhaps forward over From.
func (h TextingHours) beginnings(now time.Time, zone *time.Location) []time.Time {
	var moments []time.Time
	end := now.Add(textingAhead)
	for start := now; start.Before(end); {
		_, set := start.In(zone).ZoneBounds()
		switch {
		case set.IsZero() || set.After(end):
			set = end
		case !set.After(start): // Go is a day short at the end of a leap year that only the zone's rule covers
			set = start.Add(time.Hour)
		}
		wait := (h.From - sinceMidnight(start.In(zone)) + wholeDay) % wholeDay
		for at := start.Add(wait); at.Before(set); at = at.Add(wholeDay) {
			moments = append(moments, at)
		}
		if set.Before(end) {
			moments = append(moments, set)
		}
		start = set
	}
	return moments
}
