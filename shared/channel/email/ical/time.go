package ical

import (
	"strconv"
	"strings"
	"time"
)

// moment reads a DATE or DATE-TIME (RFC 5545 §3.3.4, §3.3.5).
func (r *reader) moment(p property) Moment {
	value := strings.TrimSpace(p.value)
	if len(value) == 8 {
		t, err := time.Parse("20060102", value)
		if err != nil {
			return Moment{}
		}
		return Moment{Time: t, AllDay: true}
	}
	utc := strings.HasSuffix(value, "Z")
	t, err := time.Parse("20060102T150405", strings.TrimSuffix(value, "Z"))
	switch id := p.params["TZID"]; {
	case err != nil:
		return Moment{}
	case utc:
		return Moment{Time: t, Zone: "UTC"}
	case id == "":
		return Moment{Time: t}
	default:
		name, location := r.location(id, t)
		return Moment{Time: time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, location), Zone: name}
	}
}

// location finds the zone of a TZID at a wall clock time: by the IANA name,
// also where a prefix makes it unique (RFC 5545 §3.8.3.1), else by the rules
// that the calendar brings along.
func (r *reader) location(id string, wall time.Time) (string, *time.Location) {
	name := id
	for range 4 {
		if name = strings.TrimPrefix(name, "/"); name != "" && name != "Local" && len(name) < 100 {
			if location, err := time.LoadLocation(name); err == nil {
				return name, location
			}
		}
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			break
		}
		name = rest
	}
	if z := r.zones[id]; z != nil {
		return id, time.FixedZone(id, z.offset(wall))
	}
	return id, time.UTC
}

// zone is a VTIMEZONE.
type zone struct {
	id          string
	observances []observance
}

// observance is a STANDARD or DAYLIGHT component: from when on, by which rule
// each year, clocks are off UTC by how many seconds.
type observance struct {
	start  time.Time // as if it were UTC
	until  time.Time // zero: for ever
	yearly bool
	month  time.Month
	week   int // 1 the first, -1 the last
	day    time.Weekday
	offset int // in seconds
}

// maxObservances bounds the observances read of one zone.
const maxObservances = 200

func (z *zone) begin() {
	if len(z.observances) < maxObservances {
		z.observances = append(z.observances, observance{})
	}
}

func (z *zone) property(component string, p property) {
	if component == "VTIMEZONE" {
		if p.name == "TZID" {
			z.id = p.value
		}
		return
	}
	if len(z.observances) == 0 {
		return
	}
	o := &z.observances[len(z.observances)-1]
	switch p.name {
	case "DTSTART":
		o.start, _ = time.Parse("20060102T150405", strings.TrimSuffix(p.value, "Z"))
	case "TZOFFSETTO":
		o.offset = parseOffset(p.value)
	case "RRULE":
		o.rule(p.value)
	}
}

var weekdays = map[string]time.Weekday{
	"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday,
	"TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday,
}

// rule reads the one form of recurrence that clocks are changed by: on the n-th
// weekday of a month.
func (o *observance) rule(value string) {
	for part := range strings.SplitSeq(strings.ToUpper(value), ";") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "FREQ":
			o.yearly = value == "YEARLY"
		case "BYMONTH":
			month, _ := strconv.Atoi(value)
			o.month = time.Month(month)
		case "BYDAY":
			if len(value) >= 3 {
				o.week, _ = strconv.Atoi(value[:len(value)-2])
				o.day = weekdays[value[len(value)-2:]]
			}
		case "UNTIL":
			o.until, _ = time.Parse("20060102", value[:min(len(value), 8)])
		}
	}
}

// onset returns when the observance last began before a wall clock time.
func (o *observance) onset(wall time.Time) (time.Time, bool) {
	if wall.Before(o.start) {
		return time.Time{}, false
	}
	if !o.yearly || o.month < 1 || o.month > 12 || o.week < -5 || o.week > 5 || o.week == 0 {
		return o.start, true
	}
	for year := wall.Year(); year >= wall.Year()-1; year-- {
		at := nthWeekday(year, o.month, o.week, o.day).Add(timeOfDay(o.start))
		if !at.After(wall) && !at.Before(o.start) && (o.until.IsZero() || at.Before(o.until.AddDate(0, 0, 2))) {
			return at, true
		}
	}
	return o.start, true
}

func timeOfDay(t time.Time) time.Duration { return t.Sub(t.Truncate(24 * time.Hour)) }

func nthWeekday(year int, month time.Month, n int, day time.Weekday) time.Time {
	if n > 0 {
		first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, int(day-first.Weekday()+7)%7+7*(n-1))
	}
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -(int(last.Weekday()-day+7)%7)+7*(n+1))
}

// offset returns how far clocks are off UTC at a wall clock time, in seconds.
func (z *zone) offset(wall time.Time) int {
	offset, latest := 0, time.Time{}
	for i := range z.observances {
		at, ok := z.observances[i].onset(wall)
		if i == 0 || ok && !at.Before(latest) {
			offset, latest = z.observances[i].offset, at
		}
	}
	return offset
}

// parseOffset reads a UTC-OFFSET such as +0530 (RFC 5545 §3.3.14).
func parseOffset(value string) int {
	digits := strings.TrimLeft(value, "+-")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || len(digits) != 4 && len(digits) != 6 {
		return 0
	}
	if len(digits) == 4 {
		n *= 100
	}
	seconds := n/10000*3600 + n/100%100*60 + n%100
	if strings.HasPrefix(value, "-") {
		seconds = -seconds
	}
	return seconds
}

// parseDuration reads a DURATION such as P1DT2H30M (RFC 5545 §3.3.6).
func parseDuration(value string) (time.Duration, bool) {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(value), "+"), "P")
	if !ok || len(rest) > 40 {
		return 0, false
	}
	units := map[byte]time.Duration{
		'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second,
	}
	var total time.Duration
	n := 0
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch unit := units[c]; {
		case c >= '0' && c <= '9':
			n = min(n*10+int(c-'0'), 100_000)
		case c == 'T' && n == 0:
		case unit > 0:
			total += time.Duration(n) * unit
			n = 0
		default:
			return 0, false
		}
	}
	return total, total > 0
}
