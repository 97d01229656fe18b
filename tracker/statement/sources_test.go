package statement_test

import (
	"time"

	"rungless/tracker"
	"rungless/tracker/statement"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 17, 45, 3, 0, time.UTC) }

func by(login string, how statement.How) []statement.Validation {
	return []statement.Validation{{By: login, How: how, At: day(20)}}
}

// sources are the made-up sources that the headings of testdata name.
var sources = map[string]statement.Source{
	"merged": {URL: "https://github.com/lumen/serve/pull/412", Kind: tracker.PullRequestKind, Role: tracker.Author, State: tracker.Merged, IsMerged: true, Repository: "lumen/serve", Number: 412,
		Title: "Batch prompts of equal length", By: "mei", Author: "mei", At: day(18), MergedBy: "omar", Validations: by("omar", statement.ByMerging)},
	"open": {URL: "https://github.com/lumen/serve/pull/413", Kind: tracker.PullRequestKind, Role: tracker.Author, State: tracker.Open, Repository: "lumen/serve", Number: 413,
		Title: "Pad less", By: "mei", Author: "mei", At: day(18)},
	"closed": {URL: "https://github.com/lumen/serve/pull/414", Kind: tracker.PullRequestKind, Role: tracker.Author, State: tracker.Closed, Repository: "lumen/serve", Number: 414,
		Title: "Pad less", By: "mei", Author: "mei", At: day(18)},
	"reverted": {URL: "https://github.com/lumen/serve/pull/415", Kind: tracker.PullRequestKind, Role: tracker.Author, State: tracker.Merged, IsMerged: true, IsReverted: true, Repository: "lumen/serve", Number: 415,
		Title: "Pad less", By: "mei", Author: "mei", At: day(18), MergedBy: "omar", Validations: by("omar", statement.ByMerging)},
	"outcome": {URL: "https://github.com/lumen/serve/pull/416", Kind: tracker.PullRequestKind, Role: tracker.Author, State: tracker.Merged, IsMerged: true, Repository: "lumen/serve", Number: 416,
		Title: "Queue by length", By: "mei", Author: "mei", At: day(18), MergedBy: "omar", Figures: []string{"38%", "1,200"}, Text: "The queue takes 310 ms."},
	"coauthor": {URL: "https://github.com/lumen/kernels/pull/81", Kind: tracker.PullRequestKind, Role: tracker.CoAuthor, State: tracker.Merged, IsMerged: true, Repository: "lumen/kernels", Number: 81,
		Title: "Arenas in place of the free list", By: "mei", Author: "jonas", At: day(10), MergedBy: "omar"},
	"commit": {URL: "https://github.com/lumen/kernels/commit/0a1b2c", Kind: tracker.CommitKind, Role: tracker.Author, Repository: "lumen/kernels", Title: "Fix the build", By: "mei", At: day(9), AddedBy: "omar"},
	"review": {URL: "https://github.com/lumen/kernels/pull/80#pullrequestreview-5", Kind: tracker.ReviewKind, State: tracker.Commented, IsMerged: true, Repository: "lumen/kernels", Number: 80,
		Title: "Allocate from arenas", By: "mei", Author: "jonas", At: day(8), MergedBy: "omar", Validations: by("jonas", statement.ByChanging), FilesAfterReview: 3},
	"approval": {URL: "https://github.com/lumen/kernels/pull/82#pullrequestreview-6", Kind: tracker.ReviewKind, State: tracker.Approved, IsMerged: true, Repository: "lumen/kernels", Number: 82,
		Title: "Drop the pool", By: "mei", Author: "jonas", At: day(8), MergedBy: "jonas"},
	"issue": {URL: "https://github.com/lumen/serve/issues/77", Kind: tracker.IssueKind, Role: tracker.Author, State: tracker.Closed, Repository: "lumen/serve", Number: 77,
		Title: "Prompts are truncated", By: "mei", Author: "mei", At: day(5), Validations: by("jonas", statement.ByClosing), Change: &statement.Change{Repository: "lumen/serve", Number: 90, Author: "jonas"}},
	"discussion": {URL: "https://github.com/lumen/serve/discussions/78", Kind: tracker.DiscussionKind, Role: tracker.Author, State: tracker.Open, Repository: "lumen/serve", Number: 78,
		Title: "Leases or locks", By: "mei", Author: "mei", At: day(5)},
	"comment": {URL: "https://github.com/lumen/serve/issues/79#issuecomment-9", Kind: tracker.IssueComment, Repository: "lumen/serve", Number: 79,
		Title: "A smaller vocabulary", By: "mei", Author: "omar", At: day(5), Validations: by("jonas", statement.ByCiting), Change: &statement.Change{Repository: "lumen/serve", Number: 91, Author: "jonas"}},
	"answer": {URL: "https://github.com/lumen/serve/discussions/70#discussioncomment-2", Kind: tracker.DiscussionComment, Repository: "lumen/serve", Number: 70,
		Title: "How to resume", By: "mei", Author: "jonas", At: day(4), Validations: by("jonas", statement.ByAccepting)},
	"credit": {URL: "https://github.com/lumen/papers/blob/0a/CITATION.cff", Kind: tracker.ResearchCredit, Role: tracker.Author, Repository: "lumen/papers",
		Title: "Sparse Batching", By: "mei", AddedBy: "ana", At: day(3)},
}
