package inbox

import "time"

// WallLayout is how a wall time is written: a date and what a clock shows.
const WallLayout = "2006-01-02T15:04"

// wallTime is when the clocks of a zone show that time: where they show it twice,
// the first time; where they skip it, the next minute that they show. (What
// [time.Date] makes of either is left open.)
func wallTime(year int, month time.Month, day, hour, minute int, zone *time.Location) time.Time {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	var first, skipped time.Time
	// No zone is further than 14 hours from UTC: of what holds before and after,
	// one offset or both are right, or neither.
	for _, near := range []time.Duration{-15 * time.Hour, 15 * time.Hour} {
		_, offset := wall.Add(near).In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		shown := at.Hour() == wall.Hour() && at.Minute() == wall.Minute() && at.Day() == wall.Day()
		if shown && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if skipped.IsZero() || at.After(skipped) {
			skipped = at
		}
	}
	if !first.IsZero() {
		return first
	}
	set, _ := skipped.ZoneBounds()
	return set
}

// wallTimeOf reads a wall time that a client wrote.
func wallTimeOf(wall string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(WallLayout, wall)
	if err != nil {
		return time.Time{}, problem(ErrInvalid, "%q is no wall time such as 2026-11-23T09:00.", clip(oneLine(wall), maxName))
	}
	return wallTime(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), zone), nil
}

// zoneNamed is the time zone of an IANA name.
func zoneNamed(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, problem(ErrInvalid, "%q is not an IANA time zone such as Europe/Lisbon.", clip(oneLine(name), maxName))
	}
	return zone, nil
}
