package growth

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// validated plants one piece of validated evidence of who's.
func (o *organisation) validated(random *rand.Rand, who tracker.Account, at time.Time) string {
	other := staff[random.IntN(len(staff))]
	for other.Login == who.Login {
		other = staff[random.IntN(len(staff))]
	}
	file := func() tracker.FileChange {
		domain := append([]string{"docs"}, folders...)[random.IntN(4)]
		return change(fmt.Sprintf("%s/%s/f%d.go", domain, staff[random.IntN(8)].Login, random.IntN(12)), 1+random.IntN(90))
	}
	switch random.IntN(9) {
	case 0:
		merge(o.pull(who, at, mergeFiles([]tracker.FileChange{file(), file()})...), other, at)
		return "a change merged by " + other.Login
	case 1:
		r := o.pull(other, at.Add(-9*time.Hour), file())
		o.review(r, who, at.Add(-8*time.Hour))
		merge(r, other, at)
		return "a review heeded by " + other.Login
	case 2:
		issue := o.issue(who, at.Add(-time.Hour))
		r := merge(o.pull(other, at, file()), other, at)
		r.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
		return "an issue closed by " + other.Login
	case 3:
		r := o.pull(other, at.Add(-time.Hour), file())
		o.commit(r, who, at.Add(-time.Minute), file())
		merge(r, other, at)
		return "a commit in a change of " + other.Login
	case 4:
		issue := o.issue(other, at.Add(-2*time.Hour))
		comment := o.say(issue, who, at.Add(-time.Hour))
		o.cite(comment, merge(o.pull(other, at.Add(-time.Minute), file()), other, at))
		return "a comment cited by " + other.Login
	case 5:
		o.invitations = append(o.invitations, Invitation{Tier: tiers()[random.IntN(4)], Work: fmt.Sprintf("Paper %d", o.id()), By: Actor{other}, At: at})
		return "an invitation by " + other.Login
	case 6:
		r := o.pull(other, at.Add(-9*time.Hour), file())
		r.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: who, By: other, At: at.Add(-9 * time.Hour)}}
		r.Thread.AuthorAssociation = []string{"none", "first_timer", "member"}[random.IntN(3)]
		o.review(r, who, at.Add(-8*time.Hour))
		merge(r, other, at)
		return "a review asked for and heeded by " + other.Login
	case 7:
		merge(o.pull(who, at, change(fmt.Sprintf("docs/adr/%d.md", random.IntN(20)), 1+random.IntN(60))), other, at)
		return "a decision merged by " + other.Login
	}
	d := o.thread(tracker.DiscussionKind, engine, other, at.Add(-time.Hour))
	d.Thread.Labels, d.Thread.Discussion = []string{folders[random.IntN(3)]}, &tracker.Discussion{AnswerBy: other}
	o.say(d, who, at).IsAnswer = true
	return "an answer accepted by " + other.Login
}

// TestValidatedEvidenceNeverLowersAMeasureOfTheSameDay leaves out technical debt on days
// with a change of the person's already: the day's changes are judged together, as
// docs/metrics.md says.
func TestValidatedEvidenceNeverLowersAMeasureOfTheSameDay(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for seed := uint64(1); seed <= seeds(4); seed++ {
		who := staff[seed]
		o := generate(seed)
		before := amounts(t, Measure(Growth1(), generatedInput(o, who)))
		for range 80 {
			at := daysAgo(random.Float64() * 500)
			busy := o.mergedThatDay(who, at)
			what := o.validated(random, who, at)
			after := amounts(t, Measure(Growth1(), generatedInput(o, who)))
			for name, was := range before {
				if after[name] < was-1e-9 && (name != "technical_debt" || !busy) {
					t.Fatalf("seed %d: %s on %s lowered %s from %.6f to %.6f", seed, what, at.Format(time.DateOnly), name, was, after[name])
				}
			}
			before = after
		}
	}
}

func (o *organisation) mergedThatDay(who tracker.Account, at time.Time) bool {
	return slices.ContainsFunc(o.records, func(r *tracker.Record) bool {
		pull := r.Thread.PullRequest
		return pull != nil && r.Thread.Author.Login == who.Login && pull.MergedAt.Truncate(day).Equal(at.Truncate(day))
	})
}

func TestWhatDoesNotMatterChangesNothing(t *testing.T) {
	who := staff[0]
	for name, vary := range map[string]func(*organisation, *Input){
		"the order of records and of what is in them": reorder,
		"a record that is delivered twice":            func(_ *organisation, in *Input) { in.Records = append(in.Records, in.Records...) },
		"an older view of a record beside the newer":  olderViews,
		"another time zone":                           func(_ *organisation, in *Input) { inTokyo(in) },
		"a login that changed":                        func(_ *organisation, in *Input) { renameAccounts(in) },
		"a repository that was renamed":               func(_ *organisation, in *Input) { renameRepositories(in) },
		"a change cut into its files":                 func(o *organisation, in *Input) { o.splitByFile(who, time.Second); in.Records = o.list() },
	} {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= seeds(3); seed++ {
				o := generate(seed)
				in := generatedInput(o, who)
				want := withoutGroupings(figures(Measure(Growth1(), in)))
				vary(o.clone(), &in)
				got := withoutGroupings(figures(Measure(Growth1(), in)))
				if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-5, 0)); diff != "" { // a second later is a little younger
					t.Errorf("seed %d (-want +got):\n%s", seed, diff)
				}
			}
		})
	}
}

