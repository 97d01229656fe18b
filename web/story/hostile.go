package story

import (
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
)

// HostileTexts are texts as a stranger may write them on GitHub: markup, script, formulas,
// templates, addresses, control characters, letters that read backwards.
func HostileTexts() []string {
	return []string{
		`<script>document.title="broken"</script>`, `"><img src=x onerror=alert(1)>`, `</title></svg><script>alert(1)</script>`,
		`{{.Me}} ${7*7} <%= 7 %>`, `javascript:alert(1)`, `=HYPERLINK("http://example.com","x")`, "+1+1", "@SUM(1)", "-2+3", "\t=1+1", "\r=1+1",
		`a,b;"c"` + "\nsecond line", "\u202egnp.exe", "\ufeffBOM", "line\u2028sep", "\u001b[31mred", `]]>&amp;<!--`, `\textbf{x} {\input{/etc/passwd}} % $x$`,
		`'; DROP TABLE people; --`, "../../etc/passwd", strings.Repeat("W", 120), "日本語のとても長い題名", "",
	}
}

// HostileFields are the fields of [Hostile] that pages show.
func HostileFields() []string {
	return []string{"title", "issue", "label", "milestone", "headline", "repository", "name", "gap",
		"work", "kind", "credit", "affiliation", "file", "proposal", "reason", "tag"}
}

// Marked is a text with a mark behind it that tells in which field it stood.
func Marked(text, field string, i int) string { return fmt.Sprintf("%s[%s-%d]", text, field, i) }

// Hostile puts each text, marked, into every field that comes from outside.
func Hostile(texts []string) []tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource, Repositories: grownRepositories()}
	research := tracker.Batch{Source: tracker.ResearchSource}
	for i, text := range texts {
		say := func(field string) string { return Marked(text, field, i) }
		addHostileThreads(&b, say, i)
		research.Research = append(research.Research, hostileWork(say, i))
		research.Names = append(research.Names, tracker.NameProposal{Repository: Kernels, Name: say("proposal"), NameKey: fmt.Sprint("hostile ", i), Account: Mei, Reason: say("reason")})
	}
	return []tracker.Batch{b, research}
}

// hostilePerson is somebody whose name is the first text.
func hostilePerson(texts []string) tracker.Account {
	return Account(900, "hostile-0", Marked(texts[0], "name", 0), tracker.UserAccount)
}

// addHostileThreads adds a change of Mei's, the issue that it closes, a commit, a release
// and a gap, all in a repository of their own.
func addHostileThreads(b *tracker.Batch, say func(string) string, i int) {
	at := Now.AddDate(0, 0, -i)
	ref := tracker.RepositoryRef{Host: "github.com", DatabaseID: int64(3000 + i), NodeID: fmt.Sprint("R_hostile_", i), Owner: "lumen", Name: say("repository")}
	them := Account(int64(900+i), fmt.Sprint("hostile-", i), say("name"), tracker.UserAccount)
	b.Accounts = append(b.Accounts, them)
	b.Repositories = append(b.Repositories, tracker.Repository{RepositoryRef: ref, Topics: []string{"kernels", say("topic")}, Description: say("description"), DefaultBranch: say("branch"), UpdatedAt: Now})
	issue := OtherThread(tracker.IssueKind, 9000+i, at.AddDate(0, 0, -3), say("issue"))
	issue.Repository, issue.NodeID, issue.Milestone, issue.Labels = ref, fmt.Sprint("I_hostile_", i), say("milestone"), []string{say("label")}
	change := mergedBy(PullRequest(ref, 8000+i, Mei, at, say("title")), them)
	change.NodeID, change.Labels, change.Milestone, change.Closes = fmt.Sprint("PR_hostile_", i), issue.Labels, issue.Milestone, []tracker.ThreadRef{issue.ThreadRef}
	change.Detail, change.PullRequest.BaseRef = tracker.Whole, say("branch")
	change.PullRequest.Files = []tracker.FileChange{{Path: say("path") + ".cu", Additions: 40, Deletions: 20, Change: "modified"}}
	b.Threads = append(b.Threads, issue, change)
	b.Commits = append(b.Commits, tracker.Commit{Repository: ref, SHA: SHA(5_000_000 + i), AuthoredAt: at, CommittedAt: at, Parents: 1, OnDefault: true, Headline: say("headline"),
		Authors: []tracker.CommitAuthor{{Name: say("author"), Email: "mei@example.com", Account: Mei, Role: tracker.Author}}})
	b.Releases = append(b.Releases, tracker.Release{Repository: ref, DatabaseID: int64(7000 + i), NodeID: fmt.Sprint("RE_hostile_", i), Tag: say("tag"), Name: say("release"),
		PublishedAt: at.Add(2 * time.Hour), Downloads: 10})
	b.Coverage = append(b.Coverage, tracker.Coverage{Source: tracker.GitHubSource, Scope: "person:U_1", Label: say("gap"), Stream: fmt.Sprint("hostile_", i), Asked: -1, Gap: say("gap")})
}

// hostileWork is a citation file that names Mei and a stranger.
func hostileWork(say func(string) string, i int) tracker.ResearchFile {
	f := Credited(Kernels, say("file"), say("work"), []string{say("credit"), "Mei Zhao"})
	work := &f.Mentions[0].Work
	work.Type, work.URL, work.DOI = say("kind"), say("address"), ""
	work.Identities = []tracker.WorkIdentity{{Kind: "title", Value: fmt.Sprint("hostile ", i)}}
	f.Blob = fmt.Sprint("hostile ", i)
	f.Mentions[0].Credits[0].Affiliation, f.Mentions[0].Credits[1].Account = say("affiliation"), Mei
	return f
}
