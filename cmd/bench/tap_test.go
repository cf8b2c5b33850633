package main

import (
	"slices"
	"testing"
)

func TestMarkIDs(t *testing.T) {
	t.Parallel()
	of := func(id int64) []statement {
		return []statement{
			{Args: [][]byte{[]byte("token"), wireID(500)}},
			{Args: [][]byte{[]byte("request"), wireID(id), wireID(500)}}, // the limit is no number of a request
		}
	}
	marked := of(500)
	if err := markIDs(marked, of(8), 500, 8); err != nil {
		t.Fatal(err)
	}
	if len(marked[0].IDs) != 0 || !slices.Equal(marked[1].IDs, []int{1}) {
		t.Errorf("got %v and %v, want none and the second argument", marked[0].IDs, marked[1].IDs)
	}
	if err := markIDs(of(1), of(2), 3, 4); err == nil {
		t.Error("got no error where nothing names the request, want one")
	}
	if err := markIDs(of(1), nil, 1, 2); err == nil {
		t.Error("got no error where the pages differ, want one")
	}
}
