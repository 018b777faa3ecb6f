package email

import "bytes"

// uuFile is a uuencoded file within a text (POSIX.1-2017, uuencode), by its
// place there.
type uuFile struct {
	name       string
	start, end int // of the whole, from "begin" to behind "end"
	data       int // where the first encoded line starts
	stop       int // where the last one ends
}

// findUU finds the first file at or behind from. Every line of a file must have
// the length that its first character tells, so that a person's words
// are none.
func findUU(text []byte, from int) (uuFile, bool) {
	for from < len(text) {
		i := bytes.Index(text[from:], []byte("begin "))
		if i < 0 {
			break
		}
		file := uuFile{start: from + i}
		from = file.start + len("begin ")
		if file.start > 0 && text[file.start-1] != '\n' {
			continue
		}
		line, rest := cutLine(text[file.start:])
		if file.name = uuName(line[:min(len(line), maxID)]); file.name == "" {
			continue
		}
		file.data = len(text) - len(rest)
		if file.measure(text) {
			return file, true
		}
		from = max(from, file.stop)
	}
	return uuFile{}, false
}

// uuName returns the name in a line that opens a file, "begin 644 name": the mode
// has three or four octal digits. It is "" where the line is none.
func uuName(line []byte) string {
	mode, name, _ := bytes.Cut(line[len("begin "):], []byte(" "))
	if len(mode) != 3 && len(mode) != 4 || len(bytes.Trim(mode, "01234567")) > 0 {
		return ""
	}
	return string(bytes.TrimSpace(name))
}

// measure walks over the encoded lines and tells whether they are a file's: one
// at least, each as long as it says, and a line "end". Behind a line of full
// length others may be shorter, for transport drops blanks at the end of
// lines, and a blank stands for zero. A file that the text's end cuts off is
// one too if it has many lines.
func (f *uuFile) measure(text []byte) bool {
	lines, full := 0, false
	for pos := f.data; ; {
		line, rest := cutLine(text[pos:])
		f.stop = pos
		switch {
		case string(bytes.TrimSpace(line)) == "end" && lines > 0:
			f.end = len(text) - len(rest)
			return true
		case len(rest) == 0 && lines > minUULines:
			f.end = len(text)
			return true
		case len(rest) == 0 || !isUULine(line, full):
			return false
		}
		if len(line) > 0 {
			lines++
		}
		full = full || len(line) >= fullUULine
		pos = len(text) - len(rest)
	}
}

// minUULines is how many lines a file must have that has no end.
const minUULines = 10

// fullUULine is the length of a line of 45 bytes.
const fullUULine = 61

// isUULine tells whether a line has the characters that its first one announces,
// four for each three bytes, with up to two more as a checksum.
func isUULine(line []byte, mayBeShort bool) bool {
	if len(line) == 0 {
		return true // no bytes
	}
	for _, c := range line {
		if c < ' ' || c > '`' {
			return false
		}
	}
	want := 1 + (int(line[0]-' ')&63+2)/3*4
	return len(line) <= want+2 && (len(line) >= want || mayBeShort)
}

// content decodes the file's lines.
func (f uuFile) content(text []byte) []byte {
	data := text[f.data:f.stop]
	out := make([]byte, 0, len(data)*3/4+3)
	for len(data) > 0 {
		var line []byte
		line, data = cutLine(data)
		if len(line) > 0 {
			out = appendUULine(out, line[1:], int(line[0]-' ')&63)
		}
	}
	return out
}

// appendUULine decodes n bytes of a line; what is missing of it are blanks,
// which stand for zero bits.
func appendUULine(out, line []byte, n int) []byte {
	at := func(i int) byte {
		if i < len(line) && line[i] >= ' ' && line[i] <= '`' {
			return (line[i] - ' ') & 63
		}
		return 0
	}
	for i := 0; n > 0; i += 4 {
		group := [3]byte{at(i)<<2 | at(i+1)>>4, at(i+1)<<4 | at(i+2)>>2, at(i+2)<<6 | at(i+3)}
		out = append(out, group[:min(n, 3)]...)
		n -= 3
	}
	return out
}
