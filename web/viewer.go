package web

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/signin"
	"rungless/tracker/store"
)

// viewer is who looks at a page. The zero viewer is nobody in particular.
type viewer struct {
	MemberID int64  // the store's key; 0 where nobody signed in
	PersonID int64  // whose account it is
	Number   int64  // GitHub's, of the account
	Login    string // to show; never what decides
	Admin    bool   // operates the instance; sees no more of anybody for it

	owner   bool   // sits at the machine in personal mode: it is their laptop
	session int64  // 0: came with an API token, which only reads
	token   string // GitHub's, of the account; "" where there is none
}

// isSignedIn reports whether somebody signed in, with a browser or an API token.
func (v viewer) isSignedIn() bool { return v.MemberID != 0 }

// is reports whether the viewer is the person: alone at their machine, or signed in with
// a browser. An API token sees of its owner what others might be shown, and their digest.
func (v viewer) is(account subject) bool {
	if v.owner {
		return v.Login != "" && strings.EqualFold(v.Login, account.Login)
	}
	return v.session != 0 && v.PersonID != 0 && v.PersonID == account.selects.PersonID
}

const viewerKey = "viewer"

// viewer is who asks.
func (s *Server) viewer(c *gin.Context) viewer {
	v, _ := c.Value(viewerKey).(viewer)
	return v
}

// seenBy is who asks, for the store: nil in personal mode, where everything is shown.
func (s *Server) seenBy(c *gin.Context) *store.Viewer {
	if !s.isTeam() {
		return nil
	}
	v := s.viewer(c)
	return &store.Viewer{PersonID: v.PersonID, Host: s.options.Team.GitHub.Host(), Number: v.Number}
}

// me is the login of whose pages the frame and "/" lead to: in personal mode of whose
// laptop it is, else of who signed in. It is "" when that is not known.
func (s *Server) me(c *gin.Context) string {
	if s.isTeam() {
		return s.viewer(c).Login
	}
	return s.options.Me()
}

// myself finds whoever looks, as others might see them at most: the page may leave the
// machine. The error is a [tracker.NotFound] one where it is not known who looks.
func (s *Server) myself(c *gin.Context) (subject, error) {
	if s.isTeam() {
		account, err := s.findPerson(c.Request.Context(), s.viewer(c))
		if err != nil {
			return subject{}, err
		}
		account.shown = store.Sections()
		return account, s.limitPrivate(c, &account)
	}
	me := s.options.Me()
	if me == "" {
		return subject{}, tracker.Errorf(tracker.NotFound, "web.myself", "It is not known yet who you are")
	}
	return s.find(c.Request.Context(), me)
}

// isMe reports whether a page is of whoever looks. It decides nothing but words: what is
// for the person alone asks isMine.
func (s *Server) isMe(c *gin.Context, account subject) bool {
	if s.isTeam() {
		return s.isMine(c, account)
	}
	return strings.EqualFold(s.options.Me(), account.Login)
}

// isMine reports whether whoever asks is the person: at the machine on which the
// program runs, or signed in.
func (s *Server) isMine(c *gin.Context, account subject) bool {
	return s.viewer(c).is(account)
}

// meAlone finds the person who asks, and refuses everybody who is not known to be one.
func (s *Server) meAlone(c *gin.Context) (subject, error) {
	const op = "web.meAlone"
	v := s.viewer(c)
	switch {
	case v.owner && v.Login == "":
		return subject{}, tracker.Errorf(tracker.NotFound, op, "It is not known yet who you are").
			WithHint("Say who you are: the first page says how.")
	case v.owner:
		return s.find(c.Request.Context(), v.Login)
	case s.isTeam() && v.session != 0:
		return s.findPerson(c.Request.Context(), v)
	case s.isTeam():
		return subject{}, signInFirst()
	}
	return subject{}, tracker.Errorf(tracker.Unauthorized, op, "This is shown only on the machine on which rungless runs")
}

// findPerson finds the person who signed in, by key: a login may have had others.
func (s *Server) findPerson(ctx context.Context, v viewer) (subject, error) {
	person, err := s.store.Person(ctx, v.PersonID)
	if err != nil {
		return subject{}, err
	}
	return subjectFromPerson(person), nil
}

func signInFirst() error {
	return tracker.Errorf(tracker.Unauthorized, "web.signInFirst", "You are not signed in").
		WithHint("Sign in with GitHub, or send a personal API token.")
}

