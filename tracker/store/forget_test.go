package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"rungless/tracker"
	"rungless/tracker/store"
)

// planted is somebody of whom every trace is a word that nobody else has.
var planted = tracker.Account{Host: host, DatabaseID: 77001, NodeID: "U_plantednode1", Login: "planted-login", Name: "Petra Plantedname", Kind: tracker.UserAccount, SeenAt: at(0)}

// traces are the words that no line may hold once they are erased.
var traces = []string{"planted-login", "planted-former", "plantedname", "plantednode", "planted@", "plantedwords", "0000-0009-8765-4321", "77001"}

func marked(form, author, text string) tracker.Payload {
	return tracker.Payload{Form: form, JSON: fmt.Appendf(nil, `{"author":{"login":%q},"body":%q}`, author, text)}
}

// plantedBatch is what the planted person did, beside others.
func plantedBatch() tracker.Batch {
	own := merged(pullRequest(1, planted, at(2)), ben, at(40))
	own.Title, own.Payload = "Add plantedwords to the parser", marked("graphql/pull_request", planted.Login, "plantedwords")
	own.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ben, By: planted, At: at(3)}}
	own.PullRequest.CommitSHAs = []string{"c1"}
	others := merged(pullRequest(2, ana, at(5)), planted, at(41))
	others.Title, others.Payload = "Do what @planted-login asked for", marked("graphql/pull_request", "ana", "thanks to @planted-login")
	others.Assignees = []tracker.Account{planted}
	answer := comment(31, own, ben, at(6))
	answer.Payload = marked("rest/issue_comment", "ben", "nothing about anybody")
	said := comment(32, others, planted, at(7))
	said.Payload = marked("rest/issue_comment", planted.Login, "plantedwords too")
	reviewed := review(21, others, planted, tracker.Approved, at(8))
	reviewed.Payload = marked("graphql/review", planted.Login, "plantedwords")
	theirs := tracker.RepositoryRef{Host: host, DatabaseID: 880, NodeID: "R_880", Owner: planted.Login, Name: "dotfiles"}
	return fromGitHub(tracker.Batch{
		Repositories: []tracker.Repository{{RepositoryRef: kernels}, {RepositoryRef: theirs, Description: "of plantedwords"}},
		Accounts:     []tracker.Account{planted}, Followed: []tracker.Account{planted, ana, ben},
		Threads: []tracker.Thread{own, others, merged(pullRequest(3, ben, at(9)), ana, at(42)),
			{ThreadRef: tracker.ThreadRef{Repository: theirs, Kind: tracker.IssueKind, Number: 1}, Title: "In plantedwords", Author: ana, State: tracker.Open, CreatedAt: at(4), UpdatedAt: at(4)}},
		Reviews:   []tracker.Review{review(22, own, ben, tracker.Approved, at(9)), reviewed},
		Comments:  []tracker.Comment{answer, said},
		Commits:   plantedCommits(),
		Research:  []tracker.ResearchFile{plantedFile()},
		Coverage:  []tracker.Coverage{{Source: tracker.GitHubSource, Scope: "person:" + planted.NodeID, Label: planted.Login, Stream: "issues", Asked: 1, Got: 1}},
		Cursors:   []tracker.Cursor{{Source: tracker.GitHubSource, Scope: "person:" + planted.NodeID, Stream: "issues", Position: []byte(`"x"`)}},
		Proposals: []tracker.JoinProposal{{From: tracker.Account{Host: host, Kind: tracker.EmailAccount, Email: "other@example.org"}, To: planted, Reason: "same name as Petra Plantedname"}},
	})
}

func plantedCommits() []tracker.Commit {
	by := func(name, email string, account tracker.Account, role tracker.Role) tracker.CommitAuthor {
		return tracker.CommitAuthor{Name: name, Email: email, Account: account, Role: role}
	}
	return []tracker.Commit{
		{Repository: kernels, SHA: "c1", AuthoredAt: at(2), CommittedAt: at(2), Headline: "Add plantedwords", OnDefault: true, PullRequests: []int{1},
			Authors: []tracker.CommitAuthor{by("Petra Plantedname", "planted@example.org", planted, tracker.Author), by("Ben", "ben@example.org", ben, tracker.CoAuthor)}},
		{Repository: kernels, SHA: "c2", AuthoredAt: at(41), CommittedAt: at(41), Headline: "Merge pull request #1 from planted-login/main", OnDefault: true,
			Trailers: []tracker.Trailer{{Key: "Reviewed-by", Value: "Petra Plantedname <planted@example.org>"}},
			Authors:  []tracker.CommitAuthor{by("Ben", "ben@example.org", ben, tracker.Author)}},
		{Repository: kernels, SHA: "c3", AuthoredAt: at(43), CommittedAt: at(43), Headline: "From plantedwords", OnDefault: true,
			Authors: []tracker.CommitAuthor{by("Petra Plantedname", "planted@example.org", tracker.Account{}, tracker.Author)}},
	}
}

