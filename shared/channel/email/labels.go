package email

import (
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// codec turns bytes of one character set into text. What cannot be decoded
// becomes U+FFFD.
type codec struct {
	name   string // as the WHATWG or IANA write it, lower case
	decode func([]byte) string
	// ascii tells that bytes below 0x80 mean ASCII wherever they stand.
	ascii bool
}

var (
	bigUTF16    = decoderOf(unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	littleUTF16 = decoderOf(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
)

// utf8Codec is for what is valid UTF-8, or nearly.
var utf8Codec = &codec{"utf-8", repairUTF8, true}

// ownCodecs are the character sets that neither list of x/text has, or has under
// a decoder that refuses them for the sake of web pages.
var ownCodecs = map[string]*codec{
	"utf-8":       utf8Codec,
	"utf-7":       {"utf-7", decodeUTF7, false},
	"utf-16":      {"utf-16", decodeUTF16, false},
	"utf-16be":    {"utf-16be", bigUTF16, false},
	"utf-16le":    {"utf-16le", littleUTF16, false},
	"utf-32":      {"utf-32", decoderOf(utf32.UTF32(utf32.BigEndian, utf32.UseBOM)), false},
	"utf-32be":    {"utf-32be", decoderOf(utf32.UTF32(utf32.BigEndian, utf32.UseBOM)), false},
	"utf-32le":    {"utf-32le", decoderOf(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)), false},
	"hz-gb-2312":  {"hz-gb-2312", decoderOf(simplifiedchinese.HZGB2312), false},
	"iso-2022-kr": {"iso-2022-kr", decodeISO2022KR, false},
	"iso-2022-cn": {"iso-2022-cn", decodeISO2022CN, false},
	"gb18030":     {"gb18030", decoderOf(simplifiedchinese.GB18030), true},
}

// labelAliases names labels seen in mail that neither list has, and those that
// stand for a smaller set than their senders use. A label that maps to ""
// declares nothing.
var labelAliases = map[string]string{
	"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "chinese": "gb18030", "euc-cn": "gb18030", "gb2312_charset": "gb18030", "gb-18030": "gb18030",
	"big5-hkscs": "big5", "big-5": "big5", "x-x-big5": "big5",
	"hz": "hz-gb-2312", "hz-gb2312": "hz-gb-2312",
	"ks_c_5601-1987": "euc-kr", "ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "ksc_5601": "euc-kr", "uhc": "euc-kr", "x-windows-949": "euc-kr",
	"csiso2022kr": "iso-2022-kr", "csiso2022jp": "iso-2022-jp", "iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-3": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "jis": "iso-2022-jp",
	"iso-2022-cn-ext": "iso-2022-cn",
	"sjis":            "shift_jis", "x-sjis": "shift_jis", "shift-jis": "shift_jis", "shiftjis": "shift_jis", "ms_kanji": "shift_jis", "windows-31j": "shift_jis", "mskanji": "shift_jis",
	"eucjp": "euc-jp", "ujis": "euc-jp", "eucjp-ms": "euc-jp", "euckr": "euc-kr",
	"unicode-1-1-utf-7": "utf-7", "utf7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "csutf7": "utf-7", "utf-7-imap": "utf-7",
	"utf8": "utf-8", "utf_8": "utf-8", "utf8mb4": "utf-8", "utf": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8n": "utf-8", "x-utf-8": "utf-8", "utf-8-sig": "utf-8",
	"utf16": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16", "unicode": "utf-16", "csunicode": "utf-16",
	"utf32": "utf-32", "ucs-4": "utf-32", "iso-10646-ucs-4": "utf-32",
	"latin": "windows-1252", "iso-latin-1": "windows-1252", "ansi": "windows-1252", "x-ansi": "windows-1252", "western": "windows-1252", "iso": "windows-1252",
	"koi8": "koi8-r", "koi": "koi8-r", "koi8-ru": "koi8-u", "cyrillic-1251": "windows-1251", "x-mac-ce": "",
	"tis620": "windows-874", "tis-620": "windows-874", "iso-8859-11": "windows-874",
	"x-mac-roman": "macintosh", "macroman": "macintosh", "x-macroman": "macintosh", "mac-roman": "macintosh",
	"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
	"us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "ansi_x3.4-1986": "", "iso_646.irv:1991": "", "iso646-us": "", "csascii": "", "7bit": "", "8bit": "", "us": "",
	"unknown": "", "x-unknown": "", "unknown-8bit": "", "x-user-defined": "", "user-defined": "", "default": "", "x-default": "", "none": "", "null": "", "undefined": "", "binary": "", "auto": "", "n/a": "", "text": "",
}

// codePages gives the names of the code pages by whose number Windows programs
// call them (Microsoft's Code Page Identifiers).
var codePages = map[string]string{
	"932": "shift_jis", "936": "gb18030", "949": "euc-kr", "950": "big5", "874": "windows-874",
	"1200": "utf-16le", "1201": "utf-16be", "12000": "utf-32le", "12001": "utf-32be", "65000": "utf-7", "65001": "utf-8",
	"10000": "macintosh", "10007": "x-mac-cyrillic", "20127": "", "20866": "koi8-r", "21866": "koi8-u", "20932": "euc-jp",
	"28591": "windows-1252", "28592": "iso-8859-2", "28593": "iso-8859-3", "28594": "iso-8859-4", "28595": "iso-8859-5", "28596": "iso-8859-6", "28597": "iso-8859-7",
	"28598": "iso-8859-8", "28599": "windows-1254", "28603": "iso-8859-13", "28605": "iso-8859-15", "38598": "iso-8859-8",
	"50220": "iso-2022-jp", "50221": "iso-2022-jp", "50222": "iso-2022-jp", "50225": "iso-2022-kr", "50227": "iso-2022-cn",
	"51932": "euc-jp", "51936": "gb18030", "51949": "euc-kr", "52936": "hz-gb-2312", "54936": "gb18030",
	"437": "ibm437", "850": "ibm850", "852": "ibm852", "855": "ibm855", "858": "ibm00858", "860": "ibm860", "862": "ibm862", "863": "ibm863", "865": "ibm865", "866": "ibm866",
	"1250": "windows-1250", "1251": "windows-1251", "1252": "windows-1252", "1253": "windows-1253", "1254": "windows-1254", "1255": "windows-1255", "1256": "windows-1256", "1257": "windows-1257", "1258": "windows-1258",
}

var (
	pageLabel = regexp.MustCompile(`^(?:x-)?(?:cp|ibm|codepage|code_page|dos|oem|windows|window|win|ms|msdos)?[-_ ]?(\d{3,5})$`)
	isoLabel  = regexp.MustCompile(`8859[-_: ]?(\d{1,2})(?:$|[^\d])`)
)

// findCodec returns the codec of a label, and whether the label says anything.
// One that says something nobody knows gives nil and true.
func findCodec(label string) (c *codec, declared bool) {
	name := cleanLabel(label)
	if name == "" {
		return nil, false
	}
	if c := ownCodecs[name]; c != nil {
		return c, true
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil || enc == encoding.Replacement {
		return nil, true
	}
	return &codec{name, decoderOf(enc), !strings.HasPrefix(name, "iso-2022")}, true
}

// cleanLabel returns the name that is meant by a label: without the quotes,
// comments and prefixes that senders leave on it, and "" where it says nothing.
func cleanLabel(label string) string {
	name := strings.ToLower(strings.Trim(label, " \t\r\n\"'`<>;,=.$\\"))
	name = strings.TrimPrefix(name, "charset")
	name = strings.TrimLeft(name, " =:\"'")
	if i := strings.IndexAny(name, " \t;,\"'()*"); i >= 0 {
		name = name[:i]
	}
	if alias, ok := labelAliases[name]; ok {
		return alias
	}
	if match := pageLabel.FindStringSubmatch(name); match != nil {
		if page, ok := codePages[match[1]]; ok {
			return page
		}
	}
	if match := isoLabel.FindStringSubmatch(name); match != nil {
		name = "iso-8859-" + match[1]
		if alias, ok := labelAliases[name]; ok {
			return alias
		}
	}
	return name
}

// decoderOf makes a function of an encoding. It gives all it can of broken input.
func decoderOf(enc encoding.Encoding) func([]byte) string {
	return func(content []byte) string {
		out, err := enc.NewDecoder().Bytes(content)
		if err != nil {
			return repairUTF8(content)
		}
		return repairUTF8(out)
	}
}
