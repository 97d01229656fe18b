package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/testneed"
	"rungless/web/story"
)

// Weights are of the page alone, as sent and as unpacked; the style sheet and the
// script are under 15 kB and sent once. What a twin holds, a program reads: it is
// light on the way only.
func TestPagesAreLightAtTenThousandPiecesOfEvidence(t *testing.T) {
	testneed.Thorough(t)
	st := fixture(t)
	apply(t, st, tenThousand())
	h := site(t, st, nil)
	if all := ask(h, "GET", "/p/mei-zhao/evidence.csv", nil).Body.String(); strings.Count(all, "\n") < 10_000 {
		t.Fatalf("the store holds only %d pieces of evidence", strings.Count(all, "\n"))
	}
	for path, most := range map[string]weight{
		"/p/mei-zhao":               {sent: 30_000, unpacked: 150_000},
		"/p/mei-zhao/mix":           {sent: 50_000, unpacked: 600_000},
		"/p/mei-zhao/evidence":      {sent: 10_000, unpacked: 60_000},
		"/p/mei-zhao.json":          {sent: 150_000, unpacked: 6_000_000},
		"/p/mei-zhao/evidence.json": {sent: 10_000, unpacked: 60_000},
		"/people":                   {sent: 10_000, unpacked: 60_000},
	} {
		weigh(t, h, path, most)
	}
}

// Ten thousand pieces of validated evidence in six domains with sixty people fill
// every chart and list of the pages of growth.
func TestPagesOfGrowthAreLightAtTenThousandPiecesOfEvidence(t *testing.T) {
	testneed.Thorough(t)
	h := site(t, grown(t, 10_000, 60), nil)
	for _, path := range []string{"/p/mei-zhao", "/p/mei-zhao/scope", "/p/mei-zhao/depth", "/p/mei-zhao/mix",
		"/p/mei-zhao/figures/depth?domain=serving", "/p/mei-zhao/figures/collaborators", "/domains", "/domains/kernels", "/about/metrics"} {
		weigh(t, h, path, weight{sent: 30_000, unpacked: 150_000})
	}
}

type weight struct{ sent, unpacked int }

func weigh(t *testing.T, h http.Handler, path string, most weight) {
	t.Helper()
	unpacked := ask(h, "GET", path, nil).Body.Len()
	w := ask(h, "GET", path, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	sent := w.Body.Len()
	t.Logf("%s: %d bytes sent, %d unpacked", path, sent, unpacked)
	if w.Code != http.StatusOK || sent > most.sent || unpacked > most.unpacked {
		t.Errorf("%s: got %d with %d bytes sent and %d unpacked, want at most %+v", path, w.Code, sent, unpacked, most)
	}
}

// tenThousand is eight kinds of contribution of Mei's, every third day of ten years.
func tenThousand() tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := range 1250 {
		at := fixtureNow.Add(-time.Duration(i) * 70 * time.Hour)
		title := fmt.Sprintf("A change with quite a long name, number %d, that says what it does and why", i)
		pull := pullRequest(kernels, 10_000+i, mei, at, title)
		issue := otherThread(tracker.IssueKind, 20_000+i, at, title)
		discussion := otherThread(tracker.DiscussionKind, 30_000+i, at, title)
		b.Threads = append(b.Threads, pull, issue, discussion)
		theirs := pullRequest(serve, 40_000+i, omar, at, title)
		b.Threads = append(b.Threads, theirs)
		b.Reviews = append(b.Reviews, tracker.Review{Thread: theirs.ThreadRef, DatabaseID: int64(60_000 + i), NodeID: fmt.Sprintf("PRR_many_%d", i),
			Author: mei, State: tracker.Approved, SubmittedAt: at, UpdatedAt: at})
		for k, kind := range []tracker.Kind{tracker.IssueComment, tracker.ReviewComment, tracker.DiscussionComment, tracker.CommitComment} {
			thread := []tracker.ThreadRef{issue.ThreadRef, theirs.ThreadRef, discussion.ThreadRef, {Repository: serve}}[k]
			b.Comments = append(b.Comments, tracker.Comment{Kind: kind, Thread: thread, DatabaseID: int64(100_000*(k+1) + i),
				NodeID: fmt.Sprintf("C_%d_%d", k, i), Author: mei, CreatedAt: at, UpdatedAt: at, CommitSHA: fmt.Sprintf("%040d", i)})
		}
	}
	return b
}

func otherThread(kind tracker.Kind, number int, at time.Time, title string) tracker.Thread {
	return story.OtherThread(kind, number, at, title)
}
