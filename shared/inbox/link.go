package inbox

import "time"

// Link is a short link that stands for a long one in a text.
type Link struct {
	Code   string // twelve characters of [a-z2-7]: 60 random bits
	Target string // http or https
	// For whom it was made: each contact gets links of their own.
	Audience     string
	Number       string
	Contact      string
	Conversation string
	Message      string
	Created      time.Time
	Expires      time.Time
	// Clicks is how often it was followed, as far as that was recorded.
	Clicks int
	Rev    int64
}
