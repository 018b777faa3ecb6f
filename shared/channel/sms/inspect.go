package sms

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"confab/shared/inbox"
)

// Inspection is what is known of a text, in the form that is printed.
type Inspection struct {
	Encoding inbox.Encoding    `json:"encoding"`
	Units    int               `json:"units"`
	Segments int               `json:"segments"`
	ForcedBy *string           `json:"forced_by"` // null where nothing forced UCS-2
	Keyword  *InspectedKeyword `json:"keyword"`   // null where the text is none
}

// InspectedKeyword is an inbox.Keyword.
type InspectedKeyword struct {
	Class    inbox.KeywordClass `json:"class"`
	Word     string             `json:"word"`
	Language string             `json:"language"`
}

// Inspect measures a text and looks for a keyword, as an audience would that
// has the default subscribe keywords and did not ask for consent.
func Inspect(text string) Inspection {
	l := Measure(text)
	in := Inspection{Encoding: l.Encoding, Units: l.Units, Segments: l.Segments}
	if l.ForcedBy != "" {
		in.ForcedBy = &l.ForcedBy
	}
	if k, ok := KeywordOf(text, inbox.Listening{}); ok {
		in.Keyword = &InspectedKeyword{Class: k.Class, Word: k.Word, Language: k.Language}
	}
	return in
}

// notInspected is printed in place of an Inspection.
type notInspected struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// maxLine bounds a line that is read, in bytes.
const maxLine = 16 << 20

// InspectLines reads one JSON string a line and writes one JSON line for each.
// A line that is none gets an object that says why, and an error at the end tells
// how many there were. What cannot be read or written ends it with an error.
func InspectLines(w io.Writer, r io.Reader) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	read, failed := 0, 0
	for lines.Scan() {
		read++
		text, err := jsonString(lines.Text())
		var out any = Inspect(text)
		if err != nil {
			failed++
			out = notInspected{read, err.Error()}
		}
		if err := encoder.Encode(out); err != nil {
			return fmt.Errorf("write line %d: %w", read, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read line %d: %w", read+1, err)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d lines were no JSON strings", failed, read)
	}
	return nil
}

func jsonString(line string) (text string, err error) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, `"`) {
		return "", errors.New(`not a JSON string: write the text in quotation marks, such as "STOP"`)
	}
	if err := json.Unmarshal([]byte(line), &text); err != nil {
		return "", fmt.Errorf("not a JSON string: %w", err)
	}
	return text, nil
}
