package githubsim

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// index finds things in a World as the viewer of its token may see it: what the
// viewer may not read is not in it, as if it did not exist. It is made anew after
// each change of the world and never changes itself.
type index struct {
	world        *World
	nodes        map[string]any // by node id; "*User", "*Thread", ...
	users        map[string]*User
	usersByID    map[int64]*User
	repositories map[string]*Repository // by lower-case owner/name, former ones too
	byID         map[int64]*Repository
	activity     map[*User]*activity
	contents     map[*Repository]*contents
	concealed    map[string]*Repository // node ids of what only single sign-on would show
	sso          map[*User]bool         // organisations that demand single sign-on
	treeLimit    int                    // files of a tree that are shown
	unlisted     bool                   // whether reviews known only by their comments are served
	closers      map[*Thread][]*Thread  // the pull requests that close an issue by reference

	mu     sync.Mutex
	sorted map[sortedKey][]entry        // long lists in an order that was asked for
	shown  map[shownKey]json.RawMessage // what REST shows within many other things
	others map[*User]*index             // the same world, by who else looked
}

// activity is what one account did, in no order.
type activity struct {
	pullRequests, issues, discussions              []*Thread
	issueComments, discussionComments, commitNotes []*Comment
	reviews                                        []*Review
	commits                                        []*Commit // of default branches
}

// contents is what one repository holds, flat.
type contents struct {
	pullRequests, issues, discussions []*Thread // by number
	issueComments, reviewComments     []*Comment
	threads                           map[int]*Thread
	commits                           map[string]*Commit
	blobs                             map[string]string // text by git's hash
	reviews                           map[int64]*Review
	highestNumber                     int
	milestones                        []string // a milestone's number is its place, from 1
}

// newIndex completes the world and indexes what its viewer may see.
func newIndex(w *World, o Options) *index {
	complete(w)
	return indexOf(w, o)
}

// seenBy is the same world as another viewer may see it.
func (ix *index) seenBy(viewer *User, o Options) *index {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.others[viewer] == nil {
		w := *ix.world
		w.Viewer = viewer
		ix.others[viewer] = indexOf(&w, o)
	}
	return ix.others[viewer]
}

func indexOf(w *World, o Options) *index {
	ix := &index{
		world: w, others: map[*User]*index{}, nodes: map[string]any{}, users: map[string]*User{}, usersByID: map[int64]*User{},
		repositories: map[string]*Repository{}, byID: map[int64]*Repository{}, activity: map[*User]*activity{},
		contents: map[*Repository]*contents{}, concealed: map[string]*Repository{}, sso: map[*User]bool{}, closers: map[*Thread][]*Thread{},
		unlisted: o.Unlisted, treeLimit: cmp.Or(o.TreeLimit, 100_000), sorted: map[sortedKey][]entry{}, shown: map[shownKey]json.RawMessage{},
	}
	for _, u := range w.Users {
		ix.nodes[u.NodeID], ix.users[strings.ToLower(u.Login)], ix.usersByID[u.ID] = u, u, u
		ix.activity[u] = &activity{}
	}
	for _, login := range o.SSO {
		ix.sso[ix.users[strings.ToLower(login)]] = true
	}
	for _, r := range w.Repositories {
		ix.addRepository(r)
	}
	for _, r := range w.Repositories {
		ix.addNames(r)
	}
	return ix
}

func (ix *index) addNames(r *Repository) {
	if !ix.readable(r) {
		return
	}
	for _, former := range r.Former {
		if key := strings.ToLower(former); ix.repositories[key] == nil {
			ix.repositories[key] = r
		}
	}
}

// readable reports whether the viewer may read a repository, leaving single
// sign-on aside.
func (ix *index) readable(r *Repository) bool {
	viewer := ix.world.Viewer
	return !r.Private || viewer != nil && (r.Owner == viewer || slices.Contains(r.Readers, viewer))
}

// guarded reports whether only single sign-on keeps the viewer out: GitHub then
// says so, where it otherwise denies that the repository exists.
func (ix *index) guarded(r *Repository) bool { return ix.readable(r) && ix.sso[r.Owner] }

