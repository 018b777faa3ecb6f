package smime_test

import (
	"errors"
	"strings"
	"testing"

	"confab/shared/channel/email/smime"
)

const (
	oidSigned    = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	oidEnveloped = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
	oidData      = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
	version      = "\x02\x01\x01"
	algorithms   = "\x31\x00"
)

// sized returns an element with its length, open one that ends with an
// end-of-contents.
func sized(tag byte, parts ...string) string {
	body := strings.Join(parts, "")
	if len(body) < 0x80 {
		return string([]byte{tag, byte(len(body))}) + body
	}
	return string([]byte{tag, 0x83, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}) + body
}

func open(tag byte, parts ...string) string {
	return string([]byte{tag, 0x80}) + strings.Join(parts, "") + "\x00\x00"
}

func signed(wrap func(byte, ...string) string, content ...string) string {
	return wrap(0x30, oidSigned, wrap(0xa0, wrap(0x30, version, algorithms, wrap(0x30, append([]string{oidData}, content...)...), "\x31\x00")))
}

func TestOpen(t *testing.T) {
	t.Parallel()
	octets := func(s string) string { return sized(0x04, s) }
	for name, c := range map[string]struct {
		data, want string
		kind       smime.Kind
	}{
		"signed, with lengths":    {signed(sized, sized(0xa0, octets("hello"))), "hello", smime.Signed},
		"signed, without lengths": {signed(open, open(0xa0, open(0x24, octets("hel"), octets("lo")))), "hello", smime.Signed},
		"signed, in parts of parts with and without lengths": {
			signed(sized, open(0xa0, sized(0x24, octets("h"), open(0x24, octets("e"), octets("l")), sized(0x24, octets("lo"))))), "hello", smime.Signed,
		},
		"signed apart":                     {signed(sized), "", smime.Signed},
		"signed apart, without lengths":    {signed(open), "", smime.Signed},
		"enveloped":                        {sized(0x30, oidEnveloped, sized(0xa0, sized(0x30, version))), "", smime.Encrypted},
		"algorithms of unknown length":     {strings.Replace(signed(open, open(0xa0, octets("hello"))), algorithms, "\x31\x80\x30\x80\x00\x00\x00\x00", 1), "hello", smime.Signed},
		"followed by what does not belong": {signed(sized, sized(0xa0, octets("hello"))) + "\r\n\r\n", "hello", smime.Signed},
	} {
		kind, content, err := smime.Open([]byte(c.data))
		if kind != c.kind || string(content) != c.want || err != nil {
			t.Errorf("%s: %q, %q, %v", name, kind, content, err)
		}
	}
}

func TestOpenRefusesWhatIsNoCMS(t *testing.T) {
	t.Parallel()
	whole := signed(sized, sized(0xa0, sized(0x04, "hello")))
	cases := []string{"", "0", "hello", "\x30\x80", "\x30\x84\x7f\xff\xff\xff", "\x30\x85\x01\x01\x01\x01\x01", signed(sized, sized(0xa0, "\x05\x00")), oidSigned}
	for cut := range len(whole) {
		cases = append(cases, whole[:cut])
	}
	for _, data := range cases {
		if kind, content, err := smime.Open([]byte(data)); !errors.Is(err, smime.ErrMalformed) {
			t.Errorf("%.20q (%d bytes): %q, %q, %v", data, len(data), kind, content, err)
		}
	}
}

func TestOpenTakesAMillionLevels(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("\x24\x80", 1<<20)
	for _, data := range []string{
		signed(open, open(0xa0, deep)),
		strings.Replace(signed(open, open(0xa0, "\x04\x00")), algorithms, strings.Repeat("\x31\x80", 1<<20), 1),
	} {
		if _, _, err := smime.Open([]byte(data)); !errors.Is(err, smime.ErrMalformed) {
			t.Error(err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(signed(sized, sized(0xa0, sized(0x04, "hello")))))
	f.Add([]byte(signed(open, open(0xa0, open(0x24, sized(0x04, "hel"), sized(0x04, "lo"))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, content, err := smime.Open(data)
		if (kind == "") != (err != nil) {
			t.Fatalf("%q, %v", kind, err)
		}
		if kind == smime.Signed && len(content) > len(data) {
			t.Fatalf("%d bytes out of %d", len(content), len(data))
		}
	})
}
