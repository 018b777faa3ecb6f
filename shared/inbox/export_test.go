package inbox

import "maps"

// WallTime is wallTime, for tests.
var WallTime = wallTime

// Cell is one entry of the state machine.
type Cell struct {
	Occasion string
	From, To Status // To is empty where the status stays
}

// Cells are all that the state machine says.
func Cells() (out []Cell) {
	for o, row := range transitions {
		for from, to := range row {
			out = append(out, Cell{string(o), from, to})
		}
	}
	return out
}

// Mutate changes what the state machine says in one cell, until restore is called.
func Mutate(c Cell) (restore func()) {
	o := occasion(c.Occasion)
	whole := transitions[o]
	row := maps.Clone(whole)
	if row[c.From] = c.To; c.To == "" {
		delete(row, c.From)
	}
	transitions[o] = row
	return func() { transitions[o] = whole }
}
