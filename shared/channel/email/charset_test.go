package email

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"confab/shared/channel/email/tidy"
)

func TestEveryCharacterSetIsKnownByEveryNameOfIt(t *testing.T) {
	names := 0
	for _, list := range [][]encoding.Encoding{charmap.All, japanese.All, korean.All, simplifiedchinese.All, traditionalchinese.All, unicode.All, utf32.All} {
		for _, enc := range list {
			for _, nameOf := range []func(encoding.Encoding) (string, error){htmlindex.Name, ianaindex.IANA.Name, ianaindex.MIME.Name} {
				name, err := nameOf(enc)
				if err != nil || name == "replacement" || name == "x-user-defined" {
					continue
				}
				names++
				content, err := enc.NewEncoder().Bytes([]byte("Hello, Ann"))
				if err != nil {
					t.Fatal(err)
				}
				if text, warning := toUTF8(content, name, false); text != "Hello, Ann" || warning != "" {
					t.Errorf("%s: %q, %s", name, text, warning)
				}
			}
		}
	}
	if names < 100 {
		t.Errorf("%d names alone", names)
	}
}

func TestLabelsAreKnownHoweverTheyAreWritten(t *testing.T) {
	for label, want := range map[string]string{
		"UTF8": "utf-8", "utf-8;": "utf-8", `"utf-8"`: "utf-8", "charset=utf-8": "utf-8", "utf-8 (Unicode)": "utf-8", "65001": "utf-8", "cp65001": "utf-8",
		"iso8859-1": "iso-8859-1", "ISO_8859-15": "iso-8859-15", "8859_2": "iso-8859-2", "iso-8859-5:1988": "iso-8859-5", "28592": "iso-8859-2",
		"cp1251": "windows-1251", "win-1251": "windows-1251", "windows1251": "windows-1251", "x-cp1251": "windows-1251", "CP_1250": "windows-1250", "ms-ansi": "ms-ansi",
		"cp-850": "ibm850", "ibm-437": "ibm437", "dos-866": "ibm866", "x-ms932": "shift_jis", "ms949": "euc-kr", "cp949": "euc-kr", "cp950": "big5",
		"gb2312": "gb18030", "GBK": "gb18030", "cp936": "gb18030", "csGB2312": "csgb2312", "ks_c_5601-1987": "euc-kr", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
		"us-ascii": "", "ANSI_X3.4-1968": "", "x-unknown": "", "": "", "  ": "", `""`: "",
	} {
		if got := cleanLabel(label); got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
	for _, label := range []string{"cp850", "cp437", "ibm037", "macintosh", "x-mac-cyrillic", "koi8-u", "csgb2312", "csshiftjis", "iso-ir-100", "l2", "latin1", "greek", "hebrew", "iso-8859-10", "iso-8859-14", "windows-1258", "utf-16le"} {
		if c, declared := findCodec(label); c == nil || !declared {
			t.Errorf("%s is unknown", label)
		}
	}
}

func TestALabelThatFitsIsBelievedHoweverOddTheText(t *testing.T) {
	for _, c := range []struct{ label, text string }{
		{"iso-8859-4", "ąčęėįšųūž"}, {"iso-8859-10", "ąčęėįšųūž"}, {"windows-1257", "ąčęėįšųūž"}, {"gb18030", "ąčęėįšųūž"}, {"euc-jp", "ąčęėįšųūž"},
		{"iso-8859-16", "șțăîâ Ț"}, {"windows-1252", "àéîõü"}, {"iso-8859-1", "àéîõü"}, {"iso-8859-14", "àéîõü"}, {"windows-1254", "àéîõü"}, {"iso-8859-2", "éßąž"},
	} {
		enc, err := ianaindex.MIME.Encoding(c.label)
		if err != nil {
			t.Fatal(err)
		}
		content, err := enc.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		if text, warning := toUTF8(content, c.label, false); text != c.text || warning != "" {
			t.Errorf("%s: %q, want %q; %s", c.label, text, c.text, warning)
		}
	}
}

func TestUTF7IsReadAsFarAsItIsSome(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"RFC 2152's first example", "A+ImIDkQ.", "A≢Α."},
		{"RFC 2152's second example", "Hi Mom -+Jjo--!", "Hi Mom -☺-!"},
		{"RFC 2152's third example", "+ZeVnLIqe-", "日本語"},
		{"a plus sign", "1 +- 1", "1 + 1"},
		{"a plus sign that is nothing", "1 + 1 +a", "1 + 1 +a"},
		{"a surrogate pair", "+2D3eAA-", "😀"},
		{"half a surrogate pair", "+2D0-", "\ufffd"},
		{"an end within", "+ZeVnL", "日"},
	} {
		if got := decodeUTF7([]byte(c.content)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzCharset(f *testing.F) {
	for _, c := range undeclared {
		f.Add([]byte(c.texts[0]), c.charset, false)
	}
	for _, label := range []string{"utf-7", "utf-16", "utf-32", "iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "hz-gb-2312", "utf-8", "us-ascii", ""} {
		f.Add([]byte("+ZeVnLIqe- \x1b$)C\x0e\x21\x21\x0f ~{<:Ky~} \xe9\xff\xfe\x00"), label, true)
	}
	f.Fuzz(func(t *testing.T, content []byte, label string, isHTML bool) {
		if text, _ := toUTF8(content, label, isHTML); !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
	})
}

func FuzzHeaderValue(f *testing.F) {
	for _, seed := range []string{
		"=?utf-8?B?Wm/D?= =?utf-8?B?qyBMZWU=?= <ann@example.org>", `"Lee, Ann" <ann@example.org> (home), Friends: bo@example.org;`,
		`text/plain; name*0*=utf-8''Gr%C3; name*1*=%BC%C3%9Fe; charset="x`, "Mon, 4 May 2026 10:15:00 -0500 (EST)", "<a@b> (x <c@d>", "=?utf-8?Q?Where??=",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if text := decodeWords(value); !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
		for _, a := range parseAddresses(value) {
			if strings.ContainsAny(a.Name+a.Address, "\r\n\x00") {
				t.Errorf("%q holds what no header may", a)
			}
		}
		_, params := parseParameters(value)
		for name := range params {
			if safe := tidy.FileName(params[name], "text/plain"); safe == "" || strings.ContainsAny(safe, "/\\\x00\n") || len(safe) > 200 {
				t.Errorf("%q is no name for a file", safe)
			}
		}
		parseDate(value)
		messageIDs(value)
	})
}

func FuzzUUFile(f *testing.F) {
	f.Add([]byte("Here.\nbegin 644 a.bin\n#0V%T\n`\nend\nAnn\n"))
	f.Add([]byte("begin 644 a\nM\n\nend"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, ok := findUU(text, 0)
		if !ok {
			return
		}
		if file.start > file.data || file.data > file.stop || file.stop > file.end || file.end > len(text) {
			t.Errorf("%+v of %d bytes", file, len(text))
		}
		if content := file.content(text); len(content) > len(text) {
			t.Errorf("%d bytes out of %d", len(content), len(text))
		}
	})
}
