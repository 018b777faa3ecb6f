package dynamo

import "syscall"

// endWithParent has the kernel kill the child when this process ends, however it ends.
func endWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
