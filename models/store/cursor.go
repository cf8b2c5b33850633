package store

import (
	"encoding/base64"
	"encoding/json"
)

// EncodeCursor makes the opaque "after" of a keyset page from the sort key of its last row.
func EncodeCursor[K any](key K) string {
	b, err := json.Marshal(key)
	if err != nil {
		panic("store: cursor keys are plain values: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads it back. A mangled cursor is ErrNotFound: there is no such page.
func DecodeCursor[K any](cursor string) (key K, err error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) > 512 {
		return key, ErrNotFound
	}
	if json.Unmarshal(b, &key) != nil {
		return key, ErrNotFound
	}
	return key, nil
}
