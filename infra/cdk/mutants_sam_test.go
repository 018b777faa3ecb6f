package main

import (
	"maps"
	"strings"
	"testing"

	"confab/infra/cdk/facts"
)

// TestEveryMutantOfWhatSAMTransformsIsNoticed mutates template.yaml as it is
// written, where the transformation makes something else of it: the functions, and
// what holds for all of them. All else passes through as it is, so its mutants are
// those of the transformed template.
func TestEveryMutantOfWhatSAMTransformsIsNoticed(t *testing.T) {
	s := bothSystems(t)
	general, functions, through := parts(s.tr.raw)
	pieces := facts.Of(through)
	for name := range functions {
		pieces = append(pieces, s.piece(t, general, functions, name)...)
	}
	if differ := apart(facts.Of(s.sam), pieces); len(differ) > 0 {
		t.Fatalf("the pieces transformed are not the template transformed: %v", differ)
	}

	h := hunt{killed: map[string]int{}}
	check := s.checks(bySAM)
	hunting := func(path string, mutated, general, functions object) {
		before, _ := s.transformed(t, general, functions)
		mutate(path, mutated, nil, func(mutant string) {
			after, refused := s.transformed(t, general, functions)
			if refused {
				h.refused++
			}
			h.judge(strings.TrimPrefix(mutant, "."), check(before, after)...)
		})
	}
	for name, function := range functions {
		alone := object{name: function}
		hunting("Resources", alone, general, alone)
	}
	hunting("", general, general, functions)
	h.report(t)
}

// parts divides a template into what holds for all functions, the functions, and
// what SAM leaves as it is.
func parts(raw object) (general, functions, through object) {
	general, functions, through = object{}, object{}, maps.Clone(raw)
	for _, section := range []string{"Transform", "Globals"} {
		general[section] = raw[section]
		delete(through, section)
	}
	plain := object{}
	for name, resource := range raw["Resources"].(object) {
		if strings.HasPrefix(resource.(object)["Type"].(string), "AWS::Serverless::") {
			functions[name] = resource
		} else {
			plain[name] = resource
		}
	}
	through["Resources"] = plain
	return general, functions, through
}

// piece returns the facts of one function, transformed alone.
func (s systems) piece(t *testing.T, general, functions object, name string) []string {
	t.Helper()
	made, refused := s.transformed(t, general, object{name: functions[name]})
	if refused {
		t.Fatalf("%s is refused", name)
	}
	return made
}

// transformed returns the facts of what SAM makes of some functions. A template
// that is refused makes nothing.
func (s systems) transformed(t *testing.T, general, functions object) (made []string, refused bool) {
	t.Helper()
	if len(functions) == 0 {
		return nil, false
	}
	template := maps.Clone(general)
	template["Resources"] = functions
	result, why := s.tr.transform(t, template)
	return facts.Of(result), why != ""
}
