package moves

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFirstTouchDescribesABeginning(t *testing.T) {
	const months = 30 * 24 * time.Hour
	acts := []Act{
		did(0, "bo", "octo/engine"),
		did(5, "ada", "octo/docs"), did(100, "ada", "octo/docs"), did(100.2, "ada", "octo/docs"), did(150, "ada", "octo/docs"),
		did(180, "ada", "octo/engine"), did(180.1, "ada", "octo/engine"), did(190, "ada", "octo/engine"),
		did(182, "ada", "octo/site"), did(200, "ada", "octo/docs"), did(240, "ada", "octo/engine"),
	}
	for _, c := range []struct {
		name  string
		until time.Time
		want  FirstTouch
	}{
		{"at once", on(180), FirstTouch{DaysHere: 1, DaysElsewhere: 2, RepositoryAge: 6 * months}},
		{"two acts of a day are one day", on(181), FirstTouch{DaysHere: 1, DaysElsewhere: 2, RepositoryAge: 6 * months}},
		{"another beginning within three days", on(182), FirstTouch{DaysHere: 1, DaysElsewhere: 3, RepositoryAge: 6 * months, Sweep: 1}},
		{"at day thirty", on(210), FirstTouch{DaysHere: 2, DaysElsewhere: 4, RepositoryAge: 6 * months, Sweep: 1}},
	} {
		got, known := NewPast(acts).FirstTouch("ada", "octo/engine", c.until)
		if diff := cmp.Diff(c.want, got); diff != "" || !known {
			t.Errorf("%s: known %v, -want +got\n%s", c.name, known, diff)
		}
	}
	if _, known := NewPast(acts).FirstTouch("ada", "octo/engine", on(179)); known {
		t.Error("a beginning is known before it was")
	}
}

func TestStayFollowsItsGrounds(t *testing.T) {
	begun := FirstTouch{DaysHere: 2, DaysElsewhere: 5, RepositoryAge: 400 * 24 * time.Hour}
	for _, c := range []struct {
		name   string
		change func(*FirstTouch)
		more   bool
	}{
		{"more days here", func(f *FirstTouch) { f.DaysHere = 9 }, true},
		{"more days elsewhere", func(f *FirstTouch) { f.DaysElsewhere = 30 }, true},
		{"an older repository", func(f *FirstTouch) { f.RepositoryAge *= 4 }, false},
		{"a sweep", func(f *FirstTouch) { f.Sweep = 3 }, false},
	} {
		changed := begun
		c.change(&changed)
		if got := Stay(changed).Chance > Stay(begun).Chance; got != c.more {
			t.Errorf("%s: likelier %v, want %v", c.name, got, c.more)
		}
	}
}

func TestStaySpeaksInWordsWithItsGrounds(t *testing.T) {
	few := Stay(FirstTouch{DaysHere: 1, RepositoryAge: 45 * 24 * time.Hour, Sweep: 2})
	want := []string{
		"active here on 1 day",
		"active elsewhere on 0 days, counted from 90 days before",
		"the repository had 1 month of known history",
		"began in 2 other repositories within 3 days, as a change made everywhere does",
	}
	if diff := cmp.Diff(want, few.Grounds); diff != "" {
		t.Error("-want +got\n", diff)
	}
	most := Stay(FirstTouch{DaysHere: 12, DaysElsewhere: 40})
	if few.Words != StayWords()[0] || most.Words != StayWords()[3] {
		t.Errorf("words %q and %q", few.Words, most.Words)
	}
	if len(most.Grounds) != 3 {
		t.Errorf("grounds %q, want none of a sweep", most.Grounds)
	}
	for _, said := range append(few.Grounds, StayWords()...) {
		if strings.ContainsRune(said, '%') {
			t.Errorf("%q has a percentage", said)
		}
	}
}
