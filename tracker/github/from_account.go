package github

import (
	"fmt"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// view is where and when an answer was given: what every fact needs besides the
// answer itself.
type view struct {
	host string
	at   time.Time
}

// ghostLogin is the account that GitHub shows in place of a deleted one; REST
// names it, GraphQL says null.
const ghostLogin = "ghost"

var accountKinds = map[string]tracker.AccountKind{
	"User":         tracker.UserAccount,
	"Bot":          tracker.BotAccount,
	"Mannequin":    tracker.MannequinAccount,
	"Organization": tracker.OrganizationAccount,
}

// account turns an actor into an account; null is a ghost.
func (v view) account(a *wireActor) tracker.Account {
	if a == nil || a.Login == ghostLogin {
		return tracker.Account{Host: v.host, Login: ghostLogin, Kind: tracker.GhostAccount, SeenAt: v.at}
	}
	kind, ok := accountKinds[a.Typename]
	if !ok {
		kind = tracker.LoginKind(a.Login)
	}
	return v.known(tracker.Account{DatabaseID: a.DatabaseID, NodeID: a.ID, Login: a.Login, Name: a.Name, Kind: kind})
}

// optional is account for a field that may have nobody in it: who merged, who
// chose the answer.
func (v view) optional(a *wireActor) tracker.Account {
	if a == nil {
		return tracker.Account{}
	}
	return v.account(a)
}

// restAccount is account for REST.
func (v view) restAccount(u *gh.User) tracker.Account {
	if u == nil {
		return v.account(nil)
	}
	return v.account(&wireActor{Typename: u.GetType(), ID: u.GetNodeID(), DatabaseID: u.GetID(), Login: u.GetLogin()})
}

// known completes an account that was seen now. GraphQL leaves the "[bot]" off
// an app's login; the login with it is what REST, git and the archive say. An AI
// agent is known by its number, as its commit address has it.
func (v view) known(a tracker.Account) tracker.Account {
	a.Host, a.SeenAt = v.host, v.at
	if a.Kind != tracker.BotAccount {
		return a
	}
	for _, name := range []string{a.Login, a.Login + "[bot]", "copilot"} {
		if tracker.EmailKind(fmt.Sprintf("%d+%s@users.noreply.github.com", a.DatabaseID, name)) == tracker.AgentAccount {
			a.Kind = tracker.AgentAccount
			if name == "copilot" {
				a.Login = "Copilot" // the same app goes by three logins
			}
		}
	}
	if !strings.HasSuffix(a.Login, "[bot]") && a.Login != "Copilot" {
		a.Login += "[bot]"
	}
	return a
}

// author turns a commit's author or co-author into a CommitAuthor, and says for
// certain whose address it is where GitHub does. An agent's address decides even
// where an account stands behind it.
func (v view) author(name, email string, user *wireActor, role tracker.Role) (tracker.CommitAuthor, []tracker.EmailLink) {
	a := tracker.CommitAuthor{Name: name, Email: strings.ToLower(email), Role: role}
	kind := tracker.EmailKind(a.Email)
	if user == nil {
		if kind == tracker.AgentAccount || kind == tracker.BotAccount {
			a.Account = tracker.Account{Host: v.host, Email: a.Email, Name: name, Kind: kind, SeenAt: v.at}
		}
		return a, nil
	}
	a.Account = v.account(&wireActor{Typename: "User", ID: user.ID, DatabaseID: user.DatabaseID, Login: user.Login})
	if kind != tracker.EmailAccount {
		a.Account.Kind = kind
	}
	if a.Email == "" {
		return a, nil
	}
	return a, []tracker.EmailLink{{Email: a.Email, Account: a.Account, Reason: "github"}}
}
