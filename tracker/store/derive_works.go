package store

import (
	"cmp"
	"maps"
	"slices"
)

// researchMarks is what of the research ledger must be derived again.
type researchMarks struct {
	mentions map[int64]bool // whose work may be another
	credits  map[int64]bool // whose account may be another
	works    map[int64]bool // whose contributions may be others; false: a reader sees no change but theirs
}

func newResearchMarks() researchMarks {
	return researchMarks{mentions: map[int64]bool{}, credits: map[int64]bool{}, works: map[int64]bool{}}
}

// alsoNamed marks the works of mentions that share one of some identities, which
// a mention loses.
func (r *researchMarks) alsoNamed(t *tx, lost []workIdentityRow) error {
	if len(lost) == 0 {
		return nil
	}
	keys := make([][]any, len(lost))
	for i, id := range lost {
		keys[i] = []any{id.Kind, id.Value, id.Scope}
	}
	var works []int64
	err := t.queryKeyed(&works, `SELECT DISTINCT m.work_id FROM {keys} CROSS JOIN work_identities i CROSS JOIN work_mentions m
		WHERE i.value = k.b AND i.kind = k.a AND i.scope = k.c AND m.id = i.mention_id`, keys)
	for _, id := range works {
		r.works[id] = false
	}
	return err
}

// deriveResearch joins mentions to works, credits to accounts, and makes the
// contributions of both.
func (d *derivation) deriveResearch() error {
	if err := d.deriveWorks(); err != nil {
		return err
	}
	if err := d.deriveMatches(); err != nil {
		return err
	}
	delete(d.research.works, 0)
	if err := d.tx.add(d.reach.accounts, `SELECT DISTINCT x.account_id FROM {keys} CROSS JOIN work_mentions m CROSS JOIN credits c CROSS JOIN credit_matches x
		WHERE m.work_id = k.a AND c.mention_id = m.id AND x.credit_id = c.id`, keysOf(slices.Sorted(maps.Keys(d.research.works)))); err != nil {
		return err
	}
	return d.deriveActs(d.research.works, workActs, []int16{codeOfCredit})
}

// deriveWorks makes one work of the mentions that share an identity, however far
// the chain goes, and takes mentions apart that share none any more. No chain
// leaves the works of what is marked and of those that share an identity with it.
func (d *derivation) deriveWorks() error {
	if len(d.research.mentions)+len(d.research.works) == 0 {
		return nil
	}
	mentions, identities, err := d.affectedMentions()
	if err != nil {
		return err
	}
	before := map[int64]bool{}
	for _, m := range mentions {
		if m.WorkID != 0 {
			before[m.WorkID] = true
			d.research.works[m.WorkID] = false
		}
	}
	var works []workRow
	var moved []mentionRow
	became := map[int64]int64{} // by former work
	for _, group := range components(mentions, identities) {
		id, err := d.workOf(group, before)
		if err != nil {
			return err
		}
		d.research.works[id] = false
		works = append(works, describeWork(id, group, identities))
		for _, m := range group {
			if m.WorkID != id {
				became[m.WorkID] = id
				m.WorkID = id
				moved = append(moved, *m)
			}
		}
	}
	if err := upsert(d.tx, moved, 13); err != nil {
		return err
	}
	if err := d.tx.execKeyed("DELETE FROM works WHERE id IN (SELECT a FROM {keys})", keysOf(slices.Sorted(maps.Keys(d.research.works)))); err != nil {
		return err
	}
	if err := insert(d.tx, works, 8); err != nil {
		return err
	}
	return d.tx.moveNotesOfWorks(before, became)
}

