// Package search finds things by their words: an inverted index in immutable
// segments, each one object, with a small manifest that names those that count.
//
// It promises that whatever an update was told of is found once the update has
// returned, newest first; that an update may be repeated and may run beside
// others; that a question costs a few short reads of each segment, however large
// it is; and that what was removed is in no segment any more when the update that
// removes it has returned.
//
// It refuses to be the truth: it yields keys of what may match, and who asks looks
// at the things themselves, with [Query.Match]. It knows no order but that of keys
// and weighs no word against another.
package search
