package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

// statementPage lets the person try a sentence: it is held against the evidence that they
// pick, and kept nowhere.
type statementPage struct {
	Base
	Account subject
	Text    string
	Others  string // addresses as they were typed, one a line
	Choices []sourceChoice
	Wrong   string // why it could not be checked
	Hint    string

	Checked  bool
	Marked   []markedText // the sentence, cut where findings begin and end
	Findings []statement.Finding
	Offer    string
	Sources  []link // what the sentence was held against
}

// sourceChoice is one piece of evidence that can be picked.
type sourceChoice struct {
	contribution
	Picked bool
}

// markedText is a stretch of the sentence; Why is set where a finding is about it.
type markedText struct{ Text, Why string }

const (
	statementPath    = "/me/statement"
	choicesShown     = 12
	longestStatement = 4000 // characters
)

func (*statementPage) template() string { return "statement" }

// showStatement shows the form, to the person alone.
func (s *Server) showStatement(c *gin.Context) error {
	p, err := s.statementPage(c)
	if err != nil {
		return err
	}
	return s.writeStatement(c, p)
}

// checkStatement answers with what was found. Nothing changes, so that it does not lead
// elsewhere; the sentence is in no address, because addresses are kept by browsers.
func (s *Server) checkStatement(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 256<<10)
	p, err := s.statementPage(c)
	if err != nil {
		return err
	}
	p.Text, p.Others = strings.ToValidUTF8(c.PostForm("text"), "\uFFFD"), strings.ToValidUTF8(c.PostForm("others"), "\uFFFD")
	picked := c.PostFormArray("source")
	for i := range p.Choices {
		p.Choices[i].Picked = slices.Contains(picked, p.Choices[i].URL)
	}
	err = p.check(c.Request.Context(), s, slices.Concat(picked, strings.Fields(p.Others)))
	if wrong, ok := errors.AsType[*tracker.Error](err); ok && (wrong.Kind == tracker.Invalid || wrong.Kind == tracker.NotFound) {
		p.Wrong, p.Hint = wrong.Message, wrong.Hint
	} else if err != nil {
		return err
	}
	return s.writeStatement(c, p)
}

func (s *Server) writeStatement(c *gin.Context, p *statementPage) error {
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Try a sentence", "me", ""
	return s.writePrivately(c, p)
}

// statementPage is the page with the evidence to pick from: what is pinned, then the newest.
func (s *Server) statementPage(c *gin.Context) (*statementPage, error) {
	c.Header("Cache-Control", "no-store")
	account, err := s.meAlone(c)
	if err != nil {
		return nil, err
	}
	p := &statementPage{Account: account}
	pinned := account.selects
	pinned.Pinned, pinned.WithHidden = true, true
	newest := account.selects
	newest.WithHidden = true
	for _, filter := range []store.EvidenceFilter{pinned, newest} {
		found, err := s.store.Evidence(c.Request.Context(), filter, "", choicesShown)
		if err != nil {
			return nil, err
		}
		for _, one := range s.contributionsFrom(found.Items) {
			if !slices.ContainsFunc(p.Choices, func(known sourceChoice) bool { return known.URL == one.URL }) {
				p.Choices = append(p.Choices, sourceChoice{contribution: one})
			}
		}
	}
	return p, nil
}

// check holds the sentence against the sources at some addresses.
func (p *statementPage) check(ctx context.Context, s *Server, addresses []string) error {
	const op = "web.checkStatement"
	switch length := utf8.RuneCountInString(p.Text); {
	case strings.TrimSpace(p.Text) == "":
		return tracker.Errorf(tracker.Invalid, op, "There is no sentence yet").WithHint("Write one above.")
	case length > longestStatement:
		return tracker.Errorf(tracker.Invalid, op, "The text has %s characters, and may have %s", number(length), number(longestStatement)).WithHint("Try one sentence at a time.")
	}
	who, err := s.whose(ctx, p.Account)
	if err != nil {
		return err
	}
	slices.Sort(addresses)
	sources, err := s.profiles.Sources(ctx, who, slices.Compact(addresses), s.now())
	if err != nil {
		return err
	}
	p.Checked, p.Offer = true, statement.Offer(sources)
	p.Findings = s.statements.Check(statement.Statement{Text: p.Text, Sources: sources})
	p.Marked = marked(p.Text, p.Findings)
	for _, source := range sources {
		p.Sources = append(p.Sources, link{displayName(source.Title, source.URL), source.URL})
	}
	return nil
}

// marked cuts a text where findings begin and end. Of two that overlap, the one that
// begins later is in the list below the text only.
func marked(text string, findings []statement.Finding) []markedText {
	var parts []markedText
	at := 0
	for _, f := range findings {
		if f.Span == "" || f.Start < at {
			continue
		}
		if f.Start > at {
			parts = append(parts, markedText{Text: text[at:f.Start]})
		}
		parts = append(parts, markedText{Text: f.Span, Why: f.Why})
		at = f.End
	}
	return append(parts, markedText{Text: text[at:]})
}
