package research

import (
	"strings"

	"rungless/tracker"
	"rungless/tracker/research/cite"
)

// NameKey folds how a name is written: case, accents, punctuation and spaces.
// Two entries of one file with an equal key are one person's.
func NameKey(name string) string {
	if key := cite.NormalTitle(name); key != "" {
		return key
	}
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// slotName is what tells one work of a file from the others.
func slotName(w cite.Work) string {
	switch {
	case w.BibKey != "":
		return "@" + w.BibKey
	case w.Relation == cite.Reference:
		return string(w.Relation) + " " + cite.NormalTitle(w.Title)
	}
	return string(w.Relation)
}

// wordsOfATitle is how many words a title must have to name one work wherever it
// is met: a shorter one, "Report" or "Evaluate", is many works' name.
const wordsOfATitle = 3

// identities are the names of a work: those that hold everywhere, and its title
// within the repository.
func identities(w cite.Work) []tracker.WorkIdentity {
	title := cite.NormalTitle(w.Title)
	var list []tracker.WorkIdentity
	for _, id := range w.Identities() {
		if id.Kind == cite.ByTitle && (w.Date.Year == 0 || len(strings.Fields(title)) < wordsOfATitle) {
			continue
		}
		list = append(list, tracker.WorkIdentity{Kind: string(id.Kind), Value: id.Value})
	}
	if title != "" {
		list = append(list, tracker.WorkIdentity{Kind: "here", Value: title})
	}
	return list
}

func sharesIdentity(a, b []tracker.WorkIdentity) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func workFrom(w cite.Work) tracker.Work {
	work := tracker.Work{Title: w.Title, Year: w.Date.Year, Type: w.Type, DOI: cite.NormalDOI(w.DOI), ArXiv: w.ArXiv, Identities: identities(w)}
	switch {
	case work.DOI != "":
		work.URL = "https://doi.org/" + work.DOI
	case work.ArXiv != "":
		work.URL = "https://arxiv.org/abs/" + work.ArXiv
	case len(w.Links) > 0:
		work.URL = w.Links[0].URL
	}
	return work
}

// people are the lists of a work by role. What stands for people whom the file
// does not name, and who is no person by the address or account, is in none.
func people(w cite.Work, host string) map[string][]*entry {
	lists := map[string][]*entry{}
	take := func(entries []cite.Credit, fallback string) {
		for _, e := range entries {
			if credit, ok := creditFrom(e, host); ok {
				if credit.Role == "" {
					credit.Role = fallback
				}
				credit.Position = len(lists[credit.Role]) + 1
				lists[credit.Role] = append(lists[credit.Role], &entry{credit: credit, name: credit.NameKey, orcid: credit.ORCID})
			}
		}
	}
	take(w.Authors, tracker.AuthorRole)
	take(w.Contributors, "contributor")
	return lists
}

// creditFrom is false for "and others" and for AI agents and bots, which are told
// by their address or account and never by a name.
func creditFrom(e cite.Credit, host string) (tracker.Credit, bool) {
	if e.Others || strings.TrimSpace(e.Name) == "" && e.ORCID == "" {
		return tracker.Credit{}, false
	}
	if kind := tracker.EmailKind(e.Email); kind == tracker.AgentAccount || kind == tracker.BotAccount {
		return tracker.Credit{}, false
	}
	credit := tracker.Credit{Role: e.Role, Name: e.Name, NameKey: NameKey(e.Name), Affiliation: strings.Join(e.Affiliations, "; "), ORCID: e.ORCID, IsEntity: e.Entity, Line: e.Line}
	for _, a := range e.Accounts {
		if a.Host != host {
			continue // Hugging Face, or an alias that may be a login anywhere
		}
		if tracker.LoginKind(a.Login) != tracker.UserAccount {
			return tracker.Credit{}, false
		}
		credit.Account = tracker.Account{Host: a.Host, Login: a.Login, Kind: tracker.UserAccount}
		break
	}
	return credit, true
}
