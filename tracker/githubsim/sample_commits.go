package githubsim

import (
	"slices"
	"strings"
	"time"
)

// commit adds n commits to the branch, written between from and to.
func (c *change) commit(n int, from, to time.Time) {
	if earliest := c.place.opened.Add(time.Hour); from.Before(earliest) {
		from = earliest
	}
	if len(c.thread.CommitSHAs) > 0 && !c.newest().Before(from) {
		from = c.newest().Add(time.Second)
	}
	times := make([]time.Time, n)
	for i := range times {
		times[i] = c.moment(from, to)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i, at := range times {
		c.write(at, i == 0 && len(c.thread.CommitSHAs) == 0)
	}
}

func (c *change) newest() time.Time {
	return c.thread.CommitSHAs[len(c.thread.CommitSHAs)-1].Committer.When
}

// write makes one commit. The first carries the title.
func (c *change) write(at time.Time, first bool) {
	subject := c.fill(commitSubjects, c.place.domain, c.plan.topic)
	if first || c.author.robot {
		subject = c.plan.title
	}
	by := c.signature(c.author, at)
	commit := &Commit{SHA: c.sha(), Message: capital(subject), Authors: []Signature{by}, Committer: by, PullRequest: c.thread}
	commit.NodeID = commitNodeID(c.place.Repository, commit.SHA)
	if c.chance(0.1) { // rebased: written earlier than committed
		commit.Authors[0].When = at.Add(-time.Duration(c.between(1, 70)) * time.Hour).In(c.author.zone.at(at))
	}
	if !c.author.robot {
		c.sign(commit, at)
	}
	c.thread.CommitSHAs = append(c.thread.CommitSHAs, commit)
}

// sign adds trailers: human and AI co-authors, sign-offs, reports.
func (c *change) sign(commit *Commit, at time.Time) {
	var trailers []string
	if helper := c.someone(changing, c.place.domain, at, c.author); helper != nil && helper.user != nil && c.chance(0.06) {
		trailers = append(trailers, addCoAuthor(commit, c.signature(helper, at)))
	}
	assisted := map[string]float64{"product": 0.3, "engineer": 0.13, "researcher": 0.1, "outside": 0.12}[c.author.job]
	if at.After(c.world.Now.AddDate(-1, -6, 0)) && c.chance(assisted) {
		a := pick(c.random, agents)
		trailers = append(trailers, addCoAuthor(commit, Signature{Name: a.name, Email: a.email}))
	}
	author := commit.Authors[0]
	if c.chance(0.05) {
		trailers = append(trailers, "Signed-off-by: "+author.Name+" <"+author.Email+">")
	}
	if c.chance(0.015) {
		trailers = append(trailers, "Reported-by: "+pick(c.random, c.people[:14]).name)
	}
	if len(trailers) > 0 {
		commit.Message += "\n\n" + strings.Join(trailers, "\n")
	}
}

// addCoAuthor records a co-author and returns the trailer.
func addCoAuthor(commit *Commit, who Signature) string {
	who.When = commit.Authors[0].When
	commit.Authors = append(commit.Authors, who)
	return "Co-authored-by: " + who.Name + " <" + who.Email + ">"
}

// chooseFiles picks what the change touches: files of its topic, and what
// changes along with them.
func (c *change) chooseFiles() []File {
	switch {
	case c.plan.files != nil:
		return c.plan.files
	case c.plan.reverts != nil:
		return reversed(c.plan.reverts.Files)
	case c.author.robot:
		n := c.between(3, 60)
		return []File{{lockFile(c.place.Language), n, n, "MODIFIED"}, {"pyproject.toml", 1, 1, "MODIFIED"}}
	}
	var files []File
	for _, path := range some(c.random, c.near(), 1+c.count(1.1)) {
		files = append(files, File{path, 1 + c.lines(14), c.lines(6), "MODIFIED"})
	}
	return c.alongside(files)
}

// alongside adds new, renamed, generated and vendored files, and the changelog.
func (c *change) alongside(files []File) []File {
	stem := strings.TrimSuffix(files[0].Path, ".md")
	if dot := strings.LastIndexByte(stem, '.'); dot > 0 {
		stem = stem[:dot] + "_" + itoa(c.thread.Number) + stem[dot:]
	} else {
		stem += "_" + itoa(c.thread.Number) + ".md"
	}
	add := func(chance float64, f File) {
		if c.chance(chance) && !slices.ContainsFunc(files, func(has File) bool { return has.Path == f.Path }) {
			files = append(files, f)
		}
	}
	add(0.25, File{stem, 5 + c.lines(40), 0, "ADDED"})
	add(0.2, File{"CHANGELOG.md", c.between(1, 4), 0, "MODIFIED"})
	add(0.05, File{lockFile(c.place.Language), c.between(3, 400), c.between(3, 300), "MODIFIED"})
	add(0.03, File{"docs/_generated/api.json", c.between(50, 900), c.between(20, 700), "MODIFIED"})
	add(0.015, File{"third_party/tinyhash/tinyhash_" + itoa(c.thread.Number) + ".h", c.between(200, 1400), 0, "ADDED"})
	return files
}

// near lists the files that the topic lives in; product managers mostly touch
// the text among them.
func (c *change) near() []string {
	var paths []string
	text := c.author.job == "product" && c.chance(0.6)
	for _, g := range c.place.paths {
		if !g.since.After(c.plan.at) && (g.topic == c.plan.topic || c.chance(0.01)) && (!text || strings.HasSuffix(g.path, ".md")) {
			paths = append(paths, g.path)
		}
	}
	if len(paths) == 0 {
		paths = []string{"README.md"}
	}
	return paths
}

// reversed turns a change round.
func reversed(files []File) []File {
	back := make([]File, len(files))
	for i, f := range files {
		change := map[string]string{"ADDED": "DELETED", "DELETED": "ADDED"}[f.Change]
		if change == "" {
			change = f.Change
		}
		back[i] = File{f.Path, f.Deletions, f.Additions, change}
	}
	return back
}

// addFiles settles the change's files, shares them out among its commits, and
// adds up. New files of a merged change are there for later ones.
func (c *change) addFiles() {
	t := c.thread
	if len(t.Files) == 0 {
		t.Files = c.chooseFiles()
	}
	slices.SortFunc(t.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	t.ChangedFiles = len(t.Files)
	for _, f := range t.Files {
		t.Additions += f.Additions
		t.Deletions += f.Deletions
		if t.State == "MERGED" {
			c.place.grow(f, c.plan.topic, t.MergedAt)
		}
	}
	c.shareOut()
	for _, commit := range t.CommitSHAs {
		sumFiles(commit)
		t.HeadSHA = commit.SHA
	}
}

// grow adds a merged change's new file to the tree, or takes a deleted one out.
func (p *place) grow(f File, topic string, at time.Time) {
	switch f.Change {
	case "ADDED":
		p.paths = append(p.paths, grownPath{path: f.Path, since: at, topic: topic})
	case "DELETED":
		p.paths = slices.DeleteFunc(p.paths, func(g grownPath) bool { return g.path == f.Path })
	}
}

// shareOut deals the files to the commits in turn. With more commits than files
// a file is changed in several of them.
func (c *change) shareOut() {
	files, commits := c.thread.Files, c.thread.CommitSHAs
	n := max(len(commits), len(files))
	for i := range n {
		f := files[i%len(files)]
		parts := (n-1-i%len(files))/len(files) + 1
		part := File{f.Path, f.Additions / parts, f.Deletions / parts, "MODIFIED"}
		if i < len(files) {
			part = File{f.Path, f.Additions - (parts-1)*part.Additions, f.Deletions - (parts-1)*part.Deletions, f.Change}
		}
		commit := commits[i%len(commits)]
		commit.Files = append(commit.Files, part)
	}
}

func sumFiles(c *Commit) {
	for _, f := range c.Files {
		c.Additions += f.Additions
		c.Deletions += f.Deletions
	}
}
