package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

const dataPath = settingsPath + "/data"

// dataPage is where a person takes their data with them, or erases it.
type dataPage struct {
	Base
	Account subject
	Wrong   bool // what was typed was not the login
}

func (*dataPage) template() string { return "data" }

func (s *Server) showData(c *gin.Context) error {
	account, err := s.meAlone(c)
	if err != nil {
		return err
	}
	return s.writeSetting(c, &dataPage{Base: Base{Title: "Your data"}, Account: account, Wrong: c.Query("wrong") != ""})
}

// whoIs is the key of an account of a page in the store.
func (f subject) whoIs() store.Who {
	who := store.Who{PersonID: f.selects.PersonID}
	if len(f.selects.AccountIDs) > 0 {
		who.AccountID = f.selects.AccountIDs[0]
	}
	return who
}

// exportData sends the person all that is stored of them. It is written as it is read:
// where it fails half way the connection is cut, so that no browser takes half a file for
// a whole one.
func (s *Server) exportData(c *gin.Context) error {
	account, err := s.meAlone(c)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Type", "application/zip")
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "rungless-"+url.PathEscape(account.Login)+".zip"))
	err = s.store.ExportPerson(c.Request.Context(), account.whoIs(), c.Writer)
	if err != nil && c.Writer.Written() {
		s.logger.ErrorContext(c.Request.Context(), "an export ended before its end", "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

// eraseData erases the person who asks, once they have typed their login.
func (s *Server) eraseData(c *gin.Context) error {
	account, err := s.meAlone(c)
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(c.PostForm("login")), account.Login) {
		c.Redirect(http.StatusSeeOther, dataPath+"?wrong=1#erase")
		return nil
	}
	if s.options.Sample {
		return tracker.Errorf(tracker.Conflict, "web.eraseData", "This is the sample organisation: nobody in it is real, and nothing of it is kept").
			WithHint("With your own history this page erases you.")
	}
	forgotten, err := s.store.Forget(c.Request.Context(), account.whoIs())
	if err != nil {
		return err
	}
	counts := url.Values{"accounts": {strconv.Itoa(forgotten.Accounts)}, "lines": {strconv.FormatInt(forgotten.Deleted(), 10)}, "nameless": {strconv.FormatInt(forgotten.Nameless, 10)}}
	c.Redirect(http.StatusSeeOther, privacyPath+"?"+counts.Encode())
	return nil
}
