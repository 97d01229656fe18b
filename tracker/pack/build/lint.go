package build

import (
	"slices"

	"rungless/tracker"
	"rungless/tracker/pack"
)

func advice(rule, source, sentence, hint string) pack.Finding {
	return pack.Finding{Rule: rule, Weight: pack.Advice, Source: source, Sentence: sentence, Hint: hint}
}

// missing says why a source that a draft names is not there.
func (r *resolver) missing(address string) pack.Finding {
	sentence, hint := "nothing is stored of this source", "sync its repository, or look whether the address is right"
	link := r.links[address]
	if stored := r.stored[link.URL]; stored != nil {
		switch stored.Gone {
		case tracker.Deleted:
			sentence, hint = "this source was deleted on GitHub", "name another one"
		case tracker.Inaccessible:
			sentence, hint = "this source cannot be seen any more", "name another one, or ask for access to its repository and sync again"
		case tracker.Transferred:
			sentence, hint = "this source lives on under another repository", "name it as GitHub shows it now"
		}
	} else if link.Kind == "" {
		sentence, hint = "this address is none of a contribution, and no figure was entered for it", "name a page of GitHub's, or enter the figure: rungless outcomes add"
	}
	return advice("source-missing", address, sentence, hint)
}

// ofSource checks one source on its own.
func (r *resolver) ofSource(named pack.DraftSource, e Evidence) []pack.Finding {
	var found []pack.Finding
	say := func(is bool, rule, sentence, hint string) {
		if is {
			found = append(found, advice(rule, e.Permalink, sentence, hint))
		}
	}
	isChange := e.Kind == tracker.PullRequestKind
	say(isChange && !e.IsMerged, "source-not-merged", "this pull request is "+string(e.State)+", not merged", "say so in the claim, or name what came of it")
	say(e.RevertedBy != "", "source-reverted", "this change was taken back by "+e.RevertedBy, "say so in the claim, or name what replaced it")
	say(isChange && e.IsMerged && e.Role == "author" && len(e.ValidatedBy) == 0, "own-validation-only",
		"nobody but you merged or approved this with a word", "name who used or reviewed it, if somebody did")
	say(e.IsPrivate && (named.Private == "" || named.Private == pack.PrivateLeaveOut), "source-private", "this source is private, and left out",
		"write private: redact or private: show beside it, if you may")
	say(e.IsPrivate && named.Private == pack.PrivateShow, "source-private", "this source is private, and shown because you chose so", "write private: redact to show only that it was verified")
	say(e.Role == "" && named.Note == "" && e.Kind != pack.ReleaseKind && e.Kind != pack.FigureKind, "no-part", "nothing in this source is yours",
		"say in a note what it shows, or name your own part in it")
	say(!r.isOfWindow(e), "outside-window", "this is of "+e.Day.Words()+", outside the window", "widen the window, or leave it out")
	if stored := r.stored[r.links[named.URL].URL]; stored != nil {
		say(stored.IsStale, "source-edited", "GitHub tells of a change since this was captured", "sync again: rungless sync")
	}
	if was, ok := r.sealed[e.Permalink]; ok {
		edited := was.ContentHash != "" && e.ContentHash != "" && was.ContentHash != e.ContentHash || was.State != e.State
		say(edited, "source-edited", "this was edited since it was sealed", "read it again, and see whether the claim still holds")
	}
	note := r.notes[e.Permalink]
	say(note.Contested != "", "contested", "you contest what is shown here: "+note.Contested, "leave it out until it is put right")
	say(note.Hidden, "hidden", "you hide this from others, and it is shown because the draft names it", "take it out of the claim to keep it hidden")
	return found
}

// isOfWindow reports whether anything of a source happened in the window: what was done,
// that it was merged, or that somebody acted on it. What came of the window's work may be later.
func (r *resolver) isOfWindow(e Evidence) bool {
	if e.Day == "" || e.Kind == pack.ReleaseKind || e.Kind == pack.FigureKind || within(e.Day, r.period) || within(e.MergedOn, r.period) {
		return true
	}
	return slices.ContainsFunc(e.ValidatedBy, func(v pack.Validation) bool { return within(v.Day, r.period) })
}

// ofClaim checks what a claim says on all its sources.
func (r *resolver) ofClaim(c pack.Claim, evidence []Evidence) []pack.Finding {
	if len(c.Sources) == 0 {
		return []pack.Finding{{Rule: "claim-without-source", Weight: pack.Blocks, Sentence: "no source stands under it", Hint: "name a source that is stored and may be shown"}}
	}
	return r.objections(c.Text, evidence)
}
