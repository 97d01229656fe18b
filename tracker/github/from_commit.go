package github

import (
	"regexp"
	"strings"

	"rungless/tracker"
)

// commit maps a commit and says whose addresses it shows.
func (v view) commit(repository tracker.RepositoryRef, n item[wireCommit]) (tracker.Commit, []tracker.EmailLink) {
	w := n.value
	headline, _, _ := strings.Cut(w.Message, "\n")
	c := tracker.Commit{
		Repository: repository, SHA: w.OID, NodeID: w.ID,
		CommittedAt: w.CommittedDate.UTC(), Headline: headline,
		Parents: -1, Additions: -1, Deletions: -1, ChangedFiles: -1,
		Trailers: parseTrailers(w.Message),
		Cites:    tracker.CommentLinks(v.host, w.Message),
		Payload:  payload(commitForm, n.raw, "associatedPullRequests"),
	}
	if w.Author != nil {
		c.AuthoredAt = w.Author.Date
	}
	if w.Parents != nil {
		c.Parents = w.Parents.TotalCount
	}
	var links []tracker.EmailLink
	c.Authors, links = v.authors(w, c.Trailers)
	return c, links
}

// authors lists the author and the co-authors. GitHub gives ten at once; those
// of its count that are missing are in the message's trailers.
func (v view) authors(w wireCommit, trailers []tracker.Trailer) (authors []tracker.CommitAuthor, links []tracker.EmailLink) {
	seen := map[string]bool{}
	add := func(name, email string, user *wireActor) {
		if key := strings.ToLower(email); key != "" && seen[key] {
			return
		}
		seen[strings.ToLower(email)] = true
		role := tracker.CoAuthor
		if len(authors) == 0 {
			role = tracker.Author
		}
		author, found := v.author(name, email, user, role)
		authors, links = append(authors, author), append(links, found...)
	}
	for _, a := range w.Authors.Nodes {
		add(a.Name, a.Email, a.User)
	}
	if w.Authors.TotalCount > len(w.Authors.Nodes) {
		for _, t := range trailers {
			if name, email, ok := parsePerson(t.Value); ok && t.Key == "Co-authored-by" {
				add(name, email, nil)
			}
		}
	}
	return authors, links
}

var trailerPattern = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$`)

// parseTrailers returns the "Key: value" lines of a commit message's last
// paragraph, if it holds nothing else. Lines that begin with space go on from the
// line before. The result is empty, not nil: the source did say. See
// https://git-scm.com/docs/git-interpret-trailers.
func parseTrailers(message string) []tracker.Trailer {
	trailers := []tracker.Trailer{}
	message = strings.TrimRight(strings.ReplaceAll(message, "\r\n", "\n"), "\n\t ")
	start := strings.LastIndex(message, "\n\n")
	if start < 0 {
		return trailers
	}
	for line := range strings.SplitSeq(message[start+2:], "\n") {
		if n := len(trailers); n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			trailers[n-1].Value += " " + strings.TrimSpace(line)
			continue
		}
		parts := trailerPattern.FindStringSubmatch(line)
		if parts == nil {
			return []tracker.Trailer{}
		}
		trailers = append(trailers, tracker.Trailer{Key: canonicalKey(parts[1]), Value: strings.TrimSpace(parts[2])})
	}
	return trailers
}

// canonicalKey writes a trailer's key as git does: "Co-authored-by".
func canonicalKey(key string) string {
	return strings.ToUpper(key[:1]) + strings.ToLower(key[1:])
}

// parsePerson splits "Name <address>".
func parsePerson(text string) (name, email string, ok bool) {
	name, rest, ok := strings.Cut(text, "<")
	if !ok {
		return "", "", false
	}
	email, _, ok = strings.Cut(rest, ">")
	return strings.TrimSpace(name), strings.TrimSpace(email), ok && email != ""
}
