package ui

import (
	"math"
	"strconv"
)

var numberWords = [...]string{
	"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
}

// InWords writes a count as it stands in a sentence: in words from "no" to
// "ten", in digits above.
func InWords(n int) string {
	if n >= 0 && n < len(numberWords) {
		return numberWords[n]
	}
	return Number(n)
}

// Number writes a count in digits, thousands apart: "1,204".
func Number(n int) string {
	s := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// countLimit is where counting stops for what is only ever glanced at.
const countLimit = 1000

// Counted writes a number that was counted up to a thousand: "63", "1,000+".
func Counted(n int) string {
	if n > countLimit {
		return Number(countLimit) + "+"
	}
	return Number(n)
}

// Plural picks the form of a noun that goes with n.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Count is a number and its noun: "1 request", "1,204 requests".
func Count(n int, one, many string) string {
	return Number(n) + " " + Plural(n, one, many)
}

// Days writes working days, rounded to halves: "1 day", "1.5 days", "0 days".
func Days(n float64) string {
	n = math.Round(n*2) / 2
	if n == 1 {
		return "1 day"
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " days"
}

// capitalised writes the first letter, which is ASCII, large.
func capitalised(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
