package growth

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
)

// An attack plants in an organisation what somebody would do who wants a figure, and
// may change what the input holds besides records.
type attack struct {
	name  string
	plant func(o *organisation, who tracker.Account, in *Input)
}

// tolerated is by how much an attack may raise a figure: a twentieth.
const tolerated = 1.05

func attacks() []attack {
	return []attack{
		{"split pull requests by file", func(o *organisation, who tracker.Account, _ *Input) { o.splitByFile(who, time.Second) }},
		{"split pull requests into slices of each file", func(o *organisation, who tracker.Account, _ *Input) { o.splitByLines(who, 4, time.Second) }},
		{"stamp ring: everybody approves everybody", func(o *organisation, who tracker.Account, _ *Input) { o.stampRing(who, true) }},
		{"stamp ring: a circle of four", func(o *organisation, who tracker.Account, _ *Input) { o.stampRing(who, false) }},
		{"comment spam in conversations", func(o *organisation, who tracker.Account, _ *Input) { o.commentSpam(who) }},
		{"comment spam on lines of others' changes", func(o *organisation, who tracker.Account, _ *Input) { o.lineSpam(who) }},
		{"self-merge", func(o *organisation, who tracker.Account, _ *Input) { o.selfMerge(who) }},
		{"co-author sprinkling on one's own commits", func(o *organisation, who tracker.Account, _ *Input) { o.sprinkleOthers(who) }},
		{"commits under addresses of nobody", func(o *organisation, who tracker.Account, _ *Input) { o.commitUnderAddresses(who, 6) }},
		{"co-author sprinkling by a friend", func(o *organisation, who tracker.Account, _ *Input) { o.sprinkledByFriend(who) }},
		{"self-added citation", selfCitation},
		{"mass deletion", func(o *organisation, who tracker.Account, _ *Input) { o.massDeletion(who) }},
		{"trivial typo sweep in many pull requests", func(o *organisation, who tracker.Account, _ *Input) { o.typoSweep(who, 1) }},
		{"trivial typo sweep in one pull request a week", func(o *organisation, who tracker.Account, _ *Input) { o.typoSweep(who, 40) }},
		{"bot accounts", func(o *organisation, who tracker.Account, _ *Input) { o.botAccounts(who) }},
		{"a second account of one's own", secondAccount},
		{"many issues that one typo closes", func(o *organisation, who tracker.Account, _ *Input) { o.issueSpam(who) }},
		{"sprinkling, with a comment in every thread", func(o *organisation, who tracker.Account, _ *Input) { o.commentSpam(who); o.sprinkledByFriend(who) }},
		{"stamps and comments everywhere", func(o *organisation, who tracker.Account, _ *Input) { o.stampRing(who, true); o.lineSpam(who) }},
		{"everything that is cheap at once", everythingCheap},
	}
}

// seeds is how many organisations are made: one where the test should be short.
func seeds(n uint64) uint64 {
	if testing.Short() {
		return 1
	}
	return n
}

func TestNoAttackRaisesAFigureByMoreThanATwentieth(t *testing.T) {
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			for seed := uint64(1); seed <= seeds(3); seed++ {
				for _, who := range staff[:2+seeds(2)] {
					a.try(t, seed, who, generatedInput)
				}
			}
		})
	}
}

// TestNoAttackGainsUnderTheCatalogue attributes threads as the instance does.
func TestNoAttackGainsUnderTheCatalogue(t *testing.T) {
	var rules []domain.Domain
	for _, folder := range append([]string{"docs"}, folders...) {
		rules = append(rules, domain.Domain{Slug: folder, Paths: []string{folder + "/**"}, Labels: []string{folder}})
	}
	catalogue, err := domain.New(rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	input := func(o *organisation, who tracker.Account) Input {
		in := generatedInput(o, who)
		in.Shares = func(r tracker.Record) []Share {
			var shares []Share
			attribution := catalogue.Attribute(r)
			for _, s := range attribution.Shares {
				shares = append(shares, Share{Domain: s.Domain, Weight: s.Weight, Paths: s.Paths})
			}
			for _, s := range attribution.Passing {
				shares = append(shares, Share{Domain: s.Domain, Weight: s.Weight, Paths: s.Paths, InPassing: true})
			}
			return shares
		}
		return in
	}
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			for _, who := range staff[:seeds(3)] {
				a.try(t, 4, who, input)
			}
		})
	}
}

