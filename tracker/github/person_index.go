package github

import (
	"context"
	"strings"
	"time"

	"rungless/tracker"
)

// indexPosition is where the walk through a person's lists stands. Between
// passes only Watermark and the counts are set.
type indexPosition struct {
	Watermark time.Time        `json:",omitzero"` // everything that changed before is known
	Started   time.Time        `json:",omitzero"` // of the pass under way
	Page      int              `json:",omitzero"` // size, once it had to be halved
	Walked    time.Time        `json:",omitzero"` // when the lists without an order were last read whole
	Moved     bool             `json:",omitzero"` // the pass met something new
	Lists     map[string]*walk // by name in listNames
}

// walk is how far one list has been read in this pass.
type walk struct {
	At    string `json:",omitzero"` // GitHub's cursor
	Done  bool   `json:",omitzero"`
	Asked int    `json:",omitzero"` // items that GitHub counts, kept for a pass that goes on after a stop
	Got   int    // items known of this list
}

// The lists of a person that PersonIndex reads side by side.
const (
	pullRequests       = "pull_requests"
	issues             = "issues"
	issueComments      = "issue_comments"
	discussions        = "discussions"
	discussionComments = "discussion_comments"
	commitComments     = "commit_comments"
)

var listNames = []string{pullRequests, issues, issueComments, discussions, discussionComments, commitComments}

// rewalk is how often the two lists without an order are read whole: only then
// is an edit of an old comment noticed.
const rewalk = 30 * 24 * time.Hour

type indexReply struct {
	reply
	Node *struct {
		PullRequests                 *connection[wirePullRequest]
		Issues                       *connection[wireIssue]
		IssueComments                *connection[wireIssueComment]
		RepositoryDiscussions        *connection[wireDiscussion]
		RepositoryDiscussionComments *connection[wireDiscussionComment]
		CommitComments               *connection[wireCommitComment]
	}
}

// begin starts a pass, or goes on with the one that was stopped.
func (p *indexPosition) begin(now time.Time) {
	if p.Started.IsZero() {
		p.Started, p.Moved = now, false
		if now.Sub(p.Walked) > rewalk {
			p.Walked = time.Time{}
		}
		for _, w := range p.Lists {
			w.At, w.Done, w.Asked = "", false, 0
			if p.Watermark.IsZero() {
				w.Got = 0
			}
		}
	}
	if p.Lists == nil {
		p.Lists = map[string]*walk{}
	}
	for _, name := range listNames {
		if p.Lists[name] == nil {
			p.Lists[name] = &walk{}
		}
	}
}

// finish ends a pass. The watermark stays where it is when nothing was new, so
// that a sync of an unchanged GitHub leaves no trace.
func (p *indexPosition) finish() {
	if p.Moved || p.Watermark.IsZero() {
		p.Watermark = watermark(p.Started)
	}
	if p.Walked.IsZero() {
		p.Walked = p.Started
	}
	p.Started, p.Page, p.Moved = time.Time{}, 0, false
	for _, w := range p.Lists {
		w.At, w.Done, w.Asked = "", false, 0
	}
}

func (p *indexPosition) complete() bool {
	for _, w := range p.Lists {
		if !w.Done {
			return false
		}
	}
	return true
}

// index reads everything that GitHub lists by person.
func (r *run) index(ctx context.Context, p person) error {
	position, err := load[indexPosition](ctx, r, p.scope(), "index")
	if err != nil {
		return err
	}
	position.begin(r.client.clock.seconds())
	size := fullPage
	if position.Page > 0 {
		size = position.Page
	}
	for !position.Started.IsZero() {
		var data indexReply
		err := r.client.halving("PersonIndex", &size, floorPage, func(size int) error {
			data = indexReply{}
			return r.askIndex(ctx, p, position, size, &data)
		})
		if err != nil {
			return err
		}
		if size < fullPage {
			position.Page = size
		}
		if err := r.emitIndex(ctx, p, &position, data); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) askIndex(ctx context.Context, p person, position indexPosition, size int, data *indexReply) error {
	variables := map[string]any{"id": p.account.NodeID, "first": size}
	for _, name := range listNames {
		variable := camelCase(name)
		variables[variable] = !position.Lists[name].Done
		end := "After"
		if name == discussionComments || name == commitComments {
			end = "Before"
		}
		if at := position.Lists[name].At; at != "" {
			variables[variable+end] = at
		}
	}
	problems, err := r.client.query(ctx, "PersonIndex", variables, data)
	if err != nil {
		return err
	}
	if data.Node == nil {
		if err := forbidden("the person "+p.account.Login, problems); err != nil {
			return err
		}
		return tracker.Errorf(tracker.NotFound, "github.index "+p.account.Login, "the account %s is gone", p.account.Login)
	}
	return nil
}

// emitIndex stores one page of every list that was still open, and where the
// walk stands after it.
func (r *run) emitIndex(ctx context.Context, p person, position *indexPosition, data indexReply) error {
	x := indexPage{view: r.view(), position: position}
	x.takeThreads(data)
	x.takeComments(data)
	if position.complete() {
		for _, name := range listNames {
			w := position.Lists[name]
			x.batch.Coverage = append(x.batch.Coverage, coverageOf(p, name, w.Asked, w.Got, position.Started))
		}
	}
	for _, name := range listNames {
		r.progress(p.scope(), p.account.Login, name, position.Lists[name].Got, position.Lists[name].Asked)
	}
	if position.complete() {
		position.finish()
	}
	x.batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "index", position)}
	return r.emit(ctx, x.batch)
}

func coverageOf(p person, stream string, asked, got int, to time.Time) tracker.Coverage {
	return tracker.Coverage{
		Source: tracker.GitHubSource, Scope: p.scope(), Label: p.account.Login, Stream: stream,
		To: to, Asked: asked, Got: got, Gap: gapOf(asked, got, strings.ReplaceAll(stream, "_", " ")),
	}
}

// camelCase turns a list's name into the variable's: "issue_comments" is
// issueComments.
func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}
