package email

import "strings"

// joinFlowed undoes format=flowed (RFC 3676): lines that end in a blank go on in
// the next line, where that is quoted as deep. The blank itself goes when delSp
// says so. Quoted lines keep their marks, one blank behind them.
func joinFlowed(text string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(text))
	open, openDepth := false, 0 // whether the line before goes on, and its depth
	for len(text) > 0 {
		line, rest, broken := strings.Cut(text, "\n")
		text = rest
		line = strings.TrimSuffix(line, "\r")
		content := strings.TrimLeft(line, ">")
		depth := len(line) - len(content)
		content = strings.TrimPrefix(content, " ") // §4.4: stuffed
		flows := strings.HasSuffix(content, " ") && content != "-- "
		if open && (depth != openDepth || content == "-- ") {
			out.WriteByte('\n')
			open = false
		}
		if !open {
			out.WriteString(strings.Repeat(">", depth))
			if depth > 0 && content != "" || depth == 0 && strings.HasPrefix(content, ">") {
				out.WriteByte(' ') // stuffed so as to be no quotation
			}
		}
		if flows && delSp {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if open, openDepth = flows && broken, depth; !open && broken {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
