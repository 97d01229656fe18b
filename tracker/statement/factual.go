package statement

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"rungless/tracker"
)

// Factual writes what a source shows as one sentence without its full stop: "Proposed
// “Batch prompts” (lumen/serve#412) on 2026-11-18; merged by omar on 2026-11-20". Only
// verbs that the source supports are in it, logins as on GitHub, and days without a time.
// "" where the source says too little for any sentence.
func Factual(s Source) string {
	act := s.act()
	if act == "" {
		return ""
	}
	return act + s.came()
}

// longestOffer is how many sources an offer is built from: a sentence of more is a list.
const longestOffer = 3

// Offer writes the factual form of a statement from its first sources. "" where they say
// too little.
func Offer(sources []Source) string {
	var parts []string
	for _, s := range sources {
		if part := Factual(s); part != "" && len(parts) < longestOffer {
			parts = append(parts, part+".")
		}
	}
	return strings.Join(parts, " ")
}

// act says what the person did.
func (s Source) act() string {
	what, on := s.what(), onDay(s.At)
	if s.isOthers() {
		return ""
	}
	switch s.Kind {
	case tracker.PullRequestKind:
		if s.Role == tracker.CoAuthor {
			return "Wrote commits of " + what + of(s.Author)
		}
		return "Proposed " + what + on
	case tracker.ReviewKind:
		if s.State == tracker.Approved && !s.wasChanged() {
			return "Reviewed and approved " + what + of(s.Author) + on
		}
		return "Reviewed " + what + of(s.Author) + on
	case tracker.ReviewComment:
		return "Reviewed lines of " + what + of(s.Author) + on
	case tracker.IssueKind:
		return "Opened issue " + what + on
	case tracker.DiscussionKind:
		return "Opened discussion " + what + on
	case tracker.IssueComment, tracker.DiscussionComment, tracker.CommitComment:
		if len(s.ByOthers(ByAccepting)) > 0 {
			return "Answered " + what + on
		}
		return "Commented on " + what + on
	case tracker.CommitKind:
		return "Committed " + what + on
	case tracker.ResearchCredit:
		return s.credit()
	}
	return ""
}

// credit says who added the person to a work. Whoever added themselves is listed as an
// author; nobody invited them.
func (s Source) credit() string {
	if s.AddedBy == "" || s.AddedBy == s.By {
		return "Listed as author of " + s.what()
	}
	return "Added as author of " + s.what() + " by " + s.AddedBy + onDay(s.At)
}

// came says what others did with it.
func (s Source) came() string {
	switch {
	case s.Kind == tracker.ReviewKind || s.Kind == tracker.ReviewComment:
		return s.cameOfReview()
	case s.Kind == tracker.PullRequestKind || s.Kind == tracker.CommitKind && s.Number > 0:
		return s.cameOfChange()
	case s.Kind == tracker.IssueKind && s.Change != nil && s.Change.Author != "" && s.Change.Author != s.By:
		return ", closed by " + s.Change.Author + "'s merged change" + s.Change.place()
	case s.Change != nil && s.Change.Author != "" && s.Change.Author != s.By:
		return "; cited in " + s.Change.Author + "'s merged change" + s.Change.place()
	case len(s.ByOthers(ByAccepting)) > 0:
		return "; " + s.ByOthers(ByAccepting)[0] + " accepted the answer"
	}
	return ""
}

func (s Source) cameOfReview() string {
	author := s.Author
	if author == "" {
		author = "the author"
	}
	switch {
	case s.wasChanged() && s.FilesAfterReview == 1:
		return "; " + author + " changed 1 file after the review"
	case s.wasChanged() && s.FilesAfterReview > 1:
		return fmt.Sprintf("; %s changed %d files after the review", author, s.FilesAfterReview)
	case s.wasChanged():
		return "; " + author + " changed the code after the review"
	}
	return ""
}

func (s Source) cameOfChange() string {
	var text string
	approvers := s.ByOthers(ByApproving)
	switch {
	case !s.stands() && !s.IsReverted && s.State == tracker.Closed:
		return "; closed without a merge"
	case !s.stands() && !s.IsReverted:
		return "; not merged yet"
	case s.MergedBy != "" && s.MergedBy != s.By:
		text = "; merged by " + s.MergedBy + onDay(s.mergedAt())
	case len(approvers) > 0:
		text = "; approved by " + approvers[0] + " and merged"
	default:
		text = "; merged"
	}
	if s.IsReverted {
		text += ", and reverted later"
	}
	return text
}

func (s Source) mergedAt() time.Time {
	for _, v := range s.Validations {
		if v.How == ByMerging {
			return v.At
		}
	}
	return time.Time{}
}

// what names the source: its title in quotes, and where it is.
func (s Source) what() string {
	title, place := plain(s.Title), placeOf(s.Repository, s.Number)
	switch {
	case title == "" && place == "":
		return "this"
	case title == "":
		return place
	case place == "" || s.Kind == tracker.ResearchCredit:
		return "“" + title + "”"
	}
	return "“" + title + "” (" + place + ")"
}

func (c Change) place() string {
	if place := placeOf(c.Repository, c.Number); place != "" {
		return " " + place
	}
	return ""
}

func placeOf(repository string, number int) string {
	if number > 0 {
		return fmt.Sprintf("%s#%d", plain(repository), number)
	}
	return plain(repository)
}

func of(author string) string {
	if author == "" {
		return ""
	}
	return " by " + author
}

// onDay is a day in UTC, never a time.
func onDay(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return " on " + at.UTC().Format(time.DateOnly)
}

// longestTitle is how many characters of a title an offer holds.
const longestTitle = 160

// plain is a title as it may stand within quotes, on one line: without characters that
// have no width or turn the reading direction, and shortened where it is very long.
func plain(title string) string {
	title = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		case r == '“' || r == '”':
			return '"'
		}
		return r
	}, strings.ToValidUTF8(title, "\uFFFD"))
	title = strings.Join(strings.Fields(title), " ")
	if runes := []rune(title); len(runes) > longestTitle {
		return strings.TrimRight(string(runes[:longestTitle-1]), " ") + "…"
	}
	return title
}
