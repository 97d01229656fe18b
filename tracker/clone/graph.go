package clone

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// node is one commit of the graph: enough to tell which pull request it came by.
type node struct {
	sha       string
	parents   []int32 // places in the graph; a parent that a shallow clone lacks is left out
	committed int64   // seconds since 1970
	email     string  // of the author, lower case
	origin    string  // login before the slash in "Merge pull request #N from LOGIN/branch"
	named     int     // pull request that the subject names; 0: none
	onDefault bool
	pulls     []int // pull requests it belongs to, in rising order
}

// graph is every commit that the default branch and the pull requests' heads
// reach.
type graph struct {
	nodes []node // as git lists them: newest first
	place map[string]int32
	pulls map[int]string // heads
	until time.Time      // later commits are not looked at; zero: all are
}

// graphFormat asks for hash, parents, commit date, author's address, subject.
const graphFormat = "%H%x00%P%x00%ct%x00%ae%x00%s"

// readGraph reads the commits without looking at what they change: this is
// cheap even where there are many.
func (r repository) readGraph(ctx context.Context, s state) (*graph, error) {
	g := &graph{place: map[string]int32{}, pulls: s.pulls}
	heads := slices.Concat(s.branches, sortedHeads(s.pulls))
	if len(heads) == 0 {
		return g, nil
	}
	out, err := r.start(ctx, strings.NewReader(strings.Join(heads, "\n")+"\n"),
		"log", "--stdin", "-z", "--no-show-signature", "--format="+graphFormat)
	if err != nil {
		return nil, err
	}
	parents, err := g.read(newScanner(out.out))
	if err != nil {
		return nil, out.blame(ctx, err)
	}
	if err := out.wait(ctx); err != nil {
		return nil, err
	}
	g.connect(parents)
	g.markDefault(s.branches)
	g.joinMerges(s.branches)
	g.joinHeads()
	return g, nil
}

func sortedHeads(pulls map[int]string) []string {
	heads := make([]string, 0, len(pulls))
	for _, sha := range pulls {
		heads = append(heads, sha)
	}
	slices.Sort(heads)
	return slices.Compact(heads)
}

// read fills the nodes and returns each one's parents as git gives them.
func (g *graph) read(in *scanner) (parents []string, err error) {
	for {
		fields, err := in.fields(5)
		if errors.Is(err, io.EOF) {
			return parents, nil
		}
		if err != nil {
			return nil, err
		}
		n := node{sha: string(fields[0]), email: strings.ToLower(text(fields[3]))}
		n.committed, _ = strconv.ParseInt(string(fields[2]), 10, 64) // a broken date is 0, as git takes it
		n.named, n.origin = pullOf(fields[4])
		g.place[n.sha] = int32(len(g.nodes))
		g.nodes = append(g.nodes, n)
		parents = append(parents, string(fields[1]))
	}
}

func (g *graph) connect(parents []string) {
	for i, list := range parents {
		for sha := range strings.FieldsSeq(list) {
			if p, ok := g.place[sha]; ok {
				g.nodes[i].parents = append(g.nodes[i].parents, p)
			}
		}
	}
}

var (
	mergeSubject  = regexp.MustCompile(`^Merge pull request #([0-9]{1,9}) from ([A-Za-z0-9][A-Za-z0-9_-]*)/`)
	squashSubject = regexp.MustCompile(`\(#([0-9]{1,9})\)$`)
)

// pullOf reads the subjects that GitHub writes when it merges. Of several
// numbers, "title (#12) (#34)", the last is the one that was merged here.
func pullOf(subject []byte) (number int, origin string) {
	subject = bytes.TrimSpace(subject)
	if m := mergeSubject.FindSubmatch(subject); m != nil {
		number, _ = strconv.Atoi(string(m[1])) // nine digits fit
		return number, string(m[2])
	}
	if !bytes.HasSuffix(subject, []byte(")")) { // most: spares the search
		return 0, ""
	}
	if m := squashSubject.FindSubmatch(subject); m != nil {
		number, _ = strconv.Atoi(string(m[1]))
	}
	return number, ""
}

