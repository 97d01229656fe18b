package clone

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
)

// parseTrailers reads what git prints for %(trailers:only,unfold): one trailer a
// line.
func parseTrailers(lines string) []tracker.Trailer {
	list := []tracker.Trailer{}
	for line := range strings.SplitSeq(lines, "\n") {
		key, value, ok := strings.Cut(line, ":")
		key, value = strings.TrimSpace(key), clean(value)
		if ok && keyForm(key) && value != "" {
			list = append(list, tracker.Trailer{Key: canonicalKey(key), Value: value})
		}
	}
	return list
}

const lettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// keyForm reports whether a text has the form of a trailer's key.
func keyForm(key string) bool {
	return key != "" && strings.Trim(key, lettersAndDigits+"-") == ""
}

// canonicalKey writes a key as git documents its own: "Signed-off-by",
// "Co-authored-by", whatever case somebody typed.
func canonicalKey(key string) string {
	key = strings.ToLower(key)
	return strings.ToUpper(key[:1]) + key[1:]
}

// coAuthors are those that the trailers name with an address, in order, each
// once, and not the author again.
func coAuthors(author tracker.CommitAuthor, trailers []tracker.Trailer) []tracker.CommitAuthor {
	var list []tracker.CommitAuthor
	for _, t := range trailers {
		if t.Key != "Co-authored-by" {
			continue
		}
		name, email, ok := parseContact(t.Value)
		known := email == author.Email || slices.ContainsFunc(list, func(a tracker.CommitAuthor) bool { return a.Email == email })
		if ok && !known {
			list = append(list, tracker.CommitAuthor{Name: name, Email: email, Role: tracker.CoAuthor})
		}
	}
	return list
}

// parseContact reads "Name <address>".
func parseContact(contact string) (name, email string, ok bool) {
	open := strings.LastIndexByte(contact, '<')
	if open < 0 {
		return "", "", false
	}
	inside, _, closed := strings.Cut(contact[open+1:], ">")
	email = cleanEmail(inside)
	return strings.TrimSpace(contact[:open]), email, closed && strings.Contains(email, "@")
}

func cleanEmail(email string) string { return strings.ToLower(clean(email)) }

// withAccounts adds the account behind each noreply address. The login is as it
// was when the commit was made.
func withAccounts(host string, authors []tracker.CommitAuthor, seen time.Time) []tracker.CommitAuthor {
	for i, a := range authors {
		authors[i].Account, _ = noreplyAccount(host, a.Email, seen)
	}
	return authors
}

// noreplyAccount reads the account out of an address that GitHub gives to hide a
// person's own: ID+LOGIN@users.noreply.github.com, or LOGIN@ before July 2017. An
// Enterprise Server has its own host behind "users.noreply.".
// https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
func noreplyAccount(host, email string, seen time.Time) (tracker.Account, bool) {
	local, ok := strings.CutSuffix(email, "@users.noreply."+host)
	if !ok || local == "" {
		return tracker.Account{}, false
	}
	a := tracker.Account{Host: host, Login: local, SeenAt: seen}
	if number, login, found := strings.Cut(local, "+"); found {
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || id <= 0 {
			return tracker.Account{}, false
		}
		a.DatabaseID, a.Login = id, login
	}
	if !loginForm(a.Login) {
		return tracker.Account{}, false
	}
	a.Kind = tracker.LoginKind(a.Login)
	if kind := tracker.EmailKind(email); kind != tracker.EmailAccount {
		a.Kind = kind
	}
	return a, true
}

// loginForm reports whether a text may be a login, an app's too.
func loginForm(login string) bool {
	login = strings.TrimSuffix(login, "[bot]")
	if login == "" || len(login) > 100 {
		return false
	}
	return strings.Trim(login, lettersAndDigits+"-_") == ""
}

// emailLinks lists the noreply addresses of some commits with their accounts:
// those are certain, GitHub made them.
func emailLinks(commits []tracker.Commit) []tracker.EmailLink {
	newest := map[string]tracker.Account{}
	var order []string
	for _, c := range commits {
		for _, a := range c.Authors {
			if a.Account.IsZero() {
				continue
			}
			before, known := newest[a.Email]
			if !known {
				order = append(order, a.Email)
			}
			if !known || a.Account.SeenAt.After(before.SeenAt) {
				newest[a.Email] = a.Account
			}
		}
	}
	links := make([]tracker.EmailLink, 0, len(order))
	for _, email := range order {
		links = append(links, tracker.EmailLink{Email: email, Account: newest[email], Reason: "noreply"})
	}
	return links
}

