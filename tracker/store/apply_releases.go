package store

import "rungless/tracker"

// mergeReleases stores releases. Their counts grow, so what GitHub says last is
// true; another source only fills what is empty.
func (a *applier) mergeReleases() error {
	keys := make([]hubRelease, 0, len(a.batch.Releases))
	for _, r := range a.batch.Releases {
		if e := a.repository(r.Repository); e != nil {
			keys = append(keys, hubRelease{e.row.ID, r.DatabaseID})
		}
	}
	entries, err := loadEntries(a.tx, "releases", []string{"repository_id", "database_id"}, keys,
		func(k hubRelease) []any { return []any{k.repository, k.databaseID} },
		func(r releaseRow) hubRelease { return hubRelease{r.RepositoryID, r.DatabaseID} })
	if err != nil {
		return err
	}
	for i := range a.batch.Releases {
		r := &a.batch.Releases[i]
		repository := a.repository(r.Repository)
		if repository == nil {
			continue
		}
		key := hubRelease{repository.row.ID, r.DatabaseID}
		if entries[key] == nil {
			id, err := a.nextID("releases")
			if err != nil {
				return err
			}
			entries[key] = &entry[releaseRow]{fresh: true, row: releaseRow{ID: id, RepositoryID: key.repository, DatabaseID: key.databaseID}}
		}
		a.mergeRelease(entries[key], r)
	}
	return saveEntries(a.tx, entries, 10)
}

type hubRelease struct{ repository, databaseID int64 }

func (a *applier) mergeRelease(e *entry[releaseRow], r *tracker.Release) {
	before := e.row
	if a.source == tracker.GitHubSource || e.fresh {
		e.row = releaseRow{before.ID, before.RepositoryID, before.DatabaseID, clean(r.NodeID), clean(r.Tag), clean(r.Name),
			a.accounts.id(r.Author), unix(r.PublishedAt), int64(r.Downloads), int64(r.Reactions)}
	}
	if before != e.row {
		e.touched = true
		a.reach.releases = append(a.reach.releases, before, e.row)
	}
}