func (ix *index) addRepository(r *Repository) {
	if !ix.readable(r) {
		return
	}
	ix.repositories[strings.ToLower(r.FullName())], ix.byID[r.ID] = r, r
	add := func(node string, value any) { ix.nodes[node] = value }
	if ix.guarded(r) {
		add = func(node string, _ any) { ix.concealed[node] = r }
	}
	add(r.NodeID, r)
	held := &contents{threads: map[int]*Thread{}, commits: map[string]*Commit{}, reviews: map[int64]*Review{}, blobs: blobsOf(r)}
	ix.contents[r] = held
	for _, t := range r.Threads {
		ix.addThread(held, t, add)
	}
	for _, commit := range r.Commits {
		add(commit.NodeID, commit)
		held.commits[commit.SHA] = commit
	}
	eachComment(r, func(m *Comment) {
		if m.Review == nil || ix.submitted(m.Review) {
			add(m.NodeID, m)
			held.addComment(m)
		}
	})
	for _, release := range r.Releases {
		add(release.NodeID, release)
	}
	slices.SortFunc(held.reviewComments, func(a, b *Comment) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(held.issueComments, func(a, b *Comment) int { return cmp.Compare(a.ID, b.ID) })
	if !ix.guarded(r) {
		ix.addActivity(r)
		ix.addClosers(held)
	}
}

func (ix *index) addClosers(held *contents) {
	for _, t := range held.pullRequests {
		for _, issue := range t.Closes {
			ix.closers[issue] = append(ix.closers[issue], t)
		}
	}
}

func (ix *index) addThread(held *contents, t *Thread, add func(string, any)) {
	add(t.NodeID, t)
	held.threads[t.Number] = t
	held.highestNumber = max(held.highestNumber, t.Number)
	if t.Milestone != "" && !slices.Contains(held.milestones, t.Milestone) {
		held.milestones = append(held.milestones, t.Milestone)
	}
	switch t.Type {
	case "PullRequest":
		held.pullRequests = append(held.pullRequests, t)
	case "Issue":
		held.issues = append(held.issues, t)
	default:
		held.discussions = append(held.discussions, t)
	}
	for _, commit := range t.CommitSHAs {
		add(commit.NodeID, commit)
		held.commits[commit.SHA] = commit
	}
	for _, review := range ix.reviewsOf(t) {
		add(review.NodeID, review)
		held.reviews[review.ID] = review
	}
	for _, event := range t.Events {
		add(event.NodeID, event)
	}
}

// reviewsOf are a pull request's reviews as the viewer sees them.
func (ix *index) reviewsOf(t *Thread) []*Review {
	reviews := t.Reviews
	if ix.unlisted {
		reviews = slices.Concat(t.Reviews, t.Unlisted)
	}
	return filter(reviews, ix.submitted)
}

// submitted reports whether the viewer sees a review: others' pending ones are
// hidden.
func (ix *index) submitted(r *Review) bool {
	return r.State != "PENDING" || r.Author == ix.world.Viewer
}

// reviewCommentsOf are a pull request's review comments as the viewer sees them.
func (ix *index) reviewCommentsOf(t *Thread) []*Comment {
	var comments []*Comment
	for _, r := range slices.Concat(t.Reviews, t.Unlisted) {
		if ix.submitted(r) {
			comments = append(comments, r.Comments...)
		}
	}
	return comments
}

func (held *contents) addComment(m *Comment) {
	switch m.Type {
	case "IssueComment":
		held.issueComments = append(held.issueComments, m)
	case "PullRequestReviewComment":
		held.reviewComments = append(held.reviewComments, m)
	}
}

// addActivity files a repository's contents under who made them.
func (ix *index) addActivity(r *Repository) {
	of := func(u *User) *activity {
		if a := ix.activity[u]; a != nil {
			return a
		}
		return &activity{} // a ghost's, or an account's that the world forgot
	}
	for _, t := range r.Threads {
		a := of(t.Author)
		switch t.Type {
		case "PullRequest":
			a.pullRequests = append(a.pullRequests, t)
		case "Issue":
			a.issues = append(a.issues, t)
		default:
			a.discussions = append(a.discussions, t)
		}
		// A reply is a review too: its author's contribution, listed or not.
		for _, review := range filter(slices.Concat(t.Reviews, t.Unlisted), ix.submitted) {
			by := of(review.Author)
			by.reviews = append(by.reviews, review)
		}
	}
	eachComment(r, func(m *Comment) { of(m.Author).addComment(m) })
	for _, commit := range r.Commits {
		for _, u := range accounts(commit.Authors) {
			a := of(u)
			a.commits = append(a.commits, commit)
		}
	}
}

func (a *activity) addComment(m *Comment) {
	switch m.Type {
	case "IssueComment":
		a.issueComments = append(a.issueComments, m)
	case "DiscussionComment":
		a.discussionComments = append(a.discussionComments, m)
	case "CommitComment":
		a.commitNotes = append(a.commitNotes, m)
	}
}

// accounts lists the accounts among signatures, each once.
func accounts(signatures []Signature) []*User {
	var users []*User
	for _, s := range signatures {
		if s.User != nil && !slices.Contains(users, s.User) {
			users = append(users, s.User)
		}
	}
	return users
}

// repository finds a repository by owner and name, or by a name it had.
func (ix *index) repository(owner, name string) *Repository {
	return ix.repositories[strings.ToLower(owner+"/"+name)]
}

// user finds an account by its present login.
func (ix *index) user(login string) *User { return ix.users[strings.ToLower(login)] }

// commit finds a commit of a repository by its whole hash. Where the world does
// not hold it (rewritten branches), there is a commit of which only the hash is
// known; nil for an empty hash.
func (ix *index) commit(r *Repository, sha string) *Commit {
	if commit := ix.contents[r].commits[sha]; commit != nil || sha == "" {
		return commit
	}
	return &Commit{Repository: r, SHA: sha, NodeID: opaqueID("C", strconv.FormatInt(r.ID, 10)+":"+sha)}
}

// FullName is the repository's owner/name.
func (r *Repository) FullName() string { return r.Owner.Login + "/" + r.Name }
