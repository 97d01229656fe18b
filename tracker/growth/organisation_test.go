package growth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

// The tests' organisation: made-up people, two repositories, records written by
// hand or by a seeded generator.

var today = time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)

func daysAgo(n float64) time.Time { return today.Add(-time.Duration(n * float64(day))) }

func user(name string) tracker.Account {
	var id int64
	for _, r := range name {
		id = id*131 + int64(r)
	}
	return tracker.Account{Host: "github.com", DatabaseID: id, Login: name, Kind: tracker.UserAccount}
}

func bot(name string) tracker.Account {
	a := user(name)
	a.Kind = tracker.BotAccount
	return a
}

var (
	engine = tracker.RepositoryRef{Host: "github.com", DatabaseID: 11, Owner: "lanternfish", Name: "engine"}
	guides = tracker.RepositoryRef{Host: "github.com", DatabaseID: 12, Owner: "lanternfish", Name: "guides"}
)

// organisation is a set of records in the making.
type organisation struct {
	home        tracker.RepositoryRef // where its pull requests and issues are; zero: engine
	people      []tracker.Account     // nil: staff
	records     []*tracker.Record
	citations   []Citation
	invitations []Invitation
	last        int64
}

func (o *organisation) id() int64 { o.last++; return o.last }

func (o *organisation) repository() tracker.RepositoryRef {
	if o.home.Name == "" {
		return engine
	}
	return o.home
}

func (o *organisation) staff() []tracker.Account {
	if o.people == nil {
		return staff
	}
	return o.people
}

func (o *organisation) thread(kind tracker.Kind, repository tracker.RepositoryRef, author tracker.Account, at time.Time) *tracker.Record {
	n := int(o.id())
	r := &tracker.Record{Thread: tracker.Thread{
		ThreadRef: tracker.ThreadRef{Repository: repository, Kind: kind, Number: n}, Title: fmt.Sprintf("Thread %d", n), Author: author,
		AuthorAssociation: "member", State: tracker.Open, CreatedAt: at, UpdatedAt: at,
	}}
	o.records = append(o.records, r)
	return r
}

func (o *organisation) pull(author tracker.Account, at time.Time, files ...tracker.FileChange) *tracker.Record {
	r := o.thread(tracker.PullRequestKind, o.repository(), author, at)
	r.Thread.PullRequest = &tracker.PullRequest{Files: files, RequestedReviewers: []tracker.ReviewRequest{}}
	o.commit(r, author, at, files...)
	return r
}

func (o *organisation) commit(r *tracker.Record, author tracker.Account, at time.Time, files ...tracker.FileChange) *tracker.Commit {
	c := tracker.Commit{Repository: r.Thread.Repository, SHA: fmt.Sprintf("%040x", o.id()), AuthoredAt: at, CommittedAt: at, Files: files, Parents: 1,
		Authors: []tracker.CommitAuthor{{Account: author, Role: tracker.Author}}}
	r.Commits = append(r.Commits, c)
	r.Thread.PullRequest.CommitSHAs = append(r.Thread.PullRequest.CommitSHAs, c.SHA)
	return &r.Commits[len(r.Commits)-1]
}

func merge(r *tracker.Record, by tracker.Account, at time.Time) *tracker.Record {
	r.Thread.State, r.Thread.ClosedAt, r.Thread.UpdatedAt = tracker.Merged, at, at
	r.Thread.PullRequest.MergedAt, r.Thread.PullRequest.MergedBy = at, by
	return r
}

// approve gives a wordless approval.
func (o *organisation) approve(r *tracker.Record, by tracker.Account, at time.Time) {
	r.Reviews = append(r.Reviews, tracker.Review{Thread: r.Thread.ThreadRef, DatabaseID: o.id(), Author: by, State: tracker.Approved, SubmittedAt: at})
}

func (o *organisation) say(r *tracker.Record, by tracker.Account, at time.Time) *tracker.Comment {
	kind := tracker.IssueComment
	if r.Thread.Kind == tracker.DiscussionKind {
		kind = tracker.DiscussionComment
	}
	r.Comments = append(r.Comments, tracker.Comment{Kind: kind, Thread: r.Thread.ThreadRef, DatabaseID: o.id(), Author: by, CreatedAt: at})
	return &r.Comments[len(r.Comments)-1]
}

