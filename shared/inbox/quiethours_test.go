package inbox

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func zonesNamed(t testing.TB, names ...string) (zones []*time.Location) {
	t.Helper()
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	return zones
}

func TestATextWaitsForMorningInEveryZone(t *testing.T) {
	early := TextingHours{From: 2*time.Hour + 30*time.Minute, Until: 20 * time.Hour}
	night := TextingHours{From: time.Hour, Until: time.Hour + 45*time.Minute}
	tests := []struct {
		name  string
		hours TextingHours
		zones string
		now   string // in the first zone, or with an offset of its own
		next  string // in the first zone; "" where it may leave at once
	}{
		{"by day", DefaultTextingHours, "America/New_York", "2026-11-20 12:00", ""},
		{"at night", DefaultTextingHours, "America/New_York", "2026-11-20 03:00", "2026-11-20 08:00"},
		{"a minute before", DefaultTextingHours, "America/New_York", "2026-11-20 07:59", "2026-11-20 08:00"},
		{"at eight", DefaultTextingHours, "America/New_York", "2026-11-20 08:00", ""},
		{"the last minute", DefaultTextingHours, "America/New_York", "2026-11-20 19:59", ""},
		{"at eight in the evening", DefaultTextingHours, "America/New_York", "2026-11-20 20:00", "2026-11-21 08:00"},
		{"before midnight", DefaultTextingHours, "Europe/Lisbon", "2026-12-31 23:59", "2027-01-01 08:00"},
		{"half an hour off", DefaultTextingHours, "Asia/Kolkata", "2026-11-20 06:10", "2026-11-20 08:00"},
		{"three quarters off", DefaultTextingHours, "Asia/Kathmandu", "2026-11-20 20:30", "2026-11-21 08:00"},
		{"two zones, the later one asleep", DefaultTextingHours, "America/New_York America/Los_Angeles", "2026-11-20 09:00", "2026-11-20 11:00"},
		{"two zones, both awake", DefaultTextingHours, "America/New_York America/Los_Angeles", "2026-11-20 11:00", ""},
		{"two zones, the earlier one asleep", DefaultTextingHours, "America/New_York America/Los_Angeles", "2026-11-20 20:00", "2026-11-21 11:00"},
		{"from Newfoundland to Hawaii", DefaultTextingHours, "America/St_Johns America/Los_Angeles Pacific/Honolulu", "2026-11-20 09:00", "2026-11-20 14:30"},
		{"all of Russia", DefaultTextingHours, "Europe/Kaliningrad Asia/Kamchatka", "2026-11-20 10:00", "2026-11-21 08:00"},
		{"both sides of the date line", DefaultTextingHours, "Pacific/Kiritimati Pacific/Pago_Pago", "2026-11-20 08:30", "2026-11-20 09:00"},
		{"across the night on which clocks go forward", DefaultTextingHours, "America/New_York", "2026-03-07 21:00", "2026-03-08 08:00"},
		{"across the night on which they go back", DefaultTextingHours, "America/New_York", "2026-10-31 21:00", "2026-11-01 08:00"},
		{"hours that begin in a skipped hour", early, "America/New_York", "2026-03-08 01:00", "2026-03-08 03:00"},
		{"hours that come twice, the first time", night, "America/New_York", "2026-11-01T01:20:00-04:00", ""},
		{"between the two times", night, "America/New_York", "2026-11-01T01:50:00-04:00", "2026-11-01T01:00:00-05:00"},
		{"the second time", night, "America/New_York", "2026-11-01T01:20:00-05:00", ""},
		{"a day that was left out", DefaultTextingHours, "Pacific/Apia", "2011-12-29 21:00", "2011-12-31 08:00"},
		{"half an hour of summer time", DefaultTextingHours, "Australia/Lord_Howe", "2026-10-03 23:00", "2026-10-04 08:00"},
		{"the last day of a leap year far ahead", DefaultTextingHours, "America/New_York", "2040-12-31 03:00", "2040-12-31 08:00"},
		{"all day", TextingHours{0, 24 * time.Hour}, "Europe/Paris", "2026-11-20 03:00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zones := zonesNamed(t, strings.Fields(tt.zones)...)
			now := momentIn(t, tt.now, zones[0])
			want := now
			if tt.next != "" {
				want = momentIn(t, tt.next, zones[0])
			}
			got, err := tt.hours.Time(now, zones)
			if err != nil || got.Allowed != (tt.next == "") || !got.Next.Equal(want) || got.Hours != tt.hours {
				t.Errorf("Time = %+v, %v, want %v", got, err, want)
			}
		})
	}
}

