package tnef

import (
	"encoding/binary"
	"errors"
)

// ErrCompression says that compressed RTF could not be expanded.
var ErrCompression = errors.New("not readable as compressed RTF")

const (
	compressed   = 0x75465a4c // LZFu
	uncompressed = 0x414c454d // MELA
)

// dictionary is what the sliding window holds at the start (MS-OXRTFCP
// §2.1.2.1).
const dictionary = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern ` +
	`\fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
	"\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

// Decompress expands compressed RTF (MS-OXRTFCP), to limit bytes at most. What
// breaks off is returned as far as it goes; an error is always ErrCompression.
// Its sum is not compared, since the text is shown whatever was lost.
func Decompress(data []byte, limit int) ([]byte, error) {
	const head = 16 // compressed size, size, kind, sum
	if len(data) < head {
		return nil, ErrCompression
	}
	size := min(int(binary.LittleEndian.Uint32(data[4:])), limit)
	body := data[head:]
	switch binary.LittleEndian.Uint32(data[8:]) {
	case uncompressed:
		return body[:min(size, len(body))], nil
	case compressed:
		return expand(body, size), nil
	}
	return nil, ErrCompression
}

// expand undoes the compression: each bit of a control byte, the lowest first,
// says whether a byte follows or a reference into the last 4,096 bytes.
func expand(body []byte, size int) []byte {
	const windowSize = 4096
	var window [windowSize]byte
	at := copy(window[:], dictionary)
	out := make([]byte, 0, min(size, 8*len(body)))
	emit := func(b byte) {
		out = append(out, b)
		window[at] = b
		at = (at + 1) % windowSize
	}
	for len(body) > 0 {
		control := body[0]
		body = body[1:]
		for bit := 0; bit < 8 && len(out) < size; bit++ {
			if control>>bit&1 == 0 {
				if len(body) == 0 {
					return out
				}
				emit(body[0])
				body = body[1:]
				continue
			}
			if len(body) < 2 {
				return out
			}
			reference := int(binary.BigEndian.Uint16(body))
			body = body[2:]
			from, length := reference>>4, reference&15+2
			if from == at {
				return out // the end is marked by a reference to itself
			}
			for i := 0; i < length && len(out) < size; i++ {
				emit(window[(from+i)%windowSize])
			}
		}
		if len(out) >= size {
			break
		}
	}
	return out
}