// note leaves a review with one comment on a line.
func (o *organisation) note(r *tracker.Record, by tracker.Account, at time.Time, path string) int64 {
	review, note := o.id(), o.id()
	r.Reviews = append(r.Reviews, tracker.Review{Thread: r.Thread.ThreadRef, DatabaseID: review, Author: by, State: tracker.Commented, SubmittedAt: at})
	r.Comments = append(r.Comments, tracker.Comment{Kind: tracker.ReviewComment, Thread: r.Thread.ThreadRef, DatabaseID: note, Author: by,
		CreatedAt: at, ReviewID: review, Path: path})
	return note
}

// review leaves a note, and lets the author answer it and change the file.
func (o *organisation) review(r *tracker.Record, by tracker.Account, at time.Time) {
	file := r.Thread.PullRequest.Files[0]
	note := o.note(r, by, at, file.Path)
	author := r.Thread.Author
	r.Comments = append(r.Comments, tracker.Comment{Kind: tracker.ReviewComment, Thread: r.Thread.ThreadRef, DatabaseID: o.id(), Author: author,
		CreatedAt: at.Add(time.Hour), ReplyTo: note, Path: file.Path})
	o.commit(r, author, at.Add(2*time.Hour), tracker.FileChange{Path: file.Path, Additions: 1, Deletions: 1})
}

func (o *organisation) issue(author tracker.Account, at time.Time) *tracker.Record {
	return o.thread(tracker.IssueKind, o.repository(), author, at)
}

func (o *organisation) list() []tracker.Record {
	list := make([]tracker.Record, len(o.records))
	for i, r := range o.records {
		list[i] = *r
	}
	return list
}

func (o *organisation) clone() *organisation {
	c := &organisation{home: o.home, people: o.people, last: o.last, citations: slices.Clone(o.citations), invitations: slices.Clone(o.invitations)}
	for _, r := range o.records {
		own := *r
		own.Reviews, own.Comments, own.Commits = slices.Clone(r.Reviews), slices.Clone(r.Comments), slices.Clone(r.Commits)
		for i := range own.Commits {
			own.Commits[i].Authors = slices.Clone(own.Commits[i].Authors)
		}
		if r.Thread.PullRequest != nil {
			pull := *r.Thread.PullRequest
			pull.RequestedReviewers = slices.Clone(pull.RequestedReviewers)
			pull.CommitSHAs = slices.Clone(pull.CommitSHAs)
			own.Thread.PullRequest = &pull
		}
		c.records = append(c.records, &own)
	}
	return c
}

func change(path string, lines int) tracker.FileChange {
	return tracker.FileChange{Path: path, Additions: lines - lines/3, Deletions: lines / 3, Change: "modified"}
}

// sharesByFolder gives each first folder of a path to the domain of that name, and
// what has no files to the domain of its first label.
func sharesByFolder(r tracker.Record) []Share {
	if len(r.Files()) == 0 {
		for _, label := range r.Thread.Labels {
			return []Share{{Domain: label, Weight: 1}}
		}
		return nil
	}
	lines, paths, all := map[string]int{}, map[string][]string{}, 0
	for _, file := range r.Files() {
		domain, _, _ := strings.Cut(file.Path, "/")
		lines[domain] += file.Additions + file.Deletions
		all += file.Additions + file.Deletions
		paths[domain] = append(paths[domain], file.Path)
	}
	var shares []Share
	for domain := range lines {
		shares = append(shares, Share{Domain: domain, Weight: float64(lines[domain]) / float64(max(all, 1)), Paths: paths[domain]})
	}
	slices.SortFunc(shares, func(a, b Share) int { return strings.Compare(a.Domain, b.Domain) })
	return shares
}

// byFolder says that each file belongs to the second part of its path's owner and
// is old.
type byFolder struct{ owners map[string]tracker.Account }

func (h byFolder) Before(_ tracker.RepositoryRef, path string, _ time.Time) (FileState, bool) {
	for prefix, owner := range h.owners {
		if strings.HasPrefix(path, prefix) {
			return FileState{Since: daysAgo(2000), Owners: []tracker.Account{owner}}, true
		}
	}
	return FileState{}, false
}

