package githubsim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// answer is a response before it is sent, so that limits and faults can still
// replace it.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	graphQL bool
	quotas  *quotas // of the token that asked; nil where nobody was admitted
	cost    int     // of the primary limit
	nodes   int

	drop  bool          // end the connection without an answer
	cutAt int           // end the connection after so many bytes; 0: do not
	delay time.Duration // before the answer
}

func newAnswer() *answer { return &answer{status: http.StatusOK, header: http.Header{}} }

// json sets a JSON body.
func (a *answer) json(status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("githubsim: an answer that is no JSON: " + err.Error())
	}
	a.status, a.body = status, bytes.TrimSuffix(body.Bytes(), []byte("\n"))
	a.header.Set("Content-Type", "application/json; charset=utf-8")
}

func (a *answer) page(status int, page string) {
	a.status, a.body = status, []byte(page)
	a.header.Set("Content-Type", "text/html; charset=utf-8")
}

// fail sets an error in REST's shape; page is the documentation's address, if any.
func (a *answer) fail(status int, message, page string) {
	body := map[string]any{"message": message, "status": strconv.Itoa(status)}
	if page != "" {
		body["documentation_url"] = page
	}
	a.json(status, body)
}

// errors sets an answer of errors alone in GraphQL's shape.
func (a *answer) errors(list ...graphQLError) {
	a.json(http.StatusOK, map[string]any{"data": nil, "errors": list})
}

// send writes the answer, or as much of it as a fault allows.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	if a.delay > 0 {
		select {
		case <-time.After(a.delay):
		case <-r.Context().Done():
		}
	}
	if a.drop {
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	if a.status != http.StatusNotModified {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if a.cutAt > 0 {
		w.Write(a.body[:min(a.cutAt, len(a.body))]) //nolint:errcheck // the connection ends here anyway
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
		panic(http.ErrAbortHandler)
	}
	if a.status != http.StatusNotModified {
		w.Write(a.body) //nolint:errcheck // the client went away
	}
}
