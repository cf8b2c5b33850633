package mail

import (
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
)

// dateTime has its year: mail is read long after.
const dateTime = "Mon 2 Jan 2006, 15:04"

// when is the time of the slot by the person's clock.
func when(s ridealongs.Slot, p people.Person) string {
	zone := p.Location()
	return span(s.StartsAt.In(zone), s.EndsAt.In(zone)) + ", " + zone.String()
}

// span from one moment to another, the day of the second only when it is another.
func span(from, to time.Time) string {
	end := "15:04"
	if from.YearDay() != to.YearDay() {
		end = dateTime
	}
	return from.Format(dateTime) + " to " + to.Format(end)
}
