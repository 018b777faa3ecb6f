// Package setup turns the environment into a validated configuration and wires
// everything by it. It is the only place that wires: functions/* and the local
// stack call the same constructor per function, so that what runs on a laptop is
// what is deployed.
//
// A package's variables are made in every program that it is linked into, needed
// or not, and those of mail and the API are most of what a start takes. So the
// constructors that need them are in folders of their own: finding, sending, serving and waking.
package setup
