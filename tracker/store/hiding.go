package store

import (
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// hiddenActs are the ids of the contributions that their people hide from others.
const hiddenActs = `SELECT hidden.id FROM notes n CROSS JOIN person_accounts p CROSS JOIN contributions hidden
	WHERE n.is_hidden AND p.person_id = n.person_id AND hidden.kind = n.kind AND hidden.subject_id = n.subject_id AND hidden.account_id = p.account_id`

// unlessHidden is the condition that nobody hides x, a line of contributions. It asks for
// the line's id, which every index holds: for anything else each line would have to be read.
func unlessHidden(x string) string { return x + ".id NOT IN (" + hiddenActs + ")" }

// leftOut is the condition on a note n that its contribution is left out; "" where none is.
func leftOut(withHidden, withoutContested bool) string {
	switch {
	case withHidden && withoutContested:
		return "n.contested <> ''"
	case withHidden:
		return ""
	case withoutContested:
		return "(n.is_hidden OR n.contested <> '')"
	}
	return "n.is_hidden"
}

// leaving is what a filter of records leaves out of what its accounts did. Who leaves out
// the opening of a thread leaves out all of their part in it.
type leaving struct {
	threads map[int64]bool           // nothing is left of their part
	commits map[int64]bool           // in no pull request
	parts   map[int64]map[actID]bool // by thread, where something is left
	whose   map[int64]accountRow     // the accounts
}

// actID names what was done in a record, as its reader does.
type actID struct {
	kind       tracker.Kind
	databaseID int64
	sha        string
}

// leftAct is a contribution that is left out.
type leftAct struct {
	Kind       int16
	SubjectID  int64
	ThreadID   int64
	DatabaseID int64
	SHA        string `gorm:"column:sha"`
}

// leaves finds what a filter leaves out of what its accounts did.
func (t *tx) leaves(f RecordFilter, accounts []int64) (*leaving, error) {
	condition := leftOut(f.WithHidden, f.WithoutContested)
	if condition == "" || len(accounts) == 0 {
		return &leaving{}, nil
	}
	var acts []leftAct
	err := t.db.Raw(`SELECT c.kind, c.subject_id, c.thread_id, coalesce(i.database_id, 0) AS database_id, coalesce(m.sha, '') AS sha
		FROM person_accounts p JOIN notes n ON n.person_id = p.person_id
			JOIN contributions c ON c.kind = n.kind AND c.subject_id = n.subject_id AND c.account_id = p.account_id
			LEFT JOIN thread_items i ON c.kind IN (2, 3, 5, 7, 8) AND i.id = c.subject_id LEFT JOIN commits m ON c.kind = 9 AND m.id = c.subject_id
		WHERE p.account_id IN ? AND `+condition, accounts).Scan(&acts).Error
	if err != nil || len(acts) == 0 {
		return &leaving{}, err
	}
	l := &leaving{threads: map[int64]bool{}, commits: map[int64]bool{}, parts: map[int64]map[actID]bool{}}
	left, wanted := map[int64]int{}, map[int64]bool{}
	for _, a := range acts {
		l.add(a)
		left[a.ThreadID]++
	}
	for _, id := range accounts {
		wanted[id] = true
	}
	if l.whose, err = t.accounts(wanted); err != nil {
		return nil, err
	}
	return l, t.leaveWhole(l, left, accounts)
}

func (l *leaving) add(a leftAct) {
	switch {
	case isThreadKind(a.Kind):
		l.threads[a.ThreadID] = true
	case a.ThreadID != 0:
		if l.parts[a.ThreadID] == nil {
			l.parts[a.ThreadID] = map[actID]bool{}
		}
		l.parts[a.ThreadID][actID{word(kindCodes, a.Kind), a.DatabaseID, a.SHA}] = true
	case a.Kind == codeOfCommit:
		l.commits[a.SubjectID] = true
	}
}

// leaveWhole finds the threads of which the accounts leave out all that they did.
func (t *tx) leaveWhole(l *leaving, left map[int64]int, accounts []int64) error {
	if len(l.parts) == 0 {
		return nil
	}
	threads := slices.Collect(maps.Keys(l.parts))
	var done []struct {
		ThreadID int64
		Acts     int
	}
	err := t.queryKeyed(&done, `SELECT c.thread_id, count(*) AS acts FROM {keys} CROSS JOIN contributions c
		WHERE c.thread_id = k.a AND c.thread_id <> 0 AND c.account_id = k.b GROUP BY c.thread_id`, pairsOf(threads, accounts))
	acts := map[int64]int{}
	for _, d := range done {
		acts[d.ThreadID] += d.Acts
	}
	for id, n := range acts {
		if left[id] >= n {
			l.threads[id] = true
		}
	}
	return err
}

func pairsOf(xs, ys []int64) [][]any {
	var pairs [][]any
	for _, x := range xs {
		for _, y := range ys {
			pairs = append(pairs, []any{x, y})
		}
	}
	return pairs
}

// keep drops the keys of records of which nothing is left.
func (l *leaving) keep(keys []recordKey) []recordKey {
	if len(l.threads)+len(l.commits) == 0 {
		return keys
	}
	return slices.DeleteFunc(keys, func(k recordKey) bool {
		return !k.IsCommit && l.threads[k.ID] || k.IsCommit && l.commits[k.ID]
	})
}

// leavings are those of several filters, by their places.
type leavings []*leaving

// deal gives a record to the filters that select it: whole to those that leave nothing
// of it out, and to each of the others what it leaves.
func (l leavings) deal(r keyedRecord, of []int, yield func(tracker.Record, []int) error) error {
	var whole []int
	for _, i := range of {
		part := l[i].parts[r.key.ID]
		if r.key.IsCommit || part == nil {
			whole = append(whole, i)
		} else if err := yield(l[i].without(r.Record, part), []int{i}); err != nil {
			return err
		}
	}
	if len(whole) == 0 {
		return nil
	}
	return yield(r.Record, whole)
}

// without returns a record without some of what was done in it. That a review was asked
// for goes with the review.
func (l *leaving) without(r tracker.Record, acts map[actID]bool) tracker.Record {
	reviews := len(r.Reviews)
	r.Reviews = slices.DeleteFunc(slices.Clone(r.Reviews), func(v tracker.Review) bool { return acts[actID{kind: tracker.ReviewKind, databaseID: v.DatabaseID}] })
	r.Comments = slices.DeleteFunc(slices.Clone(r.Comments), func(v tracker.Comment) bool { return acts[actID{kind: v.Kind, databaseID: v.DatabaseID}] })
	r.Commits = slices.DeleteFunc(slices.Clone(r.Commits), func(v tracker.Commit) bool { return acts[actID{kind: tracker.CommitKind, sha: v.SHA}] })
	if len(r.Reviews) < reviews && r.Thread.PullRequest != nil {
		pull := *r.Thread.PullRequest
		pull.RequestedReviewers = slices.DeleteFunc(slices.Clone(pull.RequestedReviewers), func(q tracker.ReviewRequest) bool { return l.isOf(q.Reviewer) })
		r.Thread.PullRequest = &pull
	}
	return r
}

// isOf reports whether an account is one of those whose acts are left out.
func (l *leaving) isOf(a tracker.Account) bool {
	for _, row := range l.whose {
		if row.Host == a.Host && row.DatabaseID == a.DatabaseID && strings.EqualFold(row.Login, a.Login) {
			return true
		}
	}
	return false
}

// takeHidden takes from monthly counts what is hidden of them.
func (t *tx) takeHidden(s *selection, lines []contributionRollupRow) ([]contributionRollupRow, error) {
	conditions, args := []string{"true"}, []any(nil)
	if !s.everybody {
		conditions, args = append(conditions, "c.account_id IN ?"), append(args, s.accounts)
	}
	var hidden []contributionRow
	err := t.db.Raw("SELECT c.* FROM ("+hiddenActs+") h JOIN contributions c ON c.id = h.id WHERE "+
		strings.Join(conditions, " AND "), args...).Scan(&hidden).Error
	for _, row := range hidden {
		for i := range lines {
			if lines[i].Month == month(row.OccurredAt) && lines[i].Kind == row.Kind {
				lines[i].Count--
			}
		}
	}
	return slices.DeleteFunc(lines, func(l contributionRollupRow) bool { return l.Count <= 0 }), err
}