// recognise finds out who asks, before any page does.
func (s *Server) recognise(c *gin.Context) error {
	var v viewer
	var err error
	switch {
	case !s.isTeam():
		v = viewer{Login: s.options.Me(), owner: isAtMachine(c.Request)}
	case c.GetHeader("Authorization") != "":
		v, err = s.byAPIToken(c)
	default:
		v, err = s.bySession(c)
	}
	c.Set(viewerKey, v)
	return err
}

func viewerFrom(m store.Member) viewer {
	return viewer{MemberID: m.ID, PersonID: m.PersonID, Number: m.Number, Login: m.Login, Admin: m.IsAdmin}
}

// byAPIToken recognises the owner of a personal API token. A wrong one is refused and
// never taken for nobody, so that a program hears of it.
func (s *Server) byAPIToken(c *gin.Context) (viewer, error) {
	const op = "web.byAPIToken"
	refused := tracker.Errorf(tracker.Unauthorized, op, "This API token does not hold").
		WithHint("It may have expired or been revoked, or its owner has not signed in for a week. The settings make a new one.")
	secret, isBearer := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if !isBearer {
		return viewer{}, cmp.Or(s.mayAttempt(c, wrongToken), error(refused))
	}
	member, err := s.store.MemberByAPIToken(c.Request.Context(), hashOf(secret), s.now())
	if tracker.KindOf(err) == tracker.NotFound && err != nil {
		return viewer{}, cmp.Or(s.mayAttempt(c, wrongToken), error(refused))
	}
	if err != nil {
		return viewer{}, err
	}
	if member.IsDisabled || s.now().Sub(member.ConfirmedAt) > confirmedLast {
		return viewer{}, refused
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return viewer{}, tracker.Errorf(tracker.Unauthorized, op, "An API token only reads").WithHint("Do this in a browser.")
	}
	return viewerFrom(member), nil
}

// bySession recognises who signed in with this browser; nobody where no session holds.
func (s *Server) bySession(c *gin.Context) (viewer, error) {
	secret := s.cookie(c, sessionCookie)
	if secret == "" {
		return viewer{}, nil
	}
	ctx := c.Request.Context()
	session, member, err := s.store.Session(ctx, hashOf(secret), s.now(), sessionLimits)
	if tracker.KindOf(err) == tracker.NotFound && err != nil || err == nil && member.IsDisabled {
		s.clearCookie(c, sessionCookie)
		return viewer{}, nil //nolint:nilerr // a session that ended makes nobody of its browser
	}
	if err != nil {
		return viewer{}, err
	}
	v := viewerFrom(member)
	v.session = session.ID
	token, err := s.tokenOf(ctx, session, secret)
	if tracker.KindOf(err) == tracker.Unauthorized {
		return viewer{}, s.store.EndSession(ctx, v.MemberID, session.ID) // GitHub forgot the app, or the account
	}
	if err != nil {
		return viewer{}, err
	}
	v.token = token.Access
	return s.stillIn(ctx, v, session)
}

// stillIn asks GitHub from time to time whether a member is still let in, and keeps when
// the session was used.
func (s *Server) stillIn(ctx context.Context, v viewer, session store.Session) (viewer, error) {
	now := s.now()
	checked := session.CheckedAt
	if now.Sub(checked) >= recheckEvery {
		account, err := s.options.Team.GitHub.Account(ctx, v.token)
		var admission signin.Admission
		if err == nil {
			admission, err = s.admit(ctx, v.token, account)
		}
		switch {
		case tracker.KindOf(err) == tracker.Unavailable && now.Sub(checked) < recheckGrace:
		case tracker.KindOf(err) == tracker.Unauthorized, tracker.KindOf(err) == tracker.NotFound:
			return viewer{}, s.store.EndSession(ctx, v.MemberID, session.ID) // GitHub forgot the token, or the account
		case err != nil:
			return viewer{}, err
		case !admission.IsIn:
			s.logger.InfoContext(ctx, "member disabled: no longer let in", "member_id", v.MemberID)
			return viewer{}, s.store.DisableMember(ctx, v.MemberID)
		default:
			checked, v.Admin = now, admission.IsAdmin
			if err := s.store.ConfirmMember(ctx, v.MemberID, v.Admin, now); err != nil {
				return viewer{}, err
			}
		}
	}
	if checked.Equal(session.CheckedAt) && now.Sub(session.UsedAt) < usedEvery {
		return v, nil
	}
	return v, s.store.UseSession(ctx, session.ID, now.Truncate(time.Second), checked)
}
