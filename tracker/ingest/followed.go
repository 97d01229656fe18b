package ingest

import (
	"strconv"
	"time"

	"rungless/tracker/store"
)

// Followed is what workers have to do for those who are followed: each person, each
// repository, the threads that these make wanted, what nobody saw for a month, and
// citation files.
func Followed(people, repositories []string, every time.Duration) []store.Work {
	var all []store.Work
	for _, login := range people {
		all = append(all, store.Work{Kind: store.PersonWork, Name: login, Label: login, Every: every})
	}
	for _, name := range repositories {
		all = append(all, store.Work{Kind: store.RepositoryWork, Name: name, Label: name, Every: every})
	}
	for share := range store.ThreadShares {
		all = append(all, store.Work{Kind: store.ThreadsWork, Name: strconv.Itoa(share), Label: "threads that changed, part " + strconv.Itoa(share+1), Every: every})
	}
	return append(all,
		store.Work{Kind: store.VerifyWork, Label: "what was not looked at for a month", Every: every},
		store.Work{Kind: store.ResearchWork, Label: "citation files", Every: every})
}
