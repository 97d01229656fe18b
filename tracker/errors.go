package tracker

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrorKind says what sort of thing went wrong, so that the web can choose a
// status and the command line an exit code without reading messages.
type ErrorKind int

// The kinds. Anything without a kind is a defect or the machine's fault.
const (
	Internal     ErrorKind = iota
	NotFound               // what was asked for does not exist, or may not be seen
	Invalid                // the input is wrong: a file, a line, a flag, a field
	Conflict               // it contradicts what is stored, or something else holds it
	Unauthorized           // no token, an expired one, or one without the permission
	RateLimited            // the other side asked us to wait
	Unavailable            // the other side, or this machine, cannot serve now; try again
)

var errorKindNames = [...]string{"internal", "not found", "invalid", "conflict", "unauthorized", "rate limited", "unavailable"}

func (k ErrorKind) String() string {
	if k < 0 || int(k) >= len(errorKindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return errorKindNames[k]
}

// Error is an error with a kind, a sentence for the person and a way out.
// Operators read the whole chain through Error; people see Message and Hint.
type Error struct {
	Kind    ErrorKind
	Op      string    // function and key argument, lower case: "store.Open /tmp/x.db"
	Message string    // one plain sentence: what, and where (file, line, field)
	Hint    string    // what to do next; "" when there is nothing to do
	RetryAt time.Time // for RateLimited: when the other side will answer again
	Err     error     // the cause; may be nil
}

func (e *Error) Error() string {
	text := e.Message
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an [Error] of a kind from a sentence. A cause is added with
// [Error.Because], not with %w, so that the sentence stays readable on its own.
func Errorf(kind ErrorKind, op, format string, args ...any) *Error {
	return &Error{Kind: kind, Op: op, Message: fmt.Sprintf(format, args...)}
}

// Because returns e with its cause.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

// WithHint returns e with the way out added.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// KindOf returns the kind of the first [Error] in err's chain, and Internal
// when there is none.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Partial says that a run came to its end without some of what it was asked
// for, and names each missing part. What did come is stored.
type Partial struct {
	Missing []error // each with its kind, sentence and hint where it has one
}

func (p *Partial) Error() string {
	parts := make([]string, len(p.Missing))
	for i, err := range p.Missing {
		parts[i] = err.Error()
	}
	return "partly done; missing: " + strings.Join(parts, "; ")
}

func (p *Partial) Unwrap() []error { return p.Missing }
