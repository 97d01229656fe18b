package render

import (
	"fmt"
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// made is a made-up pack with everything in it that a pack may have.
func made() pack.Pack {
	p := pack.Pack{
		Form: pack.Form, Title: "Evaluation that reviewers can repeat", Period: pack.Period{From: "2026-01-01", To: "2026-07-01"},
		Subject: pack.Subject{Login: "ana-example", Name: "Ana Example", URL: "https://github.com/ana-example", ORCID: "0000-0002-1825-0097"},
		Opening: "From January to June, evaluation moved from a script on one laptop to a job that anybody can run.\nMost of it was in two repositories.\n\nWhat follows are the changes that made it so.",
		Formula: "growth/1", Program: "v1.0.0", Snapshot: "2026-07-02",
		Chapters: []pack.Chapter{
			{Key: "scoring", Title: "One scorer for all suites", Intro: "Before, each suite had a scorer of its own.", Claims: []pack.Claim{
				{ID: "batching", Text: "I batched the scorer, which took a run of the suite from nine hours to two.", Ready: true, Sources: []pack.Source{merged(), review()}},
				{ID: "names", Text: "I made suites readable in 春永由紀, 한국어, العربية and with 🚀, for teams who do not write English.", Ready: true, Sources: []pack.Source{worldly(), reverted()}},
			}},
			{Key: "private", Title: "Work that is not public", Claims: []pack.Claim{
				{ID: "private-one", Text: "I carried the same scorer into a private suite.", Ready: true, Sources: []pack.Source{
					{Ref: 5, IsPrivate: true, IsRedacted: true, VerifiedOn: "2026-07-01"}}},
				{ID: "outcome", Text: "Two teams use it daily.", Ready: true, Sources: []pack.Source{
					{Ref: 6, Kind: pack.FigureKind, Permalink: "https://example.org/adoption?team=(a)&week=12", Title: "Adoption", Figure: "2 teams", Note: "Typed in by me; the page lists them.", CapturedOn: "2026-07-02"},
					merged()}},
			}},
		},
		Collaborators: []pack.Collaborator{{Login: "bo-example", Name: "Bo Example", URL: "https://github.com/bo-example"}, {Login: "chidi-example", URL: "https://github.com/chidi-example"}},
		Charts:        []pack.Chart{depthChart()},
		Coverage: []pack.Coverage{
			{Source: "github", Label: "ana-example", Stream: "pull_requests", From: "2024-01-01", To: "2026-07-02", AsOf: "2026-07-02"},
			{Source: "clone", Label: "example/evaluator", Stream: "commits", AsOf: "2026-06-30", Gap: "2 of 40 branches could not be read"}},
		Unseen: []string{"What was said in meetings and in chat.", "Repositories that were never synced."},
	}
	p.Comparison = &pack.Comparison{Before: p.Period.Before(), Now: p.Period, Sections: []pack.Section{
		{Title: "Domains", New: []pack.Item{{Text: "Evaluation: first sustained work", Sources: []pack.Source{commit(), commitComment()}}}, Still: []pack.Item{{Text: "Data pipelines"}}},
		{Title: "People shipped with"},
		{Title: "Research", Reason: "no research source was synced in the window before"}}}
	return p
}

func merged() pack.Source {
	return pack.Source{Ref: 1, Kind: tracker.PullRequestKind, Role: "author", ID: "PR_1", Permalink: "https://github.com/example/evaluator/pull/12", Repository: "example/evaluator", Number: 12,
		Title: "Batch the scorer", Author: "ana-example", Day: "2026-02-03", State: tracker.Merged, MergedBy: "bo-example", MergedOn: "2026-02-09",
		ValidatedBy: []pack.Validation{{Login: "bo-example", How: "merged it", Day: "2026-02-09"}}, CommitSHA: strings.Repeat("0123456789abcdef", 3)[:40],
		PayloadHash: strings.Repeat("ab", 32), UpdatedOn: "2026-02-10", CapturedOn: "2026-07-01"}
}

func review() pack.Source {
	return pack.Source{Ref: 2, Kind: tracker.ReviewKind, Role: "reviewer", ID: "PRR_2", Permalink: "https://github.com/example/evaluator/pull/15#pullrequestreview-77", Repository: "example/evaluator", Number: 15,
		Title:  "Cache the tokenizer, and everything else that a run of the whole suite reads more than once, so that a second run on the same machine only pays for what changed since the first one",
		Author: "ana-example", Day: "2026-03-01", State: tracker.ChangesRequested, CapturedOn: "2026-07-01",
		Quote: &pack.Quote{Text: "This found the race.\n\nI changed `load` after your *review*.", Author: "chidi-example", Permalink: "https://github.com/example/evaluator/pull/15#issuecomment-81", Day: "2026-03-02", IsCut: true}}
}

func worldly() pack.Source {
	s := merged()
	s.Ref, s.ID, s.Permalink, s.Number = 3, "PR_3", "https://github.com/example/evaluator/pull/21", 21
	s.Title = "评估器：支持中文 · 日本語のテスト · 평가 · تقييم النماذج · оценка · αξιολόγηση 🚀👩‍🔬"
	return s
}

func reverted() pack.Source {
	s := merged()
	s.Ref, s.ID, s.Permalink, s.Number, s.Title = 4, "PR_4", "https://github.com/example/evaluator/pull/30", 30, "Drop the old scorer"
	s.RevertedBy = "https://github.com/example/evaluator/pull/31"
	return s
}

func commit() pack.Source {
	return pack.Source{Ref: 7, Kind: tracker.CommitKind, Role: "author", ID: strings.Repeat("c", 40), Permalink: "https://github.com/example/evaluator/commit/" + strings.Repeat("c", 40),
		Repository: "example/evaluator", Title: "Score in batches", Author: "ana-example", Day: "2026-01-20", CommitSHA: strings.Repeat("c", 40), CapturedOn: "2026-06-30"}
}

// commitComment is on a commit of which nothing else is stored: it has no title.
func commitComment() pack.Source {
	return pack.Source{Ref: 8, Kind: tracker.CommitComment, Role: "author", ID: "CC_8", Permalink: "https://github.com/example/evaluator/commit/" + strings.Repeat("d", 40) + "#commitcomment-8",
		Repository: "example/evaluator", Author: "ana-example", Day: "2026-01-21", CommitSHA: strings.Repeat("d", 40), CapturedOn: "2026-06-30",
		Quote: &pack.Quote{Text: "One pass it is.", Author: "bo-example", Permalink: "https://github.com/example/evaluator/commit/" + strings.Repeat("d", 40) + "#commitcomment-9", Day: "2026-01-22"}}
}

func depthChart() pack.Chart {
	c := pack.Chart{Key: "depth", Title: "Evaluation is the deepest domain since March", Caption: "Validated work with a half-life of 180 days.", Unit: "depth, as growth/1 defines it"}
	for _, name := range []string{"Evaluation", "Data pipelines"} {
		series := pack.Series{Name: name}
		for month := range 6 {
			if name == "Data pipelines" && month < 2 {
				continue
			}
			series.Points = append(series.Points, pack.Point{Day: pack.Day(fmt.Sprintf("2026-%02d-01", month+1)), Value: float64(month) * 1.25})
		}
		c.Series = append(c.Series, series)
	}
	return c
}

// large is a pack of so many claims with ten sources each.
func large(claims int) pack.Pack {
	p := made()
	p.Chapters = nil
	ref := 0
	for i := range claims {
		if i%25 == 0 {
			p.Chapters = append(p.Chapters, pack.Chapter{Key: fmt.Sprint("chapter-", i), Title: fmt.Sprint("Part ", i/25+1)})
		}
		claim := pack.Claim{ID: fmt.Sprint("claim-", i), Text: fmt.Sprintf("I changed part %d of the evaluator, and its users noticed that it became quicker.", i), Ready: true}
		for range 10 {
			ref++
			s := []pack.Source{merged(), review(), worldly()}[ref%3]
			s.Ref, s.Permalink = ref, fmt.Sprintf("https://github.com/example/evaluator/pull/%d", ref)
			claim.Sources = append(claim.Sources, s)
		}
		last := &p.Chapters[len(p.Chapters)-1]
		last.Claims = append(last.Claims, claim)
	}
	return p
}
