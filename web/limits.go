package web

import (
	"math"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"rungless/tracker"
)

// attempt is a sort of question that whoever is not known yet may ask so often and no oftener.
type attempt string

const (
	signInAttempt attempt = "sign-in" // each beginning and each end of one
	deviceAttempt attempt = "device"  // each beginning, each question whether it ended, each token given back
	wrongToken    attempt = "token"   // an API token that does not hold
	wrongLink     attempt = "link"    // a secret link that opens nothing
)

// allowance is how many attempts may come at once, and how soon one more may come after these.
type allowance struct {
	burst int
	every time.Duration
}

// allowances are of one address. Several people may share one: an office does. A command
// line that waits for its owner asks every five seconds.
var allowances = map[attempt]allowance{
	signInAttempt: {30, 2 * time.Second},
	deviceAttempt: {60, time.Second},
	wrongToken:    {20, 3 * time.Second},
	wrongLink:     {20, 3 * time.Second},
}

// mostAddresses bounds what is remembered of addresses: some 100 bytes each.
const mostAddresses = 20_000

// limits remembers, in this process alone, who attempted what lately.
type limits struct {
	mu      sync.Mutex
	buckets map[bucketKey]*rate.Limiter
	swept   time.Time
}

type bucketKey struct {
	what attempt
	from netip.Prefix // the zero one: all for whom there was no room
}

// bucket is the one of an address. Where too many addresses came, those after them share one,
// so that a flood of addresses costs neither memory nor the others their place.
func (l *limits) bucket(key bucketKey, now time.Time) *rate.Limiter {
	if found, ok := l.buckets[key]; ok {
		return found
	}
	if len(l.buckets) >= mostAddresses {
		l.sweep(now)
	}
	if len(l.buckets) >= mostAddresses {
		key.from = netip.Prefix{}
		if found, ok := l.buckets[key]; ok {
			return found
		}
	}
	if l.buckets == nil {
		l.buckets = map[bucketKey]*rate.Limiter{}
	}
	a := allowances[key.what]
	made := rate.NewLimiter(rate.Every(a.every), a.burst)
	l.buckets[key] = made
	return made
}

// sweep forgets, once a minute at most, the addresses that might attempt everything again.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for key, one := range l.buckets {
		if one.TokensAt(now) >= float64(one.Burst()) {
			delete(l.buckets, key)
		}
	}
}

// wait counts an attempt and returns 0, or returns how long the address must wait before its next one.
func (l *limits) wait(key bucketKey, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(key, now)
	if left := bucket.TokensAt(now); left < 1 {
		return time.Duration((1 - left) / float64(bucket.Limit()) * float64(time.Second))
	}
	bucket.AllowN(now, 1)
	return 0
}

// limited makes a handler of one that takes an attempt each time it is asked.
func (s *Server) limited(what attempt, h func(*gin.Context) error) gin.HandlerFunc {
	return s.handle(func(c *gin.Context) error {
		if err := s.mayAttempt(c, what); err != nil {
			return err
		}
		return h(c)
	})
}

// mayAttempt counts an attempt, and refuses who attempted something too often. A secret is
// counted once it proved wrong: a right one holds however many wrong ones came from
// the same office.
func (s *Server) mayAttempt(c *gin.Context, what attempt) error {
	now := s.now()
	wait := s.limits.wait(bucketKey{what, s.askedFrom(c)}, now)
	if wait == 0 {
		return nil
	}
	refused := tracker.Errorf(tracker.RateLimited, "web.mayAttempt "+string(what), "This was tried too often from your network").
		WithHint("Try again in %s.", plural(int(math.Ceil(wait.Seconds())), "second"))
	refused.RetryAt = now.Add(wait)
	return tooOften{refused}
}

// tooOften is the one error for which this server, and not GitHub, asks to wait: 429.
type tooOften struct{ asks *tracker.Error }

func (e tooOften) Error() string { return e.asks.Error() }
func (e tooOften) Unwrap() error { return e.asks }

// askedFrom is the network of whoever asks: an address of IPv4, or the 64 bits of an address
// of IPv6 that one house has. A proxy's word is taken only of the proxies that
// are trusted: of the addresses in X-Forwarded-For, to which each proxy adds the one that it
// sees, the last that is not of such a proxy. Nothing but limits asks for it.
func (s *Server) askedFrom(c *gin.Context) netip.Prefix {
	peer, err := netip.ParseAddrPort(c.Request.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	from := peer.Addr().Unmap()
	// A proxy may add a line of its own in place of lengthening the one that it was sent.
	named := strings.Split(strings.Join(c.Request.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(named) {
		before, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil || !s.isTrusted(from) {
			break
		}
		from = before.Unmap().WithZone("")
	}
	bits := 32
	if from.Is6() {
		bits = 64
	}
	network, _ := from.Prefix(bits) // an address has as many
	return network
}

func (s *Server) isTrusted(proxy netip.Addr) bool {
	return s.isTeam() && slices.ContainsFunc(s.options.Team.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(proxy) })
}
