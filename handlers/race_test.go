//go:build race

package handlers_test

func init() { raceDetector = true }
