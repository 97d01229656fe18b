package tracker

// EachAccount calls do with every account that the batch names, for who must
// know, or correct, something of all of them. Zero accounts are left out.
func (b *Batch) EachAccount(do func(*Account)) {
	each := func(a *Account) {
		if !a.IsZero() {
			do(a)
		}
	}
	all := func(list []Account) {
		for i := range list {
			each(&list[i])
		}
	}
	all(b.Accounts)
	all(b.Followed)
	for i := range b.Threads {
		b.Threads[i].eachAccount(each)
		all(b.Threads[i].Assignees)
	}
	for i := range b.Reviews {
		each(&b.Reviews[i].Author)
	}
	for i := range b.Comments {
		each(&b.Comments[i].Author)
	}
	for i := range b.Releases {
		each(&b.Releases[i].Author)
	}
	for i := range b.Commits {
		for j := range b.Commits[i].Authors {
			each(&b.Commits[i].Authors[j].Account)
		}
		for j := range b.Commits[i].OwnerChanges {
			each(&b.Commits[i].OwnerChanges[j].Account)
		}
	}
	for i := range b.Research {
		b.Research[i].eachAccount(each)
	}
	for i := range b.EmailLinks {
		each(&b.EmailLinks[i].Account)
	}
	for i := range b.Names {
		each(&b.Names[i].Account)
	}
	for i := range b.Proposals {
		each(&b.Proposals[i].From)
		each(&b.Proposals[i].To)
	}
}

func (t *Thread) eachAccount(do func(*Account)) {
	do(&t.Author)
	if p := t.PullRequest; p != nil {
		do(&p.MergedBy)
		for i := range p.RequestedReviewers {
			do(&p.RequestedReviewers[i].Reviewer)
			do(&p.RequestedReviewers[i].By)
		}
	}
	if t.Discussion != nil {
		do(&t.Discussion.AnswerBy)
	}
}

func (f *ResearchFile) eachAccount(do func(*Account)) {
	for i := range f.Mentions {
		for j := range f.Mentions[i].Credits {
			do(&f.Mentions[i].Credits[j].Account)
		}
	}
	for i := range f.Events {
		do(&f.Events[i].By)
		do(&f.Events[i].Committer)
	}
}
