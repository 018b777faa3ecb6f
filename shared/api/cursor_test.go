package api

import (
	"strings"
	"testing"
)

func FuzzCursors(f *testing.F) {
	a := &API{cfg: Config{CursorKey: []byte("0123456789abcdef0123456789abcdef")}}
	l := list{"conversations", "a", "open"}
	f.Add("", "row")
	f.Add("AAAA", "")
	f.Add(a.cursor(l, "row"), "row")
	f.Add(a.cursor(list{"conversations", "a", "op", "en"}, "row"), "\x00\xff")
	f.Fuzz(func(t *testing.T, token, row string) {
		if after, err := a.after(l, token); err == nil && token != "" && a.cursor(l, after) != strings.NewReplacer("\r", "", "\n", "").Replace(token) {
			t.Errorf("%q is taken for a cursor after %q", token, after)
		}
		if row == "" {
			return
		}
		if after, err := a.after(l, a.cursor(l, row)); err != nil || after != row {
			t.Errorf("the cursor after %q leads after %q: %v", row, after, err)
		}
		if _, err := a.after(append(l, "unread"), a.cursor(l, row)); err == nil {
			t.Error("a cursor leads into another list")
		}
	})
}

func FuzzClaimLists(f *testing.F) {
	for _, s := range []string{"", "[]", "[a b]", "a b", "[", " [a] "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, scope := range listClaim(s) {
			if scope == "" || strings.ContainsAny(scope, " \t\n") {
				t.Errorf("%q has the scope %q", s, scope)
			}
		}
	})
}
