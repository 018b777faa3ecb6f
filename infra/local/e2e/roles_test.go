package e2e_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"confab/infra/local/disk"
	"confab/infra/local/roles"
	"confab/infra/template"
)

// Both halves of least privilege: what the functions do in all journeys is held
// against what their roles in template.yaml permit.
func TestRolesPermitWhatIsNeededAndNothingElse(t *testing.T) {
	names, calls := journeys(t)
	dir, err := disk.Root()
	if err != nil {
		t.Fatal(err)
	}
	deployed, err := template.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := deployed.Roles()
	if err != nil {
		t.Fatal(err)
	}
	j := judge{names: names, calls: calls, own: servicesOwn(deployed)}
	for _, fault := range j.faults(all) {
		t.Error(fault)
	}
	if t.Failed() {
		return // what follows changes roles that are right
	}
	fewer, more := taken(all), added(all)
	for name, mutant := range fewer {
		if len(j.faults(mutant)) == 0 {
			t.Errorf("nothing misses %s", name)
		}
	}
	for name, mutant := range more {
		if len(j.faults(mutant)) == 0 {
			t.Errorf("nobody notices that nothing needs %s", name)
		}
	}
	t.Logf("%d roles with %d permissions: %d kinds of calls need them, and services themselves %d", len(all), len(grants(all)), len(calls), len(j.own))
	t.Logf("%d roles with less are noticed, %d with more", len(fewer), len(more))
	if len(fewer) < 60 || len(more) < 500 {
		t.Error("too few were tried")
	}
}

