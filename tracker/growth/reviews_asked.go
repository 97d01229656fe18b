package growth

import (
	"cmp"
	"slices"
	"time"

	"rungless/tracker"
)

// AskedReview is a review that somebody asked of the person, and that was heeded.
type AskedReview struct {
	By    Actor     `json:"by"`
	At    time.Time `json:"at"` // asked; UTC
	Title string    `json:"title"`
	URL   string    `json:"url"`
}

// reviewsAsked lists the reviews that other humans asked of the person within the
// window, one for each pull request and oldest first. A request is soon made; so
// those that led to nothing are shown as evidence and are not in the list.
func (f *facts) reviewsAsked() Measured[[]AskedReview] {
	const name = "reviews_asked"
	list := []AskedReview{}
	var evidence []Evidence
	said := false
	for _, t := range f.threads {
		pull := t.Thread.PullRequest
		if pull == nil {
			continue
		}
		said = said || pull.RequestedReviewers != nil
		i := slices.IndexFunc(pull.RequestedReviewers, func(r tracker.ReviewRequest) bool {
			return f.isSelf(r.Reviewer) && f.isOther(r.By) && f.in.Window.contains(r.At) && !r.At.After(f.in.Now)
		})
		if i < 0 {
			continue
		}
		asked := AskedReview{Actor{pull.RequestedReviewers[i].By}, pull.RequestedReviewers[i].At.UTC(), t.Thread.Title, tracker.ThreadURL(t.Thread.ThreadRef)}
		e := Evidence{Act: Reviewed, Thread: t.Thread.ThreadRef, URL: asked.URL, Title: asked.Title, At: asked.At,
			Validations: f.validationsOfReview(t), Note: "asked by " + asked.By.Login}
		e.Counted = len(e.Validations) > 0
		if e.Counted {
			list = append(list, asked)
		}
		evidence = append(evidence, e)
	}
	if !said {
		return notAvailable[[]AskedReview](name, "the sources do not say who was asked for a review", nil)
	}
	slices.SortFunc(list, func(a, b AskedReview) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.URL, b.URL)) })
	slices.SortFunc(evidence, func(a, b Evidence) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.URL, b.URL)) })
	return available(name, list, evidence)
}
