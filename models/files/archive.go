package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Limits of what is inside a ZIP archive, office documents included. What people send unpacks to some ten times its size.
const (
	maxEntries  = 10_000
	maxUnpacked = 10 * MaxSize
	maxRatio    = 100
	smallEnough = 1 << 20 // unpacked, whatever the ratio
)

var errArchive = errors.New("archive cannot be read")

// checkArchive reads the directory of a ZIP archive, which stands at its end, and unpacks nothing. archive/zip would hold
// every entry of a hostile directory in memory.
func checkArchive(name string, r io.ReaderAt, size int64) error {
	entries, unpacked, err := weigh(r, size)
	switch {
	case errors.Is(err, errArchive):
		return invalid("“%s” cannot be read; it may be broken. Save it again, then add it", name)
	case err != nil:
		return err
	case entries > maxEntries:
		return invalid("“%s” holds more than 10,000 files. Send fewer at once", name)
	case unpacked > maxUnpacked || unpacked > max(size*maxRatio, smallEnough):
		return invalid("“%s” grows far too large when it is unpacked. Put it where both teams can reach it and send the link", name)
	}
	return nil
}

// Lengths and signatures of a ZIP archive.
const (
	endLength    = 22
	endSignature = "PK\x05\x06"
	longestNote  = 1<<16 - 1

	entryLength    = 46
	entrySignature = "PK\x01\x02"

	in64Bit = 1<<32 - 1 // what stands for a number of more than 32 bits
)

// weigh counts entries, up to one more than maxEntries, and adds up what they claim to unpack to.
func weigh(r io.ReaderAt, size int64) (entries int, unpacked int64, err error) {
	tail := make([]byte, min(size, endLength+longestNote))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, 0, err
	}
	end := bytes.LastIndex(tail, []byte(endSignature))
	if end < 0 || len(tail)-end < endLength {
		return 0, 0, errArchive
	}
	start := int64(binary.LittleEndian.Uint32(tail[end+16:]))
	if start > size-int64(len(tail)-end) { // a directory of 64 bits is for archives larger than any file here
		return 0, 0, errArchive
	}
	directory := bufio.NewReader(io.NewSectionReader(r, start, size-start))
	header := make([]byte, entryLength)
	for entries <= maxEntries {
		if _, err := io.ReadFull(directory, header); err != nil || string(header[:4]) != entrySignature {
			break // the end of the directory, or of what can be understood
		}
		entries++
		claims := int64(binary.LittleEndian.Uint32(header[24:]))
		if claims == in64Bit {
			return entries, in64Bit, nil
		}
		unpacked += claims
		rest := 0
		for _, at := range []int{28, 30, 32} { // name, extra field, note
			rest += int(binary.LittleEndian.Uint16(header[at:]))
		}
		if _, err := directory.Discard(rest); err != nil {
			return 0, 0, errArchive
		}
	}
	if claimed := int(binary.LittleEndian.Uint16(tail[end+10:])); entries <= maxEntries && entries != claimed {
		return 0, 0, errArchive
	}
	return entries, unpacked, nil
}