// emailAccount is the account of an address: GitHub's where the address says so,
// else the address itself.
func emailAccount(host, email string) tracker.Account {
	if a, ok := noreplyAccount(host, email, time.Time{}); ok {
		return a
	}
	return tracker.Account{Host: host, Kind: tracker.EmailKind(email), Email: email}
}

// mailmapProposals asks git what the repository's .mailmap makes of the addresses
// of some commits. A mailmap is what a repository's people wrote, and can be
// wrong, old or a joke; it decides whose work something is. So it is never more
// than a proposal, and the commit keeps the address that it was made with.
func (r repository) mailmapProposals(ctx context.Context, ref tracker.RepositoryRef, commits []tracker.Commit) ([]tracker.JoinProposal, error) {
	contacts := contactsOf(commits)
	if len(contacts) == 0 {
		return nil, nil
	}
	var lines bytes.Buffer
	for _, c := range contacts {
		fmt.Fprintf(&lines, "%s <%s>\n", c.name, c.email)
	}
	out, err := r.output(ctx, &lines, "check-mailmap", "--stdin")
	if err != nil {
		return nil, err
	}
	var proposals []tracker.JoinProposal
	answers := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i, c := range contacts {
		if i >= len(answers) {
			break
		}
		_, email, ok := parseContact(answers[i])
		if !ok || email == c.email {
			continue
		}
		proposals = append(proposals, tracker.JoinProposal{From: emailAccount(ref.Host, c.email), To: emailAccount(ref.Host, email),
			Reason: "the .mailmap of " + ref.FullName() + " says that they are one person"})
	}
	return proposals, nil
}

// contact is a name and an address that may be handed to git in a line.
type contact struct{ name, email string }

// contactsOf lists the people of some commits, each address once. Noreply
// addresses need no mailmap: they name their account themselves.
func contactsOf(commits []tracker.Commit) []contact {
	var list []contact
	seen := map[string]bool{}
	for _, c := range commits {
		for _, a := range c.Authors {
			usable := !strings.ContainsAny(a.Name+a.Email, "<>\n\r") && a.Email != "" && tracker.EmailKind(a.Email) == tracker.EmailAccount
			if !usable || seen[a.Email] || !a.Account.IsZero() {
				continue
			}
			seen[a.Email] = true
			list = append(list, contact{a.Name, a.Email})
		}
	}
	return list
}

// mergeHeadProposals looks at merges "from LOGIN/branch": where every commit that
// one brought in has the same author's address, that address may be LOGIN's. It
// may also be somebody's whose work LOGIN only handed on, so it is a proposal.
func (g *graph) mergeHeadProposals(ref tracker.RepositoryRef) []tracker.JoinProposal {
	var proposals []tracker.JoinProposal
	seen := map[[2]string]bool{}
	for i := range g.nodes {
		n := &g.nodes[i]
		if n.origin == "" || !n.onDefault || len(n.parents) != 2 || strings.EqualFold(n.origin, ref.Owner) {
			continue
		}
		email := g.soleAuthor(n)
		key := [2]string{email, strings.ToLower(n.origin)}
		if email == "" || seen[key] || tracker.EmailKind(email) != tracker.EmailAccount {
			continue
		}
		if _, known := noreplyAccount(ref.Host, email, time.Time{}); known {
			continue
		}
		seen[key] = true
		proposals = append(proposals, tracker.JoinProposal{From: emailAccount(ref.Host, email),
			To:     tracker.Account{Host: ref.Host, Login: n.origin, Kind: tracker.LoginKind(n.origin), SeenAt: time.Unix(n.committed, 0).UTC()},
			Reason: fmt.Sprintf("every commit of %s#%d, which came from a branch of %s, has this address", ref.FullName(), n.named, n.origin)})
	}
	return proposals
}

// soleAuthor is the address of all commits that a merge brought in, or "".
func (g *graph) soleAuthor(merge *node) string {
	email, alone := "", true
	g.walk(merge.parents[1], func(n *node) bool {
		if !alone || !slices.Equal(n.pulls, merge.pulls) || len(n.pulls) == 0 || n == merge {
			return false
		}
		if len(n.parents) < 2 {
			alone = email == "" || email == n.email
			email = n.email
		}
		return alone
	})
	if !alone {
		return ""
	}
	return email
}
