package web

import (
	"context"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// subject is whose contributions a page shows: a person who is tracked, or an
// account that was only seen in what others did.
type subject struct {
	Login   string              `json:"login"`
	Name    string              `json:"name"`
	Kind    tracker.AccountKind `json:"kind"`
	Tracked bool                `json:"tracked"`
	Others  []string            `json:"other_logins"` // of the person's further accounts
	Note    string              `json:"note"`         // what stands behind the account, unless it is a person

	selects  store.EvidenceFilter
	shown    []store.Section // what the viewer may see, in a team; nil: everything
	accounts []tracker.Account
	timeZone string // of a person who said it
	nodeIDs  []string
}

// isHuman reports whether a person stands behind it, as far as known.
func (f subject) isHuman() bool { return tracker.Account{Kind: f.Kind}.IsHuman() }

// find returns who has a login now, or had it before.
func (s *Server) find(ctx context.Context, login string) (subject, error) {
	person, err := s.store.FindPerson(ctx, login)
	if err == nil {
		return subjectFromPerson(person), nil
	}
	if tracker.KindOf(err) != tracker.NotFound {
		return subject{}, err
	}
	accounts, ids, err := s.store.FindAccounts(ctx, login)
	if err != nil && tracker.KindOf(err) != tracker.NotFound {
		return subject{}, err
	}
	if len(accounts) == 0 {
		return subject{}, nobody(login)
	}
	return subjectFromAccounts(accounts, ids), nil
}

// nobody is the answer for a login that is not stored.
func nobody(login string) error {
	if strings.EqualFold(login, "ghost") {
		return tracker.Errorf(tracker.NotFound, "web.find", "Ghost is nobody in particular").
			WithHint("GitHub shows this name in place of every account that was deleted. Whose work it was is not known.")
	}
	return tracker.Errorf(tracker.NotFound, "web.find", "Nobody called %q is in this store", login).
		WithHint("Look in the list of people, or add the login to config.yaml and sync.")
}

func subjectFromPerson(p tracker.Person) subject {
	found := subject{Login: p.Login, Name: displayName(p.Name, p.Login), Kind: tracker.UserAccount, Tracked: true,
		Others: []string{}, accounts: p.Accounts, timeZone: p.TimeZone, selects: store.EvidenceFilter{PersonID: p.ID}}
	for _, account := range p.Accounts {
		found.addNodeID(account)
		if account.Login != "" && !strings.EqualFold(account.Login, p.Login) {
			found.Others = append(found.Others, account.Login)
		}
	}
	return found
}

// subjectFromAccounts takes accounts of one login, which may be on several hosts.
func subjectFromAccounts(accounts []tracker.Account, ids []int64) subject {
	first := accounts[0]
	found := subject{Login: first.Login, Name: displayName(first.Name, first.Login), Kind: first.Kind,
		Others: []string{}, Note: accountNote[first.Kind], accounts: accounts, selects: store.EvidenceFilter{AccountIDs: ids}}
	for _, account := range accounts {
		found.addNodeID(account)
	}
	return found
}

func (f *subject) addNodeID(a tracker.Account) {
	if a.NodeID != "" {
		f.nodeIDs = append(f.nodeIDs, a.NodeID)
	}
}

// whose is the subject as it is measured. It goes by key and never by login, which may be
// somebody else's by now: who may see a page was decided for this very person.
func (s *Server) whose(ctx context.Context, f subject) (profile.Subject, error) {
	if f.selects.PersonID != 0 {
		return profile.FindPerson(ctx, s.store, f.selects.PersonID)
	}
	return profile.Subject{Login: f.Login, Accounts: f.accounts, AccountIDs: f.selects.AccountIDs}, nil
}

// Path is the address of the subject's page.
func (f subject) Path() string { return personPath(f.Login) }

func personPath(login string) string { return "/p/" + url.PathEscape(login) }

func displayName(name, login string) string {
	if name != "" {
		return name
	}
	return login
}

// asked finds whom a page's address names: in a team, as authorize found them. Another
// spelling, a former login and a second account lead to the address of the one login.
func (s *Server) asked(c *gin.Context) (subject, error) {
	given := parameter(c, "login")
	found, authorized := c.Value(subjectKey).(subject)
	var err error
	switch {
	case authorized:
	case s.isTeam():
		err = nothingHere() // no rule let anybody through to this person
	default:
		found, err = s.find(c.Request.Context(), given)
	}
	if err != nil || found.Login == given {
		return s.ownView(c, found), err
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(c.Request.URL.Path, apiRoot+"/people/"), "/p/"), given)
	to := url.URL{Path: "/p/" + found.Login + rest, RawQuery: c.Request.URL.RawQuery}
	return subject{}, elsewhere{path: to.String()}
}
