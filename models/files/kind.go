package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"alongside/models/store"
)

// Kinds of files, as media types. Only these are told apart; all else is a Download.
const (
	png  = "image/png"
	jpeg = "image/jpeg"
	gif  = "image/gif"
	webp = "image/webp"
	pdf  = "application/pdf"

	// Download is the type of everything that browsers must not show.
	Download = "application/octet-stream"

	archive  = "application/zip"           // never served as such
	compound = "application/x-ole-storage" // Office before 2007, and protected documents; likewise
	program  = "application/x-executable"  // refused
)

// byEnding is what the bytes have to be when a name ends so. A picture may be another kind of picture.
var byEnding = map[string]string{
	".png": png, ".jpg": jpeg, ".jpeg": jpeg, ".jpe": jpeg, ".jfif": jpeg, ".gif": gif, ".webp": webp, ".pdf": pdf,
	".zip": archive, ".docx": archive, ".docm": archive, ".dotx": archive, ".xlsx": archive, ".xlsm": archive, ".xltx": archive,
	".pptx": archive, ".pptm": archive, ".potx": archive, ".ppsx": archive,
	".odt": archive, ".ods": archive, ".odp": archive, ".odg": archive, ".epub": archive,
}

// programs are endings of what computers run when it is opened.
var programs = strings.Fields(`.apk .app .appimage .bat .chm .cmd .com .command .cpl .deb .dll .dmg .exe .gadget .hta .inf .ipa .jar .jnlp
	.js .jse .lnk .mjs .msi .msix .msp .pif .pkg .ps1 .psm1 .py .rb .reg .rpm .run .scf .scr .sh .sys .url .vb .vbe .vbs .ws .wsf .wsh`)

// magics are how files begin; nothing else is believed.
var magics = []struct{ begins, kind string }{
	{"\x89PNG\r\n\x1a\n", png},
	{"\xff\xd8\xff", jpeg},
	{"GIF87a", gif},
	{"GIF89a", gif},
	{"%PDF-", pdf},
	{"PK\x03\x04", archive},
	{"PK\x05\x06", archive}, // an empty one
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", compound},
	{"\x7fELF", program},
	{"\xfe\xed\xfa\xce", program}, // Mach-O
	{"\xfe\xed\xfa\xcf", program},
	{"\xce\xfa\xed\xfe", program},
	{"\xcf\xfa\xed\xfe", program},
	{"\xca\xfe\xba\xbe", program}, // Java, or Mach-O for several machines
	{"#!", program},
	{"L\x00\x00\x00\x01\x14\x02\x00", program}, // a Windows shortcut
}

func sniff(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return m.kind
		}
	}
	switch {
	case len(head) >= 16 && bytes.HasPrefix(head, []byte("RIFF")) && string(head[8:12]) == "WEBP":
		return webp
	case bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head, 0) > 0: // words can begin so, too, but have no zeros
		return program
	}
	return Download
}

func isPicture(kind string) bool { return strings.HasPrefix(kind, "image/") }

// inspect returns the media type under which the file is served, by its ending and its bytes, or says why it cannot be
// added. It reads headers only and unpacks nothing.
func inspect(name string, r io.ReaderAt, size int64) (mediaType string, err error) {
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	found, ending := sniff(head[:n]), strings.ToLower(path.Ext(strings.TrimRight(name, ". ")))
	want := byEnding[ending]
	switch {
	case found == program || slices.Contains(programs, ending):
		return "", invalid("“%s” is a program. Programs cannot be added here", name)
	case isPicture(want) && !isPicture(found):
		return "", invalid("“%s” is not a picture inside, whatever its name says. Save it as a picture again, then add it", name)
	case want == pdf && found != pdf:
		return "", invalid("“%s” is not a PDF inside, whatever its name says. Save it as a PDF again, then add it", name)
	case want == archive && found != archive && found != compound:
		return "", invalid("“%s” is something else inside than its name says. Save it again, then add it", name)
	}
	if isPicture(found) && isPicture(want) {
		return found, checkPixels(name, found, io.NewSectionReader(r, 0, size))
	}
	if found == archive {
		return Download, checkArchive(name, r, size)
	}
	if found == pdf && want == pdf {
		return pdf, nil
	}
	return Download, nil
}

// invalid is a problem of the field files, in a sentence.
func invalid(format string, args ...any) error {
	return &store.Invalid{Problems: []store.Problem{{Field: "files", Message: fmt.Sprintf(format, args...)}}}
}
