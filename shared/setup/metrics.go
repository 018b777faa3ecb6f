package setup

import (
	"encoding/json"
	"io"
	"sync"
	"time"
)

// namespace is the CloudWatch namespace of Confab's metrics.
const namespace = "Confab"

// emf writes metrics in CloudWatch's embedded metric format: one JSON object a
// line on standard output, from which CloudWatch Logs makes metrics (AWS,
// "Embedded metric format specification"). The function is the one dimension:
// ids would each become a metric that is billed.
type emf struct {
	mu       sync.Mutex
	w        io.Writer
	function string
	now      func() time.Time
}

// Count adds n to a counter.
func (e *emf) Count(name string, n int) { e.write(name, "Count", float64(n)) }

// Duration records a time in milliseconds.
func (e *emf) Duration(name string, d time.Duration) {
	e.write(name, "Milliseconds", float64(d.Microseconds())/1000)
}

func (e *emf) write(name, unit string, value float64) {
	line, err := json.Marshal(map[string]any{
		"_aws": map[string]any{
			"Timestamp": e.now().UnixMilli(),
			"CloudWatchMetrics": []any{map[string]any{
				"Namespace":  namespace,
				"Dimensions": [][]string{{"Function"}},
				"Metrics":    []any{map[string]string{"Name": name, "Unit": unit}},
			}},
		},
		"Function": e.function,
		name:       value,
	})
	if err != nil {
		return // a number that JSON cannot hold is no metric
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = e.w.Write(append(line, '\n')) // there is nowhere to tell that standard output is gone
}
