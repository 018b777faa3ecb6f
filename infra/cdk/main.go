// Command cdk synthesises Confab with the AWS Cloud Development Kit: the same
// system as template.yaml, from the same built files. `make deploy-cdk` deploys
// it; `cdk synth` in this folder prints it.
//
// Each file describes one concern and creates it as a method of system, in the
// order of newSystem. Constructs of the library are used where they say the thing
// and add nothing to it; where they would add or hide something, the CloudFormation
// resource is written out. Logical ids are those of template.yaml, so that a
// stack, an alarm or a runbook is the same whichever tool deployed it. The tests
// compare both templates with each other and with testdata/system.txt.
//
// Context: -c stack=NAME names the stack; it is confab otherwise.
package main

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// buildFolder is where make build puts the functions, seen from here.
const buildFolder = "../../build"

func main() {
	if err := built(buildFolder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	name, ok := app.Node().TryGetContext(jsii.String("stack")).(string)
	if !ok {
		name = "confab"
	}
	newSystem(app, name, buildFolder)
	app.Synth(nil)
}