// affectedMentions loads all mentions of the works that may change, with their
// identities.
func (d *derivation) affectedMentions() ([]*mentionRow, map[int64][]workIdentityRow, error) {
	marked := keysOf(slices.Sorted(maps.Keys(d.research.mentions)))
	works := maps.Clone(d.research.works)
	if len(marked) > 0 {
		var found []int64
		err := d.tx.queryKeyed(&found, `SELECT m.work_id FROM {keys} CROSS JOIN work_mentions m WHERE m.id = k.a
			UNION SELECT m.work_id FROM {keys} CROSS JOIN work_identities i CROSS JOIN work_identities j CROSS JOIN work_mentions m
				WHERE i.mention_id = k.a AND j.value = i.value AND j.kind = i.kind AND j.scope = i.scope AND m.id = j.mention_id`, marked)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range found {
			works[id] = true
		}
	}
	delete(works, 0)
	rows, err := loadBy[mentionRow](d.tx, "work_mentions", []string{"work_id"}, keysOf(slices.Sorted(maps.Keys(works))))
	if err != nil {
		return nil, nil, err
	}
	fresh, err := loadBy[mentionRow](d.tx, "work_mentions", []string{"id"}, marked)
	if err != nil {
		return nil, nil, err
	}
	byID := map[int64]*mentionRow{}
	for _, row := range append(rows, fresh...) {
		byID[row.ID] = &row
	}
	ids := slices.Sorted(maps.Keys(byID))
	mentions := make([]*mentionRow, len(ids))
	for i, id := range ids {
		mentions[i] = byID[id]
	}
	stored, err := loadBy[workIdentityRow](d.tx, "work_identities", []string{"mention_id"}, keysOf(ids))
	identities := map[int64][]workIdentityRow{}
	for _, id := range stored {
		identities[id.MentionID] = append(identities[id.MentionID], id)
	}
	return mentions, identities, err
}

// components groups mentions that share identities, each group by id, and the
// groups by their first.
func components(mentions []*mentionRow, identities map[int64][]workIdentityRow) [][]*mentionRow {
	parent := make([]int, len(mentions))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[workIdentityRow]int{}
	for i, m := range mentions {
		for _, id := range identities[m.ID] {
			id.MentionID = 0
			if j, ok := first[id]; ok {
				a, b := root(i), root(j)
				parent[max(a, b)] = min(a, b)
			} else {
				first[id] = i
			}
		}
	}
	groups := make([][]*mentionRow, len(mentions))
	for i, m := range mentions {
		groups[root(i)] = append(groups[root(i)], m)
	}
	return slices.DeleteFunc(groups, func(g []*mentionRow) bool { return len(g) == 0 })
}

// workOf returns the key of a group's work: the smallest that one of them has and
// no earlier group took, else a new one.
func (d *derivation) workOf(group []*mentionRow, free map[int64]bool) (int64, error) {
	var best int64
	for _, m := range group {
		if free[m.WorkID] && (best == 0 || m.WorkID < best) {
			best = m.WorkID
		}
	}
	if best != 0 {
		delete(free, best)
		return best, nil
	}
	return d.tx.nextID("works")
}

// relations order what files say of a work: the file that describes it knows best.
var relations = map[string]int{"itself": 0, "preferred citation": 1, "reference": 2}

// identityKinds order the identities, the strongest first.
var identityKinds = map[string]int{"doi": 0, "arxiv": 1, "title": 2, identityHere: 3}

// describeWork takes the words of the mention that is nearest to the work.
func describeWork(id int64, group []*mentionRow, identities map[int64][]workIdentityRow) workRow {
	best := slices.MinFunc(group, func(x, y *mentionRow) int {
		return cmp.Or(order(x.IsPast)-order(y.IsPast), order(x.Words.Title == "")-order(y.Words.Title == ""), relations[x.Relation]-relations[y.Relation],
			cmp.Compare(y.Words.Year, x.Words.Year), cmp.Compare(x.Words.Title, y.Words.Title), cmp.Compare(x.Words.DOI, y.Words.DOI), cmp.Compare(x.Words.ArXiv, y.Words.ArXiv),
			cmp.Compare(x.Words.URL, y.Words.URL), cmp.Compare(x.Words.Type, y.Words.Type))
	})
	work := workRow{ID: id, Words: best.Words}
	var names []workIdentityRow
	for _, m := range group {
		names = append(names, identities[m.ID]...)
		work.Words.DOI = cmp.Or(work.Words.DOI, m.Words.DOI)
		work.Words.ArXiv = cmp.Or(work.Words.ArXiv, m.Words.ArXiv)
	}
	if len(names) > 0 {
		strongest := slices.MinFunc(names, func(x, y workIdentityRow) int {
			return cmp.Or(identityKinds[x.Kind]-identityKinds[y.Kind], cmp.Compare(x.Value, y.Value))
		})
		work.Identity = strongest.Kind + ":" + strongest.Value
		switch strongest.Kind {
		case "doi":
			work.Words.DOI = cmp.Or(best.Words.DOI, strongest.Value)
		case "arxiv":
			work.Words.ArXiv = cmp.Or(best.Words.ArXiv, strongest.Value)
		}
	}
	return work
}
