package growth

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"rungless/tracker"
)

func TestHoursAreInThePersonsOwnZone(t *testing.T) {
	paris := time.FixedZone("Paris", 2*3600)
	o := &organisation{}
	issue := o.issue(ada, time.Date(2026, 9, 4, 17, 30, 0, 0, time.UTC)) // a Friday, 19:30 in Paris
	o.say(issue, ada, time.Date(2026, 9, 4, 22, 30, 0, 0, time.UTC))     // Saturday, 00:30
	o.say(issue, ada, time.Date(2026, 9, 6, 10, 0, 0, 0, time.UTC))      // Sunday
	o.say(issue, bo, time.Date(2026, 9, 7, 10, 0, 0, 0, time.UTC))       // somebody else
	o.say(issue, ada, time.Date(2026, 9, 9, 7, 0, 0, 0, time.UTC))       // Wednesday, 09:00
	got := MeasureHours([]tracker.Account{ada}, o.list(), Window{daysAgo(60), today}, paris).Value
	if got.Acts != 4 || got.Evening != 1 || got.Weekend != 2 {
		t.Errorf("acts %d, evening %d, weekend %d; want 4, 1, 2", got.Acts, got.Evening, got.Weekend)
	}
	if got.Cells[4][19] != 1 || got.Cells[5][0] != 1 || got.Cells[2][9] != 1 {
		t.Errorf("the cells are %v", got.Cells)
	}
	if got.Unbroken.Days != 3 || got.Unbroken.First.Day() != 4 {
		t.Errorf("the longest run is %+v, want three days from Friday", got.Unbroken)
	}
}

func TestACommitIsWrittenOnceAndAMergeByNobody(t *testing.T) {
	o := &organisation{}
	at := daysAgo(5)
	r := o.pull(ada, at, change("kernels/a.go", 9)) // opened, with one commit
	again := o.pull(bo, at, change("kernels/a.go", 9))
	again.Commits = append(again.Commits, r.Commits[0])
	again.Thread.PullRequest.CommitSHAs = nil
	r.Commits = append(r.Commits, tracker.Commit{SHA: "squashed", AuthoredAt: at.Add(time.Hour), Authors: r.Commits[0].Authors})
	r.Thread.PullRequest.MergeCommitSHA = "squashed"
	if got := MeasureHours([]tracker.Account{ada}, o.list(), Window{daysAgo(60), today}, time.UTC).Value.Acts; got != 2 {
		t.Errorf("%d acts, want the pull request and its commit", got)
	}
}

func TestHoursWithoutAZoneAreNotAvailable(t *testing.T) {
	if got := MeasureHours([]tracker.Account{ada}, nil, Window{daysAgo(60), today}, nil); got.Status != NotAvailable || got.Reason == "" {
		t.Errorf("got %+v", got)
	}
	if got := MeasureHours([]tracker.Account{ada}, nil, Window{daysAgo(60), today}, time.UTC); got.Status != NotApplicable {
		t.Errorf("no acts: got %+v", got)
	}
}

func TestHoursAreNeverExported(t *testing.T) {
	if _, err := json.Marshal(Hours{}); err == nil {
		t.Error("hours can be marshalled")
	}
	if holds(reflect.TypeFor[Profile](), reflect.TypeFor[Hours]()) {
		t.Error("a profile holds hours")
	}
}

func holds(t, what reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return holds(t.Elem(), what)
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).Type == what || t.Field(i).IsExported() && holds(t.Field(i).Type, what) {
				return true
			}
		}
	}
	return false
}
