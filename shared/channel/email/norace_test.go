//go:build !race

package email

const raced = false
