package deploy

import (
	"fmt"
	"strings"

	"confab/infra/operate/plan"
)

// Tool is what creates and deletes stacks.
type Tool struct {
	Name    string
	Target  string   // of make, behind deploy- and destroy-
	needs   []string // programs
	install string   // how to come by them

	deploy  func(d *Deploy, given []parameter) []plan.Step
	destroy func(stack, region string) []plan.Step // the last one deletes, the others prepare that
}

// installed says what is missing on this machine, and how to come by it.
func (t Tool) installed(programs plan.Programs) error {
	for _, name := range t.needs {
		if !programs.Has(name) {
			return fmt.Errorf("%s is not installed: %s", name, t.install)
		}
	}
	return nil
}

// cdkFolder holds the CDK app and its pinned CLI.
const cdkFolder = "infra/cdk"

// toolkit is the stack that cdk bootstrap makes. Source: AWS CDK, "Bootstrapping".
const toolkit = "CDKToolkit"

// SAM deploys template.yaml.
var SAM = Tool{
	Name: "SAM", Target: "sam", needs: []string{"sam", "make", "go", "npm"},
	install: "the SAM CLI's installers are at https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html",
	deploy:  samDeploy, destroy: samDestroy,
}

// CDK deploys the app in infra/cdk.
var CDK = Tool{
	Name: "CDK", Target: "cdk", needs: []string{"npx", "make", "go", "npm"},
	install: "Node 20 or newer from https://nodejs.org has npm and npx, which install the pinned CDK CLI",
	deploy:  cdkDeploy, destroy: cdkDestroy,
}

// build makes what both tools deploy, and what the CDK's app asks for whatever it does.
var build = plan.Step{Says: "Build every function for Lambda.", Command: plan.Command{Args: []string{"make", "build"}}}

func samDeploy(d *Deploy, given []parameter) []plan.Step {
	args := []string{
		"sam", "deploy", "--template-file", "template.yaml", "--stack-name", d.Stack, "--region", d.Region,
		"--capabilities", "CAPABILITY_IAM", "--resolve-s3", "--no-fail-on-empty-changeset",
	}
	says := "Create or update the stack. SAM shows each change and asks once more; parameters that are not given stay as they are."
	if d.Consented {
		args = append(args, "--no-confirm-changeset")
		says = "Create or update the stack. Parameters that are not given stay as they are."
	} else {
		args = append(args, "--confirm-changeset")
	}
	if len(given) > 0 {
		args = append(args, "--parameter-overrides")
	}
	for _, g := range given {
		if strings.ContainsAny(g.value, " ") || g.value == "" {
			g.value = `"` + g.value + `"` // SAM reads the words as a shell would, once more
		}
		args = append(args, g.name+"="+g.value)
	}
	return []plan.Step{{Says: says, Command: plan.Command{Args: args}}}
}

func samDestroy(stack, region string) []plan.Step {
	return []plan.Step{{
		Says:    "Delete the stack and the packages that SAM uploaded for it.",
		Command: plan.Command{Args: []string{"sam", "delete", "--stack-name", stack, "--region", region, "--no-prompts"}},
	}}
}

// cdk runs the pinned CLI on our app.
func cdk(stack, region string, args ...string) plan.Command {
	cli := []string{"env", "AWS_REGION=" + region, "npx", "--no-install", "cdk"}
	return plan.Command{Folder: cdkFolder, Args: append(append(cli, args...), "--context", "stack="+stack)}
}

// install comes first: the CLI is a part of the repository like any other.
var install = plan.Step{
	Says:    "Install the pinned CDK CLI.",
	Command: plan.Command{Args: []string{"npm", "ci", "--prefix", cdkFolder, "--no-audit", "--no-fund"}},
}

func cdkDeploy(d *Deploy, given []parameter) []plan.Step {
	steps := []plan.Step{install}
	if !d.bootstrapped {
		says := "Prepare the account for CDK in this Region: the stack " + toolkit + " with a bucket for packages and roles to deploy with."
		if d.Dry {
			says += "\nLeft out where that stack is there already."
		}
		steps = append(steps, plan.Step{Says: says, Command: cdk(d.Stack, d.Region, "bootstrap", "aws://"+d.account+"/"+d.Region)})
	}
	args := []string{"deploy", d.Stack, "--require-approval", "any-change"}
	says := "Create or update the stack. CDK shows each change and asks once more; parameters that are not given stay as they are."
	if d.Consented {
		args[3] = "never"
		says = "Create or update the stack. Parameters that are not given stay as they are."
	}
	for _, g := range given {
		args = append(args, "--parameters", fmt.Sprintf("%s:%s=%s", d.Stack, g.name, g.value))
	}
	return append(steps, plan.Step{Says: says, Command: cdk(d.Stack, d.Region, args...)})
}

func cdkDestroy(stack, region string) []plan.Step {
	return []plan.Step{build, install, {
		Says:    "Delete the stack.",
		Command: cdk(stack, region, "destroy", stack, "--force"),
	}}
}
