package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"confab/infra/cdk/facts"
)

// mutate makes each mutant of a value in turn and has it visited: each member and
// each element at any depth taken out, each text and each number altered, and so
// within a text that is JSON. The value is whole again afterwards. put puts another
// value in its place.
func mutate(path string, value any, put func(any), visit func(mutant string)) {
	switch v := value.(type) {
	case object:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			at, member := path+"."+key, v[key]
			delete(v, key)
			visit(at + " deleted")
			v[key] = member
			mutate(at, member, func(other any) { v[key] = other }, visit)
		}
	case []any:
		for i, element := range v {
			at := path + "[" + strconv.Itoa(i) + "]"
			put(slices.Delete(slices.Clone(v), i, i+1))
			visit(at + " deleted")
			put(v)
			mutate(at, element, func(other any) { v[i] = other }, visit)
		}
	default:
		put(altered(value))
		visit(path + " changed")
		mutateDocument(path, value, put, visit)
		put(value)
	}
}

// mutateDocument makes the mutants within a text that is a JSON object.
func mutateDocument(path string, value any, put func(any), visit func(mutant string)) {
	text, _ := value.(string)
	var document object
	if json.Unmarshal([]byte(text), &document) != nil {
		return
	}
	mutate(path, document, nil, func(mutant string) {
		changed, err := json.Marshal(document)
		if err != nil {
			panic(err) // it came from JSON
		}
		put(string(changed))
		visit(mutant)
	})
}

// altered is another value of the same kind.
func altered(value any) any {
	switch v := value.(type) {
	case string:
		return v + "x"
	case float64:
		return v + 1
	case bool:
		return !v
	default:
		return fmt.Sprint(v)
	}
}

// kinds tell mutants apart for the count. The first that fits is a mutant's.
var kinds = []struct {
	name string
	path *regexp.Regexp
}{
	{"values changed", regexp.MustCompile(` changed$`)},
	{"resources deleted", regexp.MustCompile(`^Resources\.\w+ deleted$`)},
	{"parameters, rules, conditions and outputs deleted", regexp.MustCompile(`^(Parameters|Rules|Conditions|Outputs)\.\w+ deleted$`)},
	{"policy statements deleted", regexp.MustCompile(`\.Statement\[\d+\] deleted$`)},
	{"parts of policy statements deleted", regexp.MustCompile(`\.Statement\[\d+\]\..* deleted$`)},
	{"ways out of failure deleted", regexp.MustCompile(`\.(RedrivePolicy|DestinationConfig|DeadLetterConfig)\b.* deleted$`)},
	{"alarm actions deleted", regexp.MustCompile(`\.(AlarmActions|OKActions)\b.* deleted$`)},
	{"triggers deleted", regexp.MustCompile(`\.Events\.\w+ deleted$`)},
	{"list elements deleted", regexp.MustCompile(`\] deleted$`)},
	{"properties deleted", regexp.MustCompile(` deleted$`)},
}

// hunt counts mutants, and those that no check notices.
type hunt struct {
	killed    map[string]int // by kind
	refused   int            // of those killed, what SAM does not take
	survivors []string
}

// judge notes whether every check has something to say against a mutant.
func (h *hunt) judge(mutant string, checks ...[]string) {
	if slices.ContainsFunc(checks, func(faults []string) bool { return len(faults) == 0 }) {
		h.survivors = append(h.survivors, mutant)
		return
	}
	for _, k := range kinds {
		if k.path.MatchString(mutant) {
			h.killed[k.name]++
			return
		}
	}
}

// report prints the counts on the standard output, which go test shows of a test
// that passes, too, where it runs in the package's own folder.
func (h *hunt) report(t *testing.T) {
	t.Helper()
	total := 0
	for _, k := range kinds {
		if n := h.killed[k.name]; n > 0 {
			fmt.Printf("%5d %s\n", n, k.name)
			total += n
		}
	}
	fmt.Printf("%5d mutants in %s, of which SAM refuses %d; %d survive\n", total+len(h.survivors), t.Name(), h.refused, len(h.survivors))
	for _, s := range h.survivors {
		t.Errorf("nothing notices: %s", s)
	}
	if total < 300 {
		t.Errorf("only %d mutants were made", total)
	}
}

// TestEveryMutantOfATemplateIsNoticed mutates each transformed template. That it
// differs from the other tool's has to be noticed; so has, for the same mutation
// in both, that it differs from what is written down.
func TestEveryMutantOfATemplateIsNoticed(t *testing.T) {
	s := bothSystems(t)
	for tool, template := range map[string]object{bySAM: s.sam, byCDK: s.cdk} {
		t.Run(tool, func(t *testing.T) {
			h := hunt{killed: map[string]int{}}
			check := s.checks(tool)
			eachElement(template, func(current func() []string, mutants func(func(string))) {
				before := current()
				mutants(func(mutant string) { h.judge(mutant, check(before, current())...) })
			})
			h.report(t)
		})
	}
}

// checks returns what the checks say when some facts of a tool's template stand in
// for others: of the other tool's template, and of what is written down.
func (s systems) checks(tool string) func(before, after []string) [][]string {
	mine, other, theirs := facts.Of(s.sam), byCDK, facts.Of(s.cdk)
	if tool == byCDK {
		mine, other, theirs = theirs, bySAM, mine
	}
	sides := map[string]ledger{other: apart(mine, theirs), byUs: apart(mine, s.literal)}
	return func(before, after []string) (faults [][]string) {
		for side, differ := range sides {
			differ = maps.Clone(differ)
			differ.add(-1, before)
			differ.add(1, after)
			faults = append(faults, unexplained(differ, tool, side))
		}
		return faults
	}
}

// eachElement visits each element of a template's sections, such as each resource:
// current returns the facts of it as it is, mutants makes its mutants in turn.
func eachElement(template object, visit func(current func() []string, mutants func(func(string)))) {
	for _, section := range slices.Sorted(maps.Keys(template)) {
		elements, ok := template[section].(object)
		if !ok {
			elements = object{"": template[section]}
		}
		for _, name := range slices.Sorted(maps.Keys(elements)) {
			current := func() []string {
				if element, there := elements[name]; there {
					return facts.About(section, name, element)
				}
				return nil
			}
			visit(current, func(judge func(string)) {
				path := strings.TrimSuffix(section+"."+name, ".")
				element := elements[name]
				delete(elements, name)
				judge(path + " deleted")
				elements[name] = element
				mutate(path, element, func(other any) { elements[name] = other }, judge)
			})
		}
	}
}
