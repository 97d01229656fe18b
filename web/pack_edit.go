package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
)

// packEditPage is the editor of a pack: its chapters and claims with what there is to mend,
// one part of it open as a form, and beside it the evidence to pick from.
type packEditPage struct {
	Base
	ID               int64
	Path             string
	Revision         int64
	CanUndo, CanRedo bool
	PackTitle        string
	Window           string
	Tasks            []packTask
	Problem, Hint    string
	Theirs           string // a conflict: the text as it was stored in the other window
	Lost             string // words for which there is no place any more

	Entries      []editEntry // of this page of the list
	Before, More string      // addresses of the pages around it
	Where        string      // "Claims 26 to 50 of 500"; "" where one page holds all

	Open   draftPart
	Return string     // the filters of the evidence, to come back to
	Frame  *frameForm // set if what stands before the chapters is open
	Picker *packPicker
}

// packTask is one row of the list of what is open.
type packTask struct {
	Name, Path, Word string
	Done             bool
}

// editEntry is a chapter or a claim in the list.
type editEntry struct {
	Key      string // of the chapter, or ID of the claim
	IsClaim  bool
	Text     string // cut where it is long
	Path     string
	Ready    bool
	Findings []findingText
	Blank    bool // a chapter without claims
	Chapter  *chapterForm
	Claim    *claimForm
}

type frameForm struct {
	Title, Opening                              string
	Charts, Comparison, Collaborators, NoQuotes bool
	NoAuthors                                   string
}

type chapterForm struct{ Title, Intro string }

type claimForm struct {
	Text     string
	Ready    bool
	Sources  []sourceForm
	Chapters []effortName // into which it may go
	In       string       // key of its chapter
}

// sourceForm is one source of the open claim as its form shows it.
type sourceForm struct {
	At              int // its place, from 0
	Number          int // from 1
	URL, Title      string
	State           string
	Note, Quote     string
	IsPrivate       bool
	Private         pack.PrivateChoice
	IsFirst, IsLast bool
}

// entriesPerPage is how many chapters and claims one page of the editor lists.
const entriesPerPage = 25

func (*packEditPage) template() string { return "packedit" }

// showPackEditor opens the editor. A sealed pack has none.
func (s *Server) showPackEditor(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	if own.isSealed() {
		return elsewhere{path: own.Path()}
	}
	query := c.Request.URL.Query()
	p, err := s.packEditor(c, own, draftPart{Chapter: query.Get("chapter"), Claim: query.Get("claim")}, query)
	if err != nil {
		return err
	}
	if query.Has("unready") {
		p.Problem, p.Hint = "This claim was kept, but is not marked ready: no source stands under it", "Name one that is stored and may be shown, then mark it."
	}
	return s.writeEditor(c, p)
}

func (s *Server) writeEditor(c *gin.Context, p *packEditPage) error {
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Edit "+displayName(p.PackTitle, "a pack"), "packs", ""
	return s.writePrivately(c, p)
}

// packEditor draws the draft with one part open; query is of the editor's address.
func (s *Server) packEditor(c *gin.Context, own ownPack, open draftPart, query url.Values) (*packEditPage, error) {
	d := &own.draft
	if _, claim := claimAt(d, open.Claim); claim == nil {
		open.Claim = ""
	}
	if i, _ := chapterAt(d, open.Chapter); i < 0 || open.Claim != "" {
		open.Chapter = ""
	}
	p := &packEditPage{ID: own.kept.ID, Path: own.Path() + "/edit", Revision: own.kept.Revision, CanUndo: own.kept.CanUndo, CanRedo: own.kept.CanRedo,
		PackTitle: d.Title, Window: periodInWords(own.period()), Open: open}
	p.Tasks = p.tasks(d)
	place, err := strconv.Atoi(query.Get("page"))
	if err != nil {
		place = 0
	}
	p.list(d, place)
	if open == (draftPart{}) {
		p.Frame = &frameForm{d.Title, d.Opening, d.Options.Charts, d.Options.Comparison, d.Options.Collaborators, d.LeaveOut.Quotes, strings.Join(d.LeaveOut.Authors, ", ")}
	}
	if err := s.lint(c.Request.Context(), own, p); err != nil {
		return nil, err
	}
	p.Return = query.Encode()
	p.Picker, err = s.packPicker(c, own, open, query)
	return p, err
}

func periodInWords(p pack.Period) string { return p.From.Words() + " to " + p.Last().Words() }