func plantedFile() tracker.ResearchFile {
	credit := func(key, name, orcid string, position int) tracker.Credit {
		return tracker.Credit{Key: key, Role: "author", Position: position, Name: name, NameKey: strings.ToLower(name), ORCID: orcid, Line: position}
	}
	return tracker.ResearchFile{Repository: kernels, Path: "CITATION.cff", Blob: "b1", CommitSHA: "c2", RevisedAt: at(41), Versions: 1, Text: "authors: Petra Plantedname",
		Mentions: []tracker.Mention{{Slot: "itself", Relation: tracker.WorkItself, Line: 1,
			Work:    tracker.Work{Title: "Kernels", Year: 2024, Identities: []tracker.WorkIdentity{{Kind: "title", Value: "kernels 2024"}}},
			Credits: []tracker.Credit{credit("petra plantedname", "Petra Plantedname", "0000-0009-8765-4321", 1), credit("ben", "Ben B", "", 2)}}},
		Events: []tracker.CreditEvent{{Slot: "itself", Key: "petra plantedname", Change: tracker.CreditAdded, Path: "CITATION.cff", Line: 1, CommitSHA: "c2", At: at(41), By: ben, To: 1},
			{Slot: "itself", Key: "ben", Change: tracker.CreditAdded, Path: "CITATION.cff", Line: 2, CommitSHA: "c2", At: at(41), By: planted, To: 2}}}
}

