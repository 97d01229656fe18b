package githubsim

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// Installation is one installation of a GitHub App. Its tokens see what every token sees.
type Installation struct {
	App    int64 // the App's number
	Number int64
	Key    *rsa.PublicKey
	Life   time.Duration // of a token; 0: GitHub's hour
}

// longestJWT is how long GitHub lets a JWT of an App last:
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const longestJWT = 10 * time.Minute

var tokensOfInstallation = regexp.MustCompile(`^/app/installations/([0-9]+)/access_tokens$`)

// installationPath is the number in POST /app/installations/{number}/access_tokens.
func installationPath(method, path string) (number int64, ok bool) {
	parts := tokensOfInstallation.FindStringSubmatch(path)
	if method != http.MethodPost || parts == nil {
		return 0, false
	}
	number, err := strconv.ParseInt(parts[1], 10, 64)
	return number, err == nil
}

// accessToken gives a new token for an installation to who signs as its App. It counts
// against no limit.
func (s *Server) accessToken(a *answer, number int64, signed string) {
	for _, i := range s.options.Installations {
		if i.Number != number {
			continue
		}
		if problem := i.check(signed, s.options.Now()); problem != "" {
			a.fail(http.StatusUnauthorized, problem, "https://docs.github.com/rest")
			return
		}
		life := time.Hour
		if i.Life > 0 {
			life = i.Life
		}
		token, until := "ghs_"+rand.Text(), s.options.Now().Add(life)
		s.mu.Lock()
		s.installed[token] = until
		s.mu.Unlock()
		a.json(http.StatusCreated, object{"token": token, "expires_at": until.UTC().Format(time.RFC3339),
			"permissions": object{"metadata": "read", "contents": "read", "issues": "read", "pull_requests": "read"}, "repository_selection": "all"})
		return
	}
	a.fail(http.StatusNotFound, "Integration not found", "https://docs.github.com/rest")
}

// check says, in GitHub's words, what is wrong with a JWT; "" where nothing is.
func (i Installation) check(signed string, now time.Time) string {
	var claims jwt.RegisteredClaims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation()) // by the clock of this server
	_, err := parser.ParseWithClaims(signed, &claims, func(*jwt.Token) (any, error) { return i.Key, nil })
	switch {
	case err != nil:
		return "A JSON web token could not be decoded"
	case claims.Issuer != strconv.FormatInt(i.App, 10):
		return "'Issuer' claim ('iss') must be the App's number"
	case claims.IssuedAt == nil || claims.IssuedAt.After(now):
		return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
	case claims.ExpiresAt == nil || !claims.ExpiresAt.After(now):
		return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	case claims.ExpiresAt.Sub(now) > longestJWT:
		return "'Expiration time' claim ('exp') is too far in the future"
	}
	return ""
}

// isInstalled reports whether an installation was given this token, and it lasts.
func (s *Server) isInstalled(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	until, ok := s.installed[token]
	return ok && s.options.Now().Before(until)
}

// RevokeInstallations makes the tokens of installations void before their time.
func (s *Server) RevokeInstallations() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.installed)
}