// partPath is the address at which a part is open.
func (p *packEditPage) partPath(part draftPart) string {
	anchor := "#frame"
	if part != (draftPart{}) {
		anchor = "#open"
	}
	if query := part.query().Encode(); query != "" {
		return p.Path + "?" + query + anchor
	}
	return p.Path + anchor
}

// lint says beside each claim that is listed what there is to mend, and tells the open one
// what its sources are. Only what is listed is looked up, so that a long pack opens as
// quickly as a short one.
func (s *Server) lint(ctx context.Context, own ownPack, p *packEditPage) error {
	probe := own.draft
	probe.Options, probe.Chapters = pack.Options{}, []pack.DraftChapter{{Key: "claims"}, {Key: "sources"}}
	for _, entry := range p.Entries {
		if _, claim := claimAt(&own.draft, entry.Key); entry.IsClaim && claim != nil {
			probe.Chapters[0].Claims = append(probe.Chapters[0].Claims, *claim)
		}
	}
	_, open := claimAt(&own.draft, p.Open.Claim)
	if open != nil {
		for _, source := range open.Sources {
			probe.Chapters[1].Claims = append(probe.Chapters[1].Claims, pack.DraftClaim{Sources: []pack.DraftSource{{URL: source.URL, Private: pack.PrivateShow}}})
		}
	}
	done, err := s.desk.Resolve(ctx, build.Person(own.who), probe, nil)
	if err != nil {
		return err
	}
	found := map[string][]pack.Finding{}
	for _, claim := range done.Chapters[0].Claims {
		found[claim.ID] = claim.Findings
	}
	for i := range p.Entries {
		entry := &p.Entries[i]
		if entry.IsClaim {
			entry.Findings = findingsInWords(found[entry.Key])
		}
		if entry.Claim != nil {
			entry.Claim.Sources = sourceForms(open.Sources, done.Chapters[1].Claims)
			for _, chapter := range own.draft.Chapters {
				entry.Claim.Chapters = append(entry.Claim.Chapters, effortName{chapter.Key, chapter.Title})
			}
		}
	}
	return nil
}

// sourceForms joins the sources of a claim with what each turned out to be.
func sourceForms(named []pack.DraftSource, probed []pack.Claim) []sourceForm {
	forms := make([]sourceForm, len(named))
	for i, one := range named {
		form := sourceForm{At: i, Number: i + 1, URL: one.URL, Title: one.URL, Note: one.Note, Quote: one.Quote, Private: one.Private, IsFirst: i == 0, IsLast: i == len(named)-1}
		if i < len(probed) && len(probed[i].Sources) > 0 {
			source := probed[i].Sources[0]
			form.Title, form.State, form.IsPrivate = displayName(source.Title, one.URL), stateName[source.State], source.IsPrivate
		}
		form.IsPrivate = form.IsPrivate || one.Private != ""
		forms[i] = form
	}
	return forms
}

// savePackEdit takes a form of the editor. A browser's script asks for JSON and stays on
// its page; without script the answer leads back to it.
func (s *Server) savePackEdit(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largestDraft)
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	if own.isSealed() {
		return tracker.Errorf(tracker.Conflict, "web.savePackEdit", "This pack is sealed, and does not change any more").WithHint("Copy it: the copy is a draft.")
	}
	if err := c.Request.ParseForm(); err != nil {
		return tracker.Errorf(tracker.Invalid, "web.savePackEdit", "The form could not be read").Because(err)
	}
	form := c.Request.PostForm
	change := draftChange{part: draftPart{Chapter: form.Get("chapter"), Claim: form.Get("claim")}, do: form.Get("do"), form: form}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64) // what is no number is no revision
	if change.do == "undo" || change.do == "redo" {
		return s.stepPack(c, own, change, revision)
	}
	return s.changePack(c, own, change, revision)
}

// stepPack takes the last change back, or makes it again.
func (s *Server) stepPack(c *gin.Context, own ownPack, change draftChange, revision int64) error {
	step := s.store.UndoPack
	if change.do == "redo" {
		step = s.store.RedoPack
	}
	if _, err := step(c.Request.Context(), own.who.PersonID, own.kept.ID, revision); err != nil {
		return err
	}
	page := &packEditPage{Path: own.Path() + "/edit"}
	c.Redirect(http.StatusSeeOther, page.partPath(change.part))
	return nil
}