// try measures who before and after the attack.
func (a attack) try(t *testing.T, seed uint64, who tracker.Account, input func(*organisation, tracker.Account) Input) {
	t.Helper()
	honest := generate(seed)
	before := figures(Measure(Growth1(), input(honest, who)))
	attacked := honest.clone()
	in := input(attacked, who)
	a.plant(attacked, who, &in)
	in.Records = attacked.list()
	compareFigures(t, fmt.Sprintf("%s, seed %d", who.Login, seed), before, withoutGroupings(figures(Measure(Growth1(), in))))
}

func compareFigures(t *testing.T, whose string, before, after map[string]float64) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if after[name] > before[name]*tolerated+1e-9 {
			t.Errorf("%s: %s rose from %.3f to %.3f", whose, name, before[name], after[name])
		}
		t.Logf("%s: %-48s %8.3f -> %8.3f", whose, name, before[name], after[name])
	}
}

// TestPartsMergedOverAWeekGainLittleDepth cuts every change of each person's into parts
// that are merged on different days of a week. The files of a change gain less than what
// is tolerated. The worst that can be done is to cut changes, each of them large enough
// for it, into a part for every day; no history lets that gain more than six days of a
// stretch, and the age of six days: docs/adr/0009-growth-1.md has the proof.
func TestPartsMergedOverAWeekGainLittleDepth(t *testing.T) {
	v := Growth1()
	worst := (1 + 6/float64(v.StretchDays)) * math.Exp2(6*day.Hours()/v.HalfLife.Hours())
	for name, test := range map[string]struct {
		large int // how many times as many lines every change has
		split func(o *organisation, who tracker.Account)
		most  float64
	}{
		"a part for each file, 28 hours apart":     {1, func(o *organisation, who tracker.Account) { o.splitByFile(who, 28*time.Hour) }, tolerated},
		"a part for each file, two days apart":     {1, func(o *organisation, who tracker.Account) { o.splitByFile(who, 48*time.Hour) }, tolerated},
		"large changes, by file, two days apart":   {8, func(o *organisation, who tracker.Account) { o.splitByFile(who, 48*time.Hour) }, worst},
		"large changes, a part for each day":       {8, func(o *organisation, who tracker.Account) { o.splitByLines(who, 7, day) }, worst},
		"very large changes, a part for each day":  {80, func(o *organisation, who tracker.Account) { o.splitByLines(who, 7, day) }, worst},
		"changes as they are, a part for each day": {1, func(o *organisation, who tracker.Account) { o.splitByLines(who, 7, day) }, tolerated},
	} {
		t.Run(name, func(t *testing.T) {
			ratios := depthRatios(test.large, test.split)
			if most := ratios[len(ratios)-1]; most > test.most {
				t.Errorf("a depth rose by a factor of %.3f, at most %.3f is allowed", most, test.most)
			}
			t.Logf("of %d depths the median is multiplied by %.3f, the most by %.3f", len(ratios), ratios[len(ratios)/2], ratios[len(ratios)-1])
		})
	}
}

// depthRatios are by what a split multiplies each depth of each person, in order. Depths
// of less than one change of one's own are left out.
func depthRatios(large int, split func(*organisation, tracker.Account)) []float64 {
	var ratios []float64
	for seed := uint64(1); seed <= seeds(3); seed++ {
		for _, who := range staff {
			honest := generate(seed)
			honest.enlarge(who, large)
			before := figures(Measure(Growth1(), generatedInput(honest, who)))
			split(honest, who)
			after := figures(Measure(Growth1(), generatedInput(honest, who)))
			for _, folder := range folders {
				if name := "depth of " + folder; before[name] >= 2 {
					ratios = append(ratios, after[name]/before[name])
				}
			}
		}
	}
	slices.Sort(ratios)
	return ratios
}

// enlarge multiplies the lines of who's changes.
func (o *organisation) enlarge(who tracker.Account, times int) {
	o.eachChange(who, func(r *tracker.Record) []*tracker.Record {
		files := slices.Clone(r.Thread.PullRequest.Files)
		for i := range files {
			files[i].Additions *= times
			files[i].Deletions *= times
		}
		return []*tracker.Record{o.partOf(r, 0, 0, files...)}
	})
}

