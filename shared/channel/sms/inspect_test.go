package sms

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLinesAreInspected(t *testing.T) {
	tests := []struct {
		name, line, want string
	}{
		{"a plain text", `"Hello"`, `{"encoding":"GSM-7","units":5,"segments":1,"forced_by":null,"keyword":null}`},
		{"a text with an emoji", `"Voilà, déjà 🎉"`, `{"encoding":"UCS-2","units":14,"segments":1,"forced_by":"🎉","keyword":null}`},
		{"an emoji in escapes", `"\ud83c\udf89"`, `{"encoding":"UCS-2","units":2,"segments":1,"forced_by":"🎉","keyword":null}`},
		{"half an emoji", `"\ud83c"`, "{\"encoding\":\"UCS-2\",\"units\":1,\"segments\":1,\"forced_by\":\"\uFFFD\",\"keyword\":null}"},
		{"a keyword", `" stop. "`, `{"encoding":"GSM-7","units":7,"segments":1,"forced_by":null,"keyword":{"class":"opt_out","word":"STOP","language":"en"}}`},
		{"a keyword in Chinese", `"退订"`, `{"encoding":"UCS-2","units":2,"segments":1,"forced_by":"退","keyword":{"class":"opt_out","word":"退订","language":"zh"}}`},
		{"a subscribe keyword", `"Join"`, `{"encoding":"GSM-7","units":4,"segments":1,"forced_by":null,"keyword":{"class":"subscribe","word":"JOIN","language":"en"}}`},
		{"yes to nothing", `"YES"`, `{"encoding":"GSM-7","units":3,"segments":1,"forced_by":null,"keyword":null}`},
		{"signs of HTML stay", `"<&>“"`, `{"encoding":"UCS-2","units":4,"segments":1,"forced_by":"“","keyword":null}`},
		{"a line end within", `"one\ntwo"`, `{"encoding":"GSM-7","units":7,"segments":1,"forced_by":null,"keyword":null}`},
		{"an empty text", `""`, `{"encoding":"GSM-7","units":0,"segments":0,"forced_by":null,"keyword":null}`},
		{"blanks around it and a carriage return", " \"a\" \r", `{"encoding":"GSM-7","units":1,"segments":1,"forced_by":null,"keyword":null}`},
		{"two segments", `"` + strings.Repeat("a", 161) + `"`, `{"encoding":"GSM-7","units":161,"segments":2,"forced_by":null,"keyword":null}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := InspectLines(&out, strings.NewReader(tt.line+"\n")); err != nil || out.String() != tt.want+"\n" {
				t.Errorf("InspectLines = %v\n%s\nwant\n%s", err, &out, tt.want)
			}
		})
	}
}

func TestALineThatIsNoStringDoesNotEndTheInspection(t *testing.T) {
	in := "\"one\"\n{\"text\":\"two\"}\n\nnull\n\"three\nSTOP\n\"\\x\"\n\"a\" \"b\"\n\"last\""
	var out bytes.Buffer
	err := InspectLines(&out, strings.NewReader(in))
	if err == nil || err.Error() != "7 of 9 lines were no JSON strings" {
		t.Errorf("error = %v", err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 9 {
		t.Fatalf("%d lines:\n%s", len(lines), &out)
	}
	for i, line := range lines {
		var object struct {
			Line     int
			Error    string
			Encoding string
		}
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if good := i == 0 || i == 8; good != (object.Encoding != "") || good == strings.HasPrefix(object.Error, "not a JSON string") || !good && object.Line != i+1 {
			t.Errorf("line %d: %s", i+1, line)
		}
	}
}

func TestWhatCannotBeReadOrWrittenEndsTheInspection(t *testing.T) {
	broken := errors.New("broken")
	if err := InspectLines(new(bytes.Buffer), iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a broken reader: %v", err)
	}
	if err := InspectLines(failingWriter{broken}, strings.NewReader(`"a"`)); !errors.Is(err, broken) {
		t.Errorf("a broken writer: %v", err)
	}
	if err := InspectLines(new(bytes.Buffer), strings.NewReader("")); err != nil {
		t.Errorf("nothing: %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
