package web

import (
	"strconv"
	"unicode/utf8"

	"rungless/tracker/pack"
)

// list fills the entries of one page: of the one that is asked for, or of that on which the
// open part stands.
func (p *packEditPage) list(d *pack.Draft, place int) {
	var all []editEntry
	for i := range d.Chapters {
		chapter := &d.Chapters[i]
		entry := editEntry{Key: chapter.Key, Text: chapter.Title, Path: p.partPath(draftPart{Chapter: chapter.Key}), Blank: len(chapter.Claims) == 0}
		if chapter.Key == p.Open.Chapter {
			place = len(all) / entriesPerPage
			entry.Chapter = &chapterForm{chapter.Title, chapter.Intro}
		}
		all = append(all, entry)
		for j := range chapter.Claims {
			claim := &chapter.Claims[j]
			entry := editEntry{Key: claim.ID, IsClaim: true, Text: shortened(claim.Text), Path: p.partPath(draftPart{Claim: claim.ID}), Ready: claim.Ready}
			if claim.ID == p.Open.Claim {
				place = len(all) / entriesPerPage
				entry.Claim = &claimForm{Text: claim.Text, Ready: claim.Ready, In: chapter.Key}
			}
			all = append(all, entry)
		}
	}
	pages := (len(all) + entriesPerPage - 1) / entriesPerPage
	place = min(max(place, 0), max(pages-1, 0))
	p.Entries = all[min(place*entriesPerPage, len(all)):min((place+1)*entriesPerPage, len(all))]
	if pages < 2 {
		return
	}
	p.Where = "Page " + number(place+1) + " of " + number(pages)
	if place > 0 {
		p.Before = p.Path + "?page=" + strconv.Itoa(place-1)
	}
	if place < pages-1 {
		p.More = p.Path + "?page=" + strconv.Itoa(place+1)
	}
}

// shortened is a text as a list shows it.
func shortened(text string) string {
	const longest = 300
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest]) + "…"
}

// tasks is what is open before the pack can be sealed, counted over all of it.
func (p *packEditPage) tasks(d *pack.Draft) []packTask {
	var unready, bare, claims int
	var firstUnready, firstBare string
	forEachClaim(d, func(claim *pack.DraftClaim) {
		claims++
		if len(claim.Sources) == 0 {
			if bare++; bare == 1 {
				firstBare = claim.ID
			}
		}
		if !claim.Ready {
			if unready++; unready == 1 {
				firstUnready = claim.ID
			}
		}
	})
	task := func(name, path string, left int) packTask {
		if left > 0 {
			return packTask{Name: name, Path: path, Word: number(left) + " to do"}
		}
		return packTask{Name: name, Path: path, Word: "Completed", Done: true}
	}
	blank := 0
	if d.Opening == "" {
		blank = 1
	}
	noClaims := 0
	if claims == 0 {
		noClaims = 1
	}
	return []packTask{
		task("Write an opening", p.partPath(draftPart{}), blank),
		task("Make a claim", p.partPath(draftPart{}), noClaims),
		task("Put a source under each claim", p.partPath(draftPart{Claim: firstBare}), bare),
		task("Read each claim, and mark it ready", p.partPath(draftPart{Claim: firstUnready}), unready),
	}
}
