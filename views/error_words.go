package views

import "net/http"

// failureWords are what is said when a handler knows nothing more exact.
type failureWords struct{ kind, title, text string }

var wordsByStatus = map[int]failureWords{
	http.StatusBadRequest: {
		"Not understood", "That could not be read",
		"Something in the address or the form was broken on the way. Go back and try again.",
	},
	http.StatusForbidden: {
		"Not allowed", "This is not yours to do",
		"Somebody of the other team, or a lead, holds the key to this.",
	},
	http.StatusNotFound: {
		"Not found", "Nobody is holding this page",
		"It may have moved, or the link lost a character on the way.",
	},
	http.StatusMethodNotAllowed: {
		"Not understood", "That cannot be done here",
		"Go back to the page and use its buttons.",
	},
	http.StatusConflict: {
		"Changed meanwhile", "Somebody was here before you",
		"This was changed while you had it open. Look at it as it is now, then decide again.",
	},
	http.StatusRequestEntityTooLarge: {
		"Too large", "That is more than fits",
		"Send a smaller file, or put it where both teams can reach it and send the link.",
	},
	http.StatusTooManyRequests: {
		"Too fast", "One moment, please",
		"There were too many tries in a short time. Wait a minute, then try again.",
	},
	http.StatusInsufficientStorage: {
		"No room", "There is no room left for files",
		"Nothing of it was kept. Whoever looks after Alongside has to make room; then send it again. What you typed is still in your browser.",
	},
	http.StatusServiceUnavailable: {
		"Back soon", "Alongside is catching its breath",
		"It cannot answer just now. What you typed is still in your browser: wait a moment, then send it again.",
	},
}

var unknownFailure = failureWords{
	"Our fault", "Alongside dropped the ball",
	"Not you, and not the other team. What you typed is still in your browser: go back and send it again.",
}

func (f Failure) words() failureWords {
	if words, ok := wordsByStatus[f.Status]; ok {
		return words
	}
	return unknownFailure
}

func (f Failure) kind() string { return f.words().kind }

func (f Failure) title() string {
	if f.Title != "" {
		return f.Title
	}
	return f.words().title
}

func (f Failure) text() string {
	if f.Text != "" {
		return f.Text
	}
	return f.words().text
}