// plant fills a store with the planted person and with what they say of themselves.
func plant(t *testing.T, s *store.Store) tracker.Person {
	t.Helper()
	ctx := t.Context()
	former := planted
	former.Login, former.SeenAt = "planted-former", at(-100)
	apply(t, s, fromArchive(tracker.Batch{Accounts: []tracker.Account{former}}), plantedBatch())
	person, err := s.FindPerson(ctx, planted.Login)
	if err != nil {
		t.Fatal(err)
	}
	person.Name, person.TimeZone, person.ORCID = "Petra Plantedname", "Europe/Berlin", "0000-0009-8765-4321"
	if err := s.DescribePerson(ctx, person); err != nil {
		t.Fatal(err)
	}
	own := tracker.ThreadRef{Repository: kernels, Kind: tracker.PullRequestKind, Number: 1}
	if _, err := s.EditInitiatives(ctx, person.ID, tracker.InitiativeEdit{Rename: "acme/kernels#1", Name: "plantedwords"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.EnterFigure(ctx, person.ID, tracker.EnteredFigure{Thread: own, What: "plantedwords", Figure: "3", SourceURL: "https://example.org/planted@", At: at(50)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.JoinAccount(ctx, person.ID, tracker.Account{Host: host, Kind: tracker.EmailAccount, Email: "second.planted@example.org"}, planted.Login, "said plantedwords"); err != nil {
		t.Fatal(err)
	}
	run, err := s.StartRun(ctx, tracker.GitHubSource, at(60))
	if err != nil {
		t.Fatal(err)
	}
	run.Streams = []tracker.Progress{{Source: tracker.GitHubSource, Scope: "person:" + planted.NodeID, Label: planted.Login, Stream: "issues"}}
	run.Error = "GitHub does not show @planted-login"
	if err := s.SaveRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Annotate(ctx, person.ID, "https://github.com/acme/kernels/pull/1", func(n *tracker.Note) { n.Pinned, n.Words, n.Contested = true, "plantedwords", "not plantedwords" }); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.ChooseMove(ctx, person.ID, "kernels", store.ShareMove), s.ShowMovesLater(ctx, person.ID, true)); err != nil {
		t.Fatal(err)
	}
	plantPack(t, s, person.ID)
	plantMember(t, s, person.ID)
	return person
}

// plantPack makes a pack, changes and seals it, and gives somebody a link to it.
func plantPack(t *testing.T, s *store.Store, personID int64) {
	t.Helper()
	ctx := t.Context()
	pack, err := s.AddPack(ctx, personID, "plantedwords", []byte(`{"words":"plantedwords"}`))
	if err != nil {
		t.Fatal(err)
	}
	if pack, err = s.SavePack(ctx, personID, pack.ID, pack.Revision, "plantedwords again", []byte(`{"words":"plantedwords again"}`)); err != nil {
		t.Fatal(err)
	}
	seal, err := s.KeepSeal(ctx, personID, store.Seal{PackID: pack.ID, Revision: pack.Revision, ManifestSHA256: "00", Archive: []byte("plantedwords, sealed")})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SharePack(ctx, personID, seal.ID, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
}

// plantMember signs the planted person in, and somebody whom they let look at them.
func plantMember(t *testing.T, s *store.Store, personID int64) {
	t.Helper()
	ctx := t.Context()
	account := planted
	account.Login = "planted-login" // as GitHub has it now
	member, err := s.SignIn(ctx, account, true, at(60))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.SignIn(ctx, ben, false, at(60))
	if err != nil {
		t.Fatal(err)
	}
	bens, err := s.FindPerson(ctx, ben.Login)
	if err != nil {
		t.Fatal(err)
	}
	_, pinErr := s.PinLogin(ctx, host, planted.Login, planted.DatabaseID)
	if err := errors.Join(pinErr,
		s.StartSession(ctx, member.ID, store.Session{SecretHash: []byte("s"), SealedToken: []byte("t"), Device: "planted-login's browser", StartedAt: at(60)}, limits),
		s.AddAPIToken(ctx, member.ID, store.APIToken{SecretHash: []byte("a"), Name: "for plantedwords", MadeAt: at(60), ExpiresAt: at(500)}),
		s.Share(ctx, personID, store.ScopeSection, store.Sharing{Audience: store.Named, Named: []tracker.Account{ben}}),
		s.Share(ctx, bens.ID, store.ScopeSection, store.Sharing{Audience: store.Named, Named: []tracker.Account{planted}}),
		s.KeepView(ctx, personID, other.ID, store.ScopeSection, at(60)),
		s.KeepView(ctx, bens.ID, member.ID, store.ScopeSection, at(60)),
	); err != nil {
		t.Fatal(err)
	}
}

func whoIs(t *testing.T, s *store.Store, login string) store.Who {
	t.Helper()
	who, err := s.WhoIs(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// linesWith lists the columns of a database that hold a trace, packed bytes unpacked.
func linesWith(t *testing.T, s *store.Store, words []string) []string {
	t.Helper()
	var found []string
	unpack, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unpack.Close()
	err = s.EachValue(t.Context(), func(table, column string, value any) {
		text := fmt.Sprint(value)
		if packed, ok := value.([]byte); ok {
			text = string(packed)
			if body, err := unpack.DecodeAll(packed, nil); err == nil {
				text = string(body)
			}
		}
		for _, word := range words {
			if strings.Contains(strings.ToLower(text), word) {
				found = append(found, fmt.Sprintf("%s.%s: %s", table, column, text))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestNothingOfWhoIsErasedStays(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		dsn := fresh()
		s := open(t, dsn)
		plant(t, s)
		if before := linesWith(t, s, traces); len(before) < 30 {
			t.Fatalf("only %d traces were planted", len(before))
		}
		forgotten, err := s.Forget(t.Context(), whoIs(t, s, "Planted-Login"))
		if err != nil {
			t.Fatal(err)
		}
		if forgotten.Accounts != 3 || forgotten.Nameless == 0 || forgotten.Deleted() == 0 {
			t.Errorf("forgotten: %+v", forgotten)
		}
		for _, table := range []string{"notes", "move_disclosures", "packs", "pack_revisions", "pack_seals", "pack_shares", "members", "pinned_logins", "sessions", "api_tokens",
			"audiences", "audience_members", "views"} {
			if forgotten.Lines[table] == 0 {
				t.Errorf("nothing was deleted from %s", table)
			}
		}
		for _, line := range linesWith(t, s, traces) {
			t.Error(line)
		}
		sum := fingerprint(t, s)
		if err := s.RebuildRollups(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again := fingerprint(t, s); again != sum {
			t.Error("what is derived again differs from what was left")
		}
		assertNoTraceInFile(t, s, dsn)
	})
}

// assertNoTraceInFile reads the bytes of an SQLite file and of its log.
func assertNoTraceInFile(t *testing.T, s *store.Store, dsn string) {
	t.Helper()
	if strings.HasPrefix(dsn, "postgres") {
		return
	}
	for _, path := range []string{dsn, dsn + "-wal"} {
		bytes, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range traces {
			if word != "77001" && strings.Contains(strings.ToLower(string(bytes)), word) { // a short number may be any bytes
				t.Errorf("%s holds %q", path, word)
			}
		}
	}
}

func TestNoSourceBringsBackWhoIsErased(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		plant(t, s)
		if _, err := s.Forget(t.Context(), whoIs(t, s, planted.Login)); err != nil {
			t.Fatal(err)
		}
		renamed := planted
		renamed.Login, renamed.SeenAt = "planted-again", at(900)
		bare := tracker.Account{Host: host, Login: planted.Login, SeenAt: at(901)}
		recorded := pullRequest(9, bare, at(90))
		recorded.Title = "New plantedwords"
		seen := comment(91, recorded, renamed, at(91))
		seen.Payload = marked("rest/issue_comment", "planted-again", "plantedwords again")
		apply(t, s, plantedBatch(),
			fromGitHub(tracker.Batch{Accounts: []tracker.Account{renamed}, Followed: []tracker.Account{renamed}}),
			fromArchive(tracker.Batch{Threads: []tracker.Thread{recorded}, Comments: []tracker.Comment{seen}}),
			fromClone(tracker.Batch{Commits: plantedCommits(), EmailLinks: []tracker.EmailLink{{Email: "new.planted@example.org", Account: planted, Reason: "noreply"}}}),
			fromClone(tracker.Batch{Commits: []tracker.Commit{{Repository: kernels, SHA: "c9", AuthoredAt: at(95), CommittedAt: at(95), Headline: "plantedwords", OnDefault: true,
				Authors: []tracker.CommitAuthor{{Name: "Petra Plantedname", Email: "new.planted@example.org", Role: tracker.Author}}}}}))
		for _, line := range linesWith(t, s, append(traces, "planted-again")) {
			t.Error(line)
		}
		if _, err := s.Track(t.Context(), planted, "a test"); tracker.KindOf(err) != tracker.Conflict {
			t.Errorf("tracking somebody who was erased: %v", err)
		}
		if err := s.Admit(t.Context(), "PLANTED-login"); err != nil {
			t.Fatal(err)
		}
		apply(t, s, plantedBatch())
		if person, err := s.FindPerson(t.Context(), planted.Login); err != nil || person.Login != planted.Login {
			t.Errorf("somebody who was admitted again: %v, %v", person, err)
		}
	})
}

// What others did beside somebody who is erased is told as before: their contributions,
// collaborators and counts are the same, but for names.
func TestARunThatGoesOnNamesNobodyWhoIsErasedMeanwhile(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		plant(t, s)
		runs, err := s.Runs(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Forget(t.Context(), whoIs(t, s, planted.Login)); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveRun(t.Context(), runs[0]); err != nil {
			t.Fatal(err)
		}
		for _, line := range linesWith(t, s, traces) {
			t.Error(line)
		}
	})
}

func TestOthersKeepTheirFigures(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		plant(t, s)
		before := figuresOf(t, s, ben)
		if _, err := s.Forget(t.Context(), whoIs(t, s, planted.Login)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, figuresOf(t, s, ben)); diff != "" {
			t.Errorf("ben before (-) and after (+):\n%s", diff)
		}
	})
}

// figuresOf are somebody's contributions and monthly counts, without titles.
func figuresOf(t *testing.T, s *store.Store, a tracker.Account) []string {
	t.Helper()
	person, err := s.FindPerson(t.Context(), a.Login)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range facts(t, s, store.EvidenceFilter{PersonID: person.ID}) {
		lines = append(lines, fmt.Sprint(c.Kind, c.URL, c.OccurredAt.Format(time.RFC3339), c.State))
	}
	keys, err := s.AccountKeys(t.Context(), person.Accounts)
	if err != nil {
		t.Fatal(err)
	}
	var people []string
	err = s.Records(context.Background(), store.RecordFilter{AccountIDs: keys}, func(r tracker.Record) error {
		if r.Thread.PullRequest == nil {
			return nil
		}
		people = append(people, fmt.Sprint(r.Thread.Number, len(r.Reviews), len(r.Comments), r.Thread.Author.IsHuman(), r.Thread.PullRequest.MergedBy.IsHuman()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(lines, people...)
}
