package web

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// packsPage lists a person's evidence packs, and begins new ones. It is for them alone.
type packsPage struct {
	Base
	Account     subject
	Drafts      []packLine // the one changed last first
	Sealed      []packLine
	From, To    string // the window that is proposed; To is the last day
	Domains     []domainChoice
	Initiatives []effortName // of the last year
}

// packLine is one pack in the list.
type packLine struct {
	Title, Path string
	Changed     day
	Sealed      day
}

const (
	packsPath          = "/packs"
	initiativesOffered = 40
	largestDraft       = 9 << 20 // bytes of a form with a draft in it
)

func (*packsPage) template() string { return "packs" }

// packPath is the address of a pack.
func packPath(id int64) string { return packsPath + "/" + strconv.FormatInt(id, 10) }

// newDesk makes what makes packs.
func newDesk(o Options, maker build.Maker) build.Desk {
	maker.Store, maker.Host, maker.Program, maker.Domains = o.Store, o.Setup.Host, o.Version, map[string]string{}
	for _, d := range o.Profiles.Catalogue.Domains() {
		maker.Domains[d.Slug] = d.Name
	}
	return build.Desk{Maker: &maker, Measure: func(ctx context.Context, of build.Person, window growth.Window, now time.Time) (growth.Profile, error) {
		return o.Profiles.Of(ctx, profile.Subject(of), profile.Request{Window: window, Now: now})
	}}
}

func (s *Server) showPacks(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	account, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	kept, err := s.store.Packs(c.Request.Context(), who.PersonID)
	if err != nil {
		return err
	}
	words, err := s.profiles.OwnWords(c.Request.Context(), who, s.now())
	if err != nil {
		return err
	}
	usual := usualPeriod(s.now())
	p := &packsPage{Account: account, From: string(usual.From), To: string(usual.Last()), Domains: s.domainChoices("")}
	for _, one := range kept {
		line := packLine{displayName(one.Title, "A pack without a title"), packPath(one.ID), s.day(one.ChangedAt), s.day(one.SealedAt)}
		if one.SealID != 0 {
			p.Sealed = append(p.Sealed, line)
		} else {
			p.Drafts = append(p.Drafts, line)
		}
	}
	for i := len(words.Initiatives) - 1; i >= 0 && len(p.Initiatives) < initiativesOffered; i-- {
		from := words.Initiatives[i]
		p.Initiatives = append(p.Initiatives, effortName{from.Key, from.Name + " (" + quarterInWords(from.Quarter) + ")"})
	}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Your evidence packs", "packs", ""
	return s.writePrivately(c, p)
}

// usualPeriod is the last half-year of whole months.
func usualPeriod(now time.Time) pack.Period {
	to := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	return pack.Period{From: pack.DayOf(to.AddDate(0, -6, 0)), To: pack.DayOf(to)}
}

// newPack proposes a draft and opens it in the editor. It works with nothing to propose:
// the editor says so.
func (s *Server) newPack(c *gin.Context) error {
	_, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	period, err := periodAsked(c)
	if err != nil {
		return err
	}
	draft, err := s.desk.Propose(c.Request.Context(), build.Person(who), build.Choice{Period: period, Title: strings.TrimSpace(c.PostForm("title")),
		Domains: c.PostFormArray("domain"), Initiatives: c.PostFormArray("initiative")})
	if err != nil {
		return err
	}
	return s.keepNewPack(c, who, draft)
}

// periodAsked reads a window of whole days, of which the form names the last.
func periodAsked(c *gin.Context) (pack.Period, error) {
	from, err := parseDay("the first day", c.PostForm("from"))
	if err != nil {
		return pack.Period{}, err
	}
	last, err := parseDay("the last day", c.PostForm("to"))
	if err != nil {
		return pack.Period{}, err
	}
	if last.Before(from) {
		return pack.Period{}, tracker.Errorf(tracker.Invalid, "web.periodAsked", "The last day lies before the first").WithHint("Go back and choose a later last day.")
	}
	return pack.Period{From: pack.DayOf(from), To: pack.DayOf(last.AddDate(0, 0, 1))}, nil
}

func (s *Server) keepNewPack(c *gin.Context, who profile.Subject, draft pack.Draft) error {
	if err := draft.Check(); err != nil {
		return err
	}
	document, err := draft.JSON()
	if err != nil {
		return err
	}
	kept, err := s.store.AddPack(c.Request.Context(), who.PersonID, draft.Title, document)
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, packPath(kept.ID)+"/edit")
	return nil
}

