package web

import (
	"net/http"
	"net/url"
	"testing"
)

// Who erased themselves is taken in again once somebody admits them, and not before; who was
// disabled is enabled by signing in. Neither has anything of what they had before.
func TestWhoIsAdmittedAgainIsAMemberLikeAnyOther(t *testing.T) {
	s := newTeam(t, fixture(t))
	omar := s.signedIn("omar")
	member, err := s.store.FindMember(t.Context(), "github.com", 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.DisableMember(t.Context(), member.ID); err != nil {
		t.Fatal(err)
	}
	s.expect("disabled", omar.get("/people"), 200, "/sign-in?return=%2Fpeople")
	omar = s.signedIn("omar")
	got := omar.post(dataPath+"/erase", url.Values{"login": {"omar"}})
	t.Log(got.code, got.path)
	refused := s.visitor().signIn("omar", "/people")
	t.Log(refused.code, refused.path)
	if err := s.store.Admit(t.Context(), "omar"); err != nil {
		t.Fatal(err)
	}
	again := s.visitor()
	s.expect("after being admitted", again.signIn("omar", "/people"), http.StatusOK, "/people")
	s.expect("their own page", again.get("/"), http.StatusOK, "/")
	s.expect("their own page", again.get("/settings/sharing"), http.StatusOK, "/settings/sharing")
	m, err := s.store.FindMember(t.Context(), "github.com", 2)
	t.Logf("%+v %v", m, err)
}
