package web

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"rungless/tracker/store"
)

const privacyPath = settingsPath + "/privacy"

// privacyPage says what is stored, why, who sees it, for how long, and how it goes. Its
// rows are the topics of the list from which erasure and export work.
type privacyPage struct {
	Base
	Topics []topicShown
	Erased *erasedShown // just now; nil: nobody was
}

// topicShown is one kind of thing that is stored.
type topicShown struct {
	topicWords
	ID     store.Topic
	Who    string // sees it, on this instance
	Tables []store.Held
}

// topicWords explain one kind of thing that is stored.
type topicWords struct {
	Name, What, Why string
	Alone           string // who sees it on somebody's own machine
	Team            string // and on an instance where people sign in
	HowLong         string
	Delete          string
}

// erasedShown is what an erasure came to, as the address of the page says it.
type erasedShown struct{ Accounts, Lines, Nameless string }

func (*privacyPage) template() string { return "privacy" }

const (
	onlyYou   = "Whoever can open the store on this machine."
	whomShown = "Those whom the person shows that part of their pages. Nobody, unless they say so."
)

var topics = map[store.Topic]topicWords{
	store.Identity: {"Who somebody is", "GitHub logins, numbers, names, e-mail addresses of commits, ORCID, time zone, and which accounts are one person’s.",
		"So that work under several logins and addresses is one person’s, and nobody else’s.",
		onlyYou, "The login and the name: as the pages. Addresses, ORCID and time zone: the person alone.",
		"Until erased.", "All of it goes. An empty line stays for each account, so that what others did keeps its place."},
	store.Acts: {"What somebody did", "Pull requests, reviews, comments, issues, discussions, commits, releases: who, where, when, and what became of it. Counts by month.",
		"It is the evidence from which scope and depth are shown.",
		onlyYou, whomShown, "Until erased, or deleted on GitHub and synced.",
		"What they opened or wrote loses its title, its text and its name. That somebody reviewed or merged stays, without a name, because it is also what others did."},
	store.Texts: {"What somebody wrote", "The answer of GitHub for each item, compressed, with its text, and its SHA-256.",
		"So that a new question needs no new download, and a change of the text can be noticed.",
		onlyYou, "Nobody: no page shows it. It is read to find links and whether a review has words.",
		"The newest version, until erased, or deleted on GitHub and synced.",
		"All of it goes. Where others’ texts name the person, their bytes go and the hash stays."},
	store.Research: {"Who is credited", "Lists of authors in citation files of repositories, and when they changed.",
		"To show who was invited as an author, and who was forgotten.",
		onlyYou, "Works and lists: everybody who may sign in. Who was forgotten: the person alone.",
		"As long as the repository’s files say so, or until erased.", "Their lines lose name, ORCID and affiliation. The work, which is others’ too, stays."},
	store.OwnWords: {"What somebody says of their own work", "Names of initiatives, figures with their sources, notes, what is hidden or contested, which moves are shown.",
		"So that a person has the last word on their own picture.",
		onlyYou, whomShown + " What they hide: the person alone.",
		"Until taken back or erased.", "All of it goes."},
	store.Packs: {"Evidence packs", "Drafts, their versions, sealed packs, and links to them with the day on which each was opened last.",
		"To take into a meeting what one chose to show.",
		onlyYou, "The person, and whoever has a link that they made.", "Until deleted or erased.",
		"All of theirs go. A pack that somebody else sealed is that person’s document and stays as it is."},
	store.SignIn: {"Signing in", "Who signed in, browsers, API tokens (hashed), who may see what, and who looked at whom on which day.",
		"So that only those see something who may, and a person sees who looked.",
		"Nothing: nobody signs in here.", "Each their own. Who looked: the person who was looked at.",
		"Sessions until they end; who looked for a month; the rest until erased.", "All of it goes."},
	store.Answers: {"What was computed", "Answers about scope and depth, kept for a week, and where threads lie in the domains.",
		"So that pages are fast.", onlyYou, "As the pages for which they were computed.", "A week; they are made again from the rest.",
		"All answers go, of everybody, since any may name the person."},
	store.Syncs: {"Runs", "When a sync ran, what it asked for, what it could not see.",
		"So that gaps are visible, and the next sync goes on where the last one stopped.",
		onlyYou, "Those who operate the instance.", "Until erased.", "What is about the person goes."},
	store.Repositories: {"Repositories", "Names, descriptions, topics, files, labels, and words of titles.",
		"To say where work lies, and in which domain.", onlyYou, "Those whom GitHub lets see the repository.", "As long as GitHub shows them.",
		"A repository under the person’s own login is hidden and loses its name; the others are not theirs."},
	store.Refusals: {"That somebody was erased", "The day, and salted hashes of the number, logins and addresses by which a source would name them.",
		"So that no sync brings them back. Who holds the database can test whether a login is among them; what else they were cannot be read from it.",
		onlyYou, "Nobody.", "Until somebody says that they may be taken in again.", "With the command rungless people admit."},
}

func (s *Server) showPrivacy(c *gin.Context) error {
	p := &privacyPage{Base: Base{Title: "Privacy"}, Erased: erasedFrom(c)}
	held := map[store.Topic][]store.Held{}
	for _, h := range store.Holdings() {
		held[h.Topic] = append(held[h.Topic], h)
	}
	for _, topic := range store.Topics() {
		shown := topicShown{topicWords: topics[topic], ID: topic, Who: topics[topic].Alone, Tables: held[topic]}
		if s.isTeam() {
			shown.Who = shown.Team
		}
		p.Topics = append(p.Topics, shown)
	}
	return s.writeSetting(c, p)
}

// erasedFrom reads what an erasure came to. Whoever was erased is nobody here any more,
// so it can be said nowhere but in the address.
func erasedFrom(c *gin.Context) *erasedShown {
	var counts [3]string
	for i, name := range []string{"accounts", "lines", "nameless"} {
		n, err := strconv.Atoi(c.Query(name))
		if err != nil || n < 0 {
			return nil
		}
		counts[i] = number(n)
	}
	return &erasedShown{counts[0], counts[1], counts[2]}
}
