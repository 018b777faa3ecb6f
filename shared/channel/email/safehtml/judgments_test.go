package safehtml

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAJudgmentStaysWhenItIsAskedForAgain(t *testing.T) {
	row := []byte(`<p align="left"><p onclick="a"><p align="1"><img alt=""><p style="color:0;"><p style="position:0;"><a href="https://"><a href="data:">`)
	want := []bool{true, false, false, true, true, false, true, false}
	for range 2 {
		if got := judge(row); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestALongTagIsJudgedAndNotKept(t *testing.T) {
	long := `<p style="` + strings.Repeat("color:0;", maxJudged/8) + `">`
	if !judge([]byte(long))[0] {
		t.Error("refused")
	}
	if judgments.of[long] {
		t.Error("kept")
	}
}

func TestJudgmentsDoNotGrowWithoutBounds(t *testing.T) {
	var row []byte
	for i := range 2 * maxJudgments {
		row = fmt.Appendf(row, `<p align="a%d"><p align="%s">`, i, strings.Repeat("a", i%20+1))
	}
	for i, ok := range judge(row) {
		if want := i%2 == 1; ok != want {
			t.Fatalf("%d: %v", i, ok)
		}
	}
	if n := len(judgments.of); n > maxJudgments {
		t.Errorf("%d are kept", n)
	}
}
