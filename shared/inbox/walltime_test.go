package inbox_test

import (
	"testing"
	"time"

	"confab/shared/inbox"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestAWallTimeIsTheFirstThatAClockShowsOrTheNextMinuteThatItDoes(t *testing.T) {
	for _, c := range []struct{ zone, wall, want string }{
		{"Europe/Lisbon", "2026-11-23T09:00", "2026-11-23T09:00:00Z"},
		{"Asia/Kathmandu", "2026-11-23T09:00", "2026-11-23T03:15:00Z"},
		// Skipped: 2:00 to 3:00 in Berlin, and half an hour on Lord Howe.
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"},
		{"America/New_York", "2026-03-08T02:59", "2026-03-08T07:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:30:00Z"},
		// A midnight that is skipped, and a whole day.
		{"Asia/Beirut", "2026-03-29T00:30", "2026-03-28T22:00:00Z"},
		{"Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00:00Z"},
		// Twice: the first.
		{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"},
		{"America/New_York", "2026-11-01T01:00", "2026-11-01T05:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"},
	} {
		wall, err := time.Parse(inbox.WallLayout, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := inbox.WallTime(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), zone(t, c.zone))
		if got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s in %s is %s, want %s", c.wall, c.zone, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}

func TestEveryMinuteAroundAClockChangeIsShownOrFollowsAtOnce(t *testing.T) {
	for name, day := range map[string]string{
		"Europe/Lisbon": "2026-03-29", "Europe/Berlin": "2026-10-25", "America/Sao_Paulo": "2018-11-04", "Africa/Casablanca": "2026-02-15",
	} {
		z := zone(t, name)
		midnight, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		last := inbox.WallTime(midnight.Year(), midnight.Month(), midnight.Day()-1, 23, 59, z)
		for m := range 6 * 60 {
			at := inbox.WallTime(midnight.Year(), midnight.Month(), midnight.Day(), 0, m, z)
			shown := at.Hour() == m/60 && at.Minute() == m%60
			start, _ := at.ZoneBounds()
			if at.Before(last) || !shown && !at.Equal(start) {
				t.Fatalf("%s %s minute %d is %v, after %v", name, day, m, at, last)
			}
			last = at
		}
	}
}