// splitByFile replaces each merged change of who's by one for each of its files,
// merged and reviewed as the whole was.
func (o *organisation) splitByFile(who tracker.Account, apart time.Duration) {
	o.eachChange(who, func(r *tracker.Record) []*tracker.Record {
		if r.Thread.PullRequest.Files == nil {
			return o.evenParts(r, r.Thread.PullRequest.ChangedFiles, 1, apart)
		}
		var parts []*tracker.Record
		for i, file := range r.Thread.PullRequest.Files {
			parts = append(parts, o.partOf(r, i, apart, file))
		}
		return parts
	})
}

// splitByLines cuts each change of who's into slices which each touch every file.
func (o *organisation) splitByLines(who tracker.Account, slices int, apart time.Duration) {
	o.eachChange(who, func(r *tracker.Record) []*tracker.Record {
		if r.Thread.PullRequest.Files == nil {
			return o.evenParts(r, slices, r.Thread.PullRequest.ChangedFiles, apart)
		}
		var parts []*tracker.Record
		for i := range slices {
			var files []tracker.FileChange
			for _, f := range r.Thread.PullRequest.Files {
				cut := func(n int) int { return n*(i+1)/slices - n*i/slices }
				files = append(files, tracker.FileChange{Path: f.Path, Additions: cut(f.Additions), Deletions: cut(f.Deletions), Change: f.Change})
			}
			parts = append(parts, o.partOf(r, i, apart, files...))
		}
		return parts
	})
}

// evenParts cuts a change of which only the sum of lines is known into n, each of so
// many files.
func (o *organisation) evenParts(r *tracker.Record, n, files int, apart time.Duration) []*tracker.Record {
	n = max(1, n)
	var parts []*tracker.Record
	for i := range n {
		part := o.partOf(r, i, apart)
		pull := part.Thread.PullRequest
		cut := func(m int) int { return m*(i+1)/n - m*i/n }
		pull.Files, pull.Additions, pull.Deletions, pull.ChangedFiles = nil, cut(pull.Additions), cut(pull.Deletions), files
		parts = append(parts, part)
	}
	return parts
}

func (o *organisation) eachChange(who tracker.Account, cut func(*tracker.Record) []*tracker.Record) {
	for i := 0; i < len(o.records); i++ {
		r := o.records[i]
		if r.Thread.Author.Login != who.Login || r.Thread.PullRequest == nil || r.Thread.PullRequest.MergedAt.IsZero() {
			continue
		}
		parts := cut(r)
		o.records = slices.Replace(o.records, i, i+1, parts...)
		i += len(parts) - 1
	}
}

// partOf is one part of a change: with its files, and all that was said of it.
func (o *organisation) partOf(r *tracker.Record, i int, apart time.Duration, files ...tracker.FileChange) *tracker.Record {
	part := (&organisation{records: []*tracker.Record{r}}).clone().records[0]
	later := time.Duration(i) * apart
	if part.Thread.PullRequest.MergedAt.Add(later).After(today) {
		later = 0
	}
	if i > 0 {
		part.Thread.Number = int(o.id())
		part.Thread.Title = fmt.Sprintf("%s, part %d", r.Thread.Title, i+1)
	}
	part.Thread.CreatedAt = part.Thread.CreatedAt.Add(later)
	part.Thread.PullRequest.Files = files
	merge(part, r.Thread.PullRequest.MergedBy, r.Thread.PullRequest.MergedAt.Add(later))
	return part
}

// stampRing lets four people approve each other's changes without a word: those that
// are there, and new ones which their authors merge.
func (o *organisation) stampRing(who tracker.Account, all bool) {
	ring := []tracker.Account{who}
	for _, other := range o.staff() {
		if other.Login != who.Login && len(ring) < 4 {
			ring = append(ring, other)
		}
	}
	for i, author := range ring {
		for week := range 50 {
			at := daysAgo(float64(week*7 + 3 + i))
			r := o.pull(author, at, change(fmt.Sprintf("kernels/%s/f%d.go", ring[(i+1)%4].Login, week%12), 60))
			r.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ring[(i+1)%4], By: author, At: at}}
			merge(r, author, at.Add(9*time.Hour))
		}
	}
	for _, r := range o.records {
		for i, member := range ring {
			previous := ring[(i+3)%4]
			if r.Thread.PullRequest != nil && r.Thread.Author.Login != member.Login && (all || r.Thread.Author.Login == previous.Login) {
				o.approve(r, member, r.Thread.CreatedAt.Add(time.Hour))
			}
		}
	}
}

