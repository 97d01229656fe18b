package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// ownWords is what a person may say of a line of their evidence, as its form shows it.
type ownWords struct {
	Action string // address of the form
	Row    string // id of the line, to come back to
	Return string // the page
}

// ownView is the person's own view of an account's pages: nobody else's holds what the
// person hides, and theirs does not while they look as others do.
func (s *Server) ownView(c *gin.Context, account subject) subject {
	account.selects.WithHidden = s.isMine(c, account) && !looksAsOthers(c.Request)
	return account
}

// viewCookie says "others" while somebody looks at their own pages as others do.
const viewCookie = "view"

func looksAsOthers(r *http.Request) bool {
	cookie, err := r.Cookie(viewCookie)
	return err == nil && cookie.Value == "others"
}

// withForms gives each line of a list what its person may say of it. Lines of a list are
// told apart by its name.
func withForms(c *gin.Context, list []contribution, account subject, name string) []contribution {
	if !account.selects.WithHidden || account.selects.PersonID == 0 {
		return list
	}
	for i := range list {
		sum := sha256.Sum256([]byte(list[i].URL + list[i].Account))
		list[i].Own = &ownWords{Action: account.Path() + "/notes", Row: name + "-" + hex.EncodeToString(sum[:6]), Return: c.Request.URL.RequestURI()}
	}
	return list
}

// saveNote keeps what a person says of one contribution of theirs, and goes back to it.
func (s *Server) saveNote(c *gin.Context) error {
	const op = "web.saveNote"
	account, err := s.asked(c)
	if err != nil {
		return err
	}
	if !s.isMine(c, account) {
		return tracker.Errorf(tracker.Unauthorized, op, "Of a contribution only the person says something")
	}
	change, err := changeOfNote(c.PostForm("do"), c.PostForm("words"), c.PostForm("contested"))
	if err != nil {
		return err
	}
	if _, err := s.store.Annotate(c.Request.Context(), account.selects.PersonID, c.PostForm("url"), change); err != nil {
		return err
	}
	row := c.PostForm("row")
	if strings.Trim(row, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		row = ""
	}
	c.Redirect(http.StatusSeeOther, returnPath(c.PostForm("return"))+"#"+row)
	return nil
}

// changeOfNote is what a button of the form does to a note.
func changeOfNote(do, words, contested string) (func(*tracker.Note), error) {
	switch do {
	case "pin":
		return func(n *tracker.Note) { n.Pinned = true }, nil
	case "unpin":
		return func(n *tracker.Note) { n.Pinned = false }, nil
	case "hide":
		return func(n *tracker.Note) { n.Hidden, n.Pinned = true, false }, nil
	case "show":
		return func(n *tracker.Note) { n.Hidden = false }, nil
	case "say":
		return func(n *tracker.Note) { n.Words, n.Contested = words, contested }, nil
	}
	return nil, tracker.Errorf(tracker.Invalid, "web.changeOfNote", "%q is nothing that can be done with a contribution", do).
		WithHint("Pin, unpin, hide, show or say.")
}
