// Package bootstrap runs the functions' real binaries as Lambda would: each in an
// execution environment of its own, with nothing but itself on disk, the
// variables that Lambda and template.yaml give it, and a Runtime API to ask for
// work. Tests play sample events through them; a benchmark measures them.
//
// It promises that a binary finds here no more than on Lambda: no time zones, no
// /etc, no variable that the template does not name. What works without the rest
// works with it: Lambda's image is Amazon Linux 2023's minimal one, which has the
// certificates of authorities that HTTPS needs. It refuses any platform but Linux,
// where alone the binaries run.
package bootstrap

import (
	"fmt"
	"time"

	"confab/infra/template"
)

// Function is what template.yaml says of a function.
type Function struct {
	Name       string   // of its folder, for example receive-email
	Variables  []string // names of the environment variables it is given, in order
	MemorySize int      // MB
	Timeout    time.Duration
}

// Functions are the functions of the template, by their names.
func Functions(t *template.Template) map[string]Function {
	functions := map[string]Function{}
	for name, f := range t.Functions() {
		functions[name] = Function{
			Name: name, Variables: f.Property("Environment", "Variables").Keys(),
			MemorySize: t.Setting(f, "MemorySize").Number(), Timeout: t.Timeout(f),
		}
	}
	return functions
}

// environment is what Lambda sets for a function of a custom runtime, followed
// by those of variables that the template gives it. A variable that is in neither
// is not set. Source: Lambda, "Defined runtime environment variables".
func (f Function) environment(runtimeAPI string, variables map[string]string) []string {
	env := []string{
		"AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local", "AWS_SESSION_TOKEN=local",
		"AWS_DEFAULT_REGION=" + Region, "AWS_REGION=" + Region,
		"AWS_LAMBDA_FUNCTION_NAME=" + f.Name, "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
		fmt.Sprintf("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=%d", f.MemorySize),
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME=confab", "AWS_LAMBDA_LOG_STREAM_NAME=2026/03/02/[$LATEST]0123456789abcdef0123456789abcdef",
		"AWS_LAMBDA_RUNTIME_API=" + runtimeAPI,
		"LAMBDA_TASK_ROOT=" + taskRoot, "LAMBDA_RUNTIME_DIR=/var/runtime",
		"LANG=en_US.UTF-8", "LD_LIBRARY_PATH=/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
		"PATH=/usr/local/bin:/usr/bin/:/bin:/opt/bin", "TZ=:UTC", "_HANDLER=bootstrap",
	}
	for _, name := range f.Variables {
		if value, ok := variables[name]; ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}