func momentIn(t *testing.T, s string, zone *time.Location) time.Time {
	t.Helper()
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Where no moment suits all, each zone gives up as little as the others.
func TestZonesThatShareNoMomentWidenTheHours(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	fixed := func(hours ...int) (zones []*time.Location) {
		for _, h := range hours {
			zones = append(zones, time.FixedZone("", h*3600))
		}
		return zones
	}
	tests := []struct {
		name  string
		hours TextingHours
		zones []*time.Location
		used  TextingHours
		next  time.Time
	}{
		{"half a day apart", DefaultTextingHours, fixed(-6, 6), TextingHours{7 * time.Hour, 21 * time.Hour}, noon.Add(time.Hour)},
		{"thirds of a day apart", DefaultTextingHours, fixed(-8, 0, 8), TextingHours{5 * time.Hour, 23 * time.Hour}, noon.Add(time.Hour)},
		{"all around", DefaultTextingHours, fixed(-12, -10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10), TextingHours{time.Hour, 24 * time.Hour}, noon.Add(time.Hour)},
		{"short hours", TextingHours{12 * time.Hour, 13 * time.Hour}, fixed(0, 4), TextingHours{10 * time.Hour, 15 * time.Hour}, noon.Add(22 * time.Hour)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.hours.Time(noon, tt.zones)
			if err != nil || got.Hours != tt.used || !got.Next.Equal(tt.next) || got.Allowed != tt.next.Equal(noon) {
				t.Errorf("Time = %+v, %v, want %v within %v", got, err, tt.next, tt.used)
			}
		})
	}
}

func TestHoursWithoutSenseAreRefused(t *testing.T) {
	zones := zonesNamed(t, "Europe/Paris")
	tests := []struct {
		name  string
		hours TextingHours
		zones []*time.Location
	}{
		{"none", TextingHours{}, zones},
		{"over midnight", TextingHours{20 * time.Hour, 8 * time.Hour}, zones},
		{"before midnight", TextingHours{-time.Hour, 8 * time.Hour}, zones},
		{"longer than a day", TextingHours{8 * time.Hour, 25 * time.Hour}, zones},
		{"with seconds", TextingHours{8*time.Hour + time.Second, 20 * time.Hour}, zones},
		{"no zone", DefaultTextingHours, nil},
	}
	for _, tt := range tests {
		if got, err := tt.hours.Time(time.Now(), tt.zones); !errors.Is(err, ErrInvalid) || got != (TextingTime{}) {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
	}
}

// minuteByMinute is the rule itself, without any thought for speed.
func minuteByMinute(h TextingHours, now time.Time, zones []*time.Location) TextingTime {
	for ; ; h = (TextingHours{max(h.From-textingStep, 0), min(h.Until+textingStep, wholeDay)}) {
	minutes:
		for at := now; at.Before(now.Add(textingAhead)); at = at.Add(time.Minute) {
			for _, zone := range zones {
				local := at.In(zone)
				if clock := local.Hour()*60 + local.Minute(); clock < int(h.From/time.Minute) || clock >= int(h.Until/time.Minute) {
					continue minutes
				}
			}
			return TextingTime{Allowed: at.Equal(now), Next: at, Hours: h}
		}
	}
}

func TestTheNextTimeIsWhatASearchMinuteByMinuteFinds(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	all := zonesNamed(t, "America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/St_Johns", "Europe/London", "Europe/Berlin",
		"Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago",
		"Pacific/Apia", "Asia/Pyongyang", "America/Caracas", "Africa/Casablanca", "Antarctica/Troll", "America/Sao_Paulo", "Asia/Tehran", "UTC")
	from := time.Date(2007, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 150 {
		var zones []*time.Location
		for range 1 + random.IntN(4) {
			zones = append(zones, all[random.IntN(len(all))])
		}
		now := from.Add(time.Duration(random.IntN(40*366*24*60)) * time.Minute)
		if _, set := now.In(zones[0]).ZoneBounds(); !set.IsZero() && random.IntN(2) == 0 {
			now = set.Truncate(time.Minute).Add(time.Duration(random.IntN(2*24*60)-24*60) * time.Minute) // a day on which clocks are set
		}
		h := DefaultTextingHours
		if random.IntN(2) == 0 {
			begin := random.IntN(23 * 60)
			h = TextingHours{time.Duration(begin) * time.Minute, time.Duration(begin+1+random.IntN(24*60-begin)) * time.Minute}
		}
		got, err := h.Time(now, zones)
		if want := minuteByMinute(h, now, zones); err != nil || got.Allowed != want.Allowed || !got.Next.Equal(want.Next) || got.Hours != want.Hours {
			t.Fatalf("%v at %v in %v: %+v, %v, want %+v", h, now, zones, got, err, want)
		}
	}
}

// A moment between two minutes is judged as it is.
func TestSecondsCount(t *testing.T) {
	zones := zonesNamed(t, "Europe/Lisbon")
	for _, tt := range []struct {
		clock   string
		allowed bool
	}{{"07:59:59.999", false}, {"08:00:00", true}, {"19:59:59.999", true}, {"20:00:00", false}} {
		now, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-20 "+tt.clock, zones[0])
		if err != nil {
			t.Fatal(err)
		}
		got, err := DefaultTextingHours.Time(now, zones)
		if err != nil || got.Allowed != tt.allowed || got.Next.In(zones[0]).Second() != now.Second() && tt.allowed || got.Next.Before(now) {
			t.Errorf("%s: %+v, %v", tt.clock, got, err)
		}
	}
}

func BenchmarkTextingTime(b *testing.B) {
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	for name, zones := range map[string][]*time.Location{
		"one zone":         zonesNamed(b, "America/New_York"),
		"four zones":       zonesNamed(b, "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
		"half a day apart": {time.FixedZone("", -6*3600), time.FixedZone("", 6*3600)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := DefaultTextingHours.Time(now, zones); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