func (o *organisation) input(person tracker.Account) Input {
	return Input{Person: []tracker.Account{person}, Records: o.list(), Window: Window{daysAgo(365), today.Add(time.Second)}, Now: today,
		Rules: DefaultRules(), Shares: sharesByFolder}
}

// The generated organisation's people. Each owns one folder of each domain.
var staff = []tracker.Account{user("ada"), user("bo"), user("chi"), user("dov"), user("eve"), user("fay"), user("gus"), user("hana")}

var folders = []string{"kernels", "pipelines", "safety"}

// generate makes a year and a half of honest work.
func generate(seed uint64) *organisation {
	o := &organisation{}
	o.work(seed)
	return o
}

func (o *organisation) work(seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	for week := 78; week > 0; week-- {
		for i, author := range staff {
			if random.Float64() < 0.55 {
				o.honestChange(random, author, i, daysAgo(float64(week*7)-random.Float64()*6))
			}
		}
		if random.Float64() < 0.5 {
			o.honestIssue(random, daysAgo(float64(week*7)-random.Float64()*6))
		}
		if random.Float64() < 0.3 {
			o.honestAnswer(random, daysAgo(float64(week*7)-random.Float64()*6))
		}
		if random.Float64() < 0.4 {
			o.honestDecision(random, daysAgo(float64(week*7)-random.Float64()*6))
		}
	}
}

// honestDecision is an issue that proposes something, talked about and then decided by
// somebody's change, which names a comment as its reason.
func (o *organisation) honestDecision(random *rand.Rand, at time.Time) {
	proposer, talker, decider := random.IntN(len(staff)), random.IntN(len(staff)), random.IntN(len(staff))
	issue := o.issue(staff[proposer], at)
	issue.Thread.Labels = []string{"proposal", folders[decider%len(folders)]}
	comment := o.say(issue, staff[talker], at.Add(3*time.Hour))
	fix := o.honestChange(random, staff[decider], decider, at.Add(30*time.Hour))
	fix.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
	o.cite(comment, fix)
}

func (o *organisation) cite(comment *tracker.Comment, by *tracker.Record) {
	o.citations = append(o.citations, Citation{Thread: comment.Thread, Kind: comment.Kind, ID: comment.DatabaseID, By: by.Thread.ThreadRef})
}

func (o *organisation) honestChange(random *rand.Rand, author tracker.Account, home int, at time.Time) *tracker.Record {
	domain := folders[home%len(folders)]
	if random.Float64() < 0.3 {
		domain = folders[random.IntN(len(folders))]
	}
	owner := home
	if random.Float64() < 0.4 {
		owner = random.IntN(len(staff))
	}
	var files []tracker.FileChange
	for n := range 1 + random.IntN(4) {
		if n > 0 && random.Float64() < 0.2 {
			domain = folders[random.IntN(len(folders))]
		}
		files = append(files, change(fmt.Sprintf("%s/%s/f%d.go", domain, staff[owner].Login, random.IntN(12)), 6+random.IntN(60)))
	}
	if random.Float64() < 0.15 {
		files = append(files, change(fmt.Sprintf("docs/guide%d.md", random.IntN(9)), 8+random.IntN(30)))
	}
	r := o.pull(author, at, mergeFiles(files)...)
	if random.Float64() < 0.2 {
		r.Thread.Milestone = fmt.Sprintf("v%d", at.YearDay()/120)
	}
	if random.Float64() < 0.2 {
		r.Thread.Author, r.Thread.AuthorAssociation = user(fmt.Sprintf("guest%d", random.IntN(30))), "none"
		for i := range r.Commits {
			r.Commits[i].Authors[0].Account = r.Thread.Author
		}
	}
	o.honestReviews(random, r, owner)
	return r
}

func mergeFiles(files []tracker.FileChange) []tracker.FileChange {
	var merged []tracker.FileChange
	for _, file := range files {
		if !slices.ContainsFunc(merged, func(f tracker.FileChange) bool { return f.Path == file.Path }) {
			merged = append(merged, file)
		}
	}
	return merged
}

