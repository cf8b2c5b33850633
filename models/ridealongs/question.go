package ridealongs

// Question of a debrief, of which none rates a person.
type Question struct {
	Key   string
	Host  string // as the host is asked; "": not asked
	Guest string
	Must  bool // nobody has nothing to say
}

// Both reports whether host and guests answer the same.
func (q Question) Both() bool { return q.Host != "" && q.Guest != "" }

// Asks is the question as the host or a guest is asked.
func (q Question) Asks(host bool) string {
	if host {
		return q.Host
	}
	return q.Guest
}

// both of one wording.
func both(key, text string, must bool) Question { return Question{key, text, text, must} }

// Questions of a debrief, in the order of screens: five that both sides answer, then each side's own two. At what
// Marketing holds there is no customer: the words are other ones.
func (d Direction) Questions() []Question {
	if d == Sit {
		return []Question{
			both("words", "What was said, in their own words?", true),
			both("end", "What was decided, what is the next step?", true),
			both("shown", "What was shown, and what was missing?", false),
			both("competitor", "Which competitor came up, and what claim?", false),
			both("fit", "Does it fit the profile? Which row was wrong?", false),
			{Key: "surprise", Guest: "What surprised you, and what will you change in your own work by when?"},
			{Key: "presence", Host: "What did the guest’s presence help or hinder?"},
			{Key: "ask", Host: "One ask of Sales", Guest: "One ask of Marketing"},
		}
	}
	return []Question{
		both("words", "What did they say, in their own words?", true),
		both("end", "How did it end, what is the next step?", true),
		both("shown", "What did we show, and what was missing or out of date?", false),
		both("competitor", "Which competitor, what claim, and how do we know?", false),
		both("fit", "Does it fit the profile? Which row was wrong?", false),
		{Key: "surprise", Guest: "What surprised you, and what will you change in your own work by when?"},
		{Key: "presence", Host: "What did the guest’s presence help or hinder?"},
		{Key: "ask", Host: "One ask of Marketing", Guest: "One ask of Sales"},
	}
}

// asked is the question that the host, or a guest, is asked by the key.
func (d Direction) asked(key string, host bool) bool {
	for _, q := range d.Questions() {
		if q.Key == key {
			return q.Asks(host) != ""
		}
	}
	return false
}
