package email

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeUTF7 decodes UTF-7 (RFC 2152): stretches of UTF-16 in base64 between a
// plus sign and a minus sign or any other character that is not base64. What is
// no UTF-7 stands for itself.
func decodeUTF7(content []byte) string {
	var out strings.Builder
	out.Grow(len(content))
	for i := 0; i < len(content); i++ {
		if content[i] != '+' {
			out.WriteByte(content[i])
			continue
		}
		end := i + 1
		for end < len(content) && base64Value[content[end]] < 64 {
			end++
		}
		encoded := content[i+1 : end]
		closed := end < len(content) && content[end] == '-'
		switch units := decodeBase64(encoded); {
		case len(encoded) == 0 && closed: // +- is a plus sign
			out.WriteByte('+')
		case len(encoded) < 3:
			out.Write(content[i:end])
			closed = false
		default:
			for _, r := range utf16.Decode(bigEndian16(units)) {
				out.WriteRune(r)
			}
		}
		if i = end - 1; closed {
			i = end
		}
	}
	return repairUTF8([]byte(out.String()))
}

func bigEndian16(content []byte) []uint16 {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(content[2*i:])
	}
	return units
}

// decodeUTF16 decodes UTF-16 in the order that its mark says, and without one in
// the order by which most characters are below U+0100; RFC 2781 §4.3 has
// them big-endian, and Windows programs write the other.
func decodeUTF16(content []byte) string {
	if even, odd := zeroBytes(content); odd > even {
		return littleUTF16(content)
	}
	return bigUTF16(content)
}

// zeroBytes counts the zero bytes at even and at odd places.
func zeroBytes(content []byte) (even, odd int) {
	for i, c := range content[:min(len(content), sampleSize)] {
		switch {
		case c != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	return even, odd
}

const shiftOut, shiftIn, escape = 0x0e, 0x0f, 0x1b

// decodeISO2022KR decodes ISO-2022-KR (RFC 1557): between the shifts, EUC-KR
// without its high bits.
func decodeISO2022KR(content []byte) string {
	return decoderOf(korean.EUCKR)(unshift(content, "$)C"))
}

// decodeISO2022CN decodes the GB 2312 of ISO-2022-CN (RFC 1922). The Taiwanese
// planes, which x/text lacks, become U+FFFD.
func decodeISO2022CN(content []byte) string {
	return decoderOf(simplifiedchinese.GB18030)(unshift(content, "$)A"))
}

// unshift sets the high bits between the shifts, and drops the shifts and escape
// sequences. Stretches in another set than the designated one are marked as
// undecodable. A line's end ends a stretch.
func unshift(content []byte, designation string) []byte {
	out := make([]byte, 0, len(content))
	shifted, known := false, true
	for i := 0; i < len(content); i++ {
		switch c := content[i]; {
		case c == shiftOut:
			shifted = true
		case c == shiftIn:
			shifted = false
		case c == escape && i+3 < len(content) && content[i+1] == '$':
			known = string(content[i+1:i+4]) == designation
			i += 3
		case c == '\n':
			shifted = false
			out = append(out, c)
		case shifted && c > ' ' && c < 0x7f && known:
			out = append(out, c|0x80)
		case shifted && c > ' ' && c < 0x7f:
			out = append(out, 0xff)
		default:
			out = append(out, c)
		}
	}
	return out
}

// repairUTF8 returns content as text, what is not UTF-8 in it as U+FFFD.
func repairUTF8(content []byte) string {
	if utf8.Valid(content) {
		return string(content)
	}
	return strings.ToValidUTF8(string(content), "\ufffd")
}
