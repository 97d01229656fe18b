package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/store"
)

// savedDraft is what the editor's script is told.
type savedDraft struct {
	Revision int64         `json:"revision"`
	Ready    bool          `json:"ready"` // whether the open claim is
	Findings []findingText `json:"findings"`
	Message  string        `json:"message"` // what went otherwise than asked; "" for nothing
}

// findingText is what there is to mend, in sentences.
type findingText struct {
	Sentence string `json:"sentence"`
	Hint     string `json:"hint"`
}

func findingsInWords(found []pack.Finding) []findingText {
	list := make([]findingText, len(found))
	for i, f := range found {
		list[i] = findingText{asSentence(f.Sentence), asSentence(f.Hint)}
	}
	return list
}

// asSentence begins a text with a capital and ends it with a full stop.
func asSentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return capitalized(text)
	}
	return capitalized(text) + "."
}

// changePack keeps a change. What cannot be kept comes back in its form, with what is in
// the way, so that nothing that was written is lost.
func (s *Server) changePack(c *gin.Context, own ownPack, change draftChange, revision int64) error {
	ctx := c.Request.Context()
	stored := textOf(&own.draft, change.part)
	next, err := change.apply(&own.draft)
	var findings []pack.Finding
	refused := false
	if err == nil {
		findings, refused, err = s.holdToSources(ctx, own, next)
	}
	if err == nil {
		err = own.draft.Check()
	}
	if err == nil {
		var document []byte
		if document, err = own.draft.JSON(); err != nil {
			return err
		}
		var after store.Pack
		if after, err = s.store.SavePack(ctx, own.who.PersonID, own.kept.ID, revision, own.draft.Title, document); err == nil {
			own.kept = after
		}
	}
	if err != nil {
		return s.refuseChange(c, own, change, stored, err)
	}
	if asksForJSON(c) {
		return writeSaved(c, own, next, findings, refused)
	}
	c.Redirect(http.StatusSeeOther, editorAfter(own, next, refused, change.form.Get("return")))
	return nil
}

// holdToSources takes the mark "ready" off a claim under which no source stands, and says
// what else there is to mend.
func (s *Server) holdToSources(ctx context.Context, own ownPack, open draftPart) (found []pack.Finding, refused bool, err error) {
	_, claim := claimAt(&own.draft, open.Claim)
	if claim == nil {
		return nil, false, nil
	}
	probe := own.draft
	probe.Options, probe.Chapters = pack.Options{}, []pack.DraftChapter{{Claims: []pack.DraftClaim{*claim}}}
	done, err := s.desk.Resolve(ctx, build.Person(own.who), probe, nil)
	if err != nil {
		return nil, false, err
	}
	found = done.Chapters[0].Claims[0].Findings
	blocked := slices.ContainsFunc(found, func(f pack.Finding) bool { return f.Weight == pack.Blocks })
	refused = claim.Ready && blocked
	claim.Ready = claim.Ready && !blocked
	return found, refused, nil
}

// refuseChange answers a change that was not kept: the editor again with what was written
// in it, or the words alone for a script.
func (s *Server) refuseChange(c *gin.Context, own ownPack, change draftChange, stored string, cause error) error {
	wrong, ok := errors.AsType[*tracker.Error](cause)
	if !ok || wrong.Kind != tracker.Conflict && wrong.Kind != tracker.Invalid {
		return cause
	}
	message, hint := fieldInWords(wrong.Message), wrong.Hint
	if wrong.Kind == tracker.Conflict {
		message = "This pack was changed in another window while you wrote here"
		hint = "Nothing is lost: what you wrote is still in its form. Save it to put it in the place of what is stored now."
	}
	if asksForJSON(c) {
		body, err := json.Marshal(savedDraft{Message: message + ". " + hint, Findings: []findingText{}})
		c.Data(statusOf[wrong.Kind], "application/json", body)
		return err
	}
	p, err := s.packEditor(c, own, change.part, change.part.query())
	if err != nil {
		return err
	}
	p.Problem, p.Hint = message, hint
	if wrong.Kind == tracker.Conflict {
		p.Theirs = stored
	}
	if p.Open != change.part || errors.Is(cause, lostPart) {
		p.Problem, p.Hint, p.Theirs = lostPart.Message, lostPart.Hint, ""
		p.Lost = lostWords(change.form)
	}
	c.Status(statusOf[wrong.Kind])
	return s.writeEditor(c, p)
}

// textOf is what a part of a draft says.
func textOf(d *pack.Draft, part draftPart) string {
	if _, claim := claimAt(d, part.Claim); claim != nil {
		return claim.Text
	}
	if i, chapter := chapterAt(d, part.Chapter); i >= 0 {
		return strings.TrimSpace(chapter.Title + "\n" + chapter.Intro)
	}
	return strings.TrimSpace(d.Title + "\n" + d.Opening)
}

// lostWords are the texts of a form whose part is gone.
func lostWords(form url.Values) string {
	var words []string
	for _, name := range []string{"title", "intro", "text", "new-text"} {
		words = append(words, form.Get(name))
	}
	return strings.TrimSpace(strings.Join(append(words, form["source"]...), "\n"))
}

var fieldPath = regexp.MustCompile(`^(?:[a-z_]+(?:\[\d+\])?\.)*([a-z_]+)(?:\[\d+\])? `)

// fieldInWords names the field of a draft as the form does: "chapters[2].claims[0].text is
// empty" is "The text is empty".
func fieldInWords(message string) string {
	return fieldPath.ReplaceAllString(message, "The $1 ")
}

func asksForJSON(c *gin.Context) bool { return c.GetHeader("Accept") == "application/json" }

func writeSaved(c *gin.Context, own ownPack, open draftPart, found []pack.Finding, refused bool) error {
	saved := savedDraft{Revision: own.kept.Revision, Findings: findingsInWords(found)}
	if _, claim := claimAt(&own.draft, open.Claim); claim != nil {
		saved.Ready = claim.Ready
	}
	if refused {
		saved.Message = "Kept, but not marked ready: no source stands under it."
	}
	body, err := json.Marshal(saved)
	c.Data(http.StatusOK, "application/json", body)
	return err
}

// editorAfter is where the editor goes on: at the open part, with the filters that the
// person had set.
func editorAfter(own ownPack, open draftPart, refused bool, filters string) string {
	query, err := url.ParseQuery(filters)
	if err != nil {
		query = url.Values{}
	}
	for _, name := range []string{"claim", "chapter", "page", "unready"} {
		query.Del(name)
	}
	for name, values := range open.query() {
		query[name] = values
	}
	if refused {
		query.Set("unready", "1")
	}
	anchor := "#open"
	if open == (draftPart{}) {
		anchor = "#frame"
	}
	return own.Path() + "/edit?" + query.Encode() + anchor
}
