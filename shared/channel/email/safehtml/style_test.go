package safehtml

import (
	"slices"
	"strings"
	"testing"
)

// FuzzStyle compares what the two ways to read a style make of one that either
// may read, the first time and the second.
func FuzzStyle(f *testing.F) {
	for _, source := range []string{
		"", ";", ";;color:red;;", "color:red", " color : RED ; margin: 0 0 12px ", "color:red;color:blue", "margin:-1px;text-indent:-.5em", "color:red!important;width:100%",
		"background:#fff no-repeat;font:12px Arial,Helvetica", "a:b:c;:d;e", "u+0-7f:u;width:U+26", "--x:{};color:\x00;width:1e9px", "<!--color:red;-->width:1px", "@a b;color:red", "width:1e3px;height:1e-3px;margin:1.5em 2. 3px2;padding:1e 10-5 1ex 50%;color:#;background:#fff1;float:u+1", "color\u00a0:red;\u00a0width:1px;\ufeffheight:1px",
	} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.ContainsAny(source, guardSigns) {
			return
		}
		known := declarations{}
		for range 2 {
			if got, want := known.append(nil, source), appendGuarded(nil, source); !slices.Equal(got, want) {
				t.Errorf("%q: got %+v, want %+v", source, got, want)
			}
		}
	})
}
