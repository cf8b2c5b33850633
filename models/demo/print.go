package demo

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strings"
)

// leaflet is a PDF of landscape A5 pages, each with a headline.
func leaflet(pages []string) []byte {
	var objects []string
	var kids []string
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	for i, headline := range pages {
		page := 4 + 2*i
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
		drawing := fmt.Sprintf("0.05 0.55 0.58 rg 0 0 595 96 re f 0.96 0.6 0.16 rg 0 96 595 6 re f 0.1 g BT /F 30 Tf 48 250 Td (%s) Tj ET "+
			"1 g BT /F 12 Tf 48 42 Td (Meridian Freight  %d) Tj ET", escape.Replace(headline), i+1)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 420]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", page+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(drawing), drawing))
	}
	objects = append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(kids)),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
	}, objects...)
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj%s endobj\n", i+1, o)
	}
	n, at := len(objects)+1, b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", n, table, n, at)
	return b.Bytes()
}

// document is a text for word processors.
func document(text string) ([]byte, error) {
	var words bytes.Buffer
	if err := xml.EscapeText(&words, []byte(text)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
			words.String() + `</w:t></w:r></w:p></w:body></w:document>`},
	} {
		to, err := w.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(to, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+part.text); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// diagram is the temperature of a pallet through its handovers, within its band.
func diagram() ([]byte, error) {
	const w, h = 960, 540
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	fill := func(x0, y0, x1, y1 int, c color.Color) {
		draw.Draw(picture, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	paper, band, rule, trace, handover := color.RGBA{255, 255, 255, 255}, color.RGBA{222, 243, 245, 255}, color.RGBA{200, 198, 192, 255},
		color.RGBA{13, 124, 134, 255}, color.RGBA{245, 153, 41, 255}
	fill(0, 0, w, h, paper)
	fill(60, 170, w-40, 370, band)
	for _, y := range []int{170, 370, 470} {
		fill(60, y, w-40, y+2, rule)
	}
	for x := 60; x < w-40; x++ {
		y := 275 + int(55*math.Sin(float64(x)/61)+22*math.Sin(float64(x)/17))
		fill(x, y, x+4, y+6, trace)
	}
	for x := 150; x < w-40; x += 180 {
		fill(x, 150, x+6, 470, handover)
		fill(x-12, 458, x+18, 482, handover)
	}
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
