//go:build unix

package email

import (
	"syscall"
	"testing"
)

// reportCPU has a benchmark report what it took of the processors, which other
// work on the machine lengthens less than what it took of the day.
func reportCPU(b *testing.B) {
	b.Helper()
	start := processorTime()
	b.Cleanup(func() {
		b.ReportMetric(float64(processorTime()-start)/float64(b.N), "cpu-ns/op")
	})
}

// processorTime returns what the process has used so far, in nanoseconds.
func processorTime() int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return used.Utime.Nano() + used.Stime.Nano()
}
