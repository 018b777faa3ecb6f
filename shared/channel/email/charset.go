package email

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"unicode/utf8"
)

// toUTF8 decodes content. Senders mislabel text often, so the label is believed
// only as far as the bytes agree: valid UTF-8 wins over any 8-bit label, for
// such text is never valid UTF-8 by accident. The warning is "" when all is well.
func toUTF8(content []byte, label string, isHTML bool) (text, warning string) {
	if marked, rest := byteOrderMark(content); marked != nil {
		return marked.decode(rest), ""
	}
	declared, named := findCodec(label)
	if declared != nil && !declared.ascii {
		return decodeStateful(content, declared)
	}
	if isASCII(content) {
		if bytes.IndexByte(content, escape) >= 0 || zeroHeavy(content) {
			return detect(content).decode(content), ""
		}
		return string(content), ""
	}
	if utf8.Valid(content) {
		return string(content), ""
	}
	if isHTML && (declared == nil || declared == utf8Codec) {
		if inside := metaCodec(content); inside != nil && inside != utf8Codec {
			return inside.decode(content), ""
		}
	}
	switch {
	case declared == nil && named:
		return detect(content).decode(content), "text in an unknown character set; it was guessed"
	case declared == nil:
		return detect(content).decode(content), ""
	case declared == utf8Codec && mostlyUTF8(content):
		return repairUTF8(content), "some characters of the text are damaged"
	case declared == utf8Codec:
		return detect(content).decode(content), "text in another character set than the mail says; it was guessed"
	}
	return decodeDeclared(content, declared)
}

// decodeStateful decodes content in a character set in which ASCII bytes may
// mean something else. UTF-8 under such a label is told by its high bytes,
// which none but UTF-16 and UTF-32 have.
func decodeStateful(content []byte, declared *codec) (text, warning string) {
	wide := bytes.HasPrefix([]byte(declared.name), []byte("utf-16")) || bytes.HasPrefix([]byte(declared.name), []byte("utf-32"))
	switch {
	case wide && bytes.IndexByte(content, 0) < 0 && utf8.Valid(content):
		return string(content), "" // a program's label for text it had converted already
	case !wide && !isASCII(content) && utf8.Valid(content):
		return string(content), ""
	case !wide && !isASCII(content) && bytes.IndexByte(content, escape) < 0:
		return detect(content).decode(content), "text in another character set than the mail says; it was guessed"
	}
	return declared.decode(content), ""
}

// decodeDeclared believes the label unless the text has become a jumble by it and
// reads well in another character set.
func decodeDeclared(content []byte, declared *codec) (text, warning string) {
	text = declared.decode(content)
	if !declared.misread(text) {
		return text, ""
	}
	other := detect(content)
	if other == declared {
		return text, ""
	}
	better := other.decode(content)
	if plausibility(better) > plausibility(text)+doubt && (meansNothing(text) || !meansNothing(better)) {
		return better, "text in another character set than the mail says; it was guessed"
	}
	return text, ""
}

// byteOrderMarks are in this order because UTF-16's begins UTF-32's.
var byteOrderMarks = []struct{ mark, name string }{
	{"\xef\xbb\xbf", "utf-8"},
	{"\xff\xfe\x00\x00", "utf-32le"},
	{"\x00\x00\xfe\xff", "utf-32be"},
	{"\xff\xfe", "utf-16le"},
	{"\xfe\xff", "utf-16be"},
	{"\x84\x31\x95\x33", "gb18030"},
}

// byteOrderMark returns the character set that content opens with the mark of,
// or nil, and what follows the mark.
func byteOrderMark(content []byte) (*codec, []byte) {
	for _, one := range byteOrderMarks {
		if rest, ok := bytes.CutPrefix(content, []byte(one.mark)); ok && (one.name != "utf-8" || utf8.Valid(rest)) {
			return ownCodecs[one.name], rest
		}
	}
	return nil, content
}

func isASCII[T string | []byte](content T) bool { return asciiEnd(content) == len(content) }

// asciiEnd returns where the ASCII at the head of content ends.
func asciiEnd[T string | []byte](content T) int {
	i := 0
	for i+8 <= len(content) && binary.NativeEndian.Uint64([]byte(content[i:i+8]))&0x8080808080808080 == 0 {
		i += 8
	}
	for i < len(content) && content[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// zeroHeavy tells the ASCII of UTF-16, every second byte of which is zero.
func zeroHeavy(content []byte) bool {
	even, odd := zeroBytes(content)
	n := min(len(content), sampleSize)
	return max(even, odd)*3 > n && min(even, odd)*10 < n
}

// metaCharset finds the character set that an HTML document or a style sheet at
// its head names within itself.
var metaCharset = regexp.MustCompile(`(?i)<(?:meta\b[^>]*\bcharset|\?xml\b[^>]*\bencoding)\s*=\s*["']?\s*([\w:.-]{2,40})`)

// metaCodec returns the character set by which a document calls itself, or nil.
func metaCodec(content []byte) *codec {
	match := metaCharset.FindSubmatch(content[:min(len(content), sampleSize)])
	if match == nil {
		return nil
	}
	if c, _ := findCodec(string(match[1])); c != nil && c.ascii {
		return c
	}
	return nil
}

// mostlyUTF8 tells text in UTF-8 with a few broken bytes from text in another
// character set, by which of the two has more non-ASCII characters.
func mostlyUTF8(content []byte) bool {
	good, bad := 0, 0
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		content = content[size:]
	}
	return good > bad
}
