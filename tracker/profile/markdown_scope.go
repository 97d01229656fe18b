package profile

import (
	"fmt"
	"strings"

	"rungless/tracker/growth"
)

func (d *document) scope(s growth.Scope) {
	d.heading("Scope")
	measure(d, s.Collaborators, func(c growth.Collaborators) {
		d.line("As many as %.1f people if all ties were equal.\n", c.Effective)
		for _, person := range c.People {
			d.line("- %s", d.collaborator(person))
		}
	})
	measure(d, s.ExternalReviews, func(r growth.ExternalReviews) {
		d.line("%.0f %% for people outside the repository's team: %d of %d changes reviewed, %d of them by first-time contributors.\n",
			100*r.Share, r.Window.External, r.Window.Reviewed, r.Window.FirstTime)
		for _, m := range r.Months {
			d.line("- %s: %d of %d", m.Month.Format("2006-01"), m.External, m.Reviewed)
		}
	})
	measure(d, s.ReviewsAsked, func(list []growth.AskedReview) {
		items(d, list, func(r growth.AskedReview) string {
			return fmt.Sprintf("%s %s, asked by %s", date(r.At), link(r.Title, r.URL), name(r.By.Account))
		})
	})
	measure(d, s.Debt, func(list []growth.Debt) {
		items(d, list, func(debt growth.Debt) string {
			text := fmt.Sprintf("%s %s: %s", date(debt.At), linkOf(debt.Title, debt.Threads), escape(debt.Why))
			if debt.Asked {
				text += "; asked for"
			}
			return text
		})
	})
	measure(d, s.Invitations, func(list []growth.TierOfInvitations) {
		items(d, list, func(tier growth.TierOfInvitations) string {
			works := make([]string, len(tier.Invitations))
			for i, v := range tier.Invitations {
				works[i] = fmt.Sprintf("%s by %s on %s", link(v.Work, v.URL), name(v.By.Account), date(v.At))
			}
			return string(tier.Tier) + ": " + strings.Join(works, "; ")
		})
	})
}

func (d *document) collaborator(c growth.Collaborator) string {
	text := fmt.Sprintf("%s, since %s", name(c.Account.Account), date(c.Since))
	if c.New {
		text += ", new this half-year"
	}
	if c.Homes.Status == growth.Available && len(c.Homes.Value) > 0 {
		text += ", at home in " + d.domainNames(c.Homes.Value)
	}
	if n := len(c.Shared); n > 0 {
		text += ", last in " + link(c.Shared[n-1].Title, c.Shared[n-1].URL)
	}
	return text
}

func (d *document) practice(p growth.Practice) {
	d.heading("Decisions, questions, explanations")
	for _, list := range []growth.Measured[[]growth.Entry]{p.IssuesLed, p.CommentsCited, p.AnswersAccepted, p.DocumentsChanged, p.DecisionsMerged} {
		measure(d, list, func(entries []growth.Entry) {
			items(d, entries, func(e growth.Entry) string { return date(e.At) + " " + linkOf(e.Title, e.Threads) })
		})
	}
}

func (d *document) initiatives(m growth.Measured[[]growth.Initiative]) {
	d.heading("What it was for")
	measure(d, m, func(list []growth.Initiative) {
		items(d, list, func(i growth.Initiative) string {
			links := make([]string, len(i.Threads))
			for j, e := range i.Threads {
				links[j] = link(e.Title, e.URL)
			}
			where := ""
			if len(i.Domains) > 0 {
				where = " in " + d.domainNames(i.Domains)
			}
			return fmt.Sprintf("%s **%s**%s: %s", i.Quarter, escape(i.Name), where, strings.Join(links, ", "))
		})
	})
}

func (d *document) outcomes(m growth.Measured[[]growth.Outcome]) {
	measure(d, m, func(list []growth.Outcome) {
		items(d, list, func(o growth.Outcome) string {
			text := fmt.Sprintf("%s %s: %s", date(o.At), link(o.What, o.SourceURL), escape(o.Figure))
			if o.Entered {
				text += " (entered by hand)"
			}
			for i, e := range o.Threads {
				text += []string{", of ", ", "}[min(i, 1)] + link(e.Title, e.URL)
			}
			return text
		})
	})
}

// items writes a list; an empty one is said to be.
func items[T any](d *document, list []T, text func(T) string) {
	if len(list) == 0 {
		d.line("None in this time.")
	}
	for _, item := range list {
		d.line("- %s", text(item))
	}
}

// linkOf links a title to the first of its threads.
func linkOf(title string, threads []growth.Evidence) string {
	if len(threads) == 0 {
		return escape(title)
	}
	return link(title, threads[0].URL)
}
