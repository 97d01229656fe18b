package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

const (
	hookPath    = "/hooks/github"
	largestHook = 4 << 20 // bytes; what is larger is a push of many commits, which the next sync reads anyway
)

var nodeID = regexp.MustCompile(`^[A-Za-z0-9_=-]{1,100}$`)

// delivery is what we read of a webhook: names and ids, nothing that is stored as a fact.
type delivery struct {
	Repository struct {
		FullName string `json:"full_name"`
	} `json:"repository"`
	Sender      hookAccount `json:"sender"`
	PullRequest hookThread  `json:"pull_request"`
	Issue       hookThread  `json:"issue"`
	Discussion  hookThread  `json:"discussion"`
}

type hookAccount struct {
	Login string `json:"login"`
}

type hookThread struct {
	NodeID string      `json:"node_id"`
	Number int         `json:"number"`
	User   hookAccount `json:"user"`
}

// receiveHook takes a webhook of GitHub's and makes due what it tells of; it asks GitHub
// nothing and stores no fact. See
// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
func (s *Server) receiveHook(c *gin.Context) error {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, largestHook))
	if err != nil {
		return tracker.Errorf(tracker.Invalid, "web.receiveHook", "This delivery is too large or broke off").Because(err)
	}
	signature, ok := s.signed(body, onlyHeader(c, "X-Hub-Signature-256"))
	if !ok {
		return tracker.Errorf(tracker.Unauthorized, "web.receiveHook", "This delivery is not signed with the webhook's secret")
	}
	if err := isJSON(c); err != nil {
		return err
	}
	event := onlyHeader(c, "X-GitHub-Event")
	if event == "ping" {
		c.Status(http.StatusNoContent)
		return nil
	}
	var d delivery
	if err := json.Unmarshal(body, &d); err != nil {
		return tracker.Errorf(tracker.Invalid, "web.receiveHook", "This delivery is no JSON").Because(err)
	}
	if err := s.takeOnce(c, event, onlyHeader(c, "X-GitHub-Delivery"), signature); err != nil {
		return err
	}
	if err := s.askFor(c, d); err != nil {
		return err
	}
	c.Status(http.StatusAccepted)
	return nil
}

// onlyHeader is the value of a header that is there once; "" otherwise. A program in front of
// us might have looked at another one of two.
func onlyHeader(c *gin.Context, name string) string {
	if values := c.Request.Header.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// isJSON refuses the other content type that GitHub offers, a form.
func isJSON(c *gin.Context) error {
	kind, _, err := mime.ParseMediaType(onlyHeader(c, "Content-Type"))
	if err != nil || kind != "application/json" {
		return tracker.Errorf(tracker.Invalid, "web.isJSON", "This delivery is no JSON").
			WithHint("Choose application/json as the webhook's content type.")
	}
	return nil
}

// signed reports whether a body carries the signature of the secret, and what that is.
// The time it takes does not depend on how much of a forged one is right.
func (s *Server) signed(body []byte, given string) (signature string, ok bool) {
	mac := hmac.New(sha256.New, s.options.HookSecret)
	mac.Write(body)
	sum := mac.Sum(nil)
	got, err := hex.DecodeString(strings.TrimPrefix(given, "sha256="))
	return hex.EncodeToString(sum), err == nil && strings.HasPrefix(given, "sha256=") && hmac.Equal(sum, got)
}

// takeOnce refuses a delivery that came before. GitHub's number of it is not signed, so
// that one who replays a body could change it: the body counts once too.
func (s *Server) takeOnce(c *gin.Context, event, id, signature string) error {
	if id == "" || len(id) > 100 || event == "" || len(event) > 100 {
		return tracker.Errorf(tracker.Invalid, "web.takeOnce", "This delivery has no number, or does not say what happened")
	}
	for _, key := range []string{id, "body " + signature} {
		first, err := s.store.TakeDelivery(c.Request.Context(), key, event, s.now())
		if err != nil {
			return err
		}
		if !first {
			return tracker.Errorf(tracker.Conflict, "web.takeOnce", "This delivery came before")
		}
	}
	return nil
}

// askFor makes due what a delivery tells of: a followed repository whole, or else the
// thread and the people who are followed. Of anything else nothing is read.
func (s *Server) askFor(c *gin.Context, d delivery) error {
	ctx, now := c.Request.Context(), s.now()
	followed, err := s.store.Ask(ctx, store.RepositoryWork, d.Repository.FullName, now)
	if err != nil || followed {
		return err
	}
	asked := map[string]bool{"": true}
	for _, login := range []string{d.Sender.Login, d.PullRequest.User.Login, d.Issue.User.Login, d.Discussion.User.Login} {
		if asked[login] {
			continue
		}
		asked[login] = true
		there, err := s.store.Ask(ctx, store.PersonWork, login, now)
		if err != nil {
			return err
		}
		followed = followed || there
	}
	if !followed {
		return nil
	}
	return errors.Join(s.askForThread(c, tracker.PullRequestKind, d.PullRequest, d.Repository.FullName),
		s.askForThread(c, tracker.DiscussionKind, d.Discussion, d.Repository.FullName))
}

func (s *Server) askForThread(c *gin.Context, kind tracker.Kind, t hookThread, repository string) error {
	if !nodeID.MatchString(t.NodeID) {
		return nil // the delivery is about something else
	}
	return s.store.AskOnce(c.Request.Context(), store.Work{Kind: store.ThreadWork, Name: string(kind) + " " + t.NodeID,
		Label: fmt.Sprintf("%s#%d", repository, t.Number)}, s.now())
}
