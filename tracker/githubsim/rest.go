package githubsim

import "net/http"

func (s *Server) restRoutes() *http.ServeMux                                  { return http.NewServeMux() }
func (s *Server) rest(a *answer, r *http.Request, rec *Request, token string) {}
