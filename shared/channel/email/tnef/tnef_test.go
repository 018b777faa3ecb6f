package tnef

import (
	"encoding/hex"
	"errors"
	"testing"
)

func TestDecompress(t *testing.T) {
	t.Parallel()
	if len(dictionary) != 207 {
		t.Fatalf("the window starts with %d bytes, want 207", len(dictionary))
	}
	for name, sample := range map[string]struct{ hex, want string }{
		"the simple example of MS-OXRTFCP": {
			"2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
			"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
		},
		"a run longer than what it repeats": {
			"1a0000001c0000004c5a4675e2d44b51" + "410004205758595a0d6e7d010eb0",
			"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
		},
		"not compressed at all":     {"11000000050000004d454c41" + "00000000" + "68656c6c6f", "hello"},
		"broken off in a reference": {"2d0000002b0000004c5a4675f1c5c7a70300", ""},
	} {
		data, err := hex.DecodeString(sample.hex)
		if err != nil {
			t.Fatal(name, err)
		}
		got, err := Decompress(data)
		if err != nil || string(got) != sample.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, sample.want)
		}
	}
	if _, err := Decompress([]byte("{\\rtf1 plain}   ")); !errors.Is(err, ErrCompression) {
		t.Errorf("RTF that is not compressed: %v", err)
	}
}
