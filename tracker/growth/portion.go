package growth

import "slices"

// part is what of a thread lies in one domain.
type part struct {
	domain string
	weight float64 // the share
	whole  float64
	lines  []writtenLine
}

// parts says what of a thread lies in each domain, by written lines where the
// source counted them, else by the share alone.
func (f *facts) parts(t *thread) []part {
	if f.in.Shares == nil {
		return nil
	}
	var parts []part
	for _, share := range f.in.Shares(*t.Record) {
		whole, lines := f.extent(t, share)
		parts = append(parts, part{share.Domain, share.Weight, whole, lines})
	}
	return parts
}

// everything is a thread taken whole, for measures that ask nothing of domains.
func (f *facts) everything(t *thread) (whole float64, lines []writtenLine) {
	return f.extent(t, Share{Weight: 1})
}

// extent gives the written lines of a share of a thread. Where the source counted
// none, whole is the share itself: the thread has no files, or only their names are
// known, or only the sum of their lines.
func (f *facts) extent(t *thread, share Share) (whole float64, lines []writtenLine) {
	pull := t.Thread.PullRequest
	if t.Files() == nil {
		if pull == nil || pull.Additions+pull.Deletions == 0 {
			return share.Weight, nil
		}
		written := float64(pull.Additions+min(pull.Additions, pull.Deletions)) - f.version.FreeLines*float64(pull.ChangedFiles)
		return share.Weight * min(1, max(0, written)/f.version.FullLines), nil
	}
	weight := share.Weight
	inside := make(map[string]bool, len(share.Paths))
	if share.Paths != nil {
		weight = 1
		for _, path := range share.Paths {
			inside[path] = true
		}
	}
	for _, file := range t.files {
		if share.Paths != nil && !inside[file.path] {
			continue
		}
		if !file.stated {
			whole = share.Weight
			continue
		}
		if file.written > 0 {
			lines = append(lines, writtenLine{file.id, weight * file.written})
		}
	}
	return whole, lines
}

// portionOf is a part of a thread as one act's.
func (f *facts) portionOf(a *act, whole float64, lines []writtenLine, share float64) portion {
	if a.asked {
		whole = max(whole, f.version.AskedShare*share)
	}
	return portion{act: a, kind: slices.Index(actKinds(), a.kind), whole: whole, lines: lines}
}

// substance is how much of a whole change the threads of acts are, taken as one unit.
func (f *facts) substance(acts []*act) float64 {
	var whole, written float64
	files := map[int]float64{}
	for _, a := range acts {
		w, lines := f.everything(a.thread)
		whole = max(whole, f.portionOf(a, w, lines, 1).whole)
		for _, line := range lines {
			files[line.file] += line.lines
		}
	}
	for _, lines := range files { // whole numbers, so that the order does not matter
		written += max(0, lines-f.version.FreeLines)
	}
	return max(whole, min(1, written/f.version.FullLines))
}
