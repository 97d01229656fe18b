package githubsim_test

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

const nestedPulls = `query($after:String){repository(owner:"OWNER",name:"NAME"){page:pullRequests(first:25,after:$after,orderBy:{field:UPDATED_AT,direction:DESC}){
	totalCount pageInfo{hasNextPage endCursor} nodes{id fullDatabaseId number url title bodyText state isDraft createdAt updatedAt mergedAt closedAt
	additions deletions changedFiles author{__typename login ...on User{id databaseId}} mergedBy{login} labels(first:20){nodes{name}}
	mergeCommit{oid message authoredDate authors(first:10){nodes{name email date user{login}}}}
	files(first:50){nodes{path additions deletions changeType}} commits(first:20){nodes{commit{oid message authoredDate authors(first:5){nodes{email user{id}}}}}}
	comments(first:30){nodes{id fullDatabaseId author{login} bodyText createdAt updatedAt}}
	closingIssuesReferences(first:10){nodes{id number repository{nameWithOwner}}}
	timelineItems(first:50){nodes{__typename ...on MergedEvent{createdAt actor{login}} ...on ClosedEvent{createdAt closer{__typename}}}}
	reviews(first:30){totalCount pageInfo{hasNextPage endCursor} nodes{id fullDatabaseId state bodyText submittedAt commit{oid} author{__typename login ...on User{id databaseId}}
	comments(first:20){totalCount nodes{id fullDatabaseId path bodyText createdAt updatedAt replyTo{id} commit{oid}}}}}}}}}`

// nestedFor is the query for one repository.
func nestedFor(r *githubsim.Repository) string {
	return strings.NewReplacer("OWNER", r.Owner.Login, "NAME", r.Name).Replace(nestedPulls)
}

func BenchmarkAPageOf25PullRequestsWithAllThatIsInThem(b *testing.B) {
	world := githubsim.Sample(1, day(0))
	largest := world.Repositories[0]
	for _, r := range world.Repositories {
		if len(r.Threads) > len(largest.Threads) {
			largest = r
		}
	}
	server := githubsim.New(nil, world, githubsim.Options{PointsPerHour: -1})
	body := `{"query":` + strconv.Quote(nestedFor(largest)) + `}`
	for b.Loop() {
		request := httptest.NewRequest("POST", "http://127.0.0.1/api/graphql", strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer test-token")
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		if answer.Code != 200 || strings.Contains(answer.Body.String(), `"errors"`) {
			b.Fatal(answer.Body.String())
		}
		b.ReportMetric(float64(answer.Body.Len()), "bytes/page")
	}
}

func BenchmarkNewServerOfTheSample(b *testing.B) {
	world := githubsim.Sample(1, day(0))
	for b.Loop() {
		githubsim.New(nil, world, githubsim.Options{})
	}
}

func TestTheWholeSampleIsServedWithoutAnError(t *testing.T) {
	world := githubsim.Sample(1, day(0))
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	for _, r := range world.Repositories {
		if r.Private {
			continue
		}
		walk(t, url, nestedFor(r), func(map[string]any) {})
		const rest = `query($after:String){repository(owner:"OWNER",name:"NAME"){page:issues(first:50,after:$after){pageInfo{hasNextPage endCursor}nodes{id fullDatabaseId
			author{login} closedByPullRequestsReferences(first:5){nodes{id}} comments(first:50){nodes{id author{login}issue{number}}} timelineItems(first:50){nodes{__typename
			...on ClosedEvent{closer{__typename}actor{login}}...on CrossReferencedEvent{source{__typename}}...on AssignedEvent{assignee{__typename}}}}}}}}`
		walk(t, url, strings.NewReplacer("OWNER", r.Owner.Login, "NAME", r.Name).Replace(rest), func(map[string]any) {})
		const discussions = `query($after:String){repository(owner:"OWNER",name:"NAME"){page:discussions(first:25,after:$after){pageInfo{hasNextPage endCursor}nodes{id
			author{login} category{name isAnswerable} isAnswered answer{id} answerChosenBy{login} answerChosenAt upvoteCount
			comments(first:50){nodes{id isAnswer deletedAt replies(first:20){nodes{id replyTo{id}}}}}}}}}`
		walk(t, url, strings.NewReplacer("OWNER", r.Owner.Login, "NAME", r.Name).Replace(discussions), func(map[string]any) {})
	}
}

func BenchmarkLoadBackup(b *testing.B) {
	path := testneed.Shared(b, "data", "backup", "backup-bitcoin-core-gui.tar.xz")
	for b.Loop() {
		if _, err := githubsim.LoadBackup(path); err != nil {
			b.Fatal(err)
		}
	}
}
