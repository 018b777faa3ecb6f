// Package setup turns the environment into a validated configuration and wires
// everything by it. It is the only place that wires: functions/* and the local
// stack call the same constructor per function, so that what runs on a laptop is
// what is deployed, and each binary links only its own parts.
package setup
