// Package tneftest writes TNEF streams (MS-OXTNEF) for tests.
package tneftest

import (
	"encoding/binary"
	"time"
	"unicode/utf16"
)

var le = binary.LittleEndian

// Stream returns a TNEF stream of those attributes.
func Stream(attributes ...[]byte) []byte {
	out := le.AppendUint16(le.AppendUint32(nil, 0x223e9f78), 1)
	for _, a := range attributes {
		out = append(out, a...)
	}
	return out
}

// Attribute returns an attribute: its level is 1 of a message, 2 of an
// attachment, its id is with the type.
func Attribute(level byte, id uint32, data []byte) []byte {
	out := append(le.AppendUint32([]byte{level}, id), le.AppendUint32(nil, uint32(len(data)))...)
	sum := uint16(0)
	for _, b := range data {
		sum += uint16(b)
	}
	return le.AppendUint16(append(out, data...), sum)
}

// Message returns the attribute that holds the properties of the message.
func Message(properties ...[]byte) []byte { return Attribute(1, 0x00069003, set(properties)) }

// File returns the attributes of an attachment with those properties.
func File(properties ...[]byte) []byte {
	return append(Attribute(2, 0x00069002, make([]byte, 14)), Attribute(2, 0x00069005, set(properties))...)
}

// Codepage returns the attribute that names the code page of strings.
func Codepage(page uint32) []byte {
	return Attribute(1, 0x00069007, append(le.AppendUint32(nil, page), 0, 0, 0, 0))
}

func set(properties [][]byte) []byte {
	out := le.AppendUint32(nil, uint32(len(properties)))
	for _, p := range properties {
		out = append(out, p...)
	}
	return out
}

func tag(kind, id uint16) []byte { return le.AppendUint16(le.AppendUint16(nil, kind), id) }

func variable(data []byte) []byte {
	out := append(le.AppendUint32(nil, 1), le.AppendUint32(nil, uint32(len(data)))...)
	out = append(out, data...)
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	return out
}

func utf16le(s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s + "\x00")) {
		out = le.AppendUint16(out, unit)
	}
	return out
}

// Unicode returns a property of text in UTF-16.
func Unicode(id uint16, s string) []byte { return append(tag(0x1f, id), variable(utf16le(s))...) }

// String returns a property of text in the code page.
func String(id uint16, s string) []byte {
	return append(tag(0x1e, id), variable([]byte(s+"\x00"))...)
}

// Binary returns a property of bytes.
func Binary(id uint16, data []byte) []byte { return append(tag(0x102, id), variable(data)...) }

// Object returns a property that is an object, here one of the interface
// IID_IMessage.
func Object(id uint16, data []byte) []byte {
	iid := []byte{0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}
	return append(tag(0x0d, id), variable(append(iid, data...))...)
}

// Int returns a property of 32 bits.
func Int(id uint16, n uint32) []byte { return le.AppendUint32(tag(0x03, id), n) }

// Time returns a property that is a time.
func Time(id uint16, t time.Time) []byte {
	return le.AppendUint64(tag(0x40, id), uint64(t.Unix()+11_644_473_600)*10_000_000)
}

// Named returns a property that has a number for a name, of text in UTF-16.
func Named(name uint32, s string) []byte {
	out := append(tag(0x1f, 0x8001), make([]byte, 20)...)
	return append(le.AppendUint32(out, name), variable(utf16le(s))...)
}

// RTF returns the property that holds RTF, not compressed.
func RTF(rtf string) []byte {
	head := le.AppendUint32(nil, uint32(len(rtf)+12))
	head = le.AppendUint32(le.AppendUint32(head, uint32(len(rtf))), 0x414c454d)
	return Binary(0x1009, append(le.AppendUint32(head, 0), rtf...))
}
