package deploy

// Kept lists the logical ids of what outlives a stack.
func Kept() (names []string) {
	for _, k := range kept {
		names = append(names, k.logical)
	}
	return names
}
