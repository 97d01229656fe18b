package web

import (
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// viewer is who looks at a page. The zero viewer is nobody in particular.
type viewer struct {
	Number   int64  // of the GitHub account that signed in, stable over renames; 0 where nobody did
	PersonID int64  // the store's key of the person; 0 for somebody it does not know
	Login    string // to show; never what decides
	Admin    bool   // operates the instance; sees no more of anybody for it

	owner bool // sits at the machine in personal mode: it is their laptop
}

// isSignedIn reports whether somebody signed in, with a browser or a token.
func (v viewer) isSignedIn() bool { return v.Number != 0 }

// is reports whether the viewer is the person, alone at their machine or signed in.
func (v viewer) is(account subject) bool {
	if v.owner {
		return v.Login != "" && strings.EqualFold(v.Login, account.Login)
	}
	return v.isSignedIn() && v.PersonID != 0 && v.PersonID == account.selects.PersonID
}

const viewerKey = "viewer"

// recognise finds out who asks, before any page does.
func (s *Server) recognise(c *gin.Context) error {
	v := viewer{}
	if isAtMachine(c.Request) {
		v = viewer{Login: s.options.Me(), owner: true}
	}
	c.Set(viewerKey, v)
	return nil
}

// viewer is who asks.
func (s *Server) viewer(c *gin.Context) viewer {
	v, _ := c.Value(viewerKey).(viewer)
	return v
}

// me is the login of whose pages the frame and "/" lead to: in personal mode of whose
// laptop it is, else of who signed in. It is "" when that is not known.
func (s *Server) me(_ *gin.Context) string {
	return s.options.Me()
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
	if !v.owner {
		return subject{}, tracker.Errorf(tracker.Unauthorized, op, "This is shown only on the machine on which rungless runs")
	}
	if v.Login == "" {
		return subject{}, tracker.Errorf(tracker.NotFound, op, "It is not known yet who you are").
			WithHint("Say who you are: the first page says how.")
	}
	return s.find(c.Request.Context(), v.Login)
}
