package githubsim

import "context"

// Test is the part of testing.TB that StartTest uses; production code does not
// import testing.
type Test interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// StartTest serves a world on a free loopback port until the test ends. A request
// for which there is no route fails the test.
func StartTest(t Test, w *World, o Options) (baseURL string, s *Server) {
	t.Helper()
	s = New(nil, w, o)
	baseURL, stop, err := s.Start(context.WithoutCancel(t.Context()), "127.0.0.1:0")
	if err != nil {
		t.Fatalf("githubsim.StartTest: %v", err)
	}
	t.Cleanup(func() {
		stop()
		for _, r := range s.Unknown() {
			t.Errorf("githubsim has no route for %s %s", r.Method, r.Path)
		}
	})
	return baseURL, s
}
