//go:build !linux

package bootstrap

import "syscall"

func enclose() (*syscall.SysProcAttr, error) { return nil, ErrUnsupported }