// importPack makes a pack of a draft's file, or of its text.
func (s *Server) importPack(c *gin.Context) error {
	const op = "web.importPack"
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largestDraft)
	_, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	text, err := draftText(c)
	if err != nil {
		return tracker.Errorf(tracker.Invalid, op, "The file could not be read").WithHint("A draft has 8 MB at most.").Because(err)
	}
	draft, err := pack.ParseDraft("draft.yaml", text)
	if err != nil {
		return err
	}
	if !strings.EqualFold(draft.Person, who.Login) {
		return tracker.Errorf(tracker.Invalid, op, "This draft is of %s, and you are %s", draft.Person, who.Login).
			WithHint("A pack is made by whom it is about. If the login is a former one of yours, write the new one into the file.")
	}
	forEachClaim(&draft, func(claim *pack.DraftClaim) { claim.Ready = claim.Ready && len(claim.Sources) > 0 })
	return s.keepNewPack(c, who, draft)
}

func draftText(c *gin.Context) ([]byte, error) {
	header, err := c.FormFile("file")
	if err != nil || header.Size == 0 {
		return []byte(c.PostForm("yaml")), nil //nolint:nilerr // without a file, it is the text that was meant
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

func forEachClaim(d *pack.Draft, do func(*pack.DraftClaim)) {
	for i := range d.Chapters {
		for j := range d.Chapters[i].Claims {
			do(&d.Chapters[i].Claims[j])
		}
	}
}

// ownPack is a pack with whom it belongs to, who is the one that asks.
type ownPack struct {
	account subject
	who     profile.Subject
	kept    store.Pack
	draft   pack.Draft
}

// Path is the address of the pack.
func (o ownPack) Path() string { return packPath(o.kept.ID) }

func (o ownPack) isSealed() bool { return o.kept.SealID != 0 }

func (o ownPack) period() pack.Period { return pack.Period{From: o.draft.From, To: o.draft.To} }

// ownPack finds the pack of an address for the person alone. That somebody else's is
// there, nobody learns.
func (s *Server) ownPack(c *gin.Context) (ownPack, error) {
	c.Header("Cache-Control", "no-store")
	account, who, err := s.myWords(c)
	if err != nil {
		return ownPack{}, err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return ownPack{}, nothingHere()
	}
	o := ownPack{account: account, who: who}
	if o.kept, err = s.store.FindPack(c.Request.Context(), who.PersonID, id); err != nil {
		return o, err
	}
	o.draft, err = pack.DraftFromJSON(o.kept.Document)
	return o, err
}

// copyPack makes a draft of a pack as it is now: so a sealed one goes on.
func (s *Server) copyPack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	return s.keepNewPack(c, own.who, own.draft)
}

// removePack forgets a pack with all that hangs on it, if the person ticked that they mean it.
func (s *Server) removePack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	if c.PostForm("sure") == "" {
		return tracker.Errorf(tracker.Invalid, "web.removePack", "The pack is still there").WithHint("Go back and tick that you mean it.")
	}
	if err := s.store.RemovePack(c.Request.Context(), own.who.PersonID, own.kept.ID); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, packsPath)
	return nil
}

// addPackRoutes adds the pages of packs. None has a twin: what is on them is for the
// person alone, and a pack has formats of its own.
func (s *Server) addPackRoutes(router *gin.Engine) {
	router.GET(packsPath, s.handle(s.showPacks))
	router.POST(packsPath, s.handle(s.newPack))
	router.POST(packsPath+"/import", s.handle(s.importPack))
	router.GET(packsPath+"/:id", s.handle(s.showPack))
	router.GET(packsPath+"/:id/edit", s.handle(s.showPackEditor))
	router.POST(packsPath+"/:id/edit", s.handle(s.savePackEdit))
	router.GET(packsPath+"/:id/print", s.handle(s.printPack))
	router.GET(packsPath+"/:id/files/:name", s.handle(s.downloadPack))
	router.GET(packsPath+"/:id/compare", s.handle(s.comparePack))
	router.GET(packsPath+"/:id/verify", s.handle(s.verifyPack))
	router.POST(packsPath+"/:id/seal", s.handle(s.sealPack))
	router.POST(packsPath+"/:id/copy", s.handle(s.copyPack))
	router.POST(packsPath+"/:id/delete", s.handle(s.removePack))
	if s.isTeam() {
		router.POST(packsPath+"/:id/share", s.handle(s.sharePack))
		router.POST(packsPath+"/:id/shares/:share/revoke", s.handle(s.endShare))
		router.GET("/s/:token", s.handle(s.showShared))
	}
}

// packPlaces are the person's own packs whose titles fit what was typed into the jump box.
func (s *Server) packPlaces(c *gin.Context, query string) ([]place, error) {
	account, err := s.meAlone(c)
	if err != nil {
		return nil, nil //nolint:nilerr // who is not known to be somebody has no packs
	}
	kept, err := s.store.Packs(c.Request.Context(), account.selects.PersonID)
	var found []place
	for _, one := range kept {
		if strings.Contains(strings.ToLower(one.Title), strings.ToLower(query)) && len(found) < jumpLimit {
			found = append(found, place{Kind: "pack", Label: one.Title, Path: packPath(one.ID)})
		}
	}
	return found, err
}
