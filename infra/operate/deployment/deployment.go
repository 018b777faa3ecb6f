// Package deployment reads what a stack has made: its parameters, its outputs and
// the physical names of its resources, which are all that the commands know of an
// account. It changes nothing.
//
// Where nothing may be looked up, [Imagine] stands in: all it tells are placeholders,
// so that a plan can be written from it all the same.
package deployment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// ErrNoStack says that there is no stack of that name, or none any more.
var ErrNoStack = errors.New("there is no such stack")

// Stacks is what reading needs of CloudFormation.
type Stacks interface {
	DescribeStacks(context.Context, *cloudformation.DescribeStacksInput, ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error)
	ListStackResources(context.Context, *cloudformation.ListStackResourcesInput, ...func(*cloudformation.Options)) (*cloudformation.ListStackResourcesOutput, error)
}

// Deployment is a stack as it stands.
type Deployment struct {
	Name   string
	ID     string // its ARN; by it a deleted stack is known for 90 days
	Status types.StackStatus

	Parameters, Outputs map[string]string
	resources           map[string]string
	imagined            bool
}

// Imagine returns a deployment that answers everything with placeholders.
func Imagine(name string) *Deployment {
	return &Deployment{Name: name, ID: "<id of the stack>", Status: "<status>", imagined: true}
}

// Read reads a stack by its name, or one that was deleted by its id. It returns
// ErrNoStack where there is none.
func Read(ctx context.Context, api Stacks, name string) (*Deployment, error) {
	out, err := api.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	if missing(err) || err == nil && len(out.Stacks) == 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoStack)
	}
	if err != nil {
		return nil, fmt.Errorf("read the stack %s: %w", name, err)
	}
	s := out.Stacks[0]
	d := &Deployment{
		Name: aws.ToString(s.StackName), ID: aws.ToString(s.StackId), Status: s.StackStatus,
		Parameters: map[string]string{}, Outputs: map[string]string{}, resources: map[string]string{},
	}
	for _, p := range s.Parameters {
		d.Parameters[aws.ToString(p.ParameterKey)] = aws.ToString(p.ParameterValue)
	}
	for _, o := range s.Outputs {
		d.Outputs[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
	}
	// DescribeStackResources would tell of the first hundred alone.
	pages := cloudformation.NewListStackResourcesPaginator(api, &cloudformation.ListStackResourcesInput{StackName: &d.ID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the resources of the stack %s: %w", name, err)
		}
		for _, r := range page.StackResourceSummaries {
			if r.ResourceStatus == types.ResourceStatusDeleteComplete {
				continue
			}
			d.resources[aws.ToString(r.LogicalResourceId)] = aws.ToString(r.PhysicalResourceId)
		}
	}
	return d, nil
}

// missing tells an unknown stack from other faults: CloudFormation has no error
// of its own for it. Source: "DescribeStacks", Errors.
func missing(err error) bool {
	var fault smithy.APIError
	return errors.As(err, &fault) && fault.ErrorCode() == "ValidationError" && strings.Contains(fault.ErrorMessage(), "does not exist")
}

// Deleted tells whether the stack is gone and only what it retained is left.
func (d *Deployment) Deleted() bool { return d.Status == types.StackStatusDeleteComplete }

// Resource returns the physical name of a resource by its logical id.
func (d *Deployment) Resource(logical string) (string, error) {
	name := d.resources[logical]
	switch {
	case d.imagined:
		return "<" + logical + ">", nil
	case name == "":
		return "", fmt.Errorf("the stack %s has no %s: deploy this version first", d.Name, logical)
	}
	return name, nil
}

// Output returns the value of an output.
func (d *Deployment) Output(name string) (string, error) { return d.value(name, "output", d.Outputs) }

// Parameter returns the value of a parameter.
func (d *Deployment) Parameter(name string) (string, error) {
	return d.value(name, "parameter", d.Parameters)
}

func (d *Deployment) value(name, kind string, from map[string]string) (string, error) {
	v, ok := from[name]
	switch {
	case d.imagined:
		return "<" + name + ">", nil
	case !ok:
		return "", fmt.Errorf("the stack %s has no %s %s: deploy this version first", d.Name, kind, name)
	}
	return v, nil
}
