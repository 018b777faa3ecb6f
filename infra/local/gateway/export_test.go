package gateway

// Text is how a claim reaches a function.
var Text = text
