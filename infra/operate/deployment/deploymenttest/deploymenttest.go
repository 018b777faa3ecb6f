// Package deploymenttest has a stack for tests of what reads one. It promises to
// answer as CloudFormation does, page by page, and refuses nothing.
package deploymenttest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// Stack is a stack as CloudFormation would tell of it.
type Stack struct {
	Status                         types.StackStatus // empty means CREATE_COMPLETE
	Parameters, Outputs, Resources map[string]string
	Gone                           []string // resources that were deleted, and are listed still
}

// Stacks are stacks by name; by its id each is known too.
type Stacks map[string]*Stack

// ID returns the id of a stack.
func ID(name string) string {
	return "arn:aws:cloudformation:us-east-1:000000000000:stack/" + name + "/1"
}

func (s Stacks) find(name string) (string, *Stack, error) {
	for known, stack := range s {
		if name == ID(known) || name == known && stack.Status != types.StackStatusDeleteComplete {
			return known, stack, nil
		}
	}
	return "", nil, &smithy.GenericAPIError{Code: "ValidationError", Message: fmt.Sprintf("Stack with id %s does not exist", name)}
}

// DescribeStacks tells of one stack.
func (s Stacks) DescribeStacks(_ context.Context, in *cloudformation.DescribeStacksInput, _ ...func(*cloudformation.Options)) (*cloudformation.DescribeStacksOutput, error) {
	name, stack, err := s.find(*in.StackName)
	if err != nil {
		return nil, err
	}
	out := types.Stack{StackName: &name, StackId: aws.String(ID(name)), StackStatus: stack.Status}
	if out.StackStatus == "" {
		out.StackStatus = types.StackStatusCreateComplete
	}
	for k, v := range stack.Parameters {
		out.Parameters = append(out.Parameters, types.Parameter{ParameterKey: &k, ParameterValue: &v})
	}
	for k, v := range stack.Outputs {
		out.Outputs = append(out.Outputs, types.Output{OutputKey: &k, OutputValue: &v})
	}
	return &cloudformation.DescribeStacksOutput{Stacks: []types.Stack{out}}, nil
}

// ListStackResources lists one resource a page.
func (s Stacks) ListStackResources(_ context.Context, in *cloudformation.ListStackResourcesInput, _ ...func(*cloudformation.Options)) (*cloudformation.ListStackResourcesOutput, error) {
	_, stack, err := s.find(*in.StackName)
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(stack.Resources))
	names = append(names, stack.Gone...)
	i := 0
	if in.NextToken != nil {
		i = slices.Index(names, *in.NextToken)
	}
	out := &cloudformation.ListStackResourcesOutput{}
	if i >= len(names) {
		return out, nil
	}
	resource := types.StackResourceSummary{
		LogicalResourceId: &names[i], PhysicalResourceId: aws.String(stack.Resources[names[i]]), ResourceStatus: types.ResourceStatusCreateComplete,
	}
	if slices.Contains(stack.Gone, names[i]) {
		resource.PhysicalResourceId, resource.ResourceStatus = aws.String("gone"), types.ResourceStatusDeleteComplete
	}
	out.StackResourceSummaries = []types.StackResourceSummary{resource}
	if i+1 < len(names) {
		out.NextToken = &names[i+1]
	}
	return out, nil
}
