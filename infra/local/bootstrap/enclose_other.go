//go:build !linux

package bootstrap

import (
	"fmt"
	"syscall"
)

func enclose() (*syscall.SysProcAttr, error) {
	return nil, fmt.Errorf("%w: they are made for Linux", ErrUnsupported)
}
