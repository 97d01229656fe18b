package githubsim

import "time"

// tellPractice tells of those who decide, ask and explain: each of them at home,
// so that no move comes of it.
func (s *sampler) tellPractice() {
	s.tellCitation()
	s.tellAnswer()
	s.tellModelCard()
	s.tellDecision()
}

// tellCitation: the hero argues in an issue, and the change that follows says that
// it is why.
func (s *sampler) tellCitation() {
	h := s.teller("cited", "noor-alhadidi", "threadneedle")
	t := s.start.AddDate(0, 27, 0)
	asker := h.insider(t)
	opened := h.free(asker, t)
	at := h.free(h.hero, opened.AddDate(0, 0, 1))
	h.step("argued", at, plan{kind: "Issue", at: opened, author: asker, title: "Should the summariser keep the order of the source?",
		body: "It sorts sentences by weight today. Readers of long reports tell us that they lose the thread.",
		voices: []voice{{h.hero, at, "Keep the order, and mark what was left out. Everybody whom I asked reads a summary to find the place in the source, " +
			"and a sorted one has no places. The weight can be a number beside the sentence."}}})
	h.changeThatCites(asker, h.free(asker, at.AddDate(0, 0, 5)))
}

// changeThatCites is an insider's change whose description links to the hero's
// comment in the first step.
func (h *teller) changeThatCites(author *person, at time.Time) {
	h.step("cited", at, plan{kind: "PullRequest", at: at, author: author, approver: h.insider(at, author), topic: "summariser",
		title: "Keep the source's order in summaries", body: "Sentences stay where they were; the weight is shown beside them.",
		cites: func() string {
			issue := h.story.Steps[0].Thread
			for _, c := range issue.Comments {
				if c.Author == h.hero.user {
					return "The reasons are in " + Self + commentPath(c) + "."
				}
			}
			return ""
		},
		files: []File{{"src/threadneedle/summariser.py", 64, 31, "MODIFIED"}, {"tests/test_summariser.py", 40, 8, "MODIFIED"}}})
}

// tellAnswer: somebody asks, the hero answers, and that is the answer.
func (s *sampler) tellAnswer() {
	h := s.teller("answered", "priscilla-achterberg", "ferry")
	t := s.start.AddDate(0, 28, 0)
	asker := h.insider(t)
	opened := h.free(asker, t)
	at := h.free(h.hero, opened.AddDate(0, 0, 1))
	h.step("answered", at, plan{kind: "Discussion", at: opened, author: asker, settled: true,
		title: "Which batch size keeps the first token under 200 ms?", body: "We see a cliff somewhere between 16 and 32 and cannot tell why.",
		voices: []voice{{h.hero, at, "The cliff is where the prefill no longer fits beside the decode. Cap the prefill at 2,048 tokens a step and go up to 32; " +
			"above that the queue grows faster than it drains."}}})
}

// tellModelCard: the hero writes down what a model is for and where it fails.
func (s *sampler) tellModelCard() {
	h := s.teller("documented", "ingrid-solvangen", "plumbline")
	h.propose("documented", s.start.AddDate(0, 29, 0), "Say in the judge's model card where it fails",
		"Out-of-scope uses, the languages that we measured, and the three tasks on which people disagree with it.",
		File{"cards/reference-judge/MODEL_CARD.md", 72, 9, "MODIFIED"})
}

// tellDecision: the hero proposes a decision, and it is merged.
func (s *sampler) tellDecision() {
	h := s.teller("decided", "sefa-talanoa", "handbook")
	h.propose("decided", s.start.AddDate(0, 30, 0), "Decide in writing, and link what follows to it",
		"Context, options and what we chose, one page each. Changes name the decision that they carry out.",
		File{"content/decisions/0007-decide-in-writing.md", 58, 0, "ADDED"})
}

// propose is a change of one document that an insider approves.
func (h *teller) propose(name string, t time.Time, title, body string, f File) {
	at := h.free(h.hero, t)
	h.step(name, at, plan{kind: "PullRequest", at: at, author: h.hero, approver: h.insider(t), title: title, body: body, files: []File{f}})
}
