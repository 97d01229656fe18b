package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// draftChange is one form of the pack editor: which part of the draft it holds, what its
// fields say, and what its button does beside keeping them.
type draftChange struct {
	part draftPart
	do   string // "save", "up", "remove", "add https://..", "source-up 2", ...
	form url.Values
}

// draftPart is the part of a draft that is open in the editor. At most one of the two is
// set; neither: what stands before the chapters.
type draftPart struct{ Chapter, Claim string } // a key, an ID

// query is the part as the editor's address has it.
func (p draftPart) query() url.Values {
	switch {
	case p.Claim != "":
		return url.Values{"claim": {p.Claim}}
	case p.Chapter != "":
		return url.Values{"chapter": {p.Chapter}}
	}
	return url.Values{}
}

const opOfChange = "web.draftChange"

// lostPart is the answer to a form whose part is not in the draft any more.
var lostPart = tracker.Errorf(tracker.Conflict, opOfChange, "This part was taken out of the pack in another window").
	WithHint("What you wrote stands below, to be added again.")

// apply changes a draft and returns the part that is to be open afterwards.
func (c draftChange) apply(d *pack.Draft) (draftPart, error) {
	switch {
	case c.part.Claim != "":
		return c.applyToClaim(d)
	case c.part.Chapter != "":
		return c.applyToChapter(d)
	}
	c.applyToFrame(d)
	if c.do != "add-chapter" {
		return draftPart{}, nil
	}
	key := newKey("chapter", func(key string) bool { i, _ := chapterAt(d, key); return i >= 0 })
	d.Chapters = append(d.Chapters, pack.DraftChapter{Key: key, Title: c.text("new-title"), Claims: []pack.DraftClaim{}})
	return draftPart{Chapter: key}, nil
}

// text is a field as a draft may hold it: browsers end lines with two characters.
func (c draftChange) text(name string) string {
	return strings.ToValidUTF8(strings.TrimSpace(strings.ReplaceAll(c.form.Get(name), "\r\n", "\n")), "\uFFFD")
}

func (c draftChange) applyToFrame(d *pack.Draft) {
	if !c.form.Has("title") {
		return
	}
	d.Title, d.Opening = c.text("title"), c.text("opening")
	d.Options = pack.Options{Charts: c.form.Has("charts"), Comparison: c.form.Has("comparison"), Collaborators: c.form.Has("collaborators")}
	d.LeaveOut.Quotes = c.form.Has("no-quotes")
	d.LeaveOut.Authors = strings.Fields(strings.ReplaceAll(c.text("no-authors"), ",", " "))
}

func (c draftChange) applyToChapter(d *pack.Draft) (draftPart, error) {
	i, chapter := chapterAt(d, c.part.Chapter)
	if i < 0 {
		return c.part, lostPart
	}
	if c.form.Has("title") {
		chapter.Title, chapter.Intro = c.text("title"), c.text("intro")
	}
	switch c.do {
	case "save":
	case "up", "down":
		move(d.Chapters, i, c.do)
	case "remove":
		d.Chapters = slices.Delete(d.Chapters, i, i+1)
		return draftPart{}, nil
	case "add-claim":
		id := newKey("claim", func(id string) bool { _, claim := claimAt(d, id); return claim != nil })
		chapter.Claims = append(chapter.Claims, pack.DraftClaim{ID: id, Text: c.text("new-text"), Sources: []pack.DraftSource{}})
		return draftPart{Claim: id}, nil
	default:
		return c.part, unknownChange(c.do)
	}
	return c.part, nil
}

