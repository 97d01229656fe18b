package growth

import (
	"cmp"
	"slices"
	"time"
)

// part is what of a thread lies in one domain.
type part struct {
	domain string
	whole  float64
	lines  []writtenLines
}

// writtenLines is how much was written in one file.
type writtenLines struct {
	file  int
	lines float64
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
		if share.InPassing {
			whole = 0
		}
		if !share.InPassing || share.Paths != nil && len(lines) > 0 {
			parts = append(parts, part{share.Domain, whole, lines})
		}
	}
	return parts
}

// extent gives the written lines of a share of a thread. Where the source counted
// none, whole is the share itself: the thread has no files, or only their names are
// known, or only the sum of their lines.
func (f *facts) extent(t *thread, share Share) (whole float64, lines []writtenLines) {
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
			lines = append(lines, writtenLines{file.id, weight * file.written})
		}
	}
	return whole, lines
}

// portion is the part of an act that lies in what is measured, a domain say.
type portion struct {
	act   *act
	kind  int            // place of the act's kind in actKinds
	whole float64        // what it is of a whole change where lines say nothing: a thread without files
	lines []writtenLines // of its files
}

func (f *facts) portionOf(a *act, p part) portion {
	lines := p.lines
	if a.asked {
		lines = slices.Clone(lines)
		for i := range lines {
			lines[i].lines *= f.version.AskedLine
		}
	}
	return portion{act: a, kind: a.kind.place(), whole: p.whole, lines: lines}
}

// undivided takes acts whole, for measures that ask nothing of domains.
func (f *facts) undivided(acts []*act) []portion {
	portions := make([]portion, len(acts))
	for i, a := range acts {
		if a.thread.undivided == nil {
			whole, lines := f.extent(a.thread, Share{Weight: 1})
			a.thread.undivided = &part{whole: whole, lines: lines}
		}
		portions[i] = f.portionOf(a, *a.thread.undivided)
	}
	return portions
}

// workday is what was done on one day, UTC. The lines of a file add up over the day,
// and the first few of them weigh nothing, however the day's work is cut into threads.
type workday struct {
	date     int       // days since 1970
	newest   time.Time // its newest act
	portions []portion
	written  [kinds]float64 // lines beyond the free ones
	whole    [kinds]float64
}

func (d *workday) isNothing() bool {
	for kind := range d.written {
		if d.written[kind]+d.whole[kind] > 0 {
			return false
		}
	}
	return true
}

// date is the act's day, UTC, as a number of days since 1970.
func (a *act) date() int { return dateOf(a.at) }

func dateOf(t time.Time) int { return int(t.Unix() / int64(day/time.Second)) }

// workdays cuts portions, oldest first, into days.
func (f *facts) workdays(portions []portion) []workday {
	if len(portions) == 0 {
		return nil
	}
	count := 1
	for i := range portions[1:] {
		if portions[i].act.date() != portions[i+1].act.date() {
			count++
		}
	}
	days := make([]workday, 0, count)
	for i := 0; i < len(portions); {
		j := i
		for j < len(portions) && portions[j].act.date() == portions[i].act.date() {
			j++
		}
		days = append(days, f.workday(portions[i:j]))
		i = j
	}
	return days
}

func (f *facts) workday(portions []portion) workday {
	d := workday{date: portions[0].act.date(), newest: portions[len(portions)-1].act.at, portions: portions}
	for kind := range kinds {
		f.scratch = f.scratch[:0]
		for i := range portions {
			if p := &portions[i]; p.kind == kind && !repeats(portions[:i], p) {
				d.whole[kind] = max(d.whole[kind], p.whole)
				f.scratch = append(f.scratch, p.lines...)
			}
		}
		d.written[kind] = f.beyondFree(f.scratch)
	}
	return d
}

// repeats reports whether the same change is there already: ten issues that one
// change closes led to one change.
func repeats(before []portion, p *portion) bool {
	return slices.ContainsFunc(before, func(b portion) bool { return b.kind == p.kind && b.act.thread == p.act.thread })
}

// beyondFree adds up lines by file and counts those beyond the free ones of each. It
// sorts what it is given.
func (f *facts) beyondFree(lines []writtenLines) float64 {
	slices.SortStableFunc(lines, func(a, b writtenLines) int { return cmp.Compare(a.file, b.file) })
	var beyond float64
	for i := 0; i < len(lines); {
		var file float64
		j := i
		for ; j < len(lines) && lines[j].file == lines[i].file; j++ {
			file += lines[j].lines
		}
		beyond += max(0, file-f.version.FreeLines)
		i = j
	}
	return beyond
}

// moreThanTypos returns the acts of days that come to something, in their order.
func (f *facts) moreThanTypos(acts []*act) []*act {
	var kept []*act
	for _, d := range f.workdays(f.undivided(acts)) {
		if !d.isNothing() {
			for _, p := range d.portions {
				kept = append(kept, p.act)
			}
		}
	}
	return kept
}

// isTypo reports whether no file of a thread has more written lines than the free ones.
func (f *facts) isTypo(t *thread) bool {
	return len(t.files) > 0 && !slices.ContainsFunc(t.files, func(file changedFile) bool {
		return !file.stated || file.written > f.version.FreeLines
	})
}

// substance is how much of a whole change the threads of acts are, taken as one unit.
func (f *facts) substance(acts []*act) float64 {
	var most float64
	days := f.workdays(f.undivided(acts))
	for kind := range kinds {
		most = max(most, partOfWhole(f.version, days, kind))
	}
	return most
}
