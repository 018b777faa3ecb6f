// Package deploy brings Confab into an AWS account and takes it out again, by
// either tool: SAM from template.yaml, or CDK from infra/cdk.
//
// It promises never to displace somebody else's receipt rule set unasked (one is
// active in an account and Region at a time, and all mail goes by it), and never
// to delete data unless told by its own word. It refuses parameters that the
// template does not have.
package deploy