// TestTheSameFactsGiveTheSameProfileToTheLastByte compares the whole profile, with
// every list and piece of evidence in its place.
func TestTheSameFactsGiveTheSameProfileToTheLastByte(t *testing.T) {
	marshal := func(in Input) string {
		text, err := json.MarshalIndent(Measure(Growth1(), in), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	o := generate(5)
	want := marshal(generatedInput(o, staff[2]))
	for range 5 {
		in := generatedInput(o.clone(), staff[2])
		reorder(nil, &in)
		if diff := cmp.Diff(want, marshal(in)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func reorder(_ *organisation, in *Input) {
	random := rand.New(rand.NewPCG(3, 3))
	in.Records = slices.Clone(in.Records)
	random.Shuffle(len(in.Records), func(i, j int) { in.Records[i], in.Records[j] = in.Records[j], in.Records[i] })
	for i := range in.Records {
		r := &in.Records[i]
		random.Shuffle(len(r.Reviews), func(i, j int) { r.Reviews[i], r.Reviews[j] = r.Reviews[j], r.Reviews[i] })
		random.Shuffle(len(r.Comments), func(i, j int) { r.Comments[i], r.Comments[j] = r.Comments[j], r.Comments[i] })
		random.Shuffle(len(r.Commits), func(i, j int) { r.Commits[i], r.Commits[j] = r.Commits[j], r.Commits[i] })
	}
}

func olderViews(_ *organisation, in *Input) {
	for _, r := range slices.Clone(in.Records) {
		older := r
		older.Thread.UpdatedAt = r.Thread.CreatedAt.Add(-time.Second)
		older.Thread.State, older.Thread.Title = tracker.Open, "as it was called first"
		older.Reviews, older.Comments = nil, nil
		in.Records = append(in.Records, older)
	}
}

func inTokyo(in *Input) {
	zone := time.FixedZone("JST", 9*3600)
	shift := func(times ...*time.Time) {
		for _, at := range times {
			*at = at.In(zone)
		}
	}
	shift(&in.Now, &in.Window.From, &in.Window.To)
	in.Records = slices.Clone(in.Records)
	for i := range in.Records {
		r := &in.Records[i]
		shift(&r.Thread.CreatedAt, &r.Thread.UpdatedAt, &r.Thread.ClosedAt)
		if r.Thread.PullRequest != nil {
			pull := *r.Thread.PullRequest
			shift(&pull.MergedAt)
			r.Thread.PullRequest = &pull
		}
		for j := range r.Reviews {
			shift(&r.Reviews[j].SubmittedAt)
		}
		for j := range r.Comments {
			shift(&r.Comments[j].CreatedAt)
		}
		for j := range r.Commits {
			shift(&r.Commits[j].CommittedAt, &r.Commits[j].AuthoredAt)
		}
	}
}

// renameAccounts gives everybody another login in half of the records.
func renameAccounts(in *Input) {
	for i := range in.Records {
		if r := &in.Records[i]; i%2 == 0 {
			r.Thread.Author.Login = "was-" + r.Thread.Author.Login
			for j := range r.Reviews {
				r.Reviews[j].Author.Login = "was-" + r.Reviews[j].Author.Login
			}
		}
	}
}

func renameRepositories(in *Input) {
	for i := range in.Records {
		if i%2 == 0 {
			in.Records[i].Thread.Repository.Name = "motor"
		}
	}
}

// TestEveryFigureFollowsFromItsOwnEvidence measures again from the threads that a
// measure lists, with the issues that they close, and nothing else.
func TestEveryFigureFollowsFromItsOwnEvidence(t *testing.T) {
	for seed := uint64(1); seed <= seeds(2); seed++ {
		for _, who := range staff[:2] {
			in := generatedInput(generate(seed), who)
			profile := Measure(Growth1(), in)
			for _, observe := range observers() {
				for _, o := range observe(profile) {
					again := figures(Measure(Growth1(), only(in, o.evidence)))
					for name, want := range o.figures {
						if math.Abs(want-again[name]) > 1e-9 {
							t.Errorf("%s, seed %d: %s is %.6f, and %.6f from its own evidence", who.Login, seed, name, want, again[name])
						}
					}
				}
			}
		}
	}
}

// only keeps of an input what some evidence lists.
func only(in Input, evidence []Evidence) Input {
	wanted, works := map[int]bool{}, map[string]bool{}
	for _, e := range evidence {
		wanted[e.Thread.Number] = true
		works[e.Title+e.At.String()] = true
		if e.Change != nil {
			wanted[e.Change.Number] = true
		}
	}
	for _, r := range in.Records {
		if wanted[r.Thread.Number] {
			for _, issue := range r.Thread.Closes {
				wanted[issue.Number] = true
			}
		}
	}
	in.Records = slices.DeleteFunc(slices.Clone(in.Records), func(r tracker.Record) bool { return !wanted[r.Thread.Number] })
	in.Invitations = slices.DeleteFunc(slices.Clone(in.Invitations), func(i Invitation) bool { return !works[i.Work+i.At.String()] })
	return in
}

func TestNothingLaterThanNowCounts(t *testing.T) {
	o := generate(2)
	in := generatedInput(o, staff[0])
	in.Now = daysAgo(200)
	in.Window.To = in.Now
	want := figures(Measure(Growth1(), in))
	in.Records = slices.DeleteFunc(in.Records, func(r tracker.Record) bool { return r.Thread.CreatedAt.After(in.Now) })
	got := figures(Measure(Growth1(), in))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what came later changed the picture (-with +without):\n%s", diff)
	}
}
