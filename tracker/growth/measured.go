package growth

import (
	"time"

	"rungless/tracker"
)

// Status says whether a measure has a value.
type Status string

// The statuses. Only an available measure has a value; the others have a reason.
const (
	Available     Status = "available"
	NotAvailable  Status = "not_available"  // what it needs is not known, or not enough
	NotApplicable Status = "not_applicable" // the question does not arise here
)

// Measured is what came of one measure: a value with the evidence that it was
// computed from, or the reason why there is none. Measuring the records of the
// evidence alone gives the same value.
type Measured[T any] struct {
	Measure  string     `json:"measure"` // its name in metrics.yaml
	Status   Status     `json:"status"`
	Reason   string     `json:"reason,omitempty"` // a sentence; set unless available
	Value    T          `json:"value,omitzero"`   // the zero value unless available
	Evidence []Evidence `json:"evidence,omitempty"`
}

func available[T any](name string, value T, evidence []Evidence) Measured[T] {
	return Measured[T]{Measure: name, Status: Available, Value: value, Evidence: evidence}
}

func notAvailable[T any](name, reason string, evidence []Evidence) Measured[T] {
	return Measured[T]{Measure: name, Status: NotAvailable, Reason: reason, Evidence: evidence}
}

func notApplicable[T any](name, reason string) Measured[T] {
	return Measured[T]{Measure: name, Status: NotApplicable, Reason: reason}
}

// Evidence is one act behind a figure, with where it can be read.
type Evidence struct {
	Act         ActKind            `json:"act"`
	Thread      tracker.ThreadRef  `json:"-"` // in which the person acted
	Change      *tracker.ThreadRef `json:"-"` // somebody's merged change that came of it; nil where it is the thread itself
	URL         string             `json:"url"`
	Title       string             `json:"title"`
	At          time.Time          `json:"at"` // when it was validated, else when it was done; UTC
	Validations []Validation       `json:"validations,omitempty"`
	Counted     bool               `json:"counted"`        // false: shown, and in no figure
	Note        string             `json:"note,omitempty"` // why it does not count, or why it qualifies
}

func (a *act) evidence() Evidence {
	e := Evidence{Act: a.kind, Thread: a.source.Thread.ThreadRef, URL: a.url, Title: a.source.Thread.Title, At: a.at,
		Validations: a.validations, Counted: a.counts(), Note: a.note}
	if a.thread != a.source {
		change := a.thread.Thread.ThreadRef
		e.Change = &change
	}
	return e
}

func evidenceOf(acts []*act) []Evidence {
	list := make([]Evidence, len(acts))
	for i, a := range acts {
		list[i] = a.evidence()
	}
	return list
}