func (o *organisation) commentSpam(who tracker.Account) {
	for _, r := range o.records {
		for n := range 3 {
			o.say(r, who, r.Thread.CreatedAt.Add(time.Duration(n)*time.Hour))
		}
	}
}

// lineSpam leaves a note on every change of others at once, before the commits that
// others' reviews lead to.
func (o *organisation) lineSpam(who tracker.Account) {
	for _, r := range o.records {
		if r.Thread.PullRequest != nil && r.Thread.Author.Login != who.Login {
			for _, file := range r.Thread.PullRequest.Files {
				o.note(r, who, r.Thread.CreatedAt.Add(time.Minute), file.Path)
			}
		}
	}
}

func (o *organisation) selfMerge(who tracker.Account) {
	for week := range 50 {
		at := daysAgo(float64(week*7 + 2))
		merge(o.pull(who, at, change(fmt.Sprintf("kernels/bo/f%d.go", week%12), 80)), who, at.Add(time.Hour))
	}
}

func (o *organisation) sprinkleOthers(who tracker.Account) {
	for _, r := range o.records {
		if r.Thread.Author.Login != who.Login {
			continue
		}
		for i := range r.Commits {
			for n := range 6 {
				r.Commits[i].Authors = append(r.Commits[i].Authors, tracker.CommitAuthor{Account: user(fmt.Sprintf("famous%d", n)), Role: tracker.CoAuthor})
			}
			for _, other := range o.staff() {
				r.Commits[i].Authors = append(r.Commits[i].Authors, tracker.CommitAuthor{Account: other, Role: tracker.CoAuthor})
			}
		}
	}
}

// commitUnderAddresses adds commits to each change of who, under addresses that belong
// to no account.
func (o *organisation) commitUnderAddresses(who tracker.Account, n int) {
	for _, r := range o.records {
		if r.Thread.Author.Login != who.Login || len(r.Commits) == 0 {
			continue
		}
		for i := range n {
			c := r.Commits[0]
			c.SHA = fmt.Sprintf("%s-%d", c.SHA, i)
			c.Authors = []tracker.CommitAuthor{{Name: fmt.Sprint("Nobody ", i), Email: fmt.Sprintf("nobody-%d@example.org", i)}}
			r.Commits = append(r.Commits, c)
		}
	}
}

func (o *organisation) sprinkledByFriend(who tracker.Account) {
	for _, r := range o.records {
		for i := range r.Commits {
			if r.Thread.Author.Login != who.Login {
				r.Commits[i].Authors = append(r.Commits[i].Authors, tracker.CommitAuthor{Account: who, Role: tracker.CoAuthor})
			}
		}
	}
}

// selfCitation lets who add themselves to ten papers, and name their own comments
// in their own changes.
func selfCitation(o *organisation, who tracker.Account, in *Input) {
	for n := range 10 {
		in.Invitations = append(in.Invitations, Invitation{Tier: AuthorEntry, Work: fmt.Sprintf("Paper %d", n), By: Actor{who}, At: daysAgo(float64(n * 9))})
	}
	talk := o.issue(o.staff()[1], daysAgo(200))
	for week := range 20 {
		at := daysAgo(float64(week*7 + 2))
		comment := o.say(talk, who, at.Add(-time.Hour))
		own := merge(o.pull(who, at, change("kernels/bo/f1.go", 2)), o.staff()[2], at.Add(time.Hour))
		in.Citations = append(in.Citations, Citation{Thread: talk.Thread.ThreadRef, Kind: comment.Kind, ID: comment.DatabaseID, By: own.Thread.ThreadRef})
	}
}