// walk visits every commit that from reaches and enter lets in.
func (g *graph) walk(from int32, enter func(*node) bool) {
	stack := []int32{from}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n := &g.nodes[at]; enter(n) {
			stack = append(stack, n.parents...)
		}
	}
}

func (g *graph) markDefault(branches []string) {
	for _, sha := range branches {
		g.walk(g.place[sha], func(n *node) bool {
			first := !n.onDefault
			n.onDefault = true
			return first
		})
	}
}

// joinMerges goes along the default branch, oldest first. What a commit there
// brings in came with it: by a merge of a pull request the branch's commits, by
// a squash only itself.
func (g *graph) joinMerges(branches []string) {
	seen := map[*node]bool{}
	for _, sha := range branches {
		for _, at := range slices.Backward(g.firstParents(g.place[sha])) {
			number := g.confirmed(g.nodes[at].named)
			g.walk(at, func(n *node) bool {
				if seen[n] {
					return false
				}
				seen[n] = true
				if number != 0 {
					n.join(number)
				}
				return true
			})
		}
	}
}

func (g *graph) firstParents(at int32) []int32 {
	chain := []int32{at}
	for len(g.nodes[at].parents) > 0 {
		at = g.nodes[at].parents[0]
		chain = append(chain, at)
	}
	return chain
}

// confirmed is the number of a pull request that a subject names, or 0 where
// the clone knows the pull requests and has none of that number: an issue's, or
// another repository's.
func (g *graph) confirmed(number int) int {
	if _, ok := g.pulls[number]; len(g.pulls) > 0 && !ok {
		return 0
	}
	return number
}

// mostOfAPull is how many commits GitHub itself lists of a pull request.
const mostOfAPull = 250

// joinHeads gives each pull request what its head reaches off the default branch.
// A head that reaches too much was made for another branch, an old release's:
// there it ends where other pull requests were merged.
func (g *graph) joinHeads() {
	for number, head := range g.pulls {
		reached := g.reach(head, func(*node) bool { return false })
		if len(reached) > mostOfAPull {
			reached = g.reach(head, func(n *node) bool { return n.named != number && g.confirmed(n.named) != 0 })
		}
		if len(reached) > mostOfAPull {
			continue
		}
		for _, n := range reached {
			n.join(number)
		}
	}
}

// reach lists what a head reaches off the default branch, not beyond where ends
// says so; it stops when there is too much of it.
func (g *graph) reach(head string, ends func(*node) bool) []*node {
	var reached []*node
	mine := map[*node]bool{}
	g.walk(g.place[head], func(n *node) bool {
		if n.onDefault || mine[n] || len(reached) > mostOfAPull || ends(n) {
			return false
		}
		mine[n] = true
		reached = append(reached, n)
		return true
	})
	return reached
}

func (n *node) join(number int) {
	if i, found := slices.BinarySearch(n.pulls, number); !found {
		n.pulls = slices.Insert(n.pulls, i, number)
	}
}

// changed lists what must be reported: everything, or what differs from an
// earlier look at the same repository. The default branch comes first, each part
// newest first.
func (g *graph) changed(before *graph) []int32 {
	var onDefault, others []int32
	for i := range g.nodes {
		n := &g.nodes[i]
		if g.hides(n) || before.holds(n) {
			continue
		}
		if n.onDefault {
			onDefault = append(onDefault, int32(i))
		} else {
			others = append(others, int32(i))
		}
	}
	return append(onDefault, others...)
}

// hides reports whether a commit is too late to be looked at.
func (g *graph) hides(n *node) bool { return !g.until.IsZero() && n.committed >= g.until.Unix() }

// holds reports whether an earlier look said the same of a commit.
func (g *graph) holds(n *node) bool {
	if g == nil {
		return false
	}
	at, ok := g.place[n.sha]
	return ok && !g.hides(n) && g.nodes[at].onDefault == n.onDefault && slices.Equal(g.nodes[at].pulls, n.pulls)
}
