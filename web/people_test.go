package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rungless/tracker"
)

func TestALongListOfPeopleIsPagedByNameAndEachPageIsLight(t *testing.T) {
	const many, heaviest = 450, 150_000
	st := openStore(t)
	var want []string
	var accounts []tracker.Account
	for i := range many { // two of each name, told apart by login
		name := fmt.Sprintf("Aleksandra-Maria Wijesooriya-Nwokafor %03d", i/2)
		accounts = append(accounts, fixtureAccount(int64(100+i), fmt.Sprintf("person-with-a-long-login-%03d", many-i), name, tracker.UserAccount))
		want = append(want, name)
	}
	track(t, st, accounts...)
	h := site(t, st, nil)
	var got, logins []string
	pages := 0
	for path := "/people"; path != "" && pages < many; pages++ {
		w := ask(h, "GET", path, nil)
		if w.Code != http.StatusOK || w.Body.Len() > heaviest {
			t.Fatalf("%s: got %d with %d bytes, want at most %d", path, w.Code, w.Body.Len(), heaviest)
		}
		page := parse(t, w.Body.String())
		got = append(got, texts(page.all(".people tbody th"))...)
		logins = append(logins, texts(page.all(".people td bdi"))...)
		path = next(w.Body.String())
	}
	if !slices.Equal(got, want) || pages != 3 {
		t.Errorf("got %d people on %d pages, want %d by name on 3", len(got), pages, many)
	}
	slices.Sort(logins)
	if logins = slices.Compact(logins); len(logins) != many {
		t.Errorf("%d logins were listed, want %d", len(logins), many)
	}
	var p struct {
		People []struct{ Name string }
		Next   string
	}
	getJSON(t, h, "/people.json?q=aleksandra", &p)
	if len(p.People) != peoplePerPage || !strings.Contains(p.Next, "q=aleksandra") {
		t.Errorf("the JSON holds %d people and goes on at %q", len(p.People), p.Next)
	}
}
