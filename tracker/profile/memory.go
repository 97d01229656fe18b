package profile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/singleflight"

	"rungless/tracker/store"
)

const (
	// mostRemembered bounds what a memory holds, in bytes of answers as the store keeps them.
	mostRemembered = 6 << 20
	// rememberedBeside is what an answer takes besides its bytes, about.
	rememberedBeside = 400
)

// memory holds the answers that were asked for last, unpacked. The store keeps answers
// too, but every page of a person would read and unpack theirs again. An answer made
// at another revision of the facts is none, so nothing is out of date for being
// remembered; and what somebody may see is part of the question ([Request.picture]),
// so nobody is given what was made for other eyes.
//
// Answers are given to several at once: nobody may change them.
type memory struct {
	flights singleflight.Group // those who ask for the same answers together wait for one

	mu        sync.Mutex
	everybody int64 // revision of everybody's facts, as last seen
	held      *simplelru.LRU[string, recollection]
	bytes     int
}

// recollection is an answer and the revision of the facts before they were read.
type recollection struct {
	answer   any
	revision store.Revision
	bytes    int
}

func newMemory() *memory {
	m := &memory{}
	forgotten := func(_ string, r recollection) { m.bytes -= r.bytes }
	m.held, _ = simplelru.NewLRU(mostRemembered/rememberedBeside, forgotten) // it fails for no room at all only
	return m
}

// recall gives an answer that is still right.
func (m *memory) recall(q store.Question, now store.Revision) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Everybody > m.everybody { // nothing holds any more, least of all who was erased
		m.held.Purge()
		m.everybody = now.Everybody
	}
	found, ok := m.held.Get(keyOfQuestion(q))
	return found.answer, ok && found.revision == now
}

// remember holds an answer, and lets go of those that were asked for longest ago where
// there is no room for all.
func (m *memory) remember(q store.Question, r recollection) {
	m.mu.Lock()
	defer m.mu.Unlock()
	name := keyOfQuestion(q)
	r.bytes += rememberedBeside
	m.held.Remove(name)
	m.held.Add(name, r)
	for m.bytes += r.bytes; m.bytes > mostRemembered; {
		m.held.RemoveOldest()
	}
}

func keyOfQuestion(q store.Question) string { return fmt.Sprint(q.Asked, q.Accounts) }

// recalled gives answers as [answers] does, from memory those that it has.
func recalled[T any](ctx context.Context, m *Maker, questions []store.Question, f form[T], measure func(missing []int) ([]T, error)) ([]T, error) {
	revisions, err := m.Store.Revisions(ctx, questions)
	if err != nil {
		return nil, err
	}
	list := make([]T, len(questions))
	var unknown []int
	for i, q := range questions {
		answer, ok := m.memory.recall(q, revisions[i])
		if !ok {
			unknown = append(unknown, i)
			continue
		}
		list[i] = answer.(T)
	}
	if len(unknown) == 0 {
		return list, nil
	}
	asked, now := chosen(questions, unknown), chosen(revisions, unknown)
	found, err := m.memory.together(ctx, fmt.Sprint(asked, now), func() (any, error) {
		made, bytes, err := weighedAnswers(ctx, m.Store, asked, f, func(missing []int) ([]T, error) { return measure(chosen(unknown, missing)) })
		for i := range made {
			m.memory.remember(asked[i], recollection{made[i], now[i], bytes[i]})
		}
		return made, err
	})
	if err != nil {
		return nil, err
	}
	for i, answer := range found.([]T) {
		list[unknown[i]] = answer
	}
	return list, nil
}

// together has answers made once for all who ask for them at the same time. Where it was
// another's request that ended, the next of them makes them.
func (m *memory) together(ctx context.Context, what string, answer func() (any, error)) (any, error) {
	sum := sha256.Sum256([]byte(what))
	for {
		found, err, _ := m.flights.Do(string(sum[:]), answer)
		if ended := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded); !ended || ctx.Err() != nil {
			return found, err
		}
	}
}