func (c draftChange) applyToClaim(d *pack.Draft) (draftPart, error) {
	chapter, claim := claimAt(d, c.part.Claim)
	if claim == nil {
		return c.part, lostPart
	}
	if c.form.Has("text") {
		if err := c.fillClaim(claim); err != nil {
			return c.part, err
		}
	}
	i := slices.IndexFunc(chapter.Claims, func(one pack.DraftClaim) bool { return one.ID == c.part.Claim })
	switch verb, object, _ := strings.Cut(c.do, " "); verb {
	case "save":
		c.moveToChapter(d, chapter, i)
	case "up", "down":
		move(chapter.Claims, i, verb)
	case "remove":
		chapter.Claims = slices.Delete(chapter.Claims, i, i+1)
		return draftPart{Chapter: chapter.Key}, nil
	case "add":
		claim.Sources = append(claim.Sources, pack.DraftSource{URL: object})
	case "add-quoted":
		claim.Sources = append(claim.Sources, pack.DraftSource{URL: object, Quote: object})
	case "add-address":
		claim.Sources = append(claim.Sources, pack.DraftSource{URL: c.text("address")})
	case "source-up", "source-down", "source-remove":
		return c.part, changeSource(claim, verb, object)
	default:
		return c.part, unknownChange(c.do)
	}
	return c.part, nil
}

// fillClaim takes over what the claim's form says of it and its sources.
func (c draftChange) fillClaim(claim *pack.DraftClaim) error {
	addresses, notes, quotes, private := c.form["source"], c.form["note"], c.form["quote"], c.form["private"]
	if len(notes) != len(addresses) || len(quotes) != len(addresses) || len(private) != len(addresses) {
		return tracker.Errorf(tracker.Invalid, opOfChange, "The form did not come whole").WithHint("Reload the page, then make your change again.")
	}
	claim.Text, claim.Ready = c.text("text"), c.form.Has("ready")
	claim.Sources = make([]pack.DraftSource, len(addresses))
	for i, address := range addresses {
		claim.Sources[i] = pack.DraftSource{URL: address, Note: strings.TrimSpace(notes[i]), Quote: strings.TrimSpace(quotes[i]), Private: pack.PrivateChoice(private[i])}
	}
	return nil
}

// moveToChapter puts a claim at the end of another chapter, where the form names one.
func (c draftChange) moveToChapter(d *pack.Draft, from *pack.DraftChapter, i int) {
	at, to := chapterAt(d, c.form.Get("in"))
	if at < 0 || to == from {
		return
	}
	to.Claims = append(to.Claims, from.Claims[i])
	from.Claims = slices.Delete(from.Claims, i, i+1)
}

func changeSource(claim *pack.DraftClaim, verb, object string) error {
	i, err := strconv.Atoi(object)
	if err != nil || i < 0 || i >= len(claim.Sources) {
		return unknownChange(verb + " " + object)
	}
	if verb == "source-remove" {
		claim.Sources = slices.Delete(claim.Sources, i, i+1)
		return nil
	}
	move(claim.Sources, i, strings.TrimPrefix(verb, "source-"))
	return nil
}

// move exchanges an element with its neighbour; the first stays first.
func move[E any](list []E, i int, direction string) {
	j := i + 1
	if direction == "up" {
		j = i - 1
	}
	if j >= 0 && j < len(list) {
		list[i], list[j] = list[j], list[i]
	}
}

func unknownChange(do string) error {
	return tracker.Errorf(tracker.Invalid, opOfChange, "%q is nothing that can be done with this part of a pack", do).WithHint("Use the buttons of the page.")
}

// chapterAt finds a chapter by its key; -1 where there is none.
func chapterAt(d *pack.Draft, key string) (int, *pack.DraftChapter) {
	for i := range d.Chapters {
		if d.Chapters[i].Key == key {
			return i, &d.Chapters[i]
		}
	}
	return -1, nil
}

// claimAt finds a claim and its chapter; nil where there is none.
func claimAt(d *pack.Draft, id string) (*pack.DraftChapter, *pack.DraftClaim) {
	for i := range d.Chapters {
		for j := range d.Chapters[i].Claims {
			if d.Chapters[i].Claims[j].ID == id {
				return &d.Chapters[i], &d.Chapters[i].Claims[j]
			}
		}
	}
	return nil, nil
}

// newKey is a key that is not taken: "claim-3".
func newKey(kind string, isTaken func(string) bool) string {
	for i := 1; ; i++ {
		if key := kind + "-" + strconv.Itoa(i); !isTaken(key) {
			return key
		}
	}
}
