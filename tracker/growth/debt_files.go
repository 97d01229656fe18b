package growth

import (
	"cmp"
	"slices"
)

// DebtFiles lists the files whose pasts decide which of the person's changes are
// technical debt, each once, by repository and path: those that merged changes of the
// window changed by more than a few lines, and of such changes only where a day's in
// one repository are long enough to qualify, were all their files old and others'.
// Input.Files need know of no other file. It asks for the input's person, records,
// window, Now and Uncounted.
func DebtFiles(v Version, in Input) []File {
	f := &facts{directory: newDirectory(in), in: in, version: v, fileIDs: map[fileKey]int{}}
	days := map[repositoryDay]*daysWork{}
	for i := range in.Records {
		f.addDebtDay(days, &thread{Record: &in.Records[i], key: f.threadKey(in.Records[i].Thread.ThreadRef, nil)})
	}
	seen := map[File]bool{}
	var files []File
	for _, d := range days {
		for _, file := range d.files {
			if d.inWindow && d.lines >= v.DebtLines && !seen[file] {
				seen[file] = true
				files = append(files, file)
			}
		}
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Repository.Host, b.Repository.Host), cmp.Compare(a.Repository.FullName(), b.Repository.FullName()), cmp.Compare(a.Path, b.Path))
	})
	return files
}

// repositoryDay is a day, UTC, in one repository: changes of one are judged together.
type repositoryDay struct {
	repository key
	date       int
}

// daysWork is what a person's changes that were merged on one day in one repository
// did to files, as far as it could be to others' old ones.
type daysWork struct {
	inWindow bool
	lines    int
	files    []File
}

// addDebtDay adds a thread to the day of its merge, if it is a merged change of the
// person's.
func (f *facts) addDebtDay(days map[repositoryDay]*daysWork, t *thread) {
	pull := t.Thread.PullRequest
	if pull == nil || pull.MergedAt.IsZero() || pull.MergedAt.After(f.in.Now) || !f.isSelf(t.Thread.Author) {
		return
	}
	at := repositoryDay{t.key.repository, dateOf(pull.MergedAt)}
	d := days[at]
	if d == nil {
		d = &daysWork{}
		days[at] = d
	}
	d.inWindow = d.inWindow || f.in.Window.contains(pull.MergedAt)
	for _, file := range f.filesOf(t) {
		if f.isMoreThanTouched(file) {
			d.lines += file.added + file.deleted
			d.files = append(d.files, File{Repository: t.Thread.Repository, Path: file.path})
		}
	}
}

// isMoreThanTouched reports whether more than hardly a line of a file was changed.
func (f *facts) isMoreThanTouched(file changedFile) bool {
	return float64(file.added+file.deleted) > f.version.FreeLines
}