// massDeletion clears away others' old files, with everybody's blessing.
func (o *organisation) massDeletion(who tracker.Account) {
	for week := range 50 {
		at := daysAgo(float64(week*7 + 2))
		var files []tracker.FileChange
		for n := range 12 {
			files = append(files, tracker.FileChange{Path: fmt.Sprintf("kernels/%s/f%d.go", o.staff()[(week+1)%8].Login, n), Deletions: 900, Additions: 1})
		}
		r := o.pull(who, at, files...)
		o.approve(r, o.staff()[(week+1)%8], at.Add(time.Hour))
		o.say(r, o.staff()[(week+1)%8], at.Add(time.Hour))
		merge(r, o.staff()[(week+1)%8], at.Add(2*time.Hour))
	}
}

// typoSweep mends one line in every file of a domain, which maintainers are glad to
// merge.
func (o *organisation) typoSweep(who tracker.Account, filesEach int) {
	for week := range 50 {
		at := daysAgo(float64(week*7 + 2))
		var files []tracker.FileChange
		for n := range 40 {
			domain := append([]string{"docs"}, folders...)[n%4]
			files = append(files, tracker.FileChange{Path: fmt.Sprintf("%s/%s/f%d.go", domain, o.staff()[n%8].Login, (week+n)%12), Additions: 1, Deletions: 1})
		}
		for some := range slices.Chunk(mergeFiles(files), filesEach) {
			by := o.staff()[(week+int(o.last))%8]
			if by.Login == who.Login {
				by = user("guest1")
			}
			merge(o.pull(who, at, some...), by, at.Add(time.Hour))
		}
	}
}

// botAccounts lets bots and an agent merge, approve, ask, answer and close.
func (o *organisation) botAccounts(who tracker.Account) {
	helpers := []tracker.Account{bot("merge-bot[bot]"), bot("lgtm-bot[bot]"), {Host: "github.com", Login: "agent", Kind: tracker.AgentAccount, DatabaseID: 5}}
	for week := range 50 {
		at, helper := daysAgo(float64(week*7+2)), helpers[week%3]
		r := o.pull(who, at, change(fmt.Sprintf("kernels/bo/f%d.go", week%12), 80))
		o.review(r, helper, at.Add(time.Hour))
		o.approve(r, helper, at.Add(4*time.Hour))
		merge(r, helper, at.Add(5*time.Hour))
		issue := o.issue(who, at)
		theirs := o.pull(helper, at, change("kernels/bo/f2.go", 80))
		theirs.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: who, By: helper, At: at}}
		theirs.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
		o.review(theirs, who, at.Add(time.Hour))
		merge(theirs, helper, at.Add(6*time.Hour))
		d := o.thread(tracker.DiscussionKind, o.repository(), helper, at)
		d.Thread.Labels, d.Thread.Discussion = []string{"kernels"}, &tracker.Discussion{IsAnswered: true, AnswerBy: helper}
		o.say(d, who, at).IsAnswer = true
	}
}

// issueSpam lets who open ten issues a week which somebody's typo then closes.
func (o *organisation) issueSpam(who tracker.Account) {
	for week := range 50 {
		at := daysAgo(float64(week*7 + 2))
		fix := merge(o.pull(user("guest2"), at, change("kernels/bo/f1.go", 3)), o.staff()[week%8], at.Add(time.Hour))
		for range 10 {
			fix.Thread.Closes = append(fix.Thread.Closes, o.issue(who, at.Add(-time.Hour)).Thread.ThreadRef)
		}
	}
}

func everythingCheap(o *organisation, who tracker.Account, in *Input) {
	o.typoSweep(who, 3)
	o.massDeletion(who)
	o.botAccounts(who)
	o.selfMerge(who)
	o.sprinkleOthers(who)
	selfCitation(o, who, in)
}

// secondAccount lets another account of who's merge and heed.
func secondAccount(o *organisation, who tracker.Account, in *Input) {
	other := user("also-" + who.Login)
	in.Person = append(in.Person, other)
	for week := range 50 {
		at := daysAgo(float64(week*7 + 2))
		r := o.pull(who, at, change(fmt.Sprintf("kernels/bo/f%d.go", week%12), 80))
		o.review(r, other, at.Add(time.Hour))
		merge(r, other, at.Add(5*time.Hour))
	}
}
