//go:build !linux

package dynamo

import "syscall"

// endWithParent is for Linux alone: Start refuses every other platform.
func endWithParent() *syscall.SysProcAttr { return nil }
