package safehtml

import (
	"bytes"
	"sync"
)

// judgments are those that the policy made before. What it says of a tag depends
// on nothing else, and most of a mail's tags were in one before it: to ask of
// these again would be a seventh of the work.
var judgments = struct {
	sync.Mutex
	of map[string]bool
}{of: map[string]bool{}}

// Limits on those that are kept: how many, and the length of one, in bytes.
const (
	maxJudgments = 2000
	maxJudged    = 200
)

// judge tells of each of a row of allowed tags whether the policy lets it through
// as it is.
func judge(row []byte) []bool {
	tags := bytes.SplitAfter(row, []byte(">")) // no value has one
	tags = tags[:len(tags)-1]
	judgments.Lock()
	defer judgments.Unlock()
	var unknown []byte
	for _, tag := range tags {
		if _, known := judgments.of[string(tag)]; !known {
			unknown = append(unknown, tag...)
		}
	}
	judged := policy.SanitizeBytes(unknown)
	admitted := make([]bool, len(tags))
	for i, tag := range tags {
		ok, known := judgments.of[string(tag)]
		if !known {
			end := bytes.IndexByte(judged, '>') + 1 // of the tag, with its attribute or without
			ok = bytes.Equal(judged[:end], tag)
			judged = judged[end:]
			if len(judgments.of) < maxJudgments && len(tag) <= maxJudged {
				judgments.of[string(tag)] = ok
			}
		}
		admitted[i] = ok
	}
	return admitted
}