// honestReviews lets one or two people read a change: the owner of the files rather
// than another.
func (o *organisation) honestReviews(random *rand.Rand, r *tracker.Record, owner int) {
	at, author := r.Thread.CreatedAt, r.Thread.Author
	reviewer := staff[owner]
	for reviewer.Login == author.Login || random.Float64() < 0.3 {
		reviewer = staff[random.IntN(len(staff))]
	}
	if random.Float64() < 0.6 {
		r.Thread.PullRequest.RequestedReviewers = append(r.Thread.PullRequest.RequestedReviewers,
			tracker.ReviewRequest{Reviewer: reviewer, By: author, At: at.Add(time.Minute)})
	}
	if random.Float64() < 0.6 {
		o.review(r, reviewer, at.Add(5*time.Hour))
	}
	o.approve(r, reviewer, at.Add(20*time.Hour))
	switch p := random.Float64(); {
	case p < 0.6:
		merge(r, reviewer, at.Add(22*time.Hour))
	case p < 0.9 && r.Thread.AuthorAssociation == "member":
		merge(r, author, at.Add(22*time.Hour))
	}
}

func (o *organisation) honestIssue(random *rand.Rand, at time.Time) {
	reporter, fixer := random.IntN(len(staff)), random.IntN(len(staff))
	issue := o.issue(staff[reporter], at)
	issue.Thread.Labels = []string{folders[fixer%len(folders)]}
	fix := o.honestChange(random, staff[fixer], fixer, at.Add(30*time.Hour))
	fix.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
}

func (o *organisation) honestAnswer(random *rand.Rand, at time.Time) {
	d := o.thread(tracker.DiscussionKind, engine, user(fmt.Sprintf("guest%d", random.IntN(30))), at)
	d.Thread.Labels = []string{folders[random.IntN(len(folders))]}
	d.Thread.Discussion = &tracker.Discussion{IsAnswerable: true}
	answer := o.say(d, staff[random.IntN(len(staff))], at.Add(4*time.Hour))
	answer.IsAnswer = random.Float64() < 0.6
	if answer.IsAnswer {
		d.Thread.Discussion.IsAnswered, d.Thread.Discussion.AnswerBy = true, d.Thread.Author
	}
}

// generatedInput is everything there is to know of the generated organisation.
func generatedInput(o *organisation, person tracker.Account) Input {
	in := o.input(person)
	owners := map[string]tracker.Account{}
	for _, folder := range folders {
		d := Domain{Slug: folder, Live: []File{}, Topics: []string{folder}}
		for _, owner := range staff {
			owners[folder+"/"+owner.Login+"/"] = owner
			for n := range 12 {
				d.Live = append(d.Live, File{engine, fmt.Sprintf("%s/%s/f%d.go", folder, owner.Login, n)})
			}
		}
		in.Domains = append(in.Domains, d)
	}
	in.Files = byFolder{owners}
	in.Invitations = append([]Invitation{
		{Tier: AuthorEntry, Work: "Kernels in brief", By: Actor{user("researcher")}, At: daysAgo(100)},
		{Tier: Acknowledged, Work: "On safety", By: Actor{user("researcher")}, At: daysAgo(40)},
	}, o.invitations...)
	in.Citations = append([]Citation{}, o.citations...)
	for n := range 6 {
		in.Releases = append(in.Releases, tracker.Release{Repository: engine, Tag: fmt.Sprintf("v1.%d", n), PublishedAt: daysAgo(float64(360 - 60*n)), Downloads: 100 * n})
	}
	return in
}

func TestTheGeneratedOrganisationIsWorthAttacking(t *testing.T) {
	got := map[string]float64{}
	for _, who := range staff[:4] { // whom the attacks are tried for
		for name, figure := range figures(Measure(Growth1(), generatedInput(generate(1), who))) {
			got[name] = max(got[name], figure)
		}
	}
	for _, name := range []string{"depth of kernels", "months_active of kernels", "effective_validators of kernels", "surface of kernels", "collaborators",
		"collaborators (effective)", "external_reviews of external people", "reviews_asked", "technical_debt", "issues_led", "answers_accepted",
		"documents_changed", "initiatives", "outcomes", "home_domains", "research_invitations: author entry", "comments_cited", "decisions_merged"} {
		if got[name] == 0 {
			t.Errorf("%s is nothing in the generated organisation: no attack on it would be seen", name)
		}
	}
}
