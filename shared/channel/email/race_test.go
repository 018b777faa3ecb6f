//go:build race

package email

// raced tells that this program carries the race detector, which multiplies
// its memory.
const raced = true
