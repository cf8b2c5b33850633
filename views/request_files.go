package views

import (
	"strconv"
	"strings"

	"alongside/models/files"
	"alongside/views/ui"
)

// VersionForm names the form that adds a version to a piece; its file input has the same id.
func VersionForm(piece int64) string { return "version-" + strconv.FormatInt(piece, 10) }

// uploads completes a field that takes files, one or several.
func uploads(f ui.Field) ui.Field {
	f.Name, f.Largest = "files", files.MaxSize
	if f.Multiple {
		f.Files = MaxFiles
	}
	return f
}

// MaxFiles is how many files a form takes at once.
const MaxFiles = 10

func (s Show) fileRow(clock Clock, f files.File) ui.File {
	row := ui.File{Name: f.Name, URL: FileURL(f.ID), About: "v" + strconv.Itoa(int(f.Number)) + " · " + s.fileAbout(clock, f), Icon: "file-text"}
	if strings.HasPrefix(f.MediaType, "image/") {
		row.Icon = "image"
	}
	if f.ThumbKey != "" {
		row.Thumb = ThumbURL(f.ID)
	}
	return row
}

// fileAbout is who added it, when, and its size: "Lucía, yesterday · 4.1 MB".
func (s Show) fileAbout(clock Clock, f files.File) string {
	who := "Alongside"
	if p, known := s.Roll[f.AddedBy]; known {
		who = p.FirstName()
	}
	return who + ", " + clock.RecentText(f.AddedAt) + " · " + FileSize(f.Size)
}
