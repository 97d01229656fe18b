package story

import (
	"context"
	"fmt"

	"rungless/tracker/pack"
	"rungless/tracker/store"
)

// Draft is a pack of Mei's over the year, on what [Year] holds.
func Draft() pack.Draft {
	const at = "https://github.com/lumen/"
	return pack.Draft{Form: pack.DraftForm, Person: Mei.Login, From: "2026-06-01", To: "2026-12-01", Title: "Half a year of batches",
		Opening: "From June to November: merged changes to how prompts are batched, and reviews of the kernels under them.",
		Options: pack.Options{Charts: true, Comparison: true, Collaborators: true},
		Chapters: []pack.DraftChapter{
			{Key: "batching", Title: "Prompts of equal length", Intro: "Requests of different length waited for each other.", Claims: []pack.DraftClaim{
				{ID: "batch", Text: "I chose batches of equal length instead of padding; Omar merged the change.", Ready: true,
					Sources: []pack.DraftSource{{URL: at + "serve/pull/100", Note: "the last of nine parts"}, {URL: at + "kernels/pull/99", Private: pack.PrivateRedact}}},
				{ID: "led", Text: "I led the work on batching.", Sources: []pack.DraftSource{{URL: at + "serve/pull/98"}}},
				{ID: "bare", Text: "Requests wait half as long as before.", Sources: []pack.DraftSource{}},
			}},
			{Key: "blank", Title: "A chapter to be written", Claims: []pack.DraftClaim{}},
		}}
}

// Sealer freezes a pack in every format.
type Sealer func(context.Context, pack.Pack) (pack.Sealed, error)

// addPacks keeps a draft of Mei's, and a copy of it that is sealed.
func addPacks(ctx context.Context, st *store.Store, seal Sealer) error {
	person, err := st.FindPerson(ctx, Mei.Login)
	if err != nil {
		return err
	}
	document, err := Draft().JSON()
	if err != nil {
		return err
	}
	if _, err := st.AddPack(ctx, person.ID, Draft().Title, document); err != nil {
		return err
	}
	copied, err := st.AddPack(ctx, person.ID, Draft().Title, document)
	if err != nil {
		return err
	}
	sealed, err := seal(ctx, resolved())
	if err != nil {
		return err
	}
	archive, err := sealed.Zip()
	if err != nil {
		return err
	}
	_, err = st.KeepSeal(ctx, person.ID, store.Seal{PackID: copied.ID, Revision: copied.Revision, ManifestSHA256: sealed.ManifestSHA256, Archive: archive})
	return err
}

// resolved is the draft as if a store had been asked.
func resolved() pack.Pack {
	d := Draft()
	p := pack.Pack{Form: pack.Form, Title: d.Title, Subject: pack.Subject{Login: Mei.Login, Name: Mei.Name, URL: "https://github.com/" + Mei.Login},
		Period: pack.Period{From: d.From, To: d.To}, Opening: d.Opening, Coverage: []pack.Coverage{}, Unseen: []string{"Work outside of GitHub is not seen."},
		Formula: "growth/1", Program: "story", Snapshot: pack.DayOf(Now)}
	for _, chapter := range d.Chapters {
		c := pack.Chapter{Key: chapter.Key, Title: chapter.Title, Intro: chapter.Intro, Claims: []pack.Claim{}}
		for _, claim := range chapter.Claims {
			one := pack.Claim{ID: claim.ID, Text: claim.Text, Ready: claim.Ready}
			for i, source := range claim.Sources {
				one.Sources = append(one.Sources, pack.Source{Ref: i + 1, Kind: "pull_request", Permalink: source.URL, Title: fmt.Sprintf("Batch prompts of equal length, part %d", 9-i),
					Day: "2026-11-20", CapturedOn: pack.DayOf(Now), State: "merged", Note: source.Note})
			}
			c.Claims = append(c.Claims, one)
		}
		p.Chapters = append(p.Chapters, c)
	}
	p.Number()
	return p
}
