package bootstrap_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"confab/infra/local/bootstrap"
)

// rounds is how often each binary is started; medians are reported.
const rounds = 9

// BenchmarkBootstrap reports of each function what its binary takes: until it
// asks for its first event, by the clock and by the processors' own (init-ms,
// init-cpu-ms), for its first event and for each of the others (first-ms,
// warm-ms), the most memory at a time (MB), and how large the binary for Lambda
// is, as it is and packed (MB-binary, MB-zip).
func BenchmarkBootstrap(b *testing.B) {
	built := build(b)
	s := startStack(b)
	deployed, err := bootstrap.Build(b.Context(), built.root, "build", "arm64", built.names())
	must(b, err)
	for _, name := range built.names() {
		b.Run(name, func(b *testing.B) {
			var m measured
			for range rounds {
				m.round(b, built.world(b, s), name)
			}
			b.ReportMetric(0, "ns/op")
			for unit, values := range map[string][]time.Duration{
				"init-ms": m.init, "init-cpu-ms": m.cpu, "first-ms": m.first, "warm-ms": m.warm,
			} {
				if len(values) == 0 {
					continue
				}
				b.ReportMetric(float64(median(values).Microseconds())/1000, unit)
			}
			b.ReportMetric(float64(median(m.memory))/1e6, "MB")
			info, err := os.Stat(deployed[name])
			must(b, err)
			packed, err := bootstrap.Zipped(deployed[name])
			must(b, err)
			b.ReportMetric(float64(info.Size())/1e6, "MB-binary")
			b.ReportMetric(float64(packed)/1e6, "MB-zip")
		})
	}
}

// measured are the measurements of all rounds.
type measured struct {
	init, cpu, first, warm []time.Duration
	memory                 []int64
}

// round starts the binary anew and plays each sample once.
func (m *measured) round(b *testing.B, w *world, name string) {
	b.Helper()
	p := w.start(b, name)
	defer p.Stop()
	m.init, m.cpu = append(m.init, p.Init), append(m.cpu, p.InitCPU)
	for i, s := range samples[name] {
		w.putMail(b, s)
		event := w.event(b, name, s)
		began := time.Now()
		_, err := p.Invoke(b.Context(), event)
		took := time.Since(began)
		must(b, err)
		if i == 0 {
			m.first = append(m.first, took)
		} else {
			m.warm = append(m.warm, took)
		}
	}
	memory, err := p.Memory()
	must(b, err)
	m.memory = append(m.memory, memory)
}

// median is the middle one of some values.
func median[T int64 | time.Duration](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}
