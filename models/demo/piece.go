package demo

import (
	"slices"
	"strings"

	"alongside/models/requests"
)

// piece is one request of the story.
type piece struct {
	number         int64
	kind           string // key of its type
	title, account string
	by             string // who asked, and works on it for that side
	with           string // who works on it for the other side; "": nobody took it yet; "ben, lucia": Lucía from Design on
}

// openPiece is a request and where it stands on the story's last day.
type openPiece struct {
	piece
	stage    int // counted from 1
	day      int // of the stage, counted from 1; 0: it began on the last day
	promised int // working days after the last day; negative: before it
}

// deliveredPiece is a request that came to its end.
type deliveredPiece struct {
	piece
	closed int // working days before the last day
	over   int // working days it took more than agreed; negative: fewer
	review int // days from the last day to its review, or byType
}

// byType stands for the review date that the type gives a piece.
const byType = 1 << 16

// endedPiece is a request that came to nothing.
type endedPiece struct {
	piece
	stage  int
	closed int // working days before the last day
	how    verb
	why    string
}

// path of a request: when it was sent, and how each of its stages ended since.
type path struct {
	sent moment
	legs []leg
}

// last moment of the path.
func (p path) last() moment {
	if len(p.legs) == 0 {
		return p.sent
	}
	return p.legs[len(p.legs)-1].at
}

// dayBefore is the path a day earlier.
func (p path) dayBefore() path {
	p.sent.day--
	p.legs = slices.Clone(p.legs)
	for i := range p.legs {
		p.legs[i].at.day--
	}
	return p
}

type leg struct {
	at   moment
	what verb
	who  string // "": whose stage it is
	text string
}

// path of an open request: the days before its present stage are shared among the stages before it as they were agreed.
func (o openPiece) path(p requests.Process) path {
	total := int(p.Days())
	return o.piece.walk(p, o.stage-1, o.promised-total, total-o.promised-o.day)
}

// path of a delivered request, all its days shared among its stages as they were agreed.
func (d deliveredPiece) path(p requests.Process) path {
	took := int(p.Days()) + d.over
	return d.piece.walk(p, len(p.Stages), -d.closed-took, took)
}

// path of a request that was ended on the second day of a stage, after stages that took what was agreed.
func (e endedPiece) path(p requests.Process) path {
	days := 0
	for _, s := range p.Stages[:e.stage-1] {
		days += int(s.Days)
	}
	way := e.piece.walk(p, e.stage-1, -e.closed-1-days, days)
	way.legs = append(way.legs, leg{at: moment{-e.closed, e.piece.vary(len(way.legs), fullDay-30)}, what: e.how, text: e.why})
	return way
}

// walk goes through the first stages of a process within the given working days. Its last leg delivers when the process
// has no more stages.
func (p piece) walk(process requests.Process, stages, from, days int) path {
	agreed := 0.0
	for _, s := range process.Stages[:stages] {
		agreed += s.Days
	}
	ends, sum := []int{from}, 0.0
	for _, s := range process.Stages[:stages] {
		sum += s.Days
		ends = append(ends, from+int(sum/agreed*float64(days)+0.5))
	}
	moments := p.spread(ends)
	way := path{sent: moments[0]}
	for i, m := range moments[1:] {
		l := leg{at: m, what: handOn}
		if process.Last(int16(i + 1)) {
			l.what = deliver
		}
		way.legs = append(way.legs, l)
	}
	return way
}

// spread gives each of the days a time within working hours, one after the other where days are the same.
func (p piece) spread(days []int) []moment {
	const early, late = 12, fullDay - 25
	moments := make([]moment, len(days))
	for i := 0; i < len(days); {
		same := 1
		for i+same < len(days) && days[i+same] == days[i] {
			same++
		}
		width := (late - early) / same
		for j := range same {
			moments[i+j] = moment{days[i], early + j*width + p.vary(i+j, width*3/4)}
		}
		i += same
	}
	return moments
}

// vary is a number below n that differs from request to request and is the same in every telling.
func (p piece) vary(salt, n int) int {
	x := uint32(p.number)*2654435761 + uint32(salt)*374761393
	x = (x ^ x>>15) * 2246822519
	return int((x ^ x>>13) % uint32(n))
}

// acts are what people did along the path.
func (p piece) acts(typ requests.Type, process requests.Process, way path) []act {
	worker, designer, _ := strings.Cut(p.with, ", ")
	acts := []act{{at: way.sent, what: submit, who: p.by, piece: p}}
	if worker != "" {
		taken := moment{way.sent.day, way.sent.minute + 8 + p.vary(50, 15)}
		acts = append(acts, act{at: taken, what: assign, who: worker, whom: worker})
	}
	if r := rushes[p.number]; r.by != "" {
		acts = append(acts, act{at: moment{way.sent.day, way.sent.minute + 40}, what: agreeRush, who: r.by, text: r.answer})
	}
	stage := int16(1)
	for _, l := range way.legs {
		who := l.who
		switch {
		case who != "":
		case l.what == cancel || process.At(stage).Side != typ.Side && l.what != decline:
			who = p.by
		default:
			who = worker
		}
		if p.diligent() && (l.what == handOn || l.what == deliver) {
			acts = append(acts, ticks(process, stage, l.at, who)...)
		}
		acts = append(acts, act{at: l.at, what: l.what, who: who, text: l.text})
		switch l.what {
		case handOn:
			stage++
		case sendBack:
			stage = process.Back(stage)
		default:
			continue
		}
		if designer != "" && process.At(stage).Name == "Design" && worker != designer {
			acts = append(acts, act{at: l.at, what: assign, who: worker, whom: designer})
			worker = designer
		}
	}
	for i := range acts {
		acts[i].number = p.number
	}
	return acts
}

// diligent people tick the checklist of every stage.
func (p piece) diligent() bool { return p.number%4 == 0 }

func ticks(process requests.Process, stage int16, at moment, who string) (acts []act) {
	for _, item := range process.Items() {
		if item.Stage == stage {
			acts = append(acts, act{at: at, what: check, who: who, item: item.Number})
		}
	}
	return acts
}
