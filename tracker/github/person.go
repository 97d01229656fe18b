package github

import (
	"context"
	"fmt"
	"time"

	"rungless/tracker"
)

// person is one tracked person during a run.
type person struct {
	account   tracker.Account
	createdAt time.Time
}

func (p person) scope() string { return "person:" + p.account.NodeID }

// accountPosition remembers whom a configured login meant, so that a rename does
// not lose the person.
type accountPosition struct{ NodeID string }

type wirePerson struct {
	wireActor
	CreatedAt time.Time
}

// syncPeople reads each configured person.
func (r *run) syncPeople(ctx context.Context) error {
	for _, login := range r.people {
		if err := r.tolerate(r.syncPerson(ctx, login)); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) syncPerson(ctx context.Context, login string) error {
	p, err := r.findPerson(ctx, login)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, person) error{r.index, r.contributions, r.reviewedSince} {
		if err := step(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// findPerson asks who a login is. GitHub forgets a login the moment it is
// changed, so one that no longer resolves is looked up by the id it had.
func (r *run) findPerson(ctx context.Context, login string) (person, error) {
	scope := "login:" + login
	known, err := load[accountPosition](ctx, r, scope, "account")
	if err != nil {
		return person{}, err
	}
	var data struct {
		reply
		User *wirePerson
	}
	var problems []problem
	err = r.client.insist("Person", func() (err error) {
		problems, err = r.client.query(ctx, "Person", map[string]any{"login": login}, &data)
		return err
	})
	if err != nil {
		return person{}, err
	}
	if data.User == nil && known.NodeID != "" {
		if data.User, err = r.personByID(ctx, known.NodeID); err != nil {
			return person{}, err
		}
	}
	if data.User == nil {
		return person{}, r.noPerson(ctx, login, problems)
	}
	p := person{account: r.view().account(&data.User.wireActor), createdAt: data.User.CreatedAt}
	p.account.Kind = tracker.UserAccount
	return p, r.emit(ctx, tracker.Batch{
		Followed: []tracker.Account{p.account},
		Cursors:  []tracker.Cursor{cursorAt(scope, "account", accountPosition{NodeID: p.account.NodeID})},
	})
}

func (r *run) personByID(ctx context.Context, id string) (*wirePerson, error) {
	var data struct {
		reply
		Node *wirePerson
	}
	err := r.client.insist("PersonByID", func() error {
		_, err := r.client.query(ctx, "PersonByID", map[string]any{"id": id}, &data)
		return err
	})
	if err != nil {
		return nil, err
	}
	if data.Node != nil && data.Node.ID == "" {
		return nil, nil
	}
	return data.Node, nil
}

// noPerson stores that a login could not be read, and says so.
func (r *run) noPerson(ctx context.Context, login string, problems []problem) error {
	err := forbidden("the person "+login, problems)
	if err == nil {
		err = tracker.Errorf(tracker.NotFound, "github.findPerson "+login, "%s has no person with the login %s", r.client.host, login).
			WithHint("check the spelling; an organisation is not a person, and a renamed login must be given by its new name")
	}
	gap := tracker.Coverage{Source: tracker.GitHubSource, Scope: "login:" + login, Label: login, Stream: "account", Asked: -1, Gap: err.Message}
	if emitErr := r.emit(ctx, tracker.Batch{Coverage: []tracker.Coverage{gap}}); emitErr != nil {
		return emitErr
	}
	return err
}

// gapOf says in one sentence what is missing of a list, or "".
func gapOf(asked, got int, what string) string {
	if asked < 0 || got >= asked {
		return ""
	}
	return fmt.Sprintf("%d of the %d %s that GitHub counts did not come; they are in places that this token cannot see", asked-got, asked, what)
}
