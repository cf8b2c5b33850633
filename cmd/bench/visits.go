package main

import (
	"bufio"
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"

	"github.com/google/uuid"
)

const queuePath = "/requests"

func deepPath(cursor string) string { return "/requests?after=" + cursor }

func itemPath(id int64) string { return "/requests/" + strconv.FormatInt(id, 10) }

// get is the bytes of a page's request by the reader of the n-th session.
func get(host, path string, n int) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: alongside=%s\r\nAccept: text/html\r\n\r\n", path, host, token(n))
}

// submissionOf is the bytes of a brief as a browser sends it, by the reader of the n-th session, each with a number of
// its own.
func submissionOf(host string, n int) []byte {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{
		{"submission", uuid.NewString()}, {"type", "brochure"}, {"title", "Cross-dock brochure"}, {"account", "Halden Automotive"},
		{"reader", "Logistics managers who buy inbound freight"}, {"change", "They see that we can hold their parts over night."},
		{"use", "Tender"}, {"field_include", "Times of the depot\nThe new hall"}, {"needed_by", ""}, {"do", "send"},
	} {
		_ = form.WriteField(field[0], field[1]) // memory does not fail
	}
	_ = form.Close()
	head := fmt.Appendf(nil, "POST /requests HTTP/1.1\r\nHost: %s\r\nCookie: alongside=%s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		host, token(n), form.FormDataContentType(), body.Len())
	return append(head, body.Bytes()...)
}

func parseRequest(raw []byte) (*http.Request, error) {
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, err
	}
	r.RemoteAddr = "127.0.0.1:1"
	return r, nil
}
