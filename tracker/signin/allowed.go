package signin

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"rungless/tracker"
)

// Allowed says who is let in: who is in one of the organisations or teams, or is one of
// the logins. Admins are let in too.
type Allowed struct {
	Organizations []string
	Teams         []string // ORG/TEAM, the team's short name as in its address
	Logins        []string
	Admins        []string // logins
}

// Pins knows which account a login of the configuration names: whoever first came under it.
type Pins interface {
	// PinLogin returns the number that the login names, after naming the given one if
	// it named none.
	PinLogin(ctx context.Context, host, login string, number int64) (int64, error)
	// PinnedLogin returns the number that the login names; 0: none yet.
	PinnedLogin(ctx context.Context, host, login string) (int64, error)
}

// Admission is what GitHub and the configuration say of an account.
type Admission struct {
	IsIn    bool
	IsAdmin bool
}

// Admit decides whether an account is let in. The token is the account's own: GitHub
// shows a private membership to the member.
func (g *GitHub) Admit(ctx context.Context, token string, a tracker.Account, pins Pins) (Admission, error) {
	admin, err := g.isOneOf(ctx, g.allowed.Admins, a, pins)
	if err != nil || admin {
		return Admission{IsIn: admin, IsAdmin: admin}, err
	}
	in, err := g.isOneOf(ctx, g.allowed.Logins, a, pins)
	if err != nil || in {
		return Admission{IsIn: in}, err
	}
	in, err = g.isMember(ctx, token, a)
	return Admission{IsIn: in}, err
}

// isOneOf reports whether an account is one that the logins name. A login names who
// first came under it, also after they are called otherwise.
func (g *GitHub) isOneOf(ctx context.Context, logins []string, a tracker.Account, pins Pins) (bool, error) {
	for _, login := range logins {
		number, err := pins.PinnedLogin(ctx, g.host, login)
		if err == nil && number == 0 && strings.EqualFold(login, a.Login) {
			number, err = pins.PinLogin(ctx, g.host, login, a.DatabaseID)
		}
		if err != nil {
			return false, err
		}
		if number == a.DatabaseID {
			return true, nil
		}
	}
	return false, nil
}

// isMember asks GitHub for the organisations, then the teams, until one has the account.
func (g *GitHub) isMember(ctx context.Context, token string, a tracker.Account) (bool, error) {
	var paths []string
	for _, organization := range g.allowed.Organizations {
		paths = append(paths, "/user/memberships/orgs/"+url.PathEscape(organization))
	}
	for _, team := range g.allowed.Teams {
		organization, slug, _ := strings.Cut(team, "/")
		paths = append(paths, "/orgs/"+url.PathEscape(organization)+"/teams/"+url.PathEscape(slug)+"/memberships/"+url.PathEscape(a.Login))
	}
	for _, path := range slices.Compact(paths) {
		var membership struct {
			State string `json:"state"` // "active", or "pending" for who was only invited
		}
		found, err := g.get(ctx, token, path, &membership)
		if err != nil {
			return false, err
		}
		if found && membership.State == "active" {
			return true, nil
		}
	}
	return false, nil
}
