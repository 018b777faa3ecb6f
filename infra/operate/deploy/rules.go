package deploy

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"confab/infra/template"
)

// check refuses a value as CloudFormation would, some minutes later.
// Source: CloudFormation user guide, "CloudFormation template Parameters syntax".
func check(t *template.Template, p parameter) error {
	rule := t.At("Parameters", p.name)
	var values, said []string
	for _, v := range rule.At("AllowedValues").List() {
		values = append(values, fmt.Sprint(v.Raw))
		said = append(said, cmp.Or(fmt.Sprint(v.Raw), "nothing"))
	}
	whole, err := regexp.Compile("^(" + rule.At("AllowedPattern").Text() + ")$")
	if err != nil {
		return fmt.Errorf("the template's pattern: %w", err)
	}
	least := rule.At("MinValue")
	number, notNumber := strconv.ParseFloat(p.value, 64)
	switch {
	case strings.ContainsAny(p.value, `"'`):
		return errors.New("it needs no quotation marks")
	case len(values) > 0 && !slices.Contains(values, p.value):
		return fmt.Errorf("it is one of %s", strings.Join(said, ", "))
	case least.Raw != nil && (notNumber != nil || number < float64(least.Number())):
		return fmt.Errorf("it is a number, %d or more", least.Number())
	case rule.At("AllowedPattern").Raw != nil && !whole.MatchString(p.value):
		return fmt.Errorf("it is to look like %s. %s", rule.At("AllowedPattern").Text(), rule.At("Description").Text())
	}
	return nil
}