// An entry of either list that the roles do not bear out is a fault as well.
func TestTheListOfWhatServicesNeedIsWholeBothWays(t *testing.T) {
	role := template.Role{Name: "R", Statements: []template.Statement{{Sid: "Log", Actions: []string{"logs:PutLogEvents"}, Resources: []string{"${Logs.Arn}"}}}}
	log := owned{"R", roles.Grant{Action: "logs:PutLogEvents", Resource: "${Logs.Arn}"}, "Lambda"}
	stream := owned{"R", roles.Grant{Action: "logs:CreateLogStream", Resource: "${Logs.Arn}"}, "Lambda"}
	for name, test := range map[string]struct {
		own    []owned
		faults int
	}{
		"what is permitted is listed":      {[]owned{log}, 0},
		"a permission is listed nowhere":   {nil, 1},
		"a listed permission is not there": {[]owned{log, stream}, 1},
		"the role that is listed is not":   {[]owned{log, {"S", log.Grant, "Lambda"}}, 1},
	} {
		if got := (judge{own: test.own}).faults([]template.Role{role}); len(got) != test.faults {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// judge knows what is needed.
type judge struct {
	names roles.Names
	calls []roles.Call
	own   []owned
}

// grant is a permission of a role.
type grant struct {
	role string
	roles.Grant
}

func (g grant) String() string {
	return fmt.Sprintf("%s %s (%s on %s)", g.role, g.Sid, g.Action, g.Resource)
}

// faults are calls that the roles refuse and permissions that nothing needs. A
// permission is needed where without it something would be refused, so two that
// permit the same are both too much.
func (j judge) faults(all []template.Role) (faults []string) {
	permitted, policies := grants(all), map[string]roles.Policy{}
	unneeded := map[grant]bool{}
	for _, g := range permitted {
		unneeded[g] = true
	}
	for _, r := range all {
		policies[r.Name] = roles.NewPolicy(r, j.names)
	}
	for _, c := range j.calls {
		switch by := policies[c.Role].Grants(c.Need); len(by) {
		case 0:
			faults = append(faults, fmt.Sprintf("%s lacks %s on %s", c.Role, c.Action, c.Resource))
		case 1:
			delete(unneeded, grant{c.Role, by[0]})
		}
	}
	for _, o := range j.own {
		var by []grant
		for _, g := range permitted {
			if g.role == o.role && g.Action == o.Action && g.Resource == o.Resource {
				by = append(by, g)
			}
		}
		switch len(by) {
		case 0:
			faults = append(faults, fmt.Sprintf("%s lacks %s on %s, for %s", o.role, o.Action, o.Resource, o.why))
		case 1:
			delete(unneeded, by[0])
		}
	}
	for g := range unneeded {
		faults = append(faults, "nothing needs "+g.String())
	}
	slices.Sort(faults)
	return faults
}

// grants are all permissions of the roles, one by one. What a statement forbids is
// none: that it is there is a rule of the template's own tests.
func grants(all []template.Role) (out []grant) {
	for _, r := range all {
		for _, s := range r.Statements {
			if s.Deny {
				continue
			}
			for _, action := range s.Actions {
				for _, resource := range s.Resources {
					out = append(out, grant{r.Name, roles.Grant{Sid: s.Sid, Action: action, Resource: resource}})
				}
			}
		}
	}
	return out
}

// taken are the roles without one of their statements, and without one action or
// one resource of a statement that has several.
func taken(all []template.Role) map[string][]template.Role {
	out := map[string][]template.Role{}
	for i, r := range all {
		for k, s := range r.Statements {
			if s.Deny {
				continue
			}
			name := r.Name + " " + s.Sid
			without := slices.Clone(all)
			without[i].Statements = slices.Delete(slices.Clone(r.Statements), k, k+1)
			out[name] = without
			for n, action := range s.Actions {
				if len(s.Actions) > 1 {
					out[name+" "+action] = with(all, i, k, template.Statement{Sid: s.Sid, Actions: slices.Delete(slices.Clone(s.Actions), n, n+1), Resources: s.Resources})
				}
			}
			for n, resource := range s.Resources {
				if len(s.Resources) > 1 {
					out[name+" "+resource] = with(all, i, k, template.Statement{Sid: s.Sid, Actions: s.Actions, Resources: slices.Delete(slices.Clone(s.Resources), n, n+1)})
				}
			}
		}
	}
	return out
}

// added are the roles with one action more in a statement, of those that occur
// in any, or one resource more.
func added(all []template.Role) map[string][]template.Role {
	actions, resources := map[string]bool{}, map[string]bool{}
	for _, g := range grants(all) {
		actions[g.Action], resources[g.Resource] = true, true
	}
	out := map[string][]template.Role{}
	for i, r := range all {
		for k, s := range r.Statements {
			if s.Deny {
				continue
			}
			name := r.Name + " " + s.Sid
			for action := range maps.Keys(actions) {
				if !slices.Contains(s.Actions, action) {
					out[name+" "+action] = with(all, i, k, template.Statement{Sid: s.Sid, Actions: append(slices.Clone(s.Actions), action), Resources: s.Resources})
				}
			}
			for resource := range maps.Keys(resources) {
				if !slices.Contains(s.Resources, resource) {
					out[name+" "+resource] = with(all, i, k, template.Statement{Sid: s.Sid, Actions: s.Actions, Resources: append(slices.Clone(s.Resources), resource)})
				}
			}
		}
	}
	return out
}

// with are the roles with another statement in the place of one.
func with(all []template.Role, role, statement int, s template.Statement) []template.Role {
	out := slices.Clone(all)
	out[role].Statements = slices.Clone(out[role].Statements)
	out[role].Statements[statement] = s
	return out
}

// owned is a permission that a service uses by itself with a role.
type owned struct {
	role string
	roles.Grant
	why string
}

// servicesOwn are the permissions that no function's code uses but a service,
// with the function's role or with a trigger's, as the template sets them up:
//
//   - Lambda writes what a function prints into its log group ("Sending Lambda
//     function logs to CloudWatch Logs");
//   - it polls queues ("Creating and configuring an Amazon SQS event source mapping")
//   - and streams ("Process DynamoDB records with Lambda"; streams can only be
//     listed for all tables, says the "Service Authorization Reference");
//   - it sends what failed where it belongs ("Capturing records of Lambda
//     asynchronous invocations", "Retaining discarded records for a DynamoDB event
//     source in Lambda": there under aws/lambda/, and it looks at the bucket first).
//   - EventBridge Scheduler invokes the target and sends what it could not deliver
//     to the dead-letter queue ("Setting up Amazon EventBridge Scheduler",
//     "Configuring a dead-letter queue for EventBridge Scheduler").
func servicesOwn(t *template.Template) (out []owned) {
	add := func(role, why, resource string, actions ...string) {
		for _, a := range actions {
			out = append(out, owned{role, roles.Grant{Action: a, Resource: resource}, why})
		}
	}
	for name, f := range t.Functions() {
		role := f.Property("Role").Ref()
		add(role, "the log of "+name, "${"+t.At("Globals", "Function", "LoggingConfig", "LogGroup").Ref()+".Arn}", "logs:CreateLogStream", "logs:PutLogEvents")
		if failed := f.Property("EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination").Ref(); failed != "" {
			add(role, "what "+name+" gave up", "${"+failed+".Arn}", "sqs:SendMessage")
		}
	}
	for _, s := range t.Sources("SQS") {
		add(s.Function.Property("Role").Ref(), "polling", "${"+s.At("Queue").Ref()+".Arn}", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")
	}
	for _, s := range t.Sources("DynamoDB") {
		role, bucket := s.Function.Property("Role").Ref(), "${"+s.At("DestinationConfig", "OnFailure", "Destination").Ref()+".Arn}"
		add(role, "polling", "${"+s.At("Stream").Ref()+".StreamArn}", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
		add(role, "polling", "*", "dynamodb:ListStreams")
		add(role, "records given up", bucket+"/aws/lambda/*", "s3:PutObject")
		add(role, "records given up", bucket, "s3:ListBucket")
	}
	for _, s := range t.Sources("ScheduleV2") {
		add(s.At("RoleArn").Ref(), "the schedule", "${"+s.Function.Name+".Arn}", "lambda:InvokeFunction")
		add(s.At("RoleArn").Ref(), "what was not delivered", "${"+s.At("DeadLetterConfig", "Arn").Ref()+".Arn}", "sqs:SendMessage")
	}
	return out
}
